"""Whether an operation refuses all valid requests, or some that no schema can tell from the others."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from taller.contracts.checks.lookup import operation_at, response_for
from taller.contracts.events import Breach, Scenario

PROMISE, OF_ALL = "accepts-valid", "accepts-all-valid"
_FOR_WHAT_IT_SAYS = frozenset(("400", "402", "409", "412", "413", "414", "422", "423", "424", "431"))
"""By which a service may refuse what a request says, or when it comes; others are of how it is made."""


class Acceptance:
    """Holds back refusals of valid requests until it is known what else their operations do."""

    def __init__(self, contract: Mapping[str, Any]) -> None:
        """Judge the operations of *contract*, an OpenAPI document."""
        self._contract = contract
        self._held: list[Breach] = []
        self._accepted: set[str] = set()

    def see(self, scenario: Scenario) -> None:
        """Take note of what was accepted in *scenario*."""
        self._accepted |= scenario.accepted

    def hold(self, breach: Breach) -> bool:
        """Keep *breach* until the end, and tell whether that was done: if its status is documented."""
        if breach.promise != PROMISE or breach.mark not in _FOR_WHAT_IT_SAYS:
            return False
        operation = operation_at(self._contract, breach.operation)
        if response_for(self._contract, operation, int(breach.mark)) is None:
            return False
        self._held.append(breach)
        return True

    def breaches(self) -> Iterator[Breach]:
        """Yield, at the end, what was held: as advice, if the operation accepts other valid requests."""
        for one in self._held:
            yield replace(one, promise=OF_ALL) if one.operation in self._accepted else one
