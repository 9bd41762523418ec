"""Where a page of a list ended, as a text that a client gives back to go on from there."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from taller.mocks.handling.resources import key_of
from taller.mocks.handling.selection import Order, arranged
from taller.mocks.state.store import Entry, Id, Resource
from taller.mocks.understanding.model import Collection

_LONGEST = 150
"""How long a cursor may be that says by what its resource was sorted; contracts bound their cursors."""
_CUTS = (64, 16, 4)
"""To how many characters texts are cut, where a cursor would be longer."""
_IS_CUT = 0
"""Stands behind the values of a cursor whose texts are cut."""
_LAST = chr(0x10FFFF)
"""Stands after all that texts have."""


class NoSuchCursor(Exception):
    """A cursor that nobody gave."""


@dataclass(frozen=True)
class Listed:
    """What a list has, all pages."""

    collection: Collection
    entries: Sequence[Entry]
    held: Callable[[Id], Entry | None]
    """Returns what has an id, in the list or not; None if nothing has."""
    order: Order = ()
    """What they are sorted by; empty for the order in which they were made."""


def cursor_of(entry: Entry, order: Order) -> str:
    """Return what a client says to get what stands after *entry* in a list sorted by *order*."""
    known: list[Any] = [entry.id, entry.number]
    values = [entry.resource.get(name) for name, _ in order]
    whole = _encoded(known + values)
    if len(whole) <= _LONGEST:
        return whole
    shorter = (_encoded([*known, *(_cut(one, most) for one in values), _IS_CUT]) for most in _CUTS)
    return next((one for one in shorter if len(one) <= _LONGEST), _encoded(known))


def _cut(value: Any, most: int) -> Any:
    return value[:most] if isinstance(value, str) else value


def _encoded(said: list[Any]) -> str:
    text = json.dumps(said, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_after(listed: Listed, cursor: Any) -> int:
    """Return how many resources stand up to the one that *cursor* names: one of ours, or a mere id.

    If that one is gone, the list goes on from where it would stand, whatever came and went since;
    if it was sorted by a text too long for a cursor, from the first that begins as that text did.

    :raises NoSuchCursor: if no page ended there.
    """
    known = key_of(listed.collection, cursor)
    held = listed.held(known)
    if held is not None:
        return _up_to(listed, _ghost(listed, held.id, held.number, held.resource))
    if isinstance(known, int):
        return sum(1 for one in listed.entries if isinstance(one.id, int) and one.id <= known)
    return _after_ours(listed, *_decoded(cursor))


def _after_ours(listed: Listed, last: Id, number: int, values: Sequence[Any]) -> int:
    held = listed.held(last)
    if held is not None:  # a number is greater if it was made again, and less if all was loaded again
        number = min(number, held.number)
    names = [name for name, _ in listed.order]
    if len(values) == len(names):
        return _up_to(listed, _ghost(listed, last, number, dict(zip(names, values, strict=True))))
    if held is not None or not names:
        return _up_to(listed, _ghost(listed, last, number, held.resource if held is not None else {}))
    if len(values) == len(names) + 1:
        return _up_to(listed, _ghost(listed, last, 0, _uncut(listed.order, values)))
    raise NoSuchCursor


def _uncut(order: Order, values: Sequence[Any]) -> Resource:
    """Return what stands before all that begins as *values*, texts that were cut, do: none is left out."""
    pairs = zip(order, values, strict=False)
    return {name: one + _LAST if falls and isinstance(one, str) else one for (name, falls), one in pairs}


def _ghost(listed: Listed, last: Id, number: int, resource: Resource) -> Entry:
    """Return what stands, or stood, where a page ended, with no more than *listed* is sorted by."""
    ghost = Entry((), last, {name: resource.get(name) for name, _ in listed.order})
    ghost.number = number
    return ghost


def _up_to(listed: Listed, ghost: Entry) -> int:
    if not listed.order:
        return bisect_right(listed.entries, ghost.number, key=lambda one: one.number)
    made = sorted((*listed.entries, ghost), key=lambda one: one.number)
    return arranged(made, listed.order).index(ghost)


def _decoded(cursor: Any) -> tuple[Id, int, list[Any]]:
    try:
        said = json.loads(urlsafe_b64decode(str(cursor) + "=" * (-len(str(cursor)) % 4)))
    except (ValueError, RecursionError) as error:
        raise NoSuchCursor from error
    match said:
        case [int() | str() as last, int() as number, *values] if not values or len(str(cursor)) <= _LONGEST:
            return last, number, values
    raise NoSuchCursor
