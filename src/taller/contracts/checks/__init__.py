"""Checks of our own on every answer, beside Schemathesis's; to import this registers them.

Each is a rule over what was asked and what came, and may be asked without Schemathesis, too: see
`findings`. Its name is what ``[checks]`` in ``schemathesis.toml`` calls it.
"""

from collections.abc import Callable, Iterable, Iterator

from taller.contracts.checks.engine import register
from taller.contracts.checks.exchange import Exchange, Finding
from taller.contracts.checks.heads import (
    charsets_are_sane,
    empty_answers_are_empty,
    etags_are_well_formed,
    location_of_the_created_is_a_reference,
    not_modified_answers_are_bare,
    refused_methods_come_with_allow,
    unauthorized_answers_carry_a_challenge,
)
from taller.contracts.checks.json_text import json_is_utf8, json_names_differ, json_numbers_are_numbers
from taller.contracts.checks.leaks import nothing_inside_is_shown
from taller.contracts.checks.problems import (
    errors_are_problem_documents,
    errors_say_their_code,
    refused_methods_are_told_in_json,
)

__all__ = ["RULES", "Exchange", "Finding", "findings"]

Rule = Callable[[Exchange], Iterator[Finding]]
"""Holds an answer to one promise; its name is that of the check in the settings."""

RULES: tuple[Rule, ...] = (
    errors_are_problem_documents,
    errors_say_their_code,
    refused_methods_are_told_in_json,
    unauthorized_answers_carry_a_challenge,
    refused_methods_come_with_allow,
    empty_answers_are_empty,
    location_of_the_created_is_a_reference,
    etags_are_well_formed,
    not_modified_answers_are_bare,
    charsets_are_sane,
    json_is_utf8,
    json_numbers_are_numbers,
    json_names_differ,
    nothing_inside_is_shown,
)


def findings(exchange: Exchange, rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    """Yield each promise that an answer breaks, of those that *rules* are about."""
    for rule in rules:
        yield from rule(exchange)


for _rule in RULES:
    register(_rule)
