"""The invoice service as a library: ``Invoices(app, Settings(...))`` puts it into a Flask application."""

from taller.invoices.domain.access import Actor, Role
from taller.invoices.domain.issuing import Prefixes
from taller.invoices.domain.party import Issuer
from taller.invoices.extension import Invoices
from taller.invoices.settings import Settings

__all__ = ["Actor", "Invoices", "Issuer", "Prefixes", "Role", "Settings"]
