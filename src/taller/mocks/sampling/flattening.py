"""The way from a schema to what it asks of one value: references, ``allOf`` and one of each alternative."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from taller.mocks.openapi.document import Node
from taller.mocks.sampling import limits
from taller.mocks.sampling.demand import Demand, Goals
from taller.mocks.sampling.ecma import UnknownPattern, parsed
from taller.mocks.sampling.refusals import NothingFits

_DOUBTFUL = ("not", "if", "unevaluatedProperties", "unevaluatedItems", "dependentSchemas", "maxContains")
"""What a value can miss although its parts were made to fit."""


class Choices:
    """One way through the alternatives; each turn is another, until all ways have been gone."""

    def __init__(self, turn: int, offset: int, rank: Callable[[Node], int]) -> None:
        """Start a way: *offset* says where to begin, *rank* which alternatives to leave for the end."""
        self._turn, self._offset, self._rank = turn, offset, rank
        self.ways = 1
        """How many ways there are, as far as is known."""

    def pick(self, options: Sequence[Node]) -> Node:
        """Return the alternative to take this turn: those of lowest rank first."""
        ranks = [self._rank(one) for one in options]
        ordered = [one for _, one in sorted(enumerate(options), key=lambda pair: ranks[pair[0]])]
        return ordered[self._index(len(options), ranks.count(min(ranks)))]

    def arm(self) -> bool:
        """Return whether to take the first of two ways this turn."""
        return self._index(2, 2) == 0

    def _index(self, count: int, preferred: int) -> int:
        index = (self._offset % preferred + self._turn // self.ways) % count
        self.ways *= count
        return index


def demanded(goals: Goals, choices: Choices) -> Demand:
    """Return what *goals* ask of one value, their alternatives chosen by *choices*.

    :raises NothingFits: if one of them is the schema ``false``.
    """
    demand = Demand()
    seen: set[str] = set()
    for goal in goals:
        _Flattening(demand, choices, seen).include(goal, goal)
    return demand


@dataclass(frozen=True)
class _Flattening:
    demand: Demand
    choices: Choices
    seen: set[str]

    def include(self, node: Node, origin: Node) -> None:
        """Add what *node* says, reached from the alternative *origin*."""
        if node.pointer in self.seen:
            return
        self.seen.add(node.pointer)
        if node.value is False:
            raise NothingFits(f"#{node.pointer} is false")
        if not isinstance(node.value, dict):
            return
        self.demand.parts.append(node)
        self.demand.words.append(node.value)
        self.demand.doubtful |= any(word in node.value for word in _DOUBTFUL) or _is_riddle(node)
        if (target := node.reference()) is not None:
            self.include(target, target if origin is node else origin)
        for one in _several(node, "allOf"):
            self.include(one, origin)
        self._alternatives(node, origin)
        self._conditions(node, origin)

    def _alternatives(self, node: Node, origin: Node) -> None:
        tagged = node.text("discriminator", "propertyName") if "discriminator" in node.value else None
        for keyword in ("oneOf", "anyOf"):
            options = _several(node, keyword)
            if not options:
                continue
            chosen = next((one for one in options if one.pointer in self.seen), None)
            chosen = origin = chosen or self.choices.pick(options)
            if keyword == "oneOf" and len(options) > 1:
                self.demand.doubtful = True
                self.demand.avoid |= _requires(options) - _requires([chosen])
                self.demand.rivals += [one for one in options if one is not chosen]
            self.include(chosen, chosen)
        if tagged and (names := _tags(node, origin)):
            self.demand.tags.setdefault(tagged, names)

    def _conditions(self, node: Node, origin: Node) -> None:
        if "not" in node.value:
            refused = node.at("not")
            self.demand.avoid |= _requires([refused, *_several(refused, "anyOf")])
            if isinstance(refused.value, dict) and set(refused.value) == {"type"}:
                self.demand.refused |= set(limits.said([{"t": refused.value["type"]}], "t", str))
        if "if" in node.value:
            then = self.choices.arm()
            for arm in ("if", "then") if then else ("else",):
                if (one := node.get(arm)) is not None:
                    self.include(one, origin)
        for name, one in _members(node, "dependentSchemas"):
            if self.choices.arm():
                self.demand.need.append(name)
                self.include(one, origin)
            else:
                self.demand.avoid.add(name)


def _several(node: Node, keyword: str) -> list[Node]:
    several = node.get(keyword) if isinstance(node.value, dict) and keyword in node.value else None
    return list(several.elements()) if several is not None else []


def _members(node: Node, keyword: str) -> list[tuple[str, Node]]:
    several = node.get(keyword) if keyword in node.value else None
    return list(several.items()) if several is not None else []


def _requires(schemas: Sequence[Node]) -> set[str]:
    words = [one.value for one in schemas if isinstance(one.value, dict)]
    return {name for one in limits.said(words, "required", list) for name in one if isinstance(name, str)}


def _tags(node: Node, origin: Node) -> list[str]:
    """Return the discriminator's values that stand for *origin*, those of the mapping first."""
    name = origin.pointer.rpartition("/")[2]
    node_of_mapping = node.get("discriminator", "mapping")
    mapping = [] if node_of_mapping is None else list(node_of_mapping.items())
    said = [value for value, one in mapping if str(one.value).rpartition("/")[2] == name]
    return said + ([name] if origin.pointer.startswith("/components/schemas/") else [])


def _is_riddle(node: Node) -> bool:
    """Tell whether the pattern of *node* cannot be read here."""
    try:
        parsed(str(node.value.get("pattern", "")))
    except UnknownPattern:
        return True
    return False
