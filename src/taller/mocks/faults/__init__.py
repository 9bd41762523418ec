"""Faults on demand: what goes wrong on purpose, so that a client can be seen to bear it."""

from taller.mocks.faults.model import Fault, FaultError
from taller.mocks.faults.plan import Plan
from taller.mocks.faults.registry import HEADER, Faults, Standing
from taller.mocks.faults.spoiling import Breaks
from taller.mocks.faults.text import parse, parse_option, written

__all__ = [
    "HEADER",
    "Breaks",
    "Fault",
    "FaultError",
    "Faults",
    "Plan",
    "Standing",
    "parse",
    "parse_option",
    "written",
]
