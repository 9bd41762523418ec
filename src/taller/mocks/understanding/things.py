"""What a stand-in understands of its contract, as values: collections, and how they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from taller.mocks.openapi.document import Node


@dataclass(frozen=True)
class Link:
    """A link that an answer carries."""

    name: str
    rel: str | None
    """None if the contract has no room for it: ``{href}``."""
    template: str | None
    """Where it leads, ``/path/{property}``, below the base path; None for ``self`` and the like."""
    bare: bool
    """Whether the link is its URL alone, and not an object."""
    whole: bool = False
    """Whether the template is all of the URL, the base path too: what the example shows."""


Links = tuple[Link, ...]


@dataclass(frozen=True, eq=False)
class Member:
    """A property of a body beside what the body is about: ``total``, or ``meta`` with more inside."""

    name: str
    schema: Node
    fact: str | None
    """What it tells of the list, by the names of `members`; None if it is anything else."""
    required: bool
    nullable: bool
    members: tuple["Member", ...] = ()


Members = tuple[Member, ...]


@dataclass(frozen=True, eq=False)
class View:
    """What an answer shows of a resource, where that is not all that there is."""

    schema: Node
    properties: Mapping[str, Node]
    required: frozenset[str]


@dataclass(frozen=True, eq=False)
class Shape:
    """How one resource stands in an answer."""

    wrapper: str | None
    """The property that holds it: ``vehicle`` in ``{vehicle: {…}}``; None if it stands alone."""
    links: Links
    """Links beside a wrapped resource."""
    links_name: str | None = None
    """What those links are called: ``links``, ``_links``; None without."""
    members: Members = ()
    """What else stands beside a wrapped resource."""
    view: View | None = None
    """None if the answer shows what the collection has."""


@dataclass(frozen=True, eq=False)
class Listing:
    """How several resources stand in an answer."""

    array: str | None
    """The property that holds them; None if the answer is an array."""
    item: Shape
    links: Links
    least: int
    most: int | None
    """How many there may be; None if the contract sets no limit."""
    links_name: str | None = None
    within: str | None = None
    """The property that holds the array's property: ``_embedded``; None if that is the body."""
    members: Members = ()
    inner: Members = ()
    """What stands beside the array in `within`."""

    @property
    def is_told_of(self) -> bool:
        """Whether anything beside the resources tells of the list."""
        return bool(self.members or self.inner or self.links_name)


@dataclass(frozen=True)
class Scope:
    """A parameter in a collection's path: whose the resources there are."""

    parameter: str
    property: str | None
    """The property of the resources that holds it; None if none does."""


@dataclass(frozen=True, eq=False)
class Place:
    """A path at which resources are met: that of their collection, or another one."""

    path: str
    """Of the list, whether or not the contract has it."""
    item_path: str | None
    parameter: str | None
    """The name of the item path's last parameter; None without, and for what is one of its kind."""
    scopes: tuple[Scope, ...]
    filters: bool
    """Whether the scopes only pick from a collection that lives elsewhere, by their properties."""
    owner: str | None = None
    """The path of the collection that has the parents; None if the contract has none."""
    depth: int = 0
    """How many of the scopes name the parent: its id is the last of them."""


@dataclass(frozen=True, eq=False)
class Collection:
    """Resources of one kind: a path that lists or creates them, and one below it for each.

    Or a single one, at a path of its own: then it has no id, and no path below.
    """

    path: str
    item_path: str
    parameter: str
    """The name of the item path's last parameter; empty for a single resource."""
    id_property: str | None
    """None if the id stands in the path alone."""
    id_schema: Node | None
    client_gives_id: bool
    """Whether a request may name the id; without, the service gives one."""
    resource: Node
    properties: Mapping[str, Node]
    """The properties of a resource, in the order of the contract."""
    required: frozenset[str]
    unique: tuple[tuple[str, ...], ...]
    """No two resources of one parent agree in all the properties of one of these groups."""
    links: Links
    links_name: str | None
    seeds: tuple[Mapping[str, Any], ...]
    """The resources of the contract's list examples."""
    whose: tuple[tuple[Any, ...], ...]
    """Whose each of the seeds is: the ids of its parents."""
    place: Place
    single: bool = False
    numbered: bool = False
    """Whether ids are integers, and a text in a path is read as one."""
    hidden: frozenset[str] = frozenset()
    """What is never shown: the write-only properties, and what a client sends and no answer names."""
    owned: frozenset[str] = frozenset()
    """What a client never sets: the read-only properties."""
    closed: bool = False
    """Whether a resource shows no properties but those of the contract."""
    usual: Mapping[str, Any] = field(default_factory=dict)
    """What an optional property has if nobody says: its default; if read-only, its example too."""
    created: Mapping[str, str] = field(default_factory=dict)
    """The properties that say when a resource was made, each to its format."""
    changed: Mapping[str, str] = field(default_factory=dict)
    """The properties that say when it was last changed."""
    key_schema: Node | None = None
    """Of the item path's last parameter, which may say more of an id than its property."""


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
