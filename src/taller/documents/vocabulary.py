"""The names of the fields that each kind of object has, and what is meant by those that it has not.

Source: OpenAPI 3.0.4 and 3.1.1, section 4.8; JSON Schema 2020-12; OpenAPI Specification Extensions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from taller.documents.grammar import EVERY_NAME, GRAMMAR
from taller.documents.words import joined

_SIMPLE: Mapping[str, str] = {
    "document": "openapi jsonSchemaDialect externalDocs",
    "info": "summary description termsOfService contact license version",
    "server": "description",
    "server-variable": "description",
    "path-item": "$ref summary description",
    "operation": "summary description externalDocs deprecated",
    "parameter": "description",
    "header": "description",
    "request-body": "description",
    "response": "description",
    "encoding": "allowReserved",
    "example": "summary description",
    "link": "requestBody description",
    "security-scheme": "description",
    "schema": "$schema $vocabulary $id $anchor $dynamicAnchor $dynamicRef $ref $comment id type enum const"
    " multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems"
    " minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired"
    " title description summary default deprecated readOnly writeOnly example examples format"
    " contentEncoding contentMediaType nullable additionalItems dependencies $recursiveRef"
    " $recursiveAnchor",
}
"""The fields that hold no object of OpenAPI, beside those of the grammar."""

KNOWN: Mapping[str, frozenset[str]] = {
    kind: frozenset(fields) | frozenset(_SIMPLE.get(kind, "").split())
    for kind, fields in GRAMMAR.items()
    if EVERY_NAME not in fields
}
"""All the fields of each kind of object; of a schema, all the keywords."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "info": ("title", "version"),
    "request-body": ("content",),
    "response": ("description",),
    "document": ("info",),
}
"""The fields that an object must have, where nothing else tells that they are missing."""

_HOLDERS_OF_ALL = ("paths", "components", "webhooks")
_NAMES = {
    "document": "the document",
    "info": "the `info`",
    "components": "the components",
    "path-item": "a path",
    "server-variable": "a server's variable",
}
_NEVER_MEANT = frozenset({"$schema", "$vocabulary", "id"})
_NEAR = 0.8
_LETTERS = 2
"""How much longer or shorter a slip makes a name; `description_es` is a name of its own."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a name: the kind of defect, and the detail."""

    kind: str
    detail: str


@cache
def fault_of_name(kind: str, name: str) -> Fault | None:
    """Return what is wrong with a field called *name* in an object of *kind*; None if nothing is."""
    known = KNOWN.get(kind)
    if known is None or name in known or name.startswith("x-"):
        return None
    detail = f"`{name}` is no {'keyword' if kind == 'schema' else 'field'} of {called(kind)}"
    meant = nearest(name, known - _NEVER_MEANT)
    if meant is None:
        return Fault("unknown-field", detail)
    return Fault("misspelt-field", f"{detail}: write `{meant}`, if it is that")


def nearest(name: str, known: Iterable[str], near: float = _NEAR) -> str | None:
    """Return which of *known* is as good as *name*, letter case aside; None if none is.

    :param near: from which share of common letters on, at most 1.
    """
    from difflib import get_close_matches  # seldom needed: few contracts have a name that is none

    by_folded = {one.casefold(): one for one in sorted(known) if abs(len(one) - len(name)) <= _LETTERS}
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=near)
    return by_folded[found[0]] if found else None


def missing_fields(kind: str, value: Mapping[str, Any], old: bool) -> str | None:
    """Return, in words, which fields an object of *kind* lacks; None if it has all that it must have.

    :param old: whether it is of OpenAPI 3.0, in which paths are required.
    """
    lacking = [name for name in REQUIRED[kind] if name not in value]
    if kind == "document" and not any(
        name in value for name in (_HOLDERS_OF_ALL[:1] if old else _HOLDERS_OF_ALL)
    ):
        lacking.append("paths")
    if not lacking:
        return None
    return f"{called(kind)} has no {joined(lacking)}"


def called(kind: str) -> str:
    """Return *kind* with its article."""
    said = _NAMES.get(kind)
    return said or f"{'an' if kind[0] in 'aeio' else 'a'} {kind.replace('-', ' ')}"
