"""What the harness says in two languages: English where it is made, Spanish from a table."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Self

LANGUAGES = ("en", "es")


class Said(str):
    """An English text that knows how it was made, so that it can be said in Spanish, too."""

    template: str
    facts: Mapping[str, Any]

    def __new__(cls, template: str, **facts: Any) -> Self:
        """Fill *template* with *facts*, as `str.format` does."""
        made = super().__new__(cls, template.format(**facts))
        made.template, made.facts = template, facts
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Go from one process to another whole."""
        return (self.template,), dict(self.facts)


def said(template: str, **facts: Any) -> Said:
    """Return the English text *template*, which has a Spanish one in the table, filled with *facts*."""
    return Said(template, **facts)


def in_language(text: str, language: str) -> str:
    """Return *text* in *language*, ``en`` or ``es``; as it is, if nobody has translated it."""
    if language == "en" or not isinstance(text, Said):
        return text
    facts = {
        name: in_language(fact, language) if isinstance(fact, str) else fact
        for name, fact in text.facts.items()
    }
    return spanish().get(text.template, text.template).format(**facts)


@cache
def spanish() -> Mapping[str, str]:
    """Return the Spanish of every template, by its English."""
    return tomllib.loads((files("taller.contracts") / "spanish.toml").read_text("utf-8"))
