"""Invoices in a database, through SQLAlchemy."""
