"""Values against the schemas of a contract: every error at once, each with its place."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from time import perf_counter
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from taller.documents.leftovers import give_back
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.document import Node, escaped
from taller.mocks.openapi.messages import sentence
from taller.mocks.openapi.problems import MAX_ERRORS, Fault
from taller.mocks.openapi.sides import Side, are_alike, as_seen_by

_URI = "urn:taller:contract"
_EMAIL = jsonschema_rs.EmailOptions(allow_display_text=False)  # "Ana <ana@example.com>" is none
_WORTH = 0.05
"""Seconds of compiling that make it worth while to share: far more than any small contract needs."""
_UNKNOWN_FIELDS = ("additionalProperties", "unevaluatedProperties")


class Validators:
    """The compiled schemas of one contract, each compiled when first needed.

    A compiled schema has all that it refers to in it, so that in a large contract each may weigh
    megabytes. Once they have taken long to compile, they are therefore forgotten; those that are needed
    again are compiled together, and share what they refer to.
    """

    def __init__(self, contract: Contract, side: Side = "response") -> None:
        """Hold the schemas of *contract*, as they are on *side*."""
        self._contract = contract
        self._side = side
        self._alone: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._cost = 0.0  # seconds that those alone took
        self._known: set[str] = set()
        self._shared: dict[str, dict[str, str]] = {}
        self._together: jsonschema_rs.Draft202012Validator | None = None

    @cached_property
    def requests(self) -> "Validators":
        """The same for requests; these themselves, if nothing is required on one side only."""
        plain = are_alike(self._contract.root.value)
        return self if plain else Validators(self._contract, "request")

    def fits(self, schema: Node, value: Any) -> bool:
        """Tell whether *value* is valid under *schema*."""
        pointer = schema.pointer
        if self._together is not None and pointer in self._shared:
            return self._together.is_valid({pointer: value})
        return self._validator(pointer).is_valid(value)

    def faults(self, schema: Node, value: Any) -> list[Fault]:
        """Return what is wrong with *value*, a hundred errors at most, by JSON pointer."""
        found: list[Fault] = []
        for error in self._errors(schema.pointer, value):
            found.extend(error)
            if len(found) >= MAX_ERRORS:
                break
        return found[:MAX_ERRORS]

    def _errors(self, pointer: str, value: Any) -> Iterator[Iterator[Fault]]:
        if self._together is not None and pointer in self._shared:
            for error in self._together.iter_errors({pointer: value}):
                yield _faults(error, error.instance_path[1:])
        else:
            for error in self._validator(pointer).iter_errors(value):
                yield _faults(error, error.instance_path)

    def _validator(self, pointer: str) -> jsonschema_rs.Draft202012Validator:
        compiled = self._alone.get(pointer)
        if compiled is None:
            start = perf_counter()
            compiled = self._alone[pointer] = self._compiled(_reference(pointer))
            self._cost += perf_counter() - start
            if self._cost > _WORTH:
                self._share()
        return compiled

    def _share(self) -> None:
        """Forget what stands alone, or share what was forgotten before."""
        again = self._known & self._alone.keys()
        self._known |= self._alone.keys()
        self._alone.clear()
        if again:
            self._shared |= {pointer: _reference(pointer) for pointer in again}
            self._together = self._compiled({"properties": self._shared})
        self._cost = 0.0
        give_back()

    def _compiled(self, schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
        # Formats are asserted: the contract means them. Patterns are ECMA 262's, and `$` is
        # the end of the text alone: "EUR\n" is no match for ^[A-Z]{3}$.
        return jsonschema_rs.Draft202012Validator(
            dict(schema),
            registry=self._registry,
            validate_formats=True,
            email_options=_EMAIL,
            offline=True,
        )

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry([(_URI, as_seen_by(self._side, self._contract.root.value))])


def _reference(pointer: str) -> dict[str, str]:
    return {"$ref": f"{_URI}#{quote(pointer)}"}


def _faults(error: jsonschema_rs.ValidationError, path: Sequence[str | int]) -> Iterator[Fault]:
    keyword, facts = error.kind.name, error.kind.as_dict()
    detail = sentence(keyword, facts)
    if keyword == "required":  # the place is that of the field that is not there
        yield {"pointer": pointer(*path, facts["property"]), "detail": detail}
    elif keyword in _UNKNOWN_FIELDS:
        for name in facts["unexpected"]:
            yield {"pointer": pointer(*path, name), "detail": detail}
    else:
        yield {"pointer": pointer(*path), "detail": detail}


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer of *steps* as a fragment (RFC 6901, section 6): ``#/nif~1nie``."""
    return "".join(["#", *(f"/{_step(step)}" for step in steps)])


def _step(step: str | int) -> str:
    text = str(step)
    return text if text.isascii() and text.isidentifier() else quote(escaped(text), safe="~")
