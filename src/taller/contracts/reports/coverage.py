"""How much of a contract a run has seen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from taller.contracts.path_items import path_items
from taller.contracts.reports.run import Examined
from taller.contracts.reports.sending import Sending, Sides, sendings
from taller.documents.pointers import resolved

_METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
_CONDITIONAL = frozenset(("304", "412", "428"))
"""What only an operation that heeds conditions documents (RFC 9110, 13; RFC 6585, 3)."""


@dataclass(frozen=True)
class Promised:
    """An operation as the contract has it."""

    label: str
    """``GET /clientes``."""
    path: str = ""
    statuses: tuple[str, ...] = ()
    """Those documented: ``200``, ``4XX``, ``default``."""
    takes: bool = False
    """Whether it has parameters or a body."""
    secured: bool = False
    """Whether it asks for a credential."""
    conditional: bool = False
    """Whether it heeds conditions, or sends the tags that they are made of."""

    @property
    def method(self) -> str:
        """``GET``."""
        return self.label.partition(" ")[0]


@dataclass(frozen=True)
class Seen:
    """An operation, and what it answered."""

    promised: Promised
    statuses: Mapping[int, int] = field(default_factory=dict)
    """How often it answered each."""
    sending: Sending = field(default_factory=Sending)
    """What of it was sent."""

    @property
    def met(self) -> list[str]:
        """The documented statuses that came."""
        stood_for = {self._documented(status) for status in self.statuses}
        return [one for one in self.promised.statuses if one in stood_for]

    @property
    def never(self) -> list[str]:
        """The documented statuses that never came."""
        met = self.met
        return [one for one in self.promised.statuses if one not in met]

    @property
    def undocumented(self) -> list[int]:
        """The statuses that came, though the contract has them not."""
        return sorted(one for one in self.statuses if self._documented(one) is None)

    def _documented(self, status: int) -> str | None:
        """Return what in the contract stands for *status*: its code, its range, or the default."""
        names = {one.upper(): one for one in self.promised.statuses}
        likely = (str(status), f"{status // 100}XX", "DEFAULT")
        return next((names[one] for one in likely if one in names), None)


@dataclass(frozen=True)
class Coverage:
    """The operations of a service, and what they answered."""

    operations: tuple[Seen, ...]

    @cached_property
    def asked(self) -> int:
        """How many operations answered."""
        return sum(bool(one.statuses) for one in self.operations)

    @cached_property
    def met(self) -> int:
        """How many documented statuses came, each counted for each of its operations."""
        return sum(len(one.met) for one in self.operations)

    @cached_property
    def documented(self) -> int:
        """How many there are."""
        return sum(len(one.promised.statuses) for one in self.operations)

    @cached_property
    def parameters(self) -> tuple[int, int]:
        """How many parameters were sent, and how many there are."""
        return _sums(one.sending.parameters for one in self.operations)

    @cached_property
    def properties(self) -> tuple[int, int]:
        """How many properties of bodies were sent, and how many there are."""
        return _sums(one.sending.properties for one in self.operations)

    @cached_property
    def keywords(self) -> tuple[int, int]:
        """How many keywords of their schemas were both kept and broken, and how many there are."""
        known = [one.sending.keywords for one in self.operations]
        return sum(len(one.both) for one in known), sum(one.all for one in known)


def coverage(examined: Examined) -> Coverage:
    """Return how much of its contract was seen of the service of *examined*."""
    came: dict[str, dict[int, int]] = {}
    for (label, status), times in sorted(examined.outcome.statuses.items()):
        came.setdefault(label, {})[status] = times
    sent = sendings(examined.outcome.sent)
    return Coverage(
        tuple(
            Seen(one, came.get(one.label, {}), sent.get(one.label, Sending()))
            for one in promised(examined.contract)
        )
    )


def _sums(known: Iterable[Sides]) -> tuple[int, int]:
    numbers = [(one.sent, one.all) for one in known]
    return sum(sent for sent, _ in numbers), sum(whole for _, whole in numbers)


def promised(contract: Mapping[str, Any]) -> Iterator[Promised]:
    """Yield the operations of *contract* in its order."""
    for path, written in path_items(contract).items():
        item = _resolved(contract, written)
        for method in _METHODS:
            if isinstance(item.get(method), Mapping):
                yield _promised(contract, item, path, method)


def _promised(contract: Mapping[str, Any], item: Mapping[str, Any], path: str, method: str) -> Promised:
    said = item[method]
    answers = {
        str(one): _resolved(contract, answer)
        for one, answer in said.get("responses", {}).items()
        if not str(one).startswith("x-")
    }
    security = said.get("security", contract.get("security")) or []
    tagged = any(name.lower() == "etag" for one in answers.values() for name in one.get("headers", {}))
    return Promised(
        f"{method.upper()} {path}",
        path,
        tuple(answers),
        takes=bool(said.get("parameters") or item.get("parameters")) or "requestBody" in said,
        secured=bool(security) and {} not in security,
        conditional=tagged or bool(_CONDITIONAL & answers.keys()),
    )


def _resolved(contract: Mapping[str, Any], node: Any) -> Mapping[str, Any]:
    """Return *node*, or what of *contract* it refers to; nothing, if that is no object."""
    found = resolved(contract, node)
    return found if isinstance(found, Mapping) else {}
