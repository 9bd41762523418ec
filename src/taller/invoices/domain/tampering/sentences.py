"""Findings, with what is to be said of each, in Spanish."""

from taller.invoices.domain.findings import Event, Fault, Finding
from taller.invoices.domain.records import Record, RecordKind, fields_of
from taller.invoices.domain.tampering.holes import Lost

_NAMES = {RecordKind.ISSUE: "alta", RecordKind.ANNULMENT: "anulación"}


def altered(record: Record, was: Record | None, event: Event | None) -> Finding:
    number = event.document.number if event else record.number
    changes = _changes(record, was) if was else []
    said = "; ".join(f"{name} dice {now or 'nada'} y decía {then or 'nada'}" for name, now, then in changes)
    detail = f"El registro no dice lo que decía cuando se hizo{': ' + said if said else ''}."
    return Finding(Fault.ALTERED, record.position, number, detail)


def moved(record: Record, position: int) -> Finding:
    detail = f"El registro está en la posición {record.position} y le corresponde la {position}."
    return Finding(Fault.MOVED, record.position, record.number, detail)


def added(record: Record, why: str) -> Finding:
    detail = f"Sobra este registro de {_NAMES[record.kind]}: {why}."
    return Finding(Fault.ADDED, record.position, record.number, detail)


def removed(lost: Lost, place: int | None, among: tuple[int, int]) -> Finding:
    """Return the finding of a lost record; *place* is None if it stood somewhere *among* two positions."""
    what = f"el registro de {_NAMES[lost.kind]} de la factura {lost.number}" if lost.kind else "un registro"
    where = f"en la posición {place}" if place else f"entre las posiciones {among[0]} y {among[1]}"
    gone = ", y su factura tampoco está" if lost.with_invoice else ""
    return Finding(Fault.REMOVED, place, lost.number, f"Falta {what}, que estaba {where}{gone}.")


def invoice_altered(record: Record, invoice: Record | None) -> Finding:
    """Return the finding of an invoice that now says *invoice*; None if it is no longer annulled."""
    changes = _changes(record, invoice) if invoice else []
    said = "; ".join(
        f"{name} es {now or 'nada'} en la factura y {then or 'nada'} en el registro"
        for name, then, now in changes
    )
    detail = f"La factura ya no dice lo que dice su registro: {said or 'no consta su anulación'}."
    return Finding(Fault.INVOICE_ALTERED, record.position, record.number, detail)


def invoice_removed(record: Record) -> Finding:
    detail = "El registro está como se hizo, pero su factura ya no existe."
    return Finding(Fault.INVOICE_REMOVED, record.position, record.number, detail)


def invoice_added(kind: RecordKind | None, number: str | None) -> Finding:
    what = _NAMES[kind] if kind else "alta"
    detail = f"La factura no tiene registro de {what}, y la cadena no tiene ningún hueco donde estuviera."
    return Finding(Fault.INVOICE_ADDED, None, number, detail)


def _changes(one: Record, other: Record) -> list[tuple[str, str, str]]:
    """Return each field in which they differ, by AEAT's name, with what each says."""
    ours = dict(fields_of(one)) | _unsealed(one)
    theirs = dict(fields_of(other)) | _unsealed(other)
    names = dict.fromkeys([*ours, *theirs])
    return [
        (name, ours.get(name) or "", theirs.get(name) or "")
        for name in names
        if (ours.get(name) or "") != (theirs.get(name) or "")
    ]


def _unsealed(record: Record) -> dict[str, str | None]:
    """Return what a record says outside its fingerprint, or is its fingerprint."""
    return {"la factura": str(record.invoice_id), "la huella": record.fingerprint}
