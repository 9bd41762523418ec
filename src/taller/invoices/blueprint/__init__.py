"""The invoice service over HTTP, as a Flask blueprint: contract facturas."""
