"""Values against the schemas of a contract: every error at once, each with its place."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from taller.mocks.contract import Contract
from taller.mocks.document import ContractError, Node, escaped
from taller.mocks.messages import sentence
from taller.mocks.problems import MAX_ERRORS, Fault
from taller.mocks.sides import Side, as_seen_by

_URI = "urn:taller:contract"
_EMAIL = jsonschema_rs.EmailOptions(allow_display_text=False)  # "Ana <ana@example.com>" is none
_UNKNOWN_FIELDS = ("additionalProperties", "unevaluatedProperties")


class Validators:
    """The compiled schemas of one contract, each compiled when first needed."""

    def __init__(self, contract: Contract, side: Side = "response") -> None:
        """Make the schemas of *contract*, as they hold on *side*, ready to be compiled."""
        self._contract = contract
        self._registry = jsonschema_rs.Registry([(_URI, dict(as_seen_by(side, contract.root.value)))])
        self._compiled: dict[str, jsonschema_rs.Draft202012Validator] = {}

    @cached_property
    def requests(self) -> "Validators":
        """The same for requests; these themselves, if nothing is required on one side only."""
        root = self._contract.root.value
        plain = as_seen_by("request", root) is root and as_seen_by("response", root) is root
        return self if plain else Validators(self._contract, "request")

    def prepare(self, schema: Node) -> None:
        """Compile *schema* now, so that a mistake in it is found before it is needed.

        :raises ContractError: if it is no JSON Schema, or refers to nothing.
        """
        try:
            self._validator(schema)
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise ContractError(f"the schema at #{schema.pointer}: {error}") from error

    def fits(self, schema: Node, value: Any) -> bool:
        """Tell whether *value* is valid under *schema*."""
        return self._validator(schema).is_valid(value)

    def faults(self, schema: Node, value: Any) -> list[Fault]:
        """Return what is wrong with *value*, a hundred errors at most, by JSON pointer."""
        found: list[Fault] = []
        for error in self._validator(schema).iter_errors(value):
            found.extend(_faults(error))
            if len(found) >= MAX_ERRORS:
                break
        return found[:MAX_ERRORS]

    def _validator(self, schema: Node) -> jsonschema_rs.Draft202012Validator:
        compiled = self._compiled.get(schema.pointer)
        if compiled is None:
            # Formats are asserted: the contract means them. Patterns are ECMA 262's, and `$` is
            # the end of the text alone: "EUR\n" is no match for ^[A-Z]{3}$.
            compiled = self._compiled[schema.pointer] = jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_URI}#{quote(schema.pointer)}"},
                registry=self._registry,
                validate_formats=True,
                email_options=_EMAIL,
                offline=True,
            )
        return compiled


def _faults(error: jsonschema_rs.ValidationError) -> Iterator[Fault]:
    keyword, facts = error.kind.name, error.kind.as_dict()
    detail = sentence(keyword, facts)
    if keyword == "required":  # the place is that of the field that is not there
        yield {"pointer": pointer(*error.instance_path, facts["property"]), "detail": detail}
    elif keyword in _UNKNOWN_FIELDS:
        for name in facts["unexpected"]:
            yield {"pointer": pointer(*error.instance_path, name), "detail": detail}
    else:
        yield {"pointer": pointer(*error.instance_path), "detail": detail}


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer of *steps* as a fragment (RFC 6901, section 6): ``#/nif~1nie``."""
    return "#" + "".join(f"/{quote(escaped(str(step)), safe='~')}" for step in steps)
