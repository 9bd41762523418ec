"""What a stand-in understands of its contract, as values: what each operation does, and with what."""

from dataclasses import dataclass

from taller.mocks.openapi.contract import Operation
from taller.mocks.understanding.queries import Query
from taller.mocks.understanding.things import (
    Collection,
    Link,
    Links,
    Listing,
    Member,
    Members,
    Place,
    Relation,
    Scope,
    Shape,
    View,
)

__all__ = [
    "Collection",
    "Link",
    "Links",
    "Listing",
    "Member",
    "Members",
    "Place",
    "Relation",
    "Scope",
    "Shape",
    "View",
]


@dataclass(frozen=True, eq=False)
class Action:
    """What an operation does; its subclasses say what with."""

    operation: Operation


@dataclass(frozen=True, eq=False)
class ListAll(Action):
    """Answers the resources of a collection, filtered, ordered, by pages."""

    collection: Collection
    place: Place
    listing: Listing
    query: Query


@dataclass(frozen=True, eq=False)
class OnResource(Action):
    """Does something with one resource of a collection."""

    collection: Collection
    place: Place
    shape: Shape | None
    """How it stands in the answer; None if that shows something else, or nothing."""


@dataclass(frozen=True, eq=False)
class Create(OnResource):
    """Adds a resource to a collection."""

    sent: str | None = None
    """The property of the request's body that holds the data; None if the body does."""


@dataclass(frozen=True, eq=False)
class Read(OnResource):
    """Answers one resource."""


@dataclass(frozen=True, eq=False)
class Replace(OnResource):
    """Puts new data in the place of a resource's; or makes the resource, if it may."""

    sent: str | None = None
    sendable: frozenset[str] = frozenset()
    """The properties that a client may send."""
    creates: bool = False
    created: Shape | None = None
    """How the resource stands in the answer that it was made."""


@dataclass(frozen=True, eq=False)
class Patch(OnResource):
    """Changes some of a resource's data."""

    sent: str | None = None


@dataclass(frozen=True, eq=False)
class Delete(OnResource):
    """Removes a resource."""


@dataclass(frozen=True, eq=False)
class Act(OnResource):
    """Does something of its own with one resource: ``POST /orders/{id}/cancel``."""

    sent: str | None = None
    changes: frozenset[str] = frozenset()
    """The properties that a request may change by it."""


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

    why: str
    """The reason, for a reader."""
    there: Read | None = None
    """Reads the resource that the path is below; None if it is below none."""
    id_shown: str | None = None
    """The property of the answer that may name that resource."""
    needed: bool = False
    """Whether it is 404 without that resource."""
