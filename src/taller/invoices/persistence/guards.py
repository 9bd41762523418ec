"""What the database itself forbids: no program, ours included, changes what is issued or recorded.

Source: RD 1007/2023, art. 8 (records are inalterable), and RD 1619/2012, art. 15 (what is issued is
corrected by another invoice).
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

_WHY = "what is issued or recorded is never changed: it is corrected by what comes after"
_APPEND_ONLY = {
    "records": "(issuer_nif = NEW.issuer_nif AND position = NEW.position) OR fingerprint = NEW.fingerprint",
    "history": "id = NEW.id",
    "payments": "id = NEW.id",
}
"""From a table to what tells that a row of it is in the place of a new one."""
_PARTS = ("concepts", "lines")
_EVENTS = ("INSERT", "UPDATE", "DELETE")


def _sqlite() -> Iterator[str]:
    # To put a row in the place of another, as INSERT OR REPLACE does, is to delete it; but what guards
    # against DELETE is not asked then.
    for table, same in _APPEND_ONLY.items():
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
        for event, when in zip(_EVENTS, (taken, "1", "1"), strict=True):
            yield from _sqlite_trigger(table, event, when)
    number = "series = NEW.series AND sequence = NEW.sequence AND issuer_nif IS NEW.issuer_nif"
    same = f"(id = NEW.id OR ({number}))"
    taken = f"EXISTS (SELECT 1 FROM invoices WHERE series IS NOT NULL AND {same})"
    issued = "OLD.series IS NOT NULL"
    for event, when in zip(_EVENTS, (taken, f"{issued} OR {taken}", issued), strict=True):
        yield from _sqlite_trigger("invoices", event, when)
    for table in _PARTS:
        for event, rows in zip(_EVENTS, ("NEW", "OLD NEW", "OLD"), strict=True):
            of = ", ".join(f"{row}.invoice_id" for row in rows.split())
            issued = f"EXISTS (SELECT 1 FROM invoices WHERE series IS NOT NULL AND id IN ({of}))"
            yield from _sqlite_trigger(table, event, issued)


def _sqlite_trigger(table: str, event: str, when: str) -> Iterator[str]:
    name = f"{table}_no_{event.lower()}"
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{_WHY}'); END"
    )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION taller_frozen() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_WHY}'; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION taller_part_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF EXISTS (SELECT 1 FROM invoices WHERE series IS NOT NULL"
        " AND (TG_OP <> 'DELETE' AND id = NEW.invoice_id OR TG_OP <> 'INSERT' AND id = OLD.invoice_id))"
        f" THEN RAISE EXCEPTION '{_WHY}'; END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    for table in _APPEND_ONLY:
        yield _postgresql_trigger(table, "UPDATE OR DELETE")
    yield _postgresql_trigger("invoices", "UPDATE OR DELETE", when="WHEN (OLD.series IS NOT NULL)")
    for table in _PARTS:
        yield _postgresql_trigger(table, " OR ".join(_EVENTS), function="taller_part_frozen")
    for table in (*_APPEND_ONLY, "invoices", *_PARTS):
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION taller_frozen()"
        )


def _postgresql_trigger(table: str, events: str, *, when: str = "", function: str = "taller_frozen") -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE {events} ON {table}"
        f" FOR EACH ROW {when} EXECUTE FUNCTION {function}()"
    )


GUARDS: Mapping[str, Sequence[str]] = {"sqlite": tuple(_sqlite()), "postgresql": tuple(_postgresql())}
"""From a dialect to its statements, one each.

They are carried out on a new database, and again after every upgrade. So each may find its own work done,
or that of an earlier release: CREATE OR REPLACE, or first DROP TRIGGER IF EXISTS.
"""


def set_up(connection: Connection) -> None:
    """Carry out the statements of *connection*'s dialect."""
    for statement in GUARDS[connection.dialect.name]:
        # Without parameters a driver takes % for itself.
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
