"""The x- extensions that say to the stand-ins what cannot be inferred: each with its place and schema."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from taller.documents.draft import Draft
from taller.documents.pointers import below
from taller.documents.vocabulary import called, nearest

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_MATCHES = ["equality", "substring", "min", "max", "above", "below", "search", "each"]
_NEAR = 0.88
"""Other people's extensions have names, too: this near they have to be."""


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def _false_or(other: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of ``false`` or *other*, whose errors tell what is wrong with the other."""
    return {"if": {"type": "boolean"}, "then": {"const": False}, "else": other}


EXTENSIONS: Mapping[str, Any] = {
    "x-search": _object(["property"], property=_TEXT, ignore=_TEXT),
    "x-filter": _false_or(_object([], property=_TEXT, match={"enum": _MATCHES})),
    "x-sort": {"enum": ["order", "direction", False]},
    "x-page": {"enum": ["page", "size", "offset", "cursor", False]},
    "x-collection": _false_or(_object([], id=_TEXT, of=_TEXT)),
    "x-action": {"const": "example"},
    "x-unique": {"type": "array", "items": _TEXTS},
    "x-href": _TEXT,
    "x-relation": _object([], symmetric={"type": "boolean"}),
    "x-alias": {"type": "array", "items": {"type": "string", "pattern": r"^/([^<>{}?#\s]|\{[^<>{}/]+\})*$"}},
}
"""Each extension to the JSON Schema of its value."""

OWNERS: Mapping[str, str] = {
    **dict.fromkeys(("x-collection", "x-relation", "x-alias"), "path-item"),
    **dict.fromkeys(("x-search", "x-action"), "operation"),
    **dict.fromkeys(("x-filter", "x-sort", "x-page"), "parameter"),
    **dict.fromkeys(("x-unique", "x-href"), "schema"),
}
"""Each extension to the kind of object that it stands in."""


def check_extensions(draft: Draft) -> None:
    """Leave no extension in *draft* that says what it cannot, or where it cannot."""
    for kind, place, owner in _owners(draft):
        for name in [one for one in owner if one.startswith("x-")]:
            if name in EXTENSIONS:
                _check(draft, kind, place, owner, name)
            elif (meant := _meant(name)) is not None:
                detail = f"`{name}` means nothing: write `{meant}`, if it is that"
                draft.report("misspelt-extension", below(place, name), detail)
    _check_aliases(draft)


@cache
def _meant(name: str) -> str | None:
    return nearest(name, EXTENSIONS, _NEAR)


def _check(draft: Draft, kind: str, place: str, owner: dict[str, Any], name: str) -> None:
    if OWNERS[name] != kind:
        fault: str | None = f"it stands in {called(OWNERS[name])}, and this is {called(kind)}"
    else:
        fault = _fault(name, owner[name])
    if fault is not None:
        draft.report("extension", below(place, name), f"`{name}`: {fault}")
        del owner[name]


@cache
def _validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(EXTENSIONS[name])


def _fault(name: str, value: Any) -> str | None:
    """Return what is wrong with *value* as that of the extension *name*; None if nothing is."""
    error = next(_validator(name).iter_errors(value), None)
    if error is None or error.kind.name != "additionalProperties":
        return None if error is None else error.message
    schema = EXTENSIONS[name].get("else", EXTENSIONS[name])
    unknown = next(iter(error.kind.as_dict()["unexpected"]))
    meant = nearest(unknown, schema["properties"], 0.6)
    known = f"`{meant}`" if meant else " or ".join(f"`{one}`" for one in schema["properties"])
    return f"it has no `{unknown}`: write {known}"


def _check_aliases(draft: Draft) -> None:
    for path, item in draft.document.get("paths", {}).items():
        aliases = item.get("x-alias", ()) if isinstance(item, dict) else ()
        odd = [one for one in aliases if one.count("{") != path.count("{")]
        if odd:
            place = below(below("/paths", path), "x-alias")
            draft.report("extension", place, f"`x-alias`: {odd[0]} has not as many parameters as {path}")
            item["x-alias"] = [one for one in aliases if one not in odd]


def _owners(draft: Draft) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the kind, the place and the value of whatever an extension may stand in."""
    yield from (("schema", place, one) for place, one in draft.schemas.items())
    yield from (one for one in draft.holders if one[0] == "parameter")
    yield from (("operation", place, operation) for place, _, operation in draft.operations())
    for path, item in draft.document.get("paths", {}).items():
        if isinstance(item, dict):
            yield "path-item", below("/paths", path), item
