"""Tests a service against its written contract; it knows the contracts, and none of the services."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from taller.contracts.events import Answer, Breach, Scenario, Trouble
    from taller.contracts.keys import send_key
    from taller.contracts.report import Report
    from taller.contracts.runner import run, settings
    from taller.contracts.targets import Target, target

__all__ = [
    "Answer",
    "Breach",
    "Report",
    "Scenario",
    "Target",
    "Trouble",
    "run",
    "send_key",
    "settings",
    "target",
]

_HOMES = {
    **dict.fromkeys(("Answer", "Breach", "Scenario", "Trouble"), "events"),
    **dict.fromkeys(("Target", "target"), "targets"),
    **dict.fromkeys(("run", "settings"), "runner"),
    "Report": "report",
    "send_key": "keys",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for: Schemathesis takes most of a second, and not every command needs it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
