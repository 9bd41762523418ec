"""Records of issue and annulment, each chained to the one before it by a fingerprint (huella).

Sources: RD 1007/2023, arts. 8 to 12; Orden HAC/1177/2024, arts. 7, 10, 11 and 13; AEAT, «Detalle de las
especificaciones técnicas para generación de la huella o hash de los registros de facturación», v0.1.2,
2024-08-27.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from hashlib import sha256

from taller.invoices.domain.errors import Conflict
from taller.invoices.domain.money import from_cents, to_cents

FARTHEST_AHEAD = timedelta(minutes=1)
"""How far the last record's time may be ahead of the clock (Orden HAC/1177/2024, art. 7.i)."""


class ChainBroken(Conflict):
    """The last record no longer says what it was sealed with, so nothing may be chained to it."""

    rule = "cadena-rota"
    title = "La cadena de registros está rota"

    def __init__(self, position: int) -> None:
        super().__init__(
            f"El último registro de facturación, el {position}, ha sido alterado: su huella no es la de"
            " lo que dice. Hay que comprobar la cadena antes de emitir o anular."
        )
        self.facts = (position,)
        self.position = position


class ClockBehind(Conflict):
    """The last record was made later than the clock says it is now."""

    rule = "reloj-atrasado"
    title = "El reloj está atrasado"

    def __init__(self, last: datetime, now: datetime) -> None:
        super().__init__(
            f"El último registro de facturación es de las {last.isoformat()} y el reloj marca las"
            f" {now.isoformat()}. Hay que poner el reloj en hora."
        )
        self.last = last
        self.now = now


class RecordKind(Enum):
    ISSUE = "alta"
    ANNULMENT = "anulacion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One link of an issuer's chain, as it is stored: its fingerprint may or may not be right."""

    position: int
    """From 1, within the issuer's chain; no part of the fingerprint."""
    kind: RecordKind
    issuer_nif: str
    number: str
    """Series and number of the invoice (NumSerieFactura)."""
    issued_on: date
    generated_at: datetime
    """Aware, in whole seconds; its offset is part of the fingerprint and must be kept."""
    previous: str
    """The fingerprint of the record before, of either kind and any series; empty in the first."""
    fingerprint: str
    """64 capital hexadecimal digits."""
    invoice_id: int
    """No part of the fingerprint."""
    invoice_type: str | None = None
    """F1, F2… (TipoFactura); None in an annulment, like the amounts."""
    tax_total: Decimal | None = None
    """Euros (CuotaTotal)."""
    total: Decimal | None = None
    """Euros (ImporteTotal)."""

    @property
    def intact(self) -> bool:
        """Whether the record says what its fingerprint was made of."""
        unsealed = (self.invoice_type, self.tax_total, self.total)
        if self.kind is RecordKind.ANNULMENT and unsealed != (None, None, None):
            return False  # none of these is in an annulment's fingerprint, which would not notice
        return self.fingerprint == fingerprint_of(self)


def fingerprint_of(record: Record) -> str:
    """Return the fingerprint that *record* should have by what it says."""
    return fingerprint_of_fields(fields_of(record))


def fields_of(record: Record) -> tuple[tuple[str, str | None], ...]:
    """Return the fields of the fingerprint by AEAT's names, in AEAT's order.

    Source: Orden HAC/1177/2024, art. 13; AEAT, huella v0.1.2, sections 4 and 5.
    """
    on = record.issued_on
    day = f"{on.day:02}-{on.month:02}-{on.year:04}"
    moment = record.generated_at.isoformat(timespec="seconds")
    if record.kind is RecordKind.ANNULMENT:
        return (
            ("IDEmisorFacturaAnulada", record.issuer_nif),
            ("NumSerieFacturaAnulada", record.number),
            ("FechaExpedicionFacturaAnulada", day),
            ("Huella", record.previous),
            ("FechaHoraHusoGenRegistro", moment),
        )
    return (
        ("IDEmisorFactura", record.issuer_nif),
        ("NumSerieFactura", record.number),
        ("FechaExpedicionFactura", day),
        ("TipoFactura", record.invoice_type),
        ("CuotaTotal", euros(record.tax_total)),
        ("ImporteTotal", euros(record.total)),
        ("Huella", record.previous),
        ("FechaHoraHusoGenRegistro", moment),
    )


def fingerprint_of_fields(fields: Iterable[tuple[str, str | None]]) -> str:
    """Return the SHA-256 of ``name=value&…``, in capital hexadecimal digits.

    Source: AEAT, huella v0.1.2, section 3.
    """
    return sha256(sealed_text(fields).encode()).hexdigest().upper()


def sealed_text(fields: Iterable[tuple[str, str | None]]) -> str:
    """Return what is hashed: values without the blanks around them, what is absent as ``name=``."""
    return "&".join(f"{name}={(value or '').strip()}" for name, value in fields)


def euros(amount: Decimal | None) -> str | None:
    """Return *amount* as written in a record, with two decimals.

    AEAT takes ``123.1`` for ``123.10``, so one way of writing has to be kept to. What is no whole cent
    is written as it is: rounding would hide that somebody changed it.
    """
    if amount is None:
        return None
    text = f"{abs(amount) if amount == 0 else amount:.2f}"  # no "-0.00"
    return text if Decimal(text) == amount else str(amount)


def record_of_issue(
    last: Record | None,
    *,
    issuer_nif: str,
    number: str,
    issued_on: date,
    invoice_type: str,
    tax_total: Decimal,
    total: Decimal,
    generated_at: datetime,
    invoice_id: int,
) -> Record:
    """Return the record of an invoice's issue, chained to *last*.

    :param last: the issuer's last record, of either kind and any series; None before the first.
    :raises ChainBroken: if *last* has been altered.
    :raises ClockBehind: if *last* is more than a minute ahead of *generated_at*.
    :raises ValueError: if *generated_at* has no offset, or an amount is no whole cents.
    """
    record = Record(
        position=0,
        kind=RecordKind.ISSUE,
        issuer_nif=issuer_nif.strip(),
        number=number.strip(),
        issued_on=issued_on,
        generated_at=generated_at,
        previous="",
        fingerprint="",
        invoice_id=invoice_id,
        invoice_type=invoice_type.strip(),
        tax_total=from_cents(to_cents(tax_total)),
        total=from_cents(to_cents(total)),
    )
    return _chained(record, last)


def record_of_annulment(
    last: Record | None,
    *,
    issuer_nif: str,
    number: str,
    issued_on: date,
    generated_at: datetime,
    invoice_id: int,
) -> Record:
    """Return the record of the annulment of the invoice *number*, issued on *issued_on*.

    :raises ChainBroken: if *last* has been altered.
    :raises ClockBehind: if *last* is more than a minute ahead of *generated_at*.
    :raises ValueError: if *generated_at* has no offset.
    """
    record = Record(
        position=0,
        kind=RecordKind.ANNULMENT,
        issuer_nif=issuer_nif.strip(),
        number=number.strip(),
        issued_on=issued_on,
        generated_at=generated_at,
        previous="",
        fingerprint="",
        invoice_id=invoice_id,
    )
    return _chained(record, last)


def sealed(record: Record) -> Record:
    """Return *record* with the fingerprint that it should have by what it says."""
    return replace(record, fingerprint=fingerprint_of(record))


def _chained(record: Record, last: Record | None) -> Record:
    if record.generated_at.utcoffset() is None:
        raise ValueError(f"{record.generated_at} has no offset: give the clock a time zone")
    now = record.generated_at.replace(microsecond=0)
    if last is None:
        return sealed(replace(record, position=1, generated_at=now))
    # Orden HAC/1177/2024, art. 7.i: before each record, look at the one it is chained to.
    if not last.intact:
        raise ChainBroken(last.position)
    if last.generated_at - now > FARTHEST_AHEAD:
        raise ClockBehind(last.generated_at, now)
    return sealed(replace(record, position=last.position + 1, previous=last.fingerprint, generated_at=now))
