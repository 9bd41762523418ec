"""Changes of a part: merge patches (RFC 7396) and JSON patches (RFC 6902)."""

from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import types


class BadPatch(Exception):
    """A JSON patch that cannot be carried out; the message is a Spanish sentence."""


def merged(old: Any, patch: Any) -> Any:
    """Return *old* changed by the merge patch *patch*: null takes a member away."""
    if not isinstance(patch, dict):
        return patch
    whole = dict(old) if isinstance(old, dict) else {}
    for name, value in patch.items():
        if value is None:
            whole.pop(name, None)
        else:
            whole[name] = merged(whole.get(name), value)
    return whole


def with_nulls(whole: dict[str, Any], patch: dict[str, Any], named: dict[str, Node]) -> dict[str, Any]:
    """Return *whole* with the nulls of *patch* in the properties that may be null.

    In plain JSON a null is mostly a value; that it takes a member away is a merge patch's.
    """
    nulls = {name for name, value in patch.items() if value is None and name in named}
    return whole | {name: None for name in nulls if "null" in types(named[name])}


def patched(old: Any, steps: list[Any]) -> Any:
    """Return *old* changed by the JSON patch *steps*, all of them or none.

    :raises BadPatch: if one of them cannot be made.
    """
    holder = {"": _copy(old)}
    for step in steps:
        match step:
            case {
                "op": "add" | "replace" | "test" as op,
                "path": str() as path,
                "value": value,
            }:
                _apply(holder, op, path, _copy(value))
            case {"op": "remove", "path": str() as path}:
                _apply(holder, "remove", path, None)
            case {
                "op": "move" | "copy" as op,
                "path": str() as path,
                "from": str() as source,
            }:
                value = _copy(_read(holder, source))
                if op == "move":
                    _apply(holder, "remove", source, None)
                _apply(holder, "add", path, value)
            case _:
                raise BadPatch("No es un paso de un parche JSON.")
    return holder[""]


def _apply(holder: Any, op: str, path: str, value: Any) -> None:
    parent = _read(holder, path.rpartition("/")[0]) if path else holder
    last = _unescaped(path.rpartition("/")[2]) if path else ""
    if op != "add" and _read(holder, path) != value and op == "test":
        raise BadPatch(f"En {path} no está ese valor.")
    if op == "test":
        return
    if isinstance(parent, list):
        index = len(parent) if last == "-" and op == "add" else _index(parent, last, path, grows=op == "add")
        parent[index : index + (op != "add")] = [] if op == "remove" else [value]
    elif isinstance(parent, dict):
        parent.pop(last, None) if op == "remove" else parent.__setitem__(last, value)
    else:
        raise BadPatch(f"No hay nada en {path}.")


def _read(holder: Any, path: str) -> Any:
    here = holder
    for step in ["", *path.split("/")[1:]] if path else [""]:
        step = _unescaped(step)
        if isinstance(here, list):
            here = here[_index(here, step, path, grows=False)]
        elif isinstance(here, dict) and step in here:
            here = here[step]
        else:
            raise BadPatch(f"No hay nada en {path}.")
    return here


def _index(several: list[Any], step: str, path: str, *, grows: bool) -> int:
    plain = step.isascii() and step.isdecimal() and (step == "0" or not step.startswith("0"))
    if not plain or len(step) > 9 or int(step) >= len(several) + grows:
        raise BadPatch(f"No hay nada en {path}.")
    return int(step)


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _copy(value: Any) -> Any:
    """Return *value* so that a change of it changes nothing else."""
    if isinstance(value, dict):
        return {name: _copy(one) for name, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list) else value
