"""The operations of the contract facturas: each turns a request into one call."""

from taller.invoices.blueprint import EXTENSION, problems
from taller.invoices.blueprint.paths import catch_unmatched
from taller.invoices.blueprint.views import bills, corrections, invoices, payments, records, transitions
from taller.invoices.blueprint.views.common import blueprint, serve_document

__all__ = [
    "EXTENSION",
    "bills",
    "blueprint",
    "corrections",
    "invoices",
    "payments",
    "records",
    "transitions",
]

problems.register(blueprint)
blueprint.record(serve_document)
blueprint.record(catch_unmatched)
