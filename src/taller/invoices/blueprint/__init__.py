"""The invoice service over HTTP, as a Flask blueprint: contract facturas."""

EXTENSION = "taller.invoices"
"""Where an application keeps the state of its invoices."""
