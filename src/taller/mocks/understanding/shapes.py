"""How resources stand in the bodies of a contract: alone or wrapped, one or many, with links."""

import re
from collections.abc import Iterable
from typing import Any

from taller.mocks.openapi.contract import Promise
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.naming import plain, singulars
from taller.mocks.openapi.schemas import (
    all_properties,
    is_array,
    is_object,
    keyword,
    properties,
    required,
    types,
)
from taller.mocks.understanding.members import members_of
from taller.mocks.understanding.model import Link, Links, Listing, Shape

_LINKS = ("links", "_links")
_USUAL_ARRAYS = (
    "items",
    "data",
    "results",
    "content",
    "value",
    "records",
    "elements",
    "entries",
    "list",
)
_USUAL_WRAPPERS = ("data", "result", "item", "resource", "payload")
_KNOWN_LINKS = {"self", "parent", "first", "last", "next", "prev", "previous", "nextPage", "prevPage"}
_PARAMETER = re.compile(r"\{([^{}]+)\}")


def parameters_of(path: str) -> list[str]:
    """Return the names of the parameters in the template *path*, in order."""
    return _PARAMETER.findall(path)


def last_word(path: str) -> str:
    """Return the last segment of *path* that is no parameter: ``clientes``."""
    words = [word for word in path.split("/") if word and not _PARAMETER.search(word)]
    return words[-1] if words else ""


def examples(promise: Promise) -> list[Any]:
    """Return the example bodies that the contract shows under *promise*."""
    media = promise.content.get(promise.media) if promise.media else None
    several = media.get("examples") if media else None
    shown = [value.value for _, one in several.items() if (value := one.get("value"))] if several else []
    single = media.get("example") if media else None
    shown = [*shown, single.value] if single else shown
    return shown or (_in_schema(promise.schema) if promise.schema else [])


def _in_schema(schema: Node) -> list[Any]:
    single, several = keyword(schema, "example"), keyword(schema, "examples")
    return [single] if single is not None else several if isinstance(several, list) else []


def links_name(schema: Node) -> str | None:
    """Return what *schema* calls the links of its objects; None if they have none."""
    named = all_properties(schema)
    return next((one for one in _LINKS if one in named and is_object(named[one])), None)


def links(schema: Node, shown: Any, parent: str) -> Links:
    """Return the links that *schema* gives its objects, of which *shown* is an example.

    The ``rel`` of a link is the example's; without one, the link's name; and for ``parent``, the
    last word of its path, *parent*.
    """
    name = links_name(schema)
    said = _object(_object(shown).get(name or ""))
    usual = {"parent": last_word(parent)}
    node = all_properties(schema)[name] if name else None
    needed = required(node) - _KNOWN_LINKS if node else set()
    return tuple(
        Link(
            name=one,
            rel=(_object(said.get(one)).get("rel") or usual.get(one) or one) if _has_rel(link) else None,
            template=(href := keyword(link, "x-href")) or shown_link,
            bare="object" not in types(link),
            whole=href is None and shown_link is not None,
        )
        for one, link in (properties(node) if node else {}).items()
        for shown_link in [_template(said.get(one), _object(shown)) if one in needed else None]
    )


def _template(link: Any, shown: dict[str, Any]) -> str | None:
    """Return where *link* of the example *shown* leads, its steps as properties where they agree."""
    href = _object(link).get("href", link)
    if not isinstance(href, str):
        return None
    values = {str(one): name for name, one in shown.items() if isinstance(one, int | str) and one is not True}
    steps = [f"{{{values[step]}}}" if step in values else step for step in href.split("/")]
    return "/".join(steps)


def _has_rel(link: Node) -> bool:
    named = properties(link)
    return not named or "rel" in named


def shape(schema: Node, shown: Any, parent: str, ids: Iterable[str] = ("id",)) -> Shape:
    """Return how a resource stands in a body of *schema*, of which *shown* is an example.

    It is wrapped if the body is an object with one object in it, required; links aside. What has an
    id of its own, by one of *ids*, is no wrapper. Among several members, the one with such an id,
    or of a usual name, is the resource.
    """
    name = links_name(schema)
    others = {one: inner for one, inner in all_properties(schema).items() if one != name}
    wrapper = None if _has_id(others, ids) else _wrapper(schema, others, set(ids))
    if wrapper is None:
        return Shape(None, ())
    apart = (wrapper, name or wrapper)
    return Shape(wrapper, links(schema, shown, parent), name, members_of(schema, apart))


def _has_id(named: dict[str, Node], ids: Iterable[str]) -> bool:
    return any(one in named and not is_object(named[one]) for one in ids)


def _wrapper(schema: Node, others: dict[str, Node], ids: set[str]) -> str | None:
    objects = {name: one for name, one in others.items() if is_object(one)}
    if len(others) == 1:
        return next(
            (name for name in objects if name in required(schema) or name in _USUAL_WRAPPERS),
            None,
        )
    said = [name for name in objects if plain(name) in _USUAL_WRAPPERS]
    telling = [name for name, one in objects.items() if all_properties(one).keys() & ids]
    scalars = all(types(one) & {"string", "integer", "number", "boolean"} for one in others.values())
    return (
        said[0]
        if len(said) == 1
        else telling[0]
        if len(telling) == 1 and not scalars and _few(others)
        else None
    )


def _few(others: dict[str, Node]) -> bool:
    """Tell whether a body has so little beside one object that it may be there for its sake."""
    return len(others) <= 3 and all(is_object(one) or types(one) <= {"boolean"} for one in others.values())


def resource_schema(schema: Node, how: Shape) -> Node:
    """Return the schema of the resource in a body of *schema*."""
    return all_properties(schema)[how.wrapper] if how.wrapper else schema


def listing(schema: Node | None, shown: Any, ids: Iterable[str], path: str) -> Listing | None:
    """Return how several resources stand in a body of *schema*; None if it is no list of them.

    A list is an array, or an object with one array of objects in it (of several, the one with the
    name of *path* or a usual one) and no id of its own, by one of *ids*; for a resource may hold
    arrays too. *shown* is an example of the body, *path* is that of the list.
    """
    if schema is None or _has_id(all_properties(schema), ids):
        return None
    within, holder = None, schema
    found = _array(schema, path)
    if found is None:
        within, holder, found = _inside(schema, path)
    items = found[1].get("items") if found else None
    if found is None or items is None:
        return None
    name, array = found
    shown_items = _elements(shown, within, name)
    linked = links_name(schema)
    how = shape(items, next(iter(shown_items), None), path, ids)
    return Listing(
        array=name,
        item=how,
        links=links(schema, shown, path.rpartition("/")[0]),
        least=keyword(array, "minItems") or 0,
        most=keyword(array, "maxItems"),
        links_name=linked,
        within=within,
        members=members_of(schema, {within or name or "", linked or ""}) if name else (),
        inner=members_of(holder, {name or ""}) if within else (),
    )


def items_of(schema: Node, how: Listing) -> Node:
    """Return the schema of a resource in a list of *schema* that looks like *how*."""
    holder = all_properties(schema)[how.within] if how.within else schema
    array = all_properties(holder)[how.array] if how.array else holder
    return resource_schema(array.at("items"), how.item)


def _array(schema: Node, path: str) -> tuple[str | None, Node] | None:
    """Return the one array of objects in *schema* with its name; None for the schema itself."""
    if is_array(schema):
        return (None, schema) if _of_objects(schema) else None
    every = {name: one for name, one in all_properties(schema).items() if is_array(one)}
    arrays = {name: one for name, one in every.items() if _of_objects(one)}
    if len(every) > 1 or len(arrays) > 1:
        usual = (*singulars(last_word(path)), *_USUAL_ARRAYS)
        arrays = {name: one for name, one in arrays.items() if plain(name) in usual}
    return next(iter(arrays.items())) if len(arrays) == 1 else None


def _inside(schema: Node, path: str) -> tuple[str | None, Node, tuple[str | None, Node] | None]:
    """Look for the array one step down: in ``_embedded``, ``data`` or the like."""
    for name, one in all_properties(schema).items():
        if plain(name) in ("embedded", *_USUAL_WRAPPERS) and is_object(one):
            found = _array(one, path)
            if found is not None:
                return name, one, found
    return None, schema, None


def _of_objects(array: Node) -> bool:
    items = array.get("items")
    return items is not None and is_object(items)


def resources_in(body: Any, how: Listing) -> list[dict[str, Any]]:
    """Return the resources in *body*, a list that looks like *how*."""
    wrapper = how.item.wrapper
    elements = _elements(body, how.within, how.array)
    return [_object(one.get(wrapper)) if wrapper else one for one in elements if isinstance(one, dict)]


def _elements(body: Any, within: str | None, array: str | None) -> list[Any]:
    holder = _object(body).get(within) if within else body
    elements = _object(holder).get(array) if array else holder
    return elements if isinstance(elements, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
