"""What a contract says of a list: where its items are, and how it pages, sorts and filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taller.contracts.phrases import Said, said
from taller.contracts.probing.contract import Contract, Operation, Parameter, Schema, plain, types
from taller.contracts.probing.filters import Filter, Preset, filters_of, presets_of

_PAGES: Mapping[str, frozenset[str]] = {
    "page": frozenset(("page", "pagina", "pagenumber", "pageno")),
    "size": frozenset(("limit", "size", "pagesize", "perpage", "limite", "tamano", "tamanio")),
    "offset": frozenset(("offset", "skip")),
    "cursor": frozenset(("cursor", "pagecursor", "pagetoken")),
}
_ORDERS = frozenset(("order", "sort", "sortby", "orderby", "orden", "ordenarpor"))
_WAYS = frozenset(("ordering", "direction", "dir", "sortdir", "sortdirection", "sortorder"))
_DIRECTIONS = frozenset(("asc", "desc", "ascending", "descending"))
_TOTALS = frozenset(("total", "totalitems", "totalcount", "totalelements"))


@dataclass(frozen=True)
class Order:
    """A way to sort that the contract offers."""

    prop: str
    descending: bool
    query: tuple[tuple[str, str], ...]

    @property
    def text(self) -> Said:
        """By what, and which way."""
        if self.descending:
            return said("{prop} descending", prop=self.prop)
        return said("{prop} ascending", prop=self.prop)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Listing:
    """The GET of a collection."""

    operation: Operation
    inside: str | None
    """The property that the items are in; None if the answer is the array itself."""
    items: Schema
    wrapped: str | None
    """The property that each resource of the list is in."""
    shown: Mapping[str, Schema]
    """The properties of each resource."""
    most: int | None
    """How many a page holds at most, as its array says."""
    page: Parameter | None
    size: Parameter | None
    offset: Parameter | None
    cursor: Parameter | None
    next_cursor: str | None
    """The property with the cursor of the next page."""
    total: str | None
    """The property that says how many there are on all pages."""
    orders: tuple[Order, ...]
    filters: tuple[Filter, ...]
    presets: tuple[Preset, ...]

    @property
    def first(self) -> int | None:
        """The number of the first page; None if nobody can tell."""
        said = self.page.schema if self.page is not None else {}
        first = said.get("default", said.get("minimum"))
        return first if isinstance(first, int) else None

    @property
    def paged(self) -> bool:
        """Whether one gets from a page to the next."""
        numbered = self.page is not None and self.first is not None
        return (
            numbered or self.offset is not None or (self.cursor is not None and self.next_cursor is not None)
        )

    def open(self, value: Any) -> list[Any] | None:
        """Return the resources in *value*, an answer; None if they are not where they should be."""
        found = value.get(self.inside) if self.inside is not None and isinstance(value, dict) else value
        if not isinstance(found, list):
            return None
        if self.wrapped is None:
            return found
        return [one.get(self.wrapped) for one in found if isinstance(one, dict)]


def listing_of(contract: Contract, path: str, resource: Mapping[str, Schema]) -> Listing | None:
    """Return what *contract* says of the list at *path*, whose items are like *resource*."""
    operation = contract.operation("GET", path)
    schema = contract.answer(operation, 200) if operation is not None else None
    if operation is None or schema is None:
        return None
    array = _array(contract, schema)
    if array is None or any(one.required and one.where == "query" for one in operation.parameters):
        return None
    inside, said = array
    items = contract.schema(said.get("items", {}))
    wrapped = _wrapped(contract, items, resource)
    shown = (
        contract.properties(items)
        if wrapped is None
        else contract.properties(contract.properties(items)[wrapped])
    )
    if not shown:
        return None
    top = contract.properties(schema) if inside is not None else {}
    paging = {kind: _paging(operation, kind) for kind in _PAGES}
    others = (*paging.values(), *_sorting(operation))
    return Listing(
        operation=operation,
        inside=inside,
        items=items,
        wrapped=wrapped,
        shown=shown,
        most=said.get("maxItems"),
        page=paging["page"],
        size=paging["size"],
        offset=paging["offset"],
        cursor=paging["cursor"],
        next_cursor=_one(name for name in top if "cursor" in plain(name) and "prev" not in plain(name)),
        total=_one(name for name, one in top.items() if plain(name) in _TOTALS and types(one) == {"integer"}),
        orders=_orders(operation, shown),
        filters=filters_of(contract, operation, shown, others),
        presets=presets_of(contract, operation, shown, others),
    )


def _array(contract: Contract, schema: Schema) -> tuple[str | None, Schema] | None:
    if types(schema) == {"array"}:
        return None, schema
    found = [(name, one) for name, one in contract.properties(schema).items() if types(one) == {"array"}]
    return found[0] if len(found) == 1 else None


def _wrapped(contract: Contract, items: Schema, resource: Mapping[str, Schema]) -> str | None:
    """Return the property of *items* that holds the resource, where the item itself is not like it."""
    shown = contract.properties(items)
    if shown.keys() & resource.keys() - {"links", "_links"}:
        return None
    below = (
        name for name, one in shown.items() if contract.properties(one).keys() & resource.keys() - {"links"}
    )
    return _one(below)


def _one(names: Any) -> str | None:
    found = list(names)
    return found[0] if len(found) == 1 else None


def _paging(operation: Operation, kind: str) -> Parameter | None:
    """Return the parameter for *kind* of paging: the one that says so, or else the one called so."""
    found = []
    for one in operation.parameters:
        said = one.said.get("x-page")
        if one.where == "query" and (said == kind or (said is None and one.plain in _PAGES[kind])):
            found.append(one)
    return found[0] if len(found) == 1 else None


def _orders(operation: Operation, shown: Mapping[str, Schema]) -> tuple[Order, ...]:
    sorts = [one for one in operation.parameters if _sorts(one, "order", one.plain in _ORDERS)]
    if len(sorts) != 1:
        return ()
    (by,) = sorts
    offered = [one for one in by.schema.get("enum", ()) if isinstance(one, str)]
    turns = [one for one in operation.parameters if one is not by and _turns(one)]
    if len(turns) == 1:
        ways = [(turn, turn.lower().startswith("desc")) for turn in turns[0].schema["enum"]]
        return tuple(
            Order(name, down, ((by.name, name), (turns[0].name, turn)))
            for name in offered
            if name in shown
            for turn, down in ways
        )
    if not any(one.startswith("-") for one in offered):
        return ()  # which way it sorts is not said
    named = ((one, one.removeprefix("-")) for one in offered)
    return tuple(Order(prop, one != prop, ((by.name, one),)) for one, prop in named if prop in shown)


def _sorting(operation: Operation) -> list[Parameter]:
    """Return the parameters that say by what, and which way, even if nothing else can be told of them."""
    named = _ORDERS | _WAYS
    return [one for one in operation.parameters if _sorts(one, "order", one.plain in named) or _turns(one)]


def _sorts(parameter: Parameter, role: str, named: bool) -> bool:
    said = parameter.said.get("x-sort")
    return parameter.where == "query" and (said == role or (said is None and named))


def _turns(parameter: Parameter) -> bool:
    offered = parameter.schema.get("enum", ())
    ways = bool(offered) and all(isinstance(one, str) and one.lower() in _DIRECTIONS for one in offered)
    return ways and _sorts(parameter, "direction", True)
