"""How resources stand in the bodies of a contract: alone or wrapped, one or many, with links."""

import re
from typing import Any

from taller.mocks.contract import JSON, Promise
from taller.mocks.document import Node
from taller.mocks.model import Link, Links, Listing, Shape
from taller.mocks.schemas import is_array, is_object, keyword, properties, required, types

LINKS = "links"
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
    media = promise.content.get(JSON)
    several = media.get("examples") if media else None
    shown = [value.value for _, one in several.items() if (value := one.get("value"))] if several else []
    single = media.get("example") if media else None
    return [*shown, single.value] if single else shown


def links(schema: Node, shown: Any, parent: str) -> Links:
    """Return the links that *schema* gives its objects, of which *shown* is an example.

    The ``rel`` of a link is the example's; without one, the link's name; and for ``parent``, the
    last word of its path, *parent*.
    """
    node = properties(schema).get(LINKS)
    said = _object(_object(shown).get(LINKS))
    usual = {"parent": last_word(parent)}
    return tuple(
        Link(
            name=name,
            rel=_object(said.get(name)).get("rel") or usual.get(name) or name,
            template=keyword(link, "x-href"),
            bare="object" not in types(link),
        )
        for name, link in (properties(node) if node else {}).items()
    )


def shape(schema: Node, shown: Any, parent: str) -> Shape:
    """Return how a resource stands in a body of *schema*, of which *shown* is an example.

    It is wrapped if the body is an object with one object in it, required; links aside.
    """
    others = {name: one for name, one in properties(schema).items() if name != LINKS}
    for name, inner in others.items():
        if len(others) == 1 and name in required(schema) and is_object(inner):
            return Shape(name, links(schema, shown, parent))
    return Shape(None, ())


def resource_schema(schema: Node, how: Shape) -> Node:
    """Return the schema of the resource in a body of *schema*."""
    return properties(schema)[how.wrapper] if how.wrapper else schema


def listing(schema: Node | None, shown: Any, id_property: str, path: str) -> Listing | None:
    """Return how several resources stand in a body of *schema*; None if it is no list of them.

    A list is an array, or an object with one array of objects in it and no id of its own, for a
    resource may hold arrays too. *shown* is an example of the body, *path* is that of the list.
    """
    if schema is None or id_property in properties(schema):
        return None
    name, array = _only_array(schema)
    items = array.get("items") if array else None
    if array is None or items is None or not is_object(items):
        return None
    return Listing(
        array=name,
        item=shape(items, next(iter(_elements(shown, name)), None), path),
        links=links(schema, shown, path.rpartition("/")[0]),
        least=keyword(array, "minItems") or 0,
        most=keyword(array, "maxItems"),
    )


def resources_in(body: Any, how: Listing) -> list[dict[str, Any]]:
    """Return the resources in *body*, a list that looks like *how*."""
    wrapper = how.item.wrapper
    return [
        _object(one.get(wrapper)) if wrapper else one
        for one in _elements(body, how.array)
        if isinstance(one, dict)
    ]


def _only_array(schema: Node) -> tuple[str | None, Node | None]:
    if is_array(schema):
        return None, schema
    arrays = [(name, one) for name, one in properties(schema).items() if is_array(one)]
    return arrays[0] if len(arrays) == 1 else (None, None)


def _elements(body: Any, array: str | None) -> list[Any]:
    elements = _object(body).get(array) if array else body
    return elements if isinstance(elements, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
