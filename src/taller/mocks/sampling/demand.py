"""What is asked of one value: all that its schemas say, one of their alternatives chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import JSON_TYPES
from taller.mocks.sampling import limits
from taller.mocks.sampling.ecma import UnknownPattern
from taller.mocks.sampling.patterns import matches
from taller.mocks.sampling.refusals import NothingFits

Goals = tuple[Node, ...]
"""The schemas that one value must fit, all of them."""

_LONG = 2_000
"""Texts beyond this length are left to the final check."""


@dataclass(eq=False)
class Demand:
    """The schemas of one value, flattened."""

    parts: list[Node] = field(default_factory=list)
    """Every schema that applies: the goals, what they refer to, the chosen alternatives."""
    words: list[limits.Keywords] = field(default_factory=list)
    """The keywords of each part."""
    avoid: set[str] = field(default_factory=set)
    """Optional properties that would let another alternative apply too."""
    need: list[str] = field(default_factory=list)
    """Properties that a choice requires."""
    tags: dict[str, list[str]] = field(default_factory=dict)
    """What a discriminator says of the chosen alternative, by property."""
    refused: set[str] = field(default_factory=set)
    """Types that ``not`` excludes."""
    rivals: list[Node] = field(default_factory=list)
    """Alternatives that must not apply."""
    _members: dict[str, Goals | None] = field(default_factory=dict)
    doubtful: bool = False
    """Whether what is made may miss the schema, so that it must be tried and tested."""

    @cached_property
    def types(self) -> list[str]:
        """The JSON types that a value may have."""
        return limits.types(self.words, self.refused)

    @cached_property
    def required(self) -> list[str]:
        """The properties that an object must have, in order."""
        said = chain(*limits.said(self.words, "required", list), self.need)
        return [name for name in dict.fromkeys(said) if isinstance(name, str)]

    @cached_property
    def enum(self) -> list[Any] | None:
        """The values that the schemas name and that are allowed; None if they name none."""
        lists = [*limits.said(self.words, "enum", list)]
        lists += [[word["const"]] for word in self.words if "const" in word]
        if not lists:
            return None
        common = set.intersection(*(set(map(limits.identity, one)) for one in lists))
        return [one for one in lists[0] if limits.identity(one) in common and self._suits(one)]

    def shown(self) -> list[Any]:
        """Return what the schemas show: example, examples, default."""
        found = []
        for word in self.words:
            found += [word["example"]] if "example" in word else []
            several = word.get("examples")
            found += several if isinstance(several, list) else []
            found += [word["default"]] if "default" in word else []
        return found

    def allows(self, value: Any) -> bool:
        """Tell whether *value* may fit, as far as can be seen without looking inside it."""
        if self.enum is None:
            return self._suits(value)
        return limits.identity(value) in map(limits.identity, self.enum)

    @cached_property
    def names(self) -> list[str]:
        """The names of the components that the parts are: they tell what a value is for, too."""
        split = (part.pointer.rpartition("/") for part in self.parts)
        return [name for place, _, name in split if place == "/components/schemas"]

    def member(self, name: str) -> Goals | None:
        """Return the schemas of the property *name*; None if it may not be there."""
        if name not in self._members:
            self._members[name] = self._found(name)
        return self._members[name]

    def _found(self, name: str) -> Goals | None:
        found: list[Node] = []
        listed = False
        for part in self.parts:
            own = _own(part, name)
            if not own and "additionalProperties" in part.value:
                own = [part.at("additionalProperties")]
            if any(one.value is False for one in own):
                return None
            listed = listed or bool(own)
            found += own
        if not listed and any(word.get("unevaluatedProperties") is False for word in self.words):
            return None
        return tuple(found)

    def _suits(self, value: Any) -> bool:
        try:
            return any(_is(value, kind) for kind in self.possible) and self._within(value)
        except NothingFits:
            return False

    @cached_property
    def possible(self) -> Sequence[str]:
        """The types that are not excluded, where ``types`` may be a guess."""
        typed = any("type" in word for word in self.words)
        return self.types if typed else [one for one in JSON_TYPES if one not in self.refused]

    def _within(self, value: Any) -> bool:
        match value:
            case bool() | None:
                return True
            case int() | float():
                return self._counts(value)
            case str():
                return _between(len(value), limits.sizes(self.words, "minLength", "maxLength")) and (
                    len(value) > _LONG or self.matches(value)
                )
            case list():
                return _between(len(value), limits.sizes(self.words, "minItems", "maxItems"))
            case dict():
                return set(self.required) <= value.keys()
        return True

    def _counts(self, value: float) -> bool:
        step = limits.step_of(self.words, "number")
        low, high = limits.number_range(self.words, step)
        exact = limits.fraction(value)
        edges = (
            *limits.said(self.words, "exclusiveMinimum", int, float),
            *limits.said(self.words, "exclusiveMaximum", int, float),
        )
        return (
            (low is None or low <= exact)
            and (high is None or exact <= high)
            and (step is None or (exact / step).denominator == 1)
            and all(exact != limits.fraction(edge) for edge in edges)
        )

    def matches(self, text: str) -> bool:
        """Tell whether *text* matches every pattern; one that cannot be read counts as matched."""
        return all(_matches(one, text) for one in self.patterns)

    @cached_property
    def patterns(self) -> list[str]:
        """The patterns of a text, each once."""
        return list(dict.fromkeys(limits.said(self.words, "pattern", str)))


def _own(part: Node, name: str) -> list[Node]:
    node = part.get("properties", name) if "properties" in part.value else None
    found = [] if node is None else [node]
    others = part.get("patternProperties") if "patternProperties" in part.value else None
    return found + [one for pattern, one in (others.items() if others else ()) if _matches(pattern, name)]


def _matches(pattern: str, text: str) -> bool:
    try:
        return matches(pattern, text)
    except UnknownPattern:
        return True


def _between(size: int, bounds: tuple[int, int | None]) -> bool:
    return bounds[0] <= size and (bounds[1] is None or size <= bounds[1])


def _is(value: Any, kind: str) -> bool:
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
    return isinstance(value, dict)
