"""What databases of earlier releases held, as plain SQL: their tables are in no code any more."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, text

from taller.invoices.persistence import upgrade
from taller.invoices.persistence.upgrade import EXCLUSIVE, FIRST, versions

WITHOUT_NOTE = "none written down"
"""The first release's database, which does not say what it is."""
OLD_DATA: Mapping[str, Sequence[str]] = {
    "0001": (
        # An issued invoice, a draft with two lines, and one that was deleted: its id is not given again.
        "INSERT INTO invoices (customer_id, dated, series, sequence)"
        " VALUES (2022, '2026-03-02 10:00:00', 'F2026', 1)",
        "INSERT INTO invoices (customer_id, dated) VALUES (7, '2026-03-03 10:00:00')",
        "INSERT INTO invoices (customer_id, dated) VALUES (8, '2026-03-04 10:00:00')",
        "DELETE FROM invoices WHERE customer_id = 8",
        "INSERT INTO concepts (invoice_id, position, job_id, name, amount_cents, vin, started_at)"
        " VALUES (1, 0, 11, 'Cambio de aceite', 3599, 'M109186', '2026-03-01 08:30:00')",
        "INSERT INTO concepts (invoice_id, position, job_id, name, amount_cents)"
        " VALUES (2, 0, 12, 'Cambio de ruedas', 38300)",
        "INSERT INTO lines"
        " (invoice_id, concept, position, kind, description, quantity_hundredths, unit_price_cents)"
        " VALUES (2, 0, 0, 'manoDeObra', 'Montaje y equilibrado', 150, 4200)",
        "INSERT INTO lines (invoice_id, concept, position, kind, description, quantity_hundredths,"
        " unit_price_cents, spare_part_id) VALUES (2, 0, 1, 'recambio', 'Neumático', 400, 8000, 5)",
        "INSERT INTO series (name, last) VALUES ('F2026', 1)",
        "INSERT INTO charged_jobs (job_id, invoice_id) VALUES (11, 1)",
        "INSERT INTO outbox (id, service, path, body, attempts, due_at)"
        """ VALUES ('0123456789abcdef0123456789abcdef', 'logs', '/logs', '{"mensaje": "hola"}', 0,"""
        " '2026-03-02 10:00:00')",
    ),
}
"""From a revision to the statements that fill its tables; each later one adds its own."""
LAST_ID = 3
"""The highest id that any invoice above has had."""


def left_by(revision: str, engine: Engine) -> None:
    """Make in an empty database what the release of *revision* left there."""
    number = FIRST if revision == WITHOUT_NOTE else revision
    with engine.connect() as connection, connection.execution_options(**EXCLUSIVE).begin():
        upgrade.migrate(connection, number)
        for statement in OLD_DATA[number]:
            connection.execute(text(statement))
        if revision == WITHOUT_NOTE:
            versions.drop(connection)
