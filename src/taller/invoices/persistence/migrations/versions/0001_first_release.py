"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_invoices()
    _create_what_they_hold()
    _create_what_issuing_takes()
    _create_outbox()


def _create_invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("dated", sa.DateTime(), nullable=False),
        sa.Column("series", sa.String(20)),
        sa.Column("sequence", sa.Integer()),
        sa.UniqueConstraint("series", "sequence"),
        sa.CheckConstraint("(series IS NULL) = (sequence IS NULL)", name="number_is_whole"),
        sqlite_autoincrement=True,
    )
    op.create_index("invoices_by_customer", "invoices", ["customer_id", "id"])


def _create_what_they_hold() -> None:
    op.create_table(
        "concepts",
        sa.Column(
            "invoice_id", sa.Integer(), sa.ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.String(2000)),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("vin", sa.String(17)),
        sa.Column("vehicle_id", sa.Integer()),
        sa.Column("customer_id", sa.Integer()),
        sa.Column("started_at", sa.DateTime()),
        sa.Column("finished_at", sa.DateTime()),
    )
    op.create_index("ix_concepts_job_id", "concepts", ["job_id"])
    op.create_table(
        "lines",
        sa.Column(
            "invoice_id", sa.Integer(), sa.ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("concept", sa.Integer(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("description", sa.String(500), nullable=False),
        sa.Column("quantity_hundredths", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("spare_part_id", sa.Integer()),
    )


def _create_what_issuing_takes() -> None:
    op.create_table(
        "series",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )
    op.create_table(
        "charged_jobs",
        sa.Column("job_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("invoice_id", sa.Integer(), sa.ForeignKey("invoices.id"), nullable=False),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("service", sa.String(30), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("refusal", sa.String(500)),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_due", "outbox", ["service", "refusal", "due_at"])
