"""A request that breaks the contract in one point."""

from dataclasses import dataclass
from typing import Any

from taller.contracts.phrases import Said
from taller.contracts.probing.wire import Request

MISSING = object()
"""Stands for what is not there."""
BOMBS, HALVES = "refuses-bombs", "refuses-half-characters"
"""The promises about what a reader of JSON may fail at."""


@dataclass(frozen=True)
class Raw:
    """JSON as it is written, which no value of Python stands for."""

    text: str
    like: Any = MISSING
    """A value that a schema judges as it would this; `MISSING`, if no schema has a say."""


@dataclass(frozen=True)
class Wrong:
    """A value that somebody might take by mistake."""

    promise: str
    what: Said
    value: Any
    """`MISSING` to leave it out; `Raw` for what is written by hand."""
    weight: int = 1
    """How much more often than others it is worth being tried; 0 if something else refuses it as well."""


@dataclass(frozen=True)
class Alteration:
    """A request with one thing wrong."""

    promise: str
    what: Said
    where: str
    """What is wrong: ``/Conceptos/0/importe``, ``query page``."""
    place: tuple[str, ...]
    """Where the contract says so, below the operation."""
    request: Request
    demanded: bool = True
    """Whether it must be refused; if not, it is enough that nothing fails."""
    statuses: frozenset[int] = frozenset()
    """By which alone; any 4xx, if there are none."""
    weight: int = 1

    @property
    def of_failure(self) -> str:
        """The promise that a service breaks which fails at it."""
        return BOMBS if self.promise in (BOMBS, HALVES) else "no-server-error"
