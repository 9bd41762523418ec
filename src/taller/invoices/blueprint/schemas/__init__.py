"""The wire's names and shapes, and the way between them and the domain (contract facturas)."""
