"""Compares schemas of two documents all the way down, circles included."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from taller.contracts.compat.alike import Alike
from taller.contracts.compat.choosing import Choosing
from taller.contracts.compat.differences import Difference, Edge, Node
from taller.contracts.compat.facts import Place, Places
from taller.contracts.compat.gathering import Gatherer
from taller.contracts.compat.inside import Inside
from taller.contracts.compat.plain import Plain
from taller.documents.pointers import below

_Key = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Met:
    """A difference, and the place in the value where it is met."""

    path: str
    """A pointer into the value, ``*`` for each element."""
    difference: Difference


class Schemas:
    """Compares schemas of two documents, as one side of an exchange sees them."""

    def __init__(
        self, old: Mapping[str, Any], new: Mapping[str, Any], request: bool, *, texts: bool = False
    ) -> None:
        """Compare as the sender of a *request* does, or else the reader of a response.

        :param texts: whether values are texts on the wire, as those of parameters and headers are.
        """
        self._request, self._texts = request, texts
        self._alike = Alike(old, new)
        self._old, self._new = Gatherer(old, request), Gatherer(new, request)
        self._inside = Inside(self._old, self._new, request)
        self._choosing = Choosing(self._old, self._new, texts=texts)
        self._nodes: dict[_Key, Node] = {}
        self._same: set[_Key] = set()

    def differences(self, old: Place, new: Place) -> Iterator[Met]:
        """Yield each difference between the schemas at two places once, the outer ones first.

        A circle is gone round once: where the same two schemas meet again, they differ as they did before.
        """
        start = self._followed(Edge(None, (old,), (new,)))
        if self._alike.are(old, new) or self._is_same(start):
            return
        waiting, seen = deque([("", start)]), {_key(start)}
        while waiting:
            path, edge = waiting.popleft()
            node = self._node(edge)
            for one in node.differences:
                yield Met(path if one.step is None else below(path, one.step), one)
            if node.doubt and not all(self._is_same(each) for each in node.doubtful):
                yield Met(path, node.doubt)
            for each in node.edges:
                if _key(each) not in seen and _key(each) not in self._same:
                    seen.add(_key(each))
                    waiting.append((path if each.step is None else below(path, each.step), each))

    def types(self, place: Place, is_new: bool) -> frozenset[str]:
        """Return the types that a value at *place* may have, in the new document or the old one."""
        return (self._new if is_new else self._old).facts((place,)).types

    def _is_same(self, start: Edge) -> bool:
        """Tell whether nothing differs, however far one goes in."""
        waiting, seen = [start], {_key(start)}
        while waiting:
            edge = waiting.pop()
            node = self._node(edge)
            if node.differences:
                return False
            for each in node.edges:
                key = _key(each)
                if key not in seen and key not in self._same:
                    seen.add(key)
                    waiting.append(each)
        self._same |= seen
        return True

    def _node(self, edge: Edge) -> Node:
        key = _key(edge)
        if key not in self._nodes:
            node = self._compared(edge)
            edges = [tuple(map(self._followed, several)) for several in (node.edges, node.doubtful)]
            self._nodes[key] = replace(node, edges=edges[0], doubtful=edges[1])
        return self._nodes[key]

    def _followed(self, edge: Edge) -> Edge:
        """Return *edge* between what its schemas refer to, so that a circle meets itself."""
        old, new = (
            tuple(map(gatherer.followed, places))
            for gatherer, places in ((self._old, edge.old), (self._new, edge.new))
        )
        return Edge(edge.step, old, new)

    def _compared(self, edge: Edge) -> Node:
        old, new = self._old.facts(edge.old), self._new.facts(edge.new)
        places = _first(edge.old), _first(edge.new)
        choices = self._choosing.as_choices(old, new, (edge.old, edge.new))
        if choices:
            return self._choosing.compared(*choices, places)
        plain = Node(tuple(Plain(old, new, places, request=self._request, texts=self._texts).differences()))
        return plain.joined([self._inside.node(old, new, places), self._choosing.node(old, new, places)])


def _key(edge: Edge) -> _Key:
    return tuple(one.pointer for one in edge.old), tuple(one.pointer for one in edge.new)


def _first(places: Places) -> Place:
    return places[0] if places else Place("", True)
