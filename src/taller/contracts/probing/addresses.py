"""Finds out where a service has put what it created."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from taller.contracts.probing.locations import led_to
from taller.contracts.probing.resources import Collection
from taller.contracts.probing.story import Exchange

_PARAMETER = re.compile(r"\{([^{}]*)\}")


def address(
    collection: Collection, made: Exchange, body: Any, parents: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the parameters of the path of what *made* created; None if it does not say.

    :param body: what was sent.
    :param parents: the parameters of the collection's own path.
    """
    return (
        _by_link(collection, made, body, parents)
        or _by_location(collection, made)
        or _by_property(collection, made, parents)
    )


def _by_link(
    collection: Collection, made: Exchange, body: Any, parents: Mapping[str, Any]
) -> dict[str, Any] | None:
    wanted = _PARAMETER.findall(collection.item_path)
    for link in collection.create.responses["201"].get("links", {}).values():
        if link.get("operationId", "") == collection.read.said.get("operationId"):
            given = link.get("parameters", {}).items()
            found = {name.removeprefix("path."): _value(one, made, body, parents) for name, one in given}
            if all(found.get(name) is not None for name in wanted):
                return {name: found[name] for name in wanted}
    return None


def _value(expression: Any, made: Exchange, body: Any, parents: Mapping[str, Any]) -> Any:
    if not isinstance(expression, str) or not expression.startswith("$"):
        return expression
    if expression.startswith("$request.path."):
        return parents.get(expression.removeprefix("$request.path."))
    for start, value in (("$response.body#", made.reply.json()), ("$request.body#", body)):
        if expression.startswith(start):
            return _at(value, expression.removeprefix(start))
    return None


def _at(value: Any, steps: str) -> Any:
    for step in steps.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _by_location(collection: Collection, made: Exchange) -> dict[str, Any] | None:
    led = led_to(made.reply.headers.get("Location", ""))
    parts = _PARAMETER.split(collection.item_path)
    form = "".join("([^/]+)" if turn % 2 else re.escape(part) for turn, part in enumerate(parts))
    found = re.search(form + "$", led.path) if led is not None else None
    return dict(zip(parts[1::2], map(unquote, found.groups()), strict=True)) if found else None


def _by_property(collection: Collection, made: Exchange, parents: Mapping[str, Any]) -> dict[str, Any] | None:
    name, shown = collection.identity, collection.shown.open(made.reply.json())
    if name is None or not isinstance(shown, dict) or not isinstance(shown.get(name), str | int):
        return None
    return {**parents, collection.parameter: shown[name]}
