"""What the law wants of invoices: types, parties, VAT by line, accounts, payments, records, history.

What was issued before stays as it was: it has no type and no issuer, and no record in any chain. Its
amounts were given with VAT included, and no other rate was known than 21.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from taller.invoices.domain.vat import Tax
from taller.invoices.listing import searchable

revision = "0002"
down_revision = "0001"

ZONE = ZoneInfo("Europe/Madrid")
"""No other zone was the default."""
# Alembic, which makes the table anew, does not see that it has this.
_INVOICES = {"sqlite_autoincrement": True}


def upgrade() -> None:
    _widen_invoices()
    _widen_lines()
    _fill()
    _tighten()
    _give_series_an_issuer()
    _create_accounts()
    _create_what_only_grows()
    _create_keys()


def _widen_invoices() -> None:
    # SQLite had given the constraint no name, and PostgreSQL this one.
    names = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}
    with op.batch_alter_table("invoices", table_kwargs=_INVOICES, naming_convention=names) as table:
        table.drop_constraint("invoices_series_sequence_key", type_="unique")
        for name, kind in _INVOICE_COLUMNS.items():
            table.add_column(sa.Column(name, kind))
        table.create_foreign_key("corrected_invoice", "invoices", ["corrects_id"], ["id"])
        table.create_unique_constraint("one_of_each_number", ["issuer_nif", "series", "sequence"])
        table.create_check_constraint(
            "correction_is_whole", "(corrects_id IS NULL) = (correction_method IS NULL)"
        )
    for name, columns in _INDEXES.items():
        op.create_index(name, "invoices", columns)


_INVOICE_COLUMNS: dict[str, Any] = {
    "issued_on": sa.Date(),
    "type": sa.String(2),
    "listed": sa.String(20),
    "vat_cents": sa.BigInteger(),
    "total_cents": sa.BigInteger(),
    "customer_name": sa.String(400),
    "customer_address": sa.String(500),
    "tax_id": sa.String(20),
    "tax_id_country": sa.String(2),
    "tax_id_kind": sa.String(2),
    "plate": sa.String(20),
    "make": sa.String(100),
    "model": sa.String(100),
    "vin": sa.String(17),
    "kilometres": sa.Integer(),
    "vehicle_class": sa.String(20),
    "received_on": sa.Date(),
    "delivered_on": sa.Date(),
    "work_order": sa.String(100),
    "quote": sa.String(100),
    "refused_repairs": sa.JSON(),
    "parts_returned": sa.Boolean(),
    "corrects_id": sa.Integer(),
    "correction_method": sa.String(20),
    "correction_reason": sa.String(500),
    "issuer_nif": sa.String(9),
    "issuer_name": sa.String(200),
    "issuer_address": sa.String(500),
    "issuer_register": sa.String(50),
    "legends": sa.JSON(),
    "search_text": sa.String(),
}
_INDEXES = {
    "invoices_by_date": ["dated", "id"],
    "invoices_by_total": ["total_cents", "id"],
    "invoices_by_tax_id": ["tax_id", "id"],
    "invoices_by_plate": ["plate", "id"],
    "invoices_by_corrected": ["corrects_id"],
}


def _widen_lines() -> None:
    with op.batch_alter_table("lines") as table:
        for name, kind in _LINE_COLUMNS.items():
            table.add_column(sa.Column(name, kind))


_LINE_COLUMNS: dict[str, Any] = {
    "unit_price_e4": sa.BigInteger(),
    "discount_hundredths": sa.Integer(),
    "vat_rate": sa.Integer(),
    "no_vat": sa.String(2),
    "vat_included": sa.Boolean(),
    "reference": sa.String(100),
    "brand": sa.String(100),
    "condition": sa.String(20),
    "guarantee_months": sa.Integer(),
}


def _fill() -> None:
    """Say of what is there what the new columns want said."""
    connection = op.get_bind()
    lines = sa.table("lines", *(sa.column(name) for name in ("unit_price_cents", *_LINE_COLUMNS)))
    defaults = {"discount_hundredths": 0, "vat_rate": 21, "vat_included": sa.true()}
    connection.execute(lines.update().values(unit_price_e4=lines.c.unit_price_cents * 100, **defaults))
    _give_each_concept_a_line(connection)
    invoices = sa.table(
        "invoices",
        *(sa.column(name) for name in ("id", "dated", "series", "sequence")),
        *(sa.column(name, kind) for name, kind in _INVOICE_COLUMNS.items()),
    )
    for values in _invoice_values(connection):
        invoice_id = values.pop("id")
        connection.execute(invoices.update().where(invoices.c.id == invoice_id).values(values))


def _give_each_concept_a_line(connection: sa.Connection) -> None:
    """An amount without lines is one line with VAT included."""
    connection.execute(
        sa.text(
            "INSERT INTO lines (invoice_id, concept, position, kind, description, quantity_hundredths,"
            " unit_price_cents, unit_price_e4, discount_hundredths, vat_rate, vat_included)"
            " SELECT c.invoice_id, c.position, 0, 'otro', c.name, 100, c.amount_cents, c.amount_cents * 100,"
            " 0, 21, :included FROM concepts AS c WHERE NOT EXISTS (SELECT 1 FROM lines AS l"
            " WHERE l.invoice_id = c.invoice_id AND l.concept = c.position)"
        ).bindparams(sa.bindparam("included", value=True, type_=sa.Boolean()))
    )


def _invoice_values(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    rows = connection.execute(
        sa.text("SELECT id, dated, series, sequence FROM invoices ORDER BY id").columns(dated=sa.DateTime())
    ).all()
    for row in rows:
        total, names = _charged(connection, row.id)
        amount = Decimal(total).scaleb(-2)
        number = "" if row.series is None else f"{row.series}-{row.sequence:06d}"
        yield {
            "id": row.id,
            "total_cents": total,
            "vat_cents": total - int(Tax().within(amount).scaleb(2)),
            "issued_on": None if row.series is None else _local_date(row.dated),
            "refused_repairs": [],
            "legends": [],
            "search_text": searchable(number, *names),
        }


def _charged(connection: sa.Connection, invoice_id: int) -> tuple[int, list[str]]:
    concepts = connection.execute(
        sa.text("SELECT name, amount_cents FROM concepts WHERE invoice_id = :id ORDER BY position"),
        {"id": invoice_id},
    ).all()
    return sum(int(concept.amount_cents) for concept in concepts), [concept.name for concept in concepts]


def _local_date(dated: datetime) -> Any:
    return dated.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZONE).date()


def _tighten() -> None:
    with op.batch_alter_table("invoices", table_kwargs=_INVOICES) as table:
        for name in ("vat_cents", "total_cents", "refused_repairs", "legends", "search_text"):
            table.alter_column(name, existing_type=_INVOICE_COLUMNS[name], nullable=False)
    with op.batch_alter_table("lines") as table:
        for name in ("unit_price_e4", "discount_hundredths", "vat_rate", "vat_included"):
            table.alter_column(name, existing_type=_LINE_COLUMNS[name], nullable=False)
        table.drop_column("unit_price_cents")
    with op.batch_alter_table("concepts") as table:
        table.drop_column("amount_cents")
    op.create_index("ix_charged_jobs_invoice_id", "charged_jobs", ["invoice_id"])


def _give_series_an_issuer() -> None:
    """Nobody knows whose the numbers were; who issues next goes on where they had come to."""
    op.rename_table("series", "series_before")
    op.create_table(
        "series",
        sa.Column("issuer_nif", sa.String(9), primary_key=True),
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("last_date", sa.Date()),
    )
    op.execute("INSERT INTO series (issuer_nif, name, last) SELECT '', name, last FROM series_before")
    op.drop_table("series_before")


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column(
            "invoice_id", sa.Integer(), sa.ForeignKey("invoices.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due_cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), sa.ForeignKey("invoices.id")),
    )
    op.create_index("accounts_by_state", "accounts", ["state", "invoice_id"])
    op.execute(
        "INSERT INTO accounts (invoice_id, state, due_cents, paid_cents)"
        " SELECT id, CASE total_cents WHEN 0 THEN 'pagada' ELSE 'emitida' END, total_cents, 0"
        " FROM invoices WHERE series IS NOT NULL"
    )


def _create_what_only_grows() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("invoice_id", sa.Integer(), sa.ForeignKey("invoices.id"), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("note", sa.String(500)),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_payments_invoice_id", "payments", ["invoice_id"])
    op.create_table(
        "records",
        sa.Column("issuer_nif", sa.String(9), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("invoice_id", sa.Integer(), sa.ForeignKey("invoices.id"), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("invoice_type", sa.String(2)),
        sa.Column("tax_cents", sa.BigInteger()),
        sa.Column("total_cents", sa.BigInteger()),
        sa.Column("generated_at", sa.String(25), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
    )
    op.create_index("ix_records_invoice_id", "records", ["invoice_id"])
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("detail", sa.String(500)),
        sqlite_autoincrement=True,
    )
    op.create_index("history_by_invoice", "history", ["invoice_id", "id"])


def _create_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(8), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime()),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("actor", sa.String(200), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("attempt", sa.String(32), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.JSON()),
        sa.Column("body", sa.Text()),
    )
    op.create_index("idempotency_keys_by_age", "idempotency_keys", ["begun_at"])
