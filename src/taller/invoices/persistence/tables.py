"""The tables of invoices; the only file that knows their columns. Euros are whole cents, times are UTC."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from taller.invoices.persistence.api_keys import api_keys
from taller.invoices.persistence.receipts import keys as idempotency_keys
from taller.siblings.outbox.table import UtcDateTime, metadata

__all__ = [
    "accounts",
    "api_keys",
    "charged_jobs",
    "concepts",
    "history",
    "idempotency_keys",
    "invoices",
    "lines",
    "metadata",
    "payments",
    "records",
    "series",
]

# A row with a number never changes and never goes: see guards.py.
invoices = Table(
    "invoices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("customer_id", Integer, nullable=False),
    Column("dated", UtcDateTime, nullable=False),
    # In the workshop's own time zone: the date that the paper and the record say.
    Column("issued_on", Date),
    Column("series", String(20)),
    Column("sequence", Integer),
    # AEAT's TipoFactura; unknown in what was issued before there was a chain.
    Column("type", String(2)),
    Column("listed", String(20)),
    Column("vat_cents", BigInteger, nullable=False),
    Column("total_cents", BigInteger, nullable=False),
    Column("customer_name", String(400)),
    Column("customer_address", String(500)),
    Column("tax_id", String(20)),
    Column("tax_id_country", String(2)),
    Column("tax_id_kind", String(2)),
    Column("plate", String(20)),
    Column("make", String(100)),
    Column("model", String(100)),
    Column("vin", String(17)),
    Column("kilometres", Integer),
    Column("vehicle_class", String(20)),
    Column("received_on", Date),
    Column("delivered_on", Date),
    Column("work_order", String(100)),
    Column("quote", String(100)),
    Column("refused_repairs", JSON, nullable=False),
    Column("parts_returned", Boolean),
    Column("corrects_id", ForeignKey("invoices.id", name="corrected_invoice")),
    Column("correction_method", String(20)),
    Column("correction_reason", String(500)),
    Column("issuer_nif", String(9)),
    Column("issuer_name", String(200)),
    Column("issuer_address", String(500)),
    Column("issuer_register", String(50)),
    Column("legends", JSON, nullable=False),
    # What a search looks through, in small letters and without accents.
    Column("search_text", String, nullable=False),
    UniqueConstraint("issuer_nif", "series", "sequence", name="one_of_each_number"),
    CheckConstraint("(series IS NULL) = (sequence IS NULL)", name="number_is_whole"),
    CheckConstraint("(corrects_id IS NULL) = (correction_method IS NULL)", name="correction_is_whole"),
    # Each order of a list, with the id that makes it whole.
    Index("invoices_by_customer", "customer_id", "id"),
    Index("invoices_by_date", "dated", "id"),
    Index("invoices_by_total", "total_cents", "id"),
    Index("invoices_by_tax_id", "tax_id", "id"),
    Index("invoices_by_plate", "plate", "id"),
    Index("invoices_by_corrected", "corrects_id"),
    # An id is never given twice, also after a draft is deleted.
    sqlite_autoincrement=True,
)

concepts = Table(
    "concepts",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("job_id", Integer, nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("description", String(2000)),
    Column("vin", String(17)),
    Column("vehicle_id", Integer),
    Column("customer_id", Integer),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
)

lines = Table(
    "lines",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("concept", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("description", String(500), nullable=False),
    Column("quantity_hundredths", BigInteger, nullable=False),
    # Ten-thousandths of a euro: a price without VAT may need them.
    Column("unit_price_e4", BigInteger, nullable=False),
    Column("discount_hundredths", Integer, nullable=False),
    Column("vat_rate", Integer, nullable=False),
    Column("no_vat", String(2)),
    Column("vat_included", Boolean, nullable=False),
    Column("spare_part_id", Integer),
    Column("reference", String(100)),
    Column("brand", String(100)),
    Column("condition", String(20)),
    Column("guarantee_months", Integer),
)

# The last number taken in each series of an issuer, and its date; taken under the writer's lock.
series = Table(
    "series",
    metadata,
    Column("issuer_nif", String(9), primary_key=True),
    Column("name", String(20), primary_key=True),
    Column("last", Integer, nullable=False),
    Column("last_date", Date),
)

# Which issued invoice charges a job; the key lets no second one charge it.
charged_jobs = Table(
    "charged_jobs",
    metadata,
    Column("job_id", Integer, primary_key=True, autoincrement=False),
    Column("invoice_id", ForeignKey("invoices.id"), nullable=False, index=True),
)

# What is owed for an issued invoice: the part of it that moves.
accounts = Table(
    "accounts",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id"), primary_key=True, autoincrement=False),
    Column("state", String(10), nullable=False),
    Column("due_cents", BigInteger, nullable=False),
    Column("paid_cents", BigInteger, nullable=False),
    Column("replaced_by", ForeignKey("invoices.id")),
    Index("accounts_by_state", "state", "invoice_id"),
)

# Append only, as are the records and the history: see guards.py.
payments = Table(
    "payments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("invoice_id", ForeignKey("invoices.id"), nullable=False, index=True),
    Column("amount_cents", BigInteger, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("method", String(20), nullable=False),
    Column("note", String(500)),
    Column("recorded_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

# VERI*FACTU: one chain for each issuer, across all series. Each text is the one that was hashed.
records = Table(
    "records",
    metadata,
    Column("issuer_nif", String(9), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("invoice_id", ForeignKey("invoices.id"), nullable=False, index=True),
    Column("number", String(60), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("invoice_type", String(2)),
    Column("tax_cents", BigInteger),
    Column("total_cents", BigInteger),
    Column("generated_at", String(25), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("fingerprint", String(64), nullable=False, unique=True),
)

# Who did what and when; a draft's stays when the draft goes.
history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("invoice_id", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(20), nullable=False),
    Column("detail", String(500)),
    Index("history_by_invoice", "invoice_id", "id"),
    sqlite_autoincrement=True,
)
