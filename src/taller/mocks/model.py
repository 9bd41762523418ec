"""What a stand-in understands of its contract, as values: collections, shapes and actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taller.mocks.contract import Operation
from taller.mocks.document import Node


@dataclass(frozen=True)
class Link:
    """A link that an answer carries."""

    name: str
    rel: str
    template: str | None
    """Where it leads, ``/path/{property}``, below the base path; None for ``self`` and the like."""
    bare: bool
    """Whether the link is its URL alone, and not ``{href, rel}``."""


Links = tuple[Link, ...]


@dataclass(frozen=True)
class Shape:
    """How one resource stands in an answer."""

    wrapper: str | None
    """The property that holds it: ``vehicle`` in ``{vehicle: {…}}``; None if it stands alone."""
    links: Links
    """Links beside a wrapped resource."""


@dataclass(frozen=True)
class Listing:
    """How several resources stand in an answer."""

    array: str | None
    """The property that holds them; None if the answer is an array."""
    item: Shape
    links: Links
    least: int
    most: int | None
    """How many there may be; None if the contract sets no limit."""


@dataclass(frozen=True, eq=False)
class Collection:
    """Resources of one kind: a path that creates them, and one below it for each."""

    path: str
    item_path: str
    parameter: str
    """The name of the item path's last parameter."""
    id_property: str
    id_schema: Node
    client_gives_id: bool
    """Whether a request may name the id; without, the service gives one."""
    resource: Node
    properties: Mapping[str, Node]
    """The properties of a resource, in the order of the contract."""
    required: frozenset[str]
    unique: tuple[tuple[str, ...], ...]
    """No two resources agree in all the properties of one of these groups."""
    links: Links
    seeds: tuple[Mapping[str, Any], ...]
    """The resources of the contract's list examples."""


@dataclass(frozen=True, eq=False)
class Relation:
    """Pairs of resources of one collection: ``/recambios/{recambioId}/equivalencias``."""

    path: str
    item_path: str | None
    collection: Collection
    other: str
    """The name of the other's id, in the body of a request and in the item path."""
    symmetric: bool
    seeds: tuple[tuple[Any, Any], ...]


@dataclass(frozen=True)
class Filter:
    """A query parameter that narrows a list."""

    parameter: str
    property: str
    substring: bool


@dataclass(frozen=True)
class Query:
    """What a client may say about a list."""

    paged: bool
    limited: bool
    filters: tuple[Filter, ...]


@dataclass(frozen=True, eq=False)
class Action:
    """What an operation does; its subclasses say what with."""

    operation: Operation


@dataclass(frozen=True, eq=False)
class ListAll(Action):
    """Answers the resources of a collection, filtered, ordered, by pages."""

    collection: Collection
    listing: Listing
    query: Query


@dataclass(frozen=True, eq=False)
class Create(Action):
    """Adds a resource to a collection."""

    collection: Collection
    shape: Shape


@dataclass(frozen=True, eq=False)
class Read(Action):
    """Answers one resource."""

    collection: Collection
    shape: Shape


@dataclass(frozen=True, eq=False)
class Replace(Action):
    """Puts new data in the place of a resource's."""

    collection: Collection
    shape: Shape


@dataclass(frozen=True, eq=False)
class Delete(Action):
    """Removes a resource."""

    collection: Collection


@dataclass(frozen=True, eq=False)
class Find(Action):
    """Answers what has a certain value of a property; its subclasses say how many."""

    collection: Collection
    parameter: str
    property: str
    ignore: str
    """Characters that do not count in the comparison."""


@dataclass(frozen=True, eq=False)
class FindOne(Find):
    """Answers the first that is found."""

    shape: Shape


@dataclass(frozen=True, eq=False)
class FindAll(Find):
    """Answers all that is found."""

    listing: Listing


@dataclass(frozen=True, eq=False)
class ListRelated(Action):
    """Answers what a resource is related to."""

    relation: Relation
    listing: Listing


@dataclass(frozen=True, eq=False)
class Relate(Action):
    """Relates two resources."""

    relation: Relation
    shape: Shape


@dataclass(frozen=True, eq=False)
class ReadRelated(Action):
    """Answers the other resource of a relation."""

    relation: Relation
    shape: Shape


@dataclass(frozen=True, eq=False)
class Unrelate(Action):
    """Undoes a relation."""

    relation: Relation


@dataclass(frozen=True, eq=False)
class TellOptions(Action):
    """Answers the methods that a path admits, if there is anything at the path."""

    there: Action | None
    """Reads what the path names; None for a collection, which is always there."""


@dataclass(frozen=True, eq=False)
class ShowExample(Action):
    """Answers the contract's example, for want of a better idea."""
