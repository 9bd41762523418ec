"""Tests a service against its written contract; it knows the contracts, and none of the services."""

from taller.contracts.events import Answer, Finding, Scenario
from taller.contracts.keys import send_key
from taller.contracts.report import Report
from taller.contracts.runner import run, settings
from taller.contracts.targets import Target, target

__all__ = ["Answer", "Finding", "Report", "Scenario", "Target", "run", "send_key", "settings", "target"]
