"""Compares what schemas say of the members of an object and the elements of an array."""

import re
from collections.abc import Iterator

from taller.contracts.compat.differences import Difference, Edge, Node
from taller.contracts.compat.facts import Elements, Facts, Members, Place, Places
from taller.contracts.compat.gathering import Gatherer

EACH = "*"
"""The step to each element, and to each member that has no name of its own."""


class Inside:
    """Compares the parts of values, as one side of an exchange sees them."""

    def __init__(self, old: Gatherer, new: Gatherer, request: bool) -> None:
        """Compare schemas of two documents, of which each has its gatherer."""
        self._old, self._new, self._request = old, new, request

    def node(self, old: Facts, new: Facts, places: tuple[Place, Place]) -> Node:
        """Return what differs in the parts of values that both *old* and *new* may take."""
        found, common = Node(), old.types & new.types
        if "object" in common and (old.members or new.members or old.required != new.required):
            found = found.joined(self._object(old, new, places))
        if "array" in common and (old.elements or new.elements):
            found = found.joined([Node(edges=tuple(_array(old.elements, new.elements)))])
        return found

    def _object(self, old: Facts, new: Facts, places: tuple[Place, Place]) -> Iterator[Node]:
        if not _share_patterns(old.members, new.members):
            yield _piecewise(old.members, new.members, places)
            return
        named = {name: None for one in (*old.members, *new.members) for name in one.named}
        named |= dict.fromkeys(sorted(old.required | new.required))
        for name in named:
            yield self._member(name, old, new, places)
        for pattern in {pattern: None for one in old.members for pattern in one.patterned}:
            inside = _patterned(old.members, pattern), _patterned(new.members, pattern)
            yield Node(edges=(Edge(EACH, *inside),))
        yield self._others(old, new, places)

    def _member(self, name: str, old: Facts, new: Facts, places: tuple[Place, Place]) -> Node:
        was, now = member_at(old.members, name), member_at(new.members, name)
        is_known = [any(name in one.named for one in each.members) for each in (old, new)]
        is_demanded = name in new.required - old.required
        codes = self._of_withheld(was, now, all(is_known))
        if codes is None:
            codes = self._codes(is_known[0], is_known[1], is_demanded, (was, now))
        if not self._new.is_withheld(now):
            codes += self._demand(name, old, new, codes)
        pointers = _pointer_of(was, places[0]), _pointer_of(now, places[1])
        told = tuple(Difference(code, *pointers, {"name": name}, step=name) for code in codes)
        goes_on = was and now and any(is_known) and self._may_be(was, now)
        return Node(told, (Edge(name, was, now),) if goes_on else ())

    def _of_withheld(self, was: Places, now: Places, is_known: bool) -> list[str] | None:
        """Return what is to be said of a member that was not sent, or is not; None if it was and is.

        One that comes or goes, and is not to be sent while it is there, is nothing to this side.
        """
        was_withheld, is_withheld = self._old.is_withheld(was), self._new.is_withheld(now)
        if not was_withheld and not is_withheld:
            return None
        mark = "read-only" if self._request else "write-only"
        changes = is_known and was_withheld != is_withheld
        return [f"{mark}-{'set' if is_withheld else 'unset'}"] if changes else []

    def _may_be(self, was: Places, now: Places) -> bool:
        """Tell whether a member may be sent at all, before and after."""
        sides = (self._old, was), (self._new, now)
        return not any(side.facts(one).is_nothing or side.is_withheld(one) for side, one in sides)

    def _demand(self, name: str, old: Facts, new: Facts, told: list[str]) -> list[str]:
        is_told = "property-required" in told or "property-removed" in told
        if is_told or (name in old.required) == (name in new.required):
            return []
        if name in new.required:
            # Of a member that comes for the first time nobody reads whether it comes always.
            return [] if told and not self._request else ["property-required"]
        return ["property-optional"]

    def _codes(
        self, was_named: bool, is_named: bool, is_demanded: bool, places: tuple[Places, Places]
    ) -> list[str]:
        """Return what is to be said of a member that was not there before, or is there no more."""
        could_be, can_be = (
            not each.facts(one).is_nothing for each, one in zip((self._old, self._new), places, strict=True)
        )
        if could_be and not can_be:
            return ["property-removed"]
        demanded = is_demanded and self._request
        added = "property-added-required" if is_demanded else "property-added"
        if can_be and not could_be:
            # Forbidden before: whoever checks what comes is the one to notice.
            return ["property-required" if demanded else "property-allowed"]
        if was_named and not is_named:
            return ["property-ignored" if self._request else "property-removed"]
        if is_named and not was_named:
            return ["property-required" if demanded else added]
        return []

    def _others(self, old: Facts, new: Facts, places: tuple[Place, Place]) -> Node:
        was, now = _rest(old.members), _rest(new.members)
        was_closed, is_closed = self._old.facts(was).is_nothing, self._new.facts(now).is_nothing
        if was_closed == is_closed:
            return Node() if is_closed or not (was or now) else Node(edges=(Edge(EACH, was, now),))
        code = "additional-properties-closed" if is_closed else "additional-properties-opened"
        known = frozenset(name for one in new.members for name in one.named)
        pointers = _pointer_of(was, places[0]), _pointer_of(now, places[1])
        return Node((Difference(code, *pointers, {}, known if is_closed else frozenset(), EACH),))


def is_ruled_out(gatherer: Gatherer, facts: Facts, name: str) -> bool:
    """Tell whether no object that *facts* hold of has the member *name*."""
    return gatherer.facts(member_at(facts.members, name)).is_nothing


def _pointers(places: tuple[Place, Place]) -> tuple[str, str]:
    return places[0].pointer, places[1].pointer


def _pointer_of(places: Places, holder: Place) -> str:
    return places[0].pointer if places else holder.pointer


def member_at(members: tuple[Members, ...], name: str) -> Places:
    """Return the schemas that the member *name* must fit."""
    found: list[Place] = []
    for one in members:
        own = [one.named[name]] if name in one.named else []
        own += [place for pattern, place in one.patterned.items() if re.search(pattern, name)]
        found += own or ([one.others] if one.others else [])
    return _distinct(found)


def _distinct(places: list[Place]) -> Places:
    return tuple({place.pointer: place for place in places}.values())


def _patterned(members: tuple[Members, ...], pattern: str) -> Places:
    return _distinct([one.patterned[pattern] for one in members if pattern in one.patterned])


def _rest(members: tuple[Members, ...]) -> Places:
    return _distinct([one.others for one in members if one.others])


def _share_patterns(old: tuple[Members, ...], new: tuple[Members, ...]) -> bool:
    """Tell whether the same patterns divide the names of both, and one schema each speaks of them."""
    was, now = ({pattern for one in each for pattern in one.patterned} for each in (old, new))
    if not was and not now:
        return True
    return was == now and len(old) == len(new) == 1 and all(map(_is_regular, was))


def _is_regular(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _piecewise(old: tuple[Members, ...], new: tuple[Members, ...], places: tuple[Place, Place]) -> Node:
    """Compare each schema with its counterpart, which says as much as can be said of them."""
    edges: list[Edge] = []
    for was, now in zip(old, new, strict=False):
        for one, other in ((was.named, now.named), (was.patterned, now.patterned)):
            edges += [
                Edge(name if one is was.named else EACH, (one[name],), (other[name],))
                for name in one.keys() & other
            ]
        if was.others and now.others:
            edges.append(Edge(EACH, (was.others,), (now.others,)))
    if [_outline(one) for one in old] == [_outline(one) for one in new]:
        return Node(edges=tuple(edges))
    words = {"keyword": "patternProperties"}
    return Node((Difference("constraint-changed", *_pointers(places), words),), tuple(edges))


def _outline(members: Members) -> tuple[set[str], set[str], bool]:
    return {*members.named}, {*members.patterned}, members.others is None


def _array(old: tuple[Elements, ...], new: tuple[Elements, ...]) -> Iterator[Edge]:
    longest = max(len(one.first) for one in (*old, *new))
    for index in range(longest):
        yield Edge(str(index), element_at(old, index), element_at(new, index))
    was, now = element_at(old, longest), element_at(new, longest)
    if was or now:
        yield Edge(EACH, was, now)


def element_at(elements: tuple[Elements, ...], index: int) -> Places:
    """Return the schemas that the element at *index*, from 0, must fit."""
    found: list[Place] = []
    for one in elements:
        if index < len(one.first):
            found.append(one.first[index])
        elif one.rest:
            found.append(one.rest)
    return _distinct(found)
