"""What the admin path needs of a stand-in."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from taller.mocks.faults import Faults
from taller.mocks.journal import Journal

Setting = bool | int | float | str | None


class State(Protocol):
    """All that a stand-in remembers, as one JSON object."""

    def dump(self) -> Mapping[str, Any]:
        """Return what is remembered."""

    def load(self, dump: Mapping[str, Any], /) -> None:
        """Remember *dump* instead, all of it or nothing.

        :raises Problem: 422, naming each fault, if it does not fit the contract; a ValueError will do.
        """

    def reset(self) -> None:
        """Remember what the contract's examples show, and nothing else."""


class Managed(Protocol):
    """A stand-in as the admin path sees it."""

    @property
    def title(self) -> str:
        """The title of the contract."""

    @property
    def contract_text(self) -> str:
        """The contract, as JSON."""

    @property
    def base_paths(self) -> Sequence[str]:
        """What may stand before the paths of the contract: ``/api/v1``."""

    @property
    def operation_ids(self) -> Mapping[str, str]:
        """The operations, ``POST /pets``, by their operationId."""

    @property
    def settings(self) -> Mapping[str, Setting]:
        """How it was started, to be shown: whether answers are dynamic, from which seed, and so on."""

    @property
    def memory(self) -> State:
        """What it remembers."""

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""

    @property
    def journal(self) -> Journal:
        """What was asked and answered."""

    def begin_anew(self) -> None:
        """Go back to the start: state, faults, journal, and what is made up."""
