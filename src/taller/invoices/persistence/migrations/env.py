"""What Alembic runs the migrations in: a connection, in a transaction, that ``upgrade.migrate`` gives."""

from alembic import context

from taller.invoices.persistence.upgrade import versions

context.configure(
    connection=context.config.attributes["connection"],
    version_table=versions.name,
    # SQLite can hardly alter a table: it is made anew and takes the place of the old one.
    render_as_batch=True,
)
context.run_migrations()
