"""Whether a service has kept what was sent to it."""

from collections.abc import Iterator
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.contract import Operation
from taller.contracts.probing.resources import wrapping
from taller.contracts.probing.story import Exchange
from taller.contracts.probing.values import differences

_SHORT = 80


def kept(bed: Bed, operation: Operation, body: Any, *shown: Exchange) -> Iterator[Breach]:
    """Yield if *body*, sent to *operation*, is not what the last of *shown* has."""
    sent = wrapping(bed.contract, operation.body or {})
    inner, found = sent.open(body), bed.shown(shown[-1])
    if not isinstance(inner, dict):
        return
    for where, wanted, got in differences(
        bed.contract, bed.clients(inner), found, bed.collection.shown.schema
    ):
        told = said(
            "{where} is {got}, and {wanted} was sent", where=where, got=brief(got), wanted=brief(wanted)
        )
        place = operation.at("requestBody")
        yield bed.story.breach(operation, "reads-back-equal", place, told, *shown, mark=_mark(where))


def _mark(where: str) -> str:
    return "/".join("*" if step.isdigit() else step for step in where.split("/"))


def brief(value: Any) -> str:
    """Return *value*, or that there is none, as a line that is not long."""
    if isinstance(value, Said):  # no value of a service: `MISSING`
        return value
    text = repr(value)
    if len(text) <= _SHORT:
        return text
    return said("{start}… ({number} characters)", start=text[:_SHORT], number=len(text))
