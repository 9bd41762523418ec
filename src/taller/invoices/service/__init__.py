"""The invoice service on its own: an application with a documentation page and health, under gunicorn."""
