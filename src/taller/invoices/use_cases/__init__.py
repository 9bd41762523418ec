"""One method per thing that a user can ask for."""

from dataclasses import dataclass

from taller.invoices.listing import Page
from taller.invoices.use_cases.correcting import Correcting, CorrectionOrder
from taller.invoices.use_cases.desk import Precondition
from taller.invoices.use_cases.drafting import Drafting, Order
from taller.invoices.use_cases.issuing import Issuing
from taller.invoices.use_cases.reading import Reading

__all__ = ["CorrectionOrder", "Invoicing", "Order", "Page", "Precondition"]


@dataclass(frozen=True)
class Invoicing(Reading, Drafting, Issuing, Correcting):
    """The invoice service's work, over its ports."""
