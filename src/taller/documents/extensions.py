"""The x- extensions that say to the stand-ins what cannot be inferred: each with its schema."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from taller.documents.draft import Draft
from taller.documents.pointers import below

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_MATCHES = ["equality", "substring", "min", "max", "above", "below", "search", "each"]


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


EXTENSIONS: Mapping[str, Any] = {
    "x-search": _object(["property"], property=_TEXT, ignore=_TEXT),
    "x-filter": {"anyOf": [{"const": False}, _object([], property=_TEXT, match={"enum": _MATCHES})]},
    "x-sort": {"enum": ["order", "direction", False]},
    "x-page": {"enum": ["page", "size", "offset", "cursor", False]},
    "x-collection": {"anyOf": [{"const": False}, _object([], id=_TEXT, of=_TEXT)]},
    "x-action": {"const": "example"},
    "x-unique": {"type": "array", "items": _TEXTS},
    "x-href": _TEXT,
    "x-relation": _object([], symmetric={"type": "boolean"}),
    "x-alias": {"type": "array", "items": {"type": "string", "pattern": r"^/([^<>{}?#\s]|\{[^<>{}/]+\})*$"}},
}
"""Each extension to the JSON Schema of its value."""


def check_extensions(draft: Draft) -> None:
    """Leave no extension in *draft* that says what it cannot."""
    validators = {name: jsonschema_rs.Draft202012Validator(schema) for name, schema in EXTENSIONS.items()}
    for place, owner in _owners(draft):
        for name in [one for one in owner if one.startswith("x-") and one in validators]:
            error = next(validators[name].iter_errors(owner[name]), None)
            if error is not None:
                draft.report("extension", below(place, name), f"`{name}`: {error.message}")
                del owner[name]
    _check_aliases(draft)


def _check_aliases(draft: Draft) -> None:
    for path, item in draft.document.get("paths", {}).items():
        aliases = item.get("x-alias", ()) if isinstance(item, dict) else ()
        odd = [one for one in aliases if one.count("{") != path.count("{")]
        if odd:
            place = below(below("/paths", path), "x-alias")
            draft.report("extension", place, f"`x-alias`: {odd[0]} has not as many parameters as {path}")
            item["x-alias"] = [one for one in aliases if one not in odd]


def _owners(draft: Draft) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from draft.schemas.items()
    yield from ((place, one) for kind, place, one in draft.holders if kind == "parameter")
    yield from ((place, operation) for place, _, operation in draft.operations())
    for path, item in draft.document.get("paths", {}).items():
        if isinstance(item, dict):
            yield below("/paths", path), item
