"""What an altered record said before, proved by the fingerprint that remembers it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from itertools import islice

from taller.invoices.domain.findings import Event
from taller.invoices.domain.records import (
    FARTHEST_AHEAD,
    Record,
    RecordKind,
    fields_of,
    fingerprint_of,
    sealed_text,
)

MOST_SECONDS = 200_000
"""How many moments are tried in search of one: two days, or half a second of work."""
_YEARS = range(2000, 3000)
"""What else stands for a year is itself tampered with, and arithmetic would overflow at the ends."""


def borne_out(record: Record, event: Event | None, issuer: str) -> Record:
    """Return *record* with what its invoice and the other records say it should say."""
    if event is None:
        return replace(record, issuer_nif=issuer)
    document, issue = event.document, event.kind is RecordKind.ISSUE
    return replace(
        record,
        kind=event.kind,
        issuer_nif=issuer,
        invoice_id=document.invoice_id,
        number=document.number,
        issued_on=document.issued_on,
        invoice_type=document.invoice_type if issue else None,
        tax_total=document.tax_total if issue else None,
        total=document.total if issue else None,
    )


def restored(candidates: Iterable[Record], fingerprint: str) -> Record | None:
    """Return the one of *candidates* that *fingerprint* was made of."""
    return next((one for one in candidates if fingerprint_of(one) == fingerprint), None)


def restored_in_time(record: Record, before: Record | None, after: Record) -> Record | None:
    """Return *record* with the time at which *after* was chained to it, if no more than that is wrong.

    Time can be searched: it lies between the neighbours' (Orden HAC/1177/2024, art. 7.i), in whole seconds.
    """
    head, _, _ = sealed_text(fields_of(record)).rpartition("=")
    begun = sha256(f"{head}=".encode())
    wanted = after.previous.lower()
    for moment in islice(_moments(record, before, after), MOST_SECONDS):
        attempt = begun.copy()
        attempt.update(moment.isoformat(timespec="seconds").encode())
        if attempt.hexdigest() == wanted:
            return replace(record, generated_at=moment)
    return None


def stood_between(event: Event, before: Record | None, after: Record) -> bool:
    """Whether the record of *event*, and no other, stood between the two."""
    previous = before.fingerprint if before else ""
    frame = borne_out(replace(after, previous=previous), event, after.issuer_nif)
    return restored_in_time(frame, before, after) is not None


def _moments(record: Record, before: Record | None, after: Record) -> Iterator[datetime]:
    """Yield the seconds at which *record* may have been made, at each offset in use around it."""
    ends = (before or after, after)
    if any(one.generated_at.year not in _YEARS or one.generated_at.tzinfo is None for one in ends):
        return
    offsets = dict.fromkeys(one.generated_at.utcoffset() for one in (record, *ends))
    zones = [timezone(offset) for offset in offsets if offset is not None]
    end = after.generated_at + FARTHEST_AHEAD
    begin = before.generated_at - FARTHEST_AHEAD if before else end - timedelta(days=1)
    for seconds in range(int((end - begin).total_seconds()) + 1):
        moment = begin + timedelta(seconds=seconds)
        yield from (moment.astimezone(zone) for zone in zones)
