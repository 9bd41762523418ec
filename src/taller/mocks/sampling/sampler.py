"""Values for the schemas of a contract: as it shows them, or at random; each tested before it is given."""

from collections.abc import Iterator
from random import Random
from typing import Any

from jsonschema_rs import ReferencingError

from taller.mocks.openapi.document import ContractError, Node
from taller.mocks.openapi.schemas import Fits
from taller.mocks.sampling.attempt import Attempt, Direction, Fuel, Plan
from taller.mocks.sampling.heights import Heights
from taller.mocks.sampling.names import Hint
from taller.mocks.sampling.refusals import NoSample, NothingFits, OutOfFuel

_ROOM = 8
"""How many levels a value has; more only where the schema insists."""

_STATIC = (
    Plan(examples=True, careful=False, dynamic=False),
    Plan(examples=True, careful=True, dynamic=False),
    Plan(examples=False, careful=True, dynamic=False),
)
_DYNAMIC = (
    *[Plan(examples=False, careful=False, dynamic=True)] * 2,
    *[Plan(examples=False, careful=True, dynamic=True)] * 2,
)
_LAST = (Plan(examples=False, careful=True, dynamic=True),) * 4


class Sampler:
    """Makes values up; the same arguments give the same value, in every process."""

    def __init__(self, fits: Fits, seed: int = 0) -> None:
        """Make values that *fits* accepts; another *seed* makes others."""
        self._fits = fits
        self._seed = seed
        self._heights = Heights()

    def value(
        self,
        schema: Node,
        *,
        dynamic: bool,
        salt: str = "",
        hint: str = "",
        direction: Direction = "response",
    ) -> Any:
        """Return a value that is valid under *schema*, the caller's to change.

        With *dynamic*, it is drawn from the seed, *salt* and the place of the schema; the contract's
        examples serve only where that fails. Without, it is what the contract shows (an example, a
        default, the first of an enumeration), completed where it shows nothing; the salt is nothing then.
        *hint* is the name of what the value is for. Optional properties that are ``writeOnly`` in a
        response, or ``readOnly`` in a request, are left out.

        :raises NoSample: if nothing fits *schema*, or nothing was found; the message says which.
        """
        try:
            self._fits(schema, None)  # whether it can be tested at all
            return self._found(schema, dynamic, salt, hint, direction)
        except NoSample:
            raise
        except (ContractError, ValueError, ReferencingError) as error:
            raise NoSample(f"the schema at #{schema.pointer} is none: {error}") from error

    def _found(self, schema: Node, dynamic: bool, salt: str, hint: str, direction: Direction) -> Any:
        fuel = Fuel()
        reasons: list[NoSample] = []
        for turn, plan in enumerate(_plans(dynamic)):
            key = f"{self._seed}|{salt if dynamic else ''}|{schema.pointer}|{turn}"
            attempt = Attempt(plan, Random(key), self._fits, direction, fuel, self._heights)  # noqa: S311
            try:
                value = attempt.grow((schema,), Hint.member(hint, person=False), _ROOM)
            except OutOfFuel as reason:
                reasons.append(reason)
                break
            except NoSample as reason:
                reasons.append(reason)
                continue
            if self._fits(schema, value):
                return value
        raise _refusal(schema, reasons)


def _plans(dynamic: bool) -> Iterator[Plan]:
    yield from (*_DYNAMIC, *_STATIC, *_LAST) if dynamic else (*_STATIC, *_LAST)


def _refusal(schema: Node, reasons: list[NoSample]) -> NoSample:
    if reasons and all(isinstance(one, NothingFits) for one in reasons):
        return NoSample(f"nothing fits the schema at #{schema.pointer}: {reasons[0]}")
    why = f": {reasons[0]}" if reasons else ""
    return NoSample(f"nothing was found that fits the schema at #{schema.pointer}{why}")
