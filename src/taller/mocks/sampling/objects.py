"""Objects for a demand."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import keyword, properties
from taller.mocks.sampling import limits
from taller.mocks.sampling.demand import Demand, Goals
from taller.mocks.sampling.ecma import UnknownPattern
from taller.mocks.sampling.names import Hint
from taller.mocks.sampling.patterns import drawn
from taller.mocks.sampling.refusals import NoSample, NothingFits, OutOfFuel
from taller.mocks.sampling.words import PLAIN

if TYPE_CHECKING:
    from taller.mocks.sampling.attempt import Attempt

MOST = 2_000
"""No object of more properties is made."""

_KEPT = 0.8
"""How often a random object has a property that it may lack."""


_NAME = 3
"""What it costs to try a free name."""


def grown_object(attempt: "Attempt", demand: Demand, hint: Hint, room: int, turn: int) -> dict[str, Any]:
    """Return an object for *demand*; on a later *turn*, with other optional properties.

    :raises NoSample: if none is found.
    """
    least, most = limits.sizes(demand.words, "minProperties", "maxProperties")
    if least > MOST:
        raise NoSample(f"an object of {least} properties is too large to be made")
    if most is not None and len(demand.required) > most:
        raise NothingFits(f"it requires more than the {most} properties that it allows")
    return _Growing(attempt, demand, hint, room, turn).whole(least, MOST if most is None else most)


class _Growing:
    def __init__(self, attempt: "Attempt", demand: Demand, hint: Hint, room: int, turn: int) -> None:
        self._attempt = attempt
        self._demand = demand
        self._room = room
        self._turn = turn
        self._named = list(dict.fromkeys(_listed(demand)))
        self._names = _under(demand, "propertyNames")
        self._person = any(one.of_person(self._named) for one in (hint, *map(Hint, demand.names)))

    def whole(self, least: int, most: int) -> dict[str, Any]:
        """Return the object, of *least* to *most* properties."""
        wanted = self._wanted(least, most)
        found = {name: value for name in wanted for value in self._member(name)}
        missing = least - len(found)
        if missing > 0 or (not self._named and not found):
            self._extend(found, max(missing, 0), most)
        if self._turn > 1 and len(found) < most:
            self._spoil(found)
        return found

    def _spoil(self, found: dict[str, Any]) -> None:
        """Give a rival's optional property a value that it refuses, so that it does not apply."""
        for rival in self._demand.rivals:
            for name, one in properties(rival).items():
                free = name not in found and self._demand.member(name) == ()
                wrong = (value for value in (0, "0") if not self._attempt.test((one,), value))
                if free and (value := next(wrong, None)) is not None:
                    found[name] = value
                    break

    def _wanted(self, least: int, most: int) -> list[str]:
        """Return the names of the properties to have, in the order of the schema."""
        required = self._closed(set(self._demand.required))
        optional = [name for name in self._named if name not in required and self._keeps(name)]
        if len(required) + len(optional) < least:
            others = [name for name in self._named if name not in required and name not in optional]
            optional += others[: least - len(required) - len(optional)]
        for name in optional:
            more = self._closed(required | {name})
            required = more if len(more) <= most else required
        return [name for name in dict.fromkeys([*self._named, *sorted(required)]) if name in required]

    def _closed(self, names: set[str]) -> set[str]:
        """Return *names* and the properties that they bring with them."""
        for rules in limits.said(self._demand.words, "dependentRequired", dict):
            for _ in rules:
                brought = [one for name in names for one in rules.get(name, ())]
                names = names | set(brought)
        return names

    def _keeps(self, name: str) -> bool:
        """Tell whether the object is to have the optional property *name*."""
        attempt = self._attempt
        goals = self._demand.member(name)
        if goals is None or name in self._demand.avoid or _hidden(goals, attempt.direction):
            return False
        if self._room < 0 or attempt.thrifty or attempt.is_open(goals):
            return False
        if self._turn % 4 == 3:
            return False
        share = 0.5 if self._turn else _KEPT if attempt.plan.dynamic else 1.0
        return attempt.rng.random() < share

    def _member(self, name: str) -> Iterator[Any]:
        """Yield the value of the property *name*; nothing if it is optional and has none."""
        needed = name in self._demand.required
        goals = self._demand.member(name)
        if goals is None or not self._may_be_called(name):
            if needed:
                raise NothingFits(f"the property {name} is required and refused")
            return
        try:
            yield self._value(name, goals)
        except OutOfFuel:
            raise
        except NoSample:
            if needed:
                raise

    def _value(self, name: str, goals: Goals) -> Any:
        for tag in self._demand.tags.get(name, ()):
            if self._attempt.allows(goals, tag):
                return tag
        return self._attempt.grow(goals, Hint.member(name, self._person), self._room)

    def _may_be_called(self, name: str) -> bool:
        return not self._names or self._attempt.test(self._names, name)

    def _extend(self, found: dict[str, Any], missing: int, most: int) -> None:
        """Add *missing* properties of free names; to a map that may be empty, a few."""
        usual = self._usual()
        wanted = min(len(found) + max(missing, usual), most)
        for name in self._free_names(3 * max(missing, usual) + 12):
            if len(found) >= wanted:
                return
            self._attempt.fuel.burn(_NAME)
            if name not in found and name not in self._demand.avoid:
                found.update((name, value) for value in self._member(name))
        if len(found) < wanted and missing > 0:
            reason = NothingFits if not self._is_open() else NoSample
            raise reason("too few properties are allowed")

    def _usual(self) -> int:
        """Return how many properties a map has that may be empty."""
        rest = [*_under(self._demand, "additionalProperties"), *self._patterned()]
        is_map = any(isinstance(one.value, dict) for one in rest)
        if not is_map or self._room < 0 or self._attempt.thrifty or self._attempt.is_open(tuple(rest)):
            return 0
        if self._turn % 4 == 3:
            return 0
        return self._attempt.rng.randint(1, 3) if self._attempt.plan.dynamic else 1

    def _is_open(self) -> bool:
        return self._demand.member("\0") is not None or bool(self._patterned())

    def _patterned(self) -> list[Node]:
        several = _under(self._demand, "patternProperties")
        return [one for node in several for _, one in node.items()]

    def _free_names(self, count: int) -> Iterator[str]:
        rng = self._attempt.rng
        patterns = [name for node in _under(self._demand, "patternProperties") for name, _ in node.items()]
        for index in range(count):
            if self._names:
                yield str(self._attempt.grow(self._names, Hint(), 0))
            if patterns:
                try:
                    name = next(drawn(rng.choice(patterns), 0, None, rng))
                except UnknownPattern:
                    patterns = []
                else:
                    yield from (name, f"{name}{rng.choice(PLAIN)}")
            word = rng.choice(PLAIN)
            yield word if index < 3 else f"{word}{index}"


def _listed(demand: Demand) -> Iterator[str]:
    for words in limits.said(demand.words, "properties", dict):
        yield from words


def _under(demand: Demand, name: str) -> Goals:
    return tuple(one for part in demand.parts if (one := part.get(name)) is not None)


def _hidden(goals: Goals, direction: str) -> bool:
    word = "writeOnly" if direction == "response" else "readOnly"
    return any(keyword(goal, word) is True for goal in goals)
