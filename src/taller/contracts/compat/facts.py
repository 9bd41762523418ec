"""What a schema says of a value, gathered from all the schemas that speak of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, NamedTuple

from taller.contracts.compat.values import key_of, type_of

TYPES = frozenset({"null", "boolean", "integer", "fraction", "string", "array", "object"})
"""The types of JSON; a number is an integer or a fraction, so that types are sets without overlap."""


class Place(NamedTuple):
    """A schema, and the pointer to it in its document."""

    pointer: str
    schema: Any


Places = tuple[Place, ...]
"""Schemas that all speak of the same value; of any value, if there are none."""


class Limit(NamedTuple):
    """A bound, which itself is outside if it is *open*."""

    number: Fraction
    open: bool = False


@dataclass(frozen=True)
class Members:
    """What one schema says of the members of an object."""

    named: Mapping[str, Place]
    patterned: Mapping[str, Place]
    others: Place | None
    """None: any."""


@dataclass(frozen=True)
class Elements:
    """What one schema says of the elements of an array."""

    first: Places
    rest: Place | None
    """None: any."""


@dataclass(frozen=True)
class Choice:
    """``anyOf``, or ``oneOf`` if it is *exclusive*."""

    exclusive: bool
    branches: Places
    tags: Mapping[str, str] = field(default_factory=dict)
    """From references to what the discriminator calls them."""
    property: str | None = None
    """That of the discriminator."""


@dataclass(frozen=True)
class Facts:
    """What is known of a value: it is valid if each of these holds, whatever the others say."""

    types: frozenset[str] = TYPES
    values: Mapping[str, Any] | None = None
    """By their keys; None: not enumerated."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    multiples: frozenset[Fraction] = frozenset()
    unique: bool = False
    required: frozenset[str] = frozenset()
    members: tuple[Members, ...] = ()
    elements: tuple[Elements, ...] = ()
    choices: tuple[Choice, ...] = ()
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Keywords that are compared as texts only, with all that they refer to."""
    marks: frozenset[str] = frozenset()
    """``readOnly``, ``writeOnly``, ``deprecated``."""
    default: str | None = None
    unclear: bool = False
    """Whether it is too large to gather."""
    is_bare: bool = False
    """Whether there is nothing but one choice."""

    @property
    def is_nothing(self) -> bool:
        """Whether no value is valid, as far as types and values tell."""
        return not self.types or (self.values is not None and not self.values)

    def joined(self, other: "Facts") -> "Facts":
        """Return what is known of a value that both are true of."""
        return Facts(
            types=self.types & other.types,
            values=_common(self.values, other.values),
            limits=_tightest(self.limits, other.limits),
            patterns=self.patterns | other.patterns,
            formats=self.formats | other.formats,
            multiples=self.multiples | other.multiples,
            unique=self.unique or other.unique,
            required=self.required | other.required,
            members=self.members + other.members,
            elements=self.elements + other.elements,
            choices=self.choices + other.choices,
            others={
                name: self.others.get(name, frozenset()) | other.others.get(name, frozenset())
                for name in self.others.keys() | other.others.keys()
            },
            marks=self.marks | other.marks,
            default=self.default if self.default is not None else other.default,
            unclear=self.unclear or other.unclear,
        )

    def or_null(self) -> "Facts":
        """Return what is known of a value that this is true of, unless it is null."""
        values = self.values if self.values is None else {**self.values, key_of(None): None}
        return replace(self, types=self.types | {"null"}, values=values)

    def settled(self) -> "Facts":
        """Return the same, said as plainly as can be: types that no value has are left out, and so on."""
        types, values, limits = self.types, self.values, self.limits
        if values is not None:
            values = {name: one for name, one in values.items() if type_of(one) in types}
            types &= {type_of(one) for one in values.values()}
            if types <= {"null", "boolean"} and len(values) == ("null" in types) + 2 * ("boolean" in types):
                values = None  # each value that these types have
        if "fraction" not in types:
            limits = {name: _whole(name, limit) for name, limit in limits.items()}
        return replace(self, types=types, values=values, limits=limits)


def _common(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if one is None or other is None:
        return other if one is None else one
    return {name: value for name, value in one.items() if name in other}


def is_lower(name: str) -> bool:
    """Tell whether the limit *name* is a lower bound."""
    return name.startswith("min")


def is_tighter(name: str, one: Limit, other: Limit) -> bool:
    """Tell whether the limit *one* leaves out something that *other* does not."""
    if one.number == other.number:
        return one.open and not other.open
    return (one.number > other.number) == is_lower(name)


def _tightest(one: Mapping[str, Limit], other: Mapping[str, Limit]) -> Mapping[str, Limit]:
    made = dict(one)
    for name, limit in other.items():
        if name not in made or is_tighter(name, limit, made[name]):
            made[name] = limit
    return made


def _whole(name: str, limit: Limit) -> Limit:
    """Return the bound of integers that says as much as *limit*."""
    if name not in ("minimum", "maximum"):
        return limit
    floor = limit.number.numerator // limit.number.denominator
    if is_lower(name):
        return Limit(Fraction(floor + 1 if limit.open or floor != limit.number else floor))
    return Limit(Fraction(floor - 1 if limit.open and floor == limit.number else floor))
