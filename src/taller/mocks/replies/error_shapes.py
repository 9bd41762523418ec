"""Errors in shapes of a contract's own: its properties filled with what a problem document says."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.naming import plain
from taller.mocks.openapi.schemas import Fits, all_properties, is_array, is_object, required

_MEANT: Mapping[str, str] = {
    "detail details message msg description errormessage errordescription reason": "detail",
    "detalle mensaje descripcion motivo": "detail",
    "title error errorname titulo": "title",
    "status code statuscode errorcode httpstatus codigo estado": "status",
    "type": "type",
    "instance path": "instance",
    "pointer": "pointer",
    "loc field property param parameter campo": "place",
}
_MEMBERS = {name: member for names, member in _MEANT.items() for name in names.split()}
"""The plain name of a property to the member of a problem document that it takes."""
_DEEPEST = 4
_SUMMED_UP = 5


def filled(schema: Node, base: Any, document: Mapping[str, Any], fits: Fits, depth: int = 0) -> Any:
    """Return *base*, a value for *schema*, with what *document* says wherever it fits.

    Objects and lists inside are filled as well, those that must be there or are there already; where
    nothing else can be said, any. A list has an element for each place at fault.

    :param document: a problem document: ``{title, status, detail, instance…}``.
    """
    if is_array(schema) and (items := schema.get("items")) is not None:
        first = base[0] if isinstance(base, list) and base else {}
        faults = document.get("errors") or [{}]
        return [filled(items, first, {**document, "errors": [], **one}, fits, depth + 1) for one in faults]
    if not isinstance(base, dict):
        return base
    known = all_properties(schema)
    said = {name: text for name, one in known.items() for text in _said(name, document, one, fits)}
    value = base | said
    for name, one in known.items():
        wanted = not said or name in value or name in required(schema)
        if wanted and name not in said and depth < _DEEPEST and _goes_deeper(one):
            value[name] = filled(one, value.get(name, {}), document, fits, depth + 1)
    return value


def _said(name: str, document: Mapping[str, Any], schema: Node, fits: Fits) -> list[Any]:
    """Return what the property *name* may say of *document* under *schema*: one thing, or nothing."""
    member = _MEMBERS.get(plain(name), "")
    said = _places(document) if member == "place" else _texts(member, document)
    return [one for one in said if fits(schema, one)][:1]


def _texts(member: str, document: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what *member* of *document* says, likeliest first."""
    if member == "detail":
        yield in_full(document)
    if member in document:
        yield document[member]
    if member == "status":
        yield HTTPStatus(document[member]).phrase
        yield str(document[member])
    if member == "title":
        yield document["detail"]


def in_full(document: Mapping[str, Any]) -> str:
    """Return the detail of *document* with the first places at fault, for what has no room for a list."""
    faults = document.get("errors") or []
    said = [f"{_where(one)}: {one.get('detail', '')}" for one in faults[:_SUMMED_UP]]
    return " ".join([document["detail"], *said, *(["…"] if len(faults) > _SUMMED_UP else [])])


def _where(fault: Mapping[str, str]) -> str:
    return next((fault[name] for name in ("pointer", "parameter", "header") if name in fault), "")


def _places(document: Mapping[str, Any]) -> Iterator[Any]:
    """Yield how the place at fault may be named: as FastAPI has it, ``["body", "name"]``, or as a text."""
    steps = [one for one in document.get("pointer", "").split("/") if one not in ("", "#")]
    name = document.get("parameter") or document.get("header")
    yield ["query", name] if name else ["body", *steps]
    yield name or ".".join(steps)


def _goes_deeper(schema: Node) -> bool:
    return is_object(schema) or is_array(schema)
