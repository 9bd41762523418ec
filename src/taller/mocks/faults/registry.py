"""The faults of one stand-in: those that stand, and those that a request asks for itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from threading import Lock

from taller.mocks.faults.globs import Glob
from taller.mocks.faults.model import Down, Effect, Fault, FaultError, Latency
from taller.mocks.faults.plan import Plan, drawn
from taller.mocks.faults.text import parse, written
from taller.mocks.openapi.http import Request
from taller.mocks.openapi.problems import Problem

HEADER = "taller-fault"
MAX_STANDING = 100


@dataclass(slots=True, eq=False)
class Standing:
    """A fault in force, and what it has done so far."""

    number: int
    """From 1, in the order in which they came; 0 for one of a request's own."""
    fault: Fault
    text: str
    random: Random = field(repr=False)
    glob: Glob | None = None
    struck: int = 0
    """How many requests it has struck."""

    @property
    def left(self) -> int | None:
        """How many requests it may still strike; None: any number."""
        times = self.fault.scope.times
        return None if times is None else times - self.struck

    def effects(self, request: Request, template: str | None) -> list[Effect]:
        """Return the effects that strike *request*, the dice thrown, and count it if there are any."""
        scope = self.fault.scope
        if self.left == 0 or not self._covers(request, template):
            return []
        # Every die is thrown every time, so that one that falls differently changes no other.
        hit = self.random.random() < scope.rate
        effects = [one for one in self.fault.effects if self.random.random() < one.rate]
        if not (hit and effects):
            return []
        self.struck += 1
        return effects

    def _covers(self, request: Request, template: str | None) -> bool:
        methods = self.fault.scope.methods
        if methods and request.method not in methods:
            return False
        if self.glob is None:
            return True
        return self.glob.matches(request.path) or (template is not None and self.glob.matches(template))


class Faults:
    """What goes wrong on purpose in one stand-in; the same seed and requests, the same faults."""

    def __init__(self, seed: int = 0, *, header: bool = False) -> None:
        """Start without faults.

        :param header: whether a request may ask for its own in the header ``Taller-Fault``.
        """
        self._seed = seed
        self._header = header
        self._own = self._dice("header")
        self._standing: tuple[Standing, ...] = ()
        self._lock = Lock()

    def plan(self, request: Request, template: str | None) -> Plan | None:
        """Return what happens to *request*, whose path in the contract is *template*; None: nothing.

        :raises Problem: 400, if its header ``Taller-Fault`` cannot be understood.
        """
        own = request.headers.get(HEADER) if self._header else None
        if own is None and not self._standing:
            return None
        with self._lock:
            standing = self._standing if own is None else (*self._standing, *self._asked(own))
            return _planned(standing, request, template, self._own)

    def outage(self, request: Request, template: str | None) -> Plan | None:
        """Return what happens to *request*, as `plan` does, of those faults alone by which all is down.

        It is for what a browser asks beforehand: it counts for no other fault, and throws no die of one.
        """
        with self._lock:
            several = [one for one in self._standing if any(isinstance(it, Down) for it in one.fault.effects)]
            return _planned(several, request, template, self._own)

    @property
    def may_strike(self) -> bool:
        """Whether a fault stands that is not spent."""
        return bool(self._standing) and any(one.left != 0 for one in self._standing)

    def add(self, faults: Iterable[Fault]) -> list[Standing]:
        """Let *faults* stand beside those that do, all or none; return them.

        :raises FaultError: if that would be too many.
        """
        with self._lock:
            return self._stand(self._standing, tuple(faults))

    def replace(self, faults: Iterable[Fault]) -> list[Standing]:
        """Let *faults* stand instead of those that do, all or none; return them.

        :raises FaultError: if they are too many.
        """
        with self._lock:
            return self._stand((), tuple(faults))

    def clear(self) -> None:
        """Let nothing go wrong any more; the dice begin anew, as the seed has them."""
        with self._lock:
            self._standing = ()
            self._own = self._dice("header")

    def standing(self) -> tuple[Standing, ...]:
        """Return the faults that stand, the spent ones too, by number."""
        return self._standing

    def _stand(self, kept: tuple[Standing, ...], faults: tuple[Fault, ...]) -> list[Standing]:
        if len(kept) + len(faults) > MAX_STANDING:
            raise FaultError(f"{MAX_STANDING} faults stand at most: clear those that have done their work")
        first = kept[-1].number + 1 if kept else 1
        # Dice of its own for each: that another fault is added changes nothing for this one.
        added = [_made(number, fault, self._dice(number)) for number, fault in enumerate(faults, first)]
        self._standing = (*kept, *added)
        return added

    def _asked(self, text: str) -> list[Standing]:
        try:
            faults = _for_one(parse(text))
        except FaultError as error:
            place = {"header": "Taller-Fault", "detail": str(error)}
            raise Problem(400, "La cabecera Taller-Fault no se entiende.", [place]) from error
        return [_made(0, fault, self._own) for fault in faults]

    def _dice(self, name: object) -> Random:
        return Random(f"{self._seed} {name}")  # noqa: S311 - to be repeated, not to be secret


def _made(number: int, fault: Fault, random: Random) -> Standing:
    path = fault.scope.path
    return Standing(number, fault, written(fault), random, None if path is None else Glob(path))


def _for_one(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    if any(fault.scope.times is not None for fault in faults):
        raise FaultError("'times' has no meaning in a header, which is for one request: leave it out")
    return faults


def _planned(
    standing: Iterable[Standing], request: Request, template: str | None, random: Random
) -> Plan | None:
    """Return the effects of all that strike *request*, in one plan; None if none does."""
    effects: list[Effect] = []
    texts: list[str] = []
    delay = 0.0
    for one in standing:
        struck = one.effects(request, template)
        if struck:
            effects += struck
            texts.append(one.text)
            delay += sum(drawn(effect, one.random) for effect in struck if isinstance(effect, Latency))
    if not effects:
        return None
    if any(isinstance(one, Down) for one in effects):
        effects = [Down()]
    return Plan(tuple(effects), ", ".join(texts), delay, random)
