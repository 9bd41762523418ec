"""The tables; the only file that knows columns. Euros are whole cents, times are UTC."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from taller.siblings.outbox.table import UtcDateTime, metadata

__all__ = ["charged_jobs", "concepts", "invoices", "lines", "metadata", "series"]

invoices = Table(
    "invoices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("customer_id", Integer, nullable=False),
    Column("dated", UtcDateTime, nullable=False),
    Column("series", String(20)),
    Column("sequence", Integer),
    UniqueConstraint("series", "sequence"),
    CheckConstraint("(series IS NULL) = (sequence IS NULL)", name="number_is_whole"),
    Index("invoices_by_customer", "customer_id", "id"),
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
    Column("amount_cents", BigInteger, nullable=False),
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
    Column("unit_price_cents", BigInteger, nullable=False),
    Column("spare_part_id", Integer),
)

# The last number taken in each series; the row's lock makes the numbers consecutive.
series = Table(
    "series",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("last", Integer, nullable=False),
)

# Which issued invoice charges a job; the key lets no second one charge it.
charged_jobs = Table(
    "charged_jobs",
    metadata,
    Column("job_id", Integer, primary_key=True, autoincrement=False),
    Column("invoice_id", ForeignKey("invoices.id"), nullable=False),
)
