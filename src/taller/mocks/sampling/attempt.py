"""One attempt at a value: grown from the root of its schema, part by part."""

import copy
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import Fits
from taller.mocks.sampling.arrays import array
from taller.mocks.sampling.demand import Demand, Goals
from taller.mocks.sampling.flattening import Choices, demanded
from taller.mocks.sampling.heights import Heights
from taller.mocks.sampling.names import Hint
from taller.mocks.sampling.numbers import number
from taller.mocks.sampling.objects import grown_object
from taller.mocks.sampling.refusals import NoSample, NothingFits, OutOfFuel
from taller.mocks.sampling.texts import text

Direction = Literal["request", "response"]

_TRIES = 16
"""How often one part is tried before its whole is given up."""

_GUESSES = 4
"""How often the type that a schema leaves open is that which its keywords suggest."""

_RETRY, _TEST, _WHOLE = 4, 2, 5
"""What a further try of a part, a test, an object or an array costs; a first try costs 1."""

_ENOUGH = 800
"""Parts after which what is optional is left out."""

_DEEPEST = -16
"""How far beyond its room a value goes where the schema insists."""

_NULLS = 0.1
"""How often a random value is null where something else may stand."""


@dataclass(frozen=True)
class Plan:
    """How an attempt goes about its work."""

    examples: bool
    """Whether what the contract shows is preferred."""
    careful: bool
    """Whether every part is tested as soon as it is made, not only the doubtful ones."""
    dynamic: bool
    """Whether choices fall at random."""


@dataclass
class Fuel:
    """The work that one value may cost, in parts made and tests done."""

    left: int = 12_000

    def burn(self, amount: int = 1) -> None:
        """Take *amount* of it.

        :raises OutOfFuel: if nothing is left.
        """
        self.left -= amount
        if self.left < 0:
            raise OutOfFuel("too many parts were tried")


@dataclass
class Attempt:
    """What one attempt knows and has done so far."""

    plan: Plan
    rng: Random
    fits: Fits
    direction: Direction
    fuel: Fuel
    heights: Heights
    made: int = 0
    _open: Counter[str] = field(default_factory=Counter)
    """How often each schema stands around the part in work."""

    @property
    def thrifty(self) -> bool:
        """Whether so much is made already that what is optional is left out."""
        return self.made > _ENOUGH

    def is_open(self, goals: Goals) -> bool:
        """Tell whether one of *goals* stands twice around the part in work: a circle, to be ended."""
        return any(self._open[goal.pointer] > 1 for goal in goals)

    def test(self, goals: Goals, value: Any) -> bool:
        """Tell whether *value* is valid under all of *goals*."""
        self.fuel.burn(_TEST)
        return all(self.fits(goal, value) for goal in goals)

    def allows(self, goals: Goals, value: Any) -> bool:
        """Tell whether *value* may fit *goals*, as far as can be seen without a test."""
        try:
            return demanded(goals, Choices(0, 0, lambda _: 0)).allows(value)
        except NothingFits:
            return False

    def grow(self, goals: Goals, hint: Hint, room: int) -> Any:
        """Return a value for all of *goals*; *room* is how many more levels it had better have.

        :raises NoSample: if none is found.
        """
        if room < _DEEPEST:
            raise NothingFits("it holds itself without end")
        offset = self.rng.randrange(1 << 30) if self.plan.dynamic else 0
        nulls = self.plan.dynamic and self.rng.random() < _NULLS
        failures: list[NoSample] = []
        for turn in range(_TRIES):
            choices = Choices(turn, offset, lambda node: self._rank(node, nulls, room))
            try:
                return self._tried(goals, choices, hint, room, turn)
            except OutOfFuel:
                raise
            except NoSample as reason:
                failures.append(reason)
            if turn + 1 >= choices.ways and all(isinstance(one, NothingFits) for one in failures):
                raise failures[0]
        raise NoSample(str(failures[0]))

    def _tried(self, goals: Goals, choices: Choices, hint: Hint, room: int, turn: int) -> Any:
        demand = demanded(goals, choices)
        self.fuel.burn(max(1, len(demand.parts)) * (_RETRY if turn else 1))
        choices.ways *= len(demand.types)
        value = self._one(demand, goals, hint, room, turn)
        if (self.plan.careful or turn > 0 or demand.doubtful) and not self.test(goals, value):
            raise NoSample(f"nothing that was tried fits #{goals[0].pointer}")
        return value

    def _rank(self, node: Node, nulls: bool, room: int) -> int:
        """Return how late the alternative *node* is to be taken."""
        if room <= 2 or self._open[node.pointer] > 1:
            return 1 + self.heights.of(node)
        kind = node.value.get("type") if isinstance(node.value, dict) else None
        return 1 if kind == "null" and not nulls else 0

    def _one(self, demand: Demand, goals: Goals, hint: Hint, room: int, turn: int) -> Any:
        self.made += 1
        if self.plan.examples:
            for shown in demand.shown():
                if self._shows_well(demand, goals, shown, turn):
                    return copy.deepcopy(shown)
        if demand.enum is not None:
            return self._named(demand.enum, turn)
        kinds = demand.types if turn < _GUESSES else demand.possible
        kind = self._kind(kinds, turn, room)
        if kind in ("object", "array"):
            self.fuel.burn(_WHOLE)
            with self._inside(demand):
                make = grown_object if kind == "object" else array
                return make(self, demand, hint, room - 1, turn)
        return self._scalar(kind, demand, hint, turn)

    def _shows_well(self, demand: Demand, goals: Goals, shown: Any, turn: int) -> bool:
        if not demand.allows(shown):
            return False
        if self.plan.careful or (isinstance(shown, dict | list) and len(demand.parts) > 1):
            return self.test(goals, shown)
        return turn == 0

    def _named(self, values: list[Any], turn: int) -> Any:
        if not values:
            raise NothingFits("none of the values that it names is allowed")
        first = self.rng.randrange(len(values)) if self.plan.dynamic else 0
        return values[(first + turn) % len(values)]

    def _kind(self, kinds: Sequence[str], turn: int, room: int) -> str:
        """Return the type to make this turn: null last, if not needed to end a circle, or by luck."""
        may_be_null = "null" in kinds and turn == 0
        if may_be_null and (room <= 0 or (self.plan.dynamic and self.rng.random() < _NULLS)):
            return "null"
        ordered = sorted(kinds, key="null".__eq__)
        first = self.rng.randrange(len(kinds) - ("null" in kinds) or 1) if self.plan.dynamic else 0
        return ordered[(first + turn) % len(kinds)]

    def _scalar(self, kind: str, demand: Demand, hint: Hint, turn: int) -> Any:
        match kind:
            case "string":
                return text(demand, hint, self.rng, turn)
            case "integer" | "number":
                return number(demand, kind, hint if turn == 0 else Hint(), self.rng)
            case "boolean":
                return self.rng.random() < 0.5
            case "null":
                return None
        raise NothingFits(f"{kind} is no type of JSON Schema")

    @contextmanager
    def _inside(self, demand: Demand) -> Iterator[None]:
        pointers = [part.pointer for part in demand.parts]
        self._open.update(pointers)
        try:
            yield
        finally:
            self._open.subtract(pointers)
