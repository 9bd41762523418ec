"""The law of invoices in plain Python: it does no I/O and knows neither Flask nor SQLAlchemy."""
