"""What differs between two schemas, as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from taller.contracts.compat.facts import Places


@dataclass(frozen=True)
class Difference:
    """One thing that the new schema says otherwise."""

    code: str
    """One of `taller.contracts.compat.codes.CODES`."""
    old: str
    """The pointer to the place in the old document; that of what holds it, if it is new."""
    new: str
    words: Mapping[str, str] = field(default_factory=dict)
    """What a sentence about it needs: ``old``, ``new``, ``name``, ``keyword``."""
    known: frozenset[str] | None = None
    """The values, as keys, or the names that are still taken: whoever sends no others does not notice."""
    step: str | None = None
    """The member that it is about, if it is about one and not about the whole."""


@dataclass(frozen=True)
class Edge:
    """That two values differ if their parts do."""

    step: str | None
    """The member, ``*`` for each element or other member, or None for the value itself."""
    old: Places
    new: Places


@dataclass(frozen=True)
class Node:
    """What differs between two schemas, apart from what differs between the schemas inside."""

    differences: tuple[Difference, ...] = ()
    edges: tuple[Edge, ...] = ()
    doubt: Difference | None = None
    """What is to be told besides, if anything at all differs in what is chosen from."""
    doubtful: tuple[Edge, ...] = ()
    """The edges that the doubt is about."""

    def joined(self, others: Iterable["Node"]) -> "Node":
        """Return this node and *others* as one."""
        several = [self, *others]
        return Node(
            tuple(one for node in several for one in node.differences),
            tuple(one for node in several for one in node.edges),
            next((node.doubt for node in several if node.doubt), None),
            tuple(one for node in several for one in node.doubtful),
        )
