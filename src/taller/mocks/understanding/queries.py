"""What a client may say about a list, as values: which resources, in which order, from where on."""

from dataclasses import dataclass
from enum import StrEnum


class Match(StrEnum):
    """How a filter compares what it is given with what a resource holds."""

    EQUALITY = "equality"
    SUBSTRING = "substring"
    MIN = "min"
    MAX = "max"
    ABOVE = "above"
    BELOW = "below"
    SEARCH = "search"
    """By substring, in any text of the resource."""
    EACH = "each"
    """The parameter is an object, each of whose members filters by the property of its name."""


@dataclass(frozen=True)
class Filter:
    """A query parameter that narrows a list."""

    parameter: str
    property: str
    """Empty where the parameter is for all properties."""
    match: Match = Match.EQUALITY


@dataclass(frozen=True)
class Query:
    """What a client may say about a list; each of the names is that of a parameter."""

    filters: tuple[Filter, ...] = ()
    order: str | None = None
    """Names what to sort by: ``-name,price``."""
    direction: str | None = None
    """``asc`` or ``desc``, in any letter case."""
    page: str | None = None
    size: str | None = None
    offset: str | None = None
    cursor: str | None = None
    first: int = 1
    """The number of the first page, 0 or 1."""
    default_size: int | None = None
    """How many resources a page has if nobody says; None for as many as the contract takes."""
    ignored: tuple[str, ...] = ()
    """The query parameters that are taken and mean nothing here."""

    @property
    def paged(self) -> bool:
        """Whether a client may ask for another part of the list than the first."""
        return any((self.page, self.offset, self.cursor))
