"""Tests a service against its written contract; it knows the contracts, and none of the services."""

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
