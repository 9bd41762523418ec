"""Which requests of a journal are meant."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from taller.mocks.faults.globs import Glob
from taller.mocks.journal.entries import Entry, Kept, absent, at_pointer

PRESENT: Any = object()
"""For `Criteria.equals`: any value will do."""


class Miss(NamedTuple):
    """What an entry has instead of what was wanted."""

    criterion: str
    wanted: Any
    was: Any


@dataclass(frozen=True)
class Criteria:
    """What an entry must be; what is None is not asked."""

    operation: str | None = None
    """As the contract has it: ``PUT /clientes/{idCliente}``."""
    method: str | None = None
    path: str | None = None
    """The request's, as it was sent or below one of *bases*, with ``*`` for any run of characters."""
    status: str | None = None
    """A code, ``404``, or a class of them, ``4xx``."""
    contract: Kept | None = None
    body: str | None = None
    """What the text of the request's body contains."""
    pointer: str | None = None
    """Where in the request's JSON body (RFC 6901) a value is; the whole of it is at ``""``."""
    equals: Any = PRESENT
    """The value there, or at the top if *pointer* is None."""
    bases: tuple[str, ...] = ()
    """What may stand before *path* in a request: the base paths of the contract."""
    _globs: tuple[Glob, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        paths = () if self.path is None else dict.fromkeys(f"{base}{self.path}" for base in ("", *self.bases))
        object.__setattr__(self, "_globs", tuple(map(Glob, paths)))

    def match(self, entry: Entry) -> bool:
        """Tell whether *entry* is all of this."""
        return next(self.misses(entry), None) is None

    def misses(self, entry: Entry) -> Iterator[Miss]:
        """Yield each criterion that *entry* does not meet, the cheap ones first."""
        yield from self._of_reply(entry)
        if self.method is not None and entry.request.method != self.method:
            yield Miss("method", self.method, entry.request.method)
        if self._globs and not any(one.matches(entry.request.path) for one in self._globs):
            yield Miss("path", self.path, entry.request.path)
        if self.body is not None and self.body not in entry.text:
            yield Miss("body", self.body, entry.text)
        if self.pointer is not None or self.equals is not PRESENT:
            yield from self._of_value(entry)

    def asked(self) -> int:
        """Return how many criteria there are."""
        plain = (self.operation, self.method, self.path, self.status, self.contract, self.body)
        valued = self.pointer is not None or self.equals is not PRESENT
        return sum(one is not None for one in plain) + valued

    def _of_reply(self, entry: Entry) -> Iterator[Miss]:
        if self.operation is not None and entry.reply.operation != self.operation:
            yield Miss("operation", self.operation, entry.reply.operation)
        if self.status is not None and not _is_status(self.status, entry.status):
            yield Miss("status", self.status, entry.status)
        if self.contract not in (None, entry.contract):
            yield Miss("contract", self.contract, entry.contract)

    def _of_value(self, entry: Entry) -> Iterator[Miss]:
        found = at_pointer(entry.json, self.pointer or "")
        if absent(found):
            yield Miss("value", None if self.equals is PRESENT else self.equals, None)
        elif self.equals is not PRESENT and not _same(found, self.equals):
            yield Miss("value", self.equals, found)


def _is_status(wanted: str, status: int | None) -> bool:
    text = str(status)
    return text == wanted or (wanted[1:].lower() == "xx" and status is not None and text[0] == wanted[0])


def _same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are equal; for Python, true is 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
