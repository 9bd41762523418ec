"""What was done to a chain that is not sound, told from the traces that are left."""

from taller.invoices.domain.tampering.inquest import tamperings

__all__ = ["tamperings"]
