"""Whether a service has kept what was sent to it."""

from collections.abc import Iterator
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.contract import Operation, alike
from taller.contracts.probing.normal import is_normal, schema_at
from taller.contracts.probing.resources import wrapping
from taller.contracts.probing.story import Exchange
from taller.contracts.probing.values import differ, differences

_SHORT = 80


def kept(bed: Bed, operation: Operation, body: Any, *shown: Exchange) -> Iterator[Breach]:
    """Yield if *body*, sent to *operation*, is not what the last of *shown* has, or the answer before it."""
    sent = wrapping(bed.contract, operation.body or {})
    inner, found = sent.open(body), bed.shown(shown[-1])
    if not isinstance(inner, dict):
        return
    place, lost = operation.at("requestBody"), False
    for where, wanted, got in differences(
        bed.contract, bed.clients(inner), found, bed.collection.shown.schema
    ):
        lost = True
        told = said(
            "{where} is {got}, and {wanted} was sent", where=where, got=brief(got), wanted=brief(wanted)
        )
        normal = is_normal(bed.contract, schema_at(bed.contract, sent.schema, where), wanted, got)
        promise = "kept-as-sent" if normal else "reads-back-equal"
        yield bed.story.breach(operation, promise, place, told, *shown, mark=_mark(where))
    if not lost:
        yield from _answered(bed, operation, *shown)


def _answered(bed: Bed, operation: Operation, *shown: Exchange) -> Iterator[Breach]:
    """Yield if the answer of *operation*, the last but one of *shown*, has other values than what is read."""
    came, found = shown[-2], bed.shown(shown[-1])
    status = came.reply.status
    answer = wrapping(bed.contract, bed.contract.answer(operation, status) or {})
    told = answer.open(came.reply.json())
    for name, value in bed.clients(told).items() if isinstance(told, dict) else ():
        said_of_it, shown_as = answer.properties.get(name), bed.collection.shown.properties.get(name)
        if name not in found or not alike(said_of_it, shown_as):
            continue
        for where, before, now in differences(bed.contract, value, found[name], shown_as or {}, f"/{name}"):
            if differ(before, now):
                what = said(
                    "{where} is {now}, and {before} was answered",
                    where=where,
                    now=brief(now),
                    before=brief(before),
                )
                place, mark = operation.at("responses", str(status)), f"answer{_mark(where)}"
                yield bed.story.breach(operation, "reads-back-equal", place, what, *shown, mark=mark)


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
