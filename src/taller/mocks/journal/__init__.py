"""The journal of a stand-in: what was asked and answered, and whether it kept the contract."""

from taller.mocks.journal.criteria import PRESENT, Criteria, Miss
from taller.mocks.journal.entries import Entry
from taller.mocks.journal.ring import BODY, BYTES, COUNT, Journal
from taller.mocks.journal.verify import Counted, Near, Ordered, broken_promises, expect, in_order

__all__ = [
    "BODY",
    "BYTES",
    "COUNT",
    "PRESENT",
    "Counted",
    "Criteria",
    "Entry",
    "Journal",
    "Miss",
    "Near",
    "Ordered",
    "broken_promises",
    "expect",
    "in_order",
]
