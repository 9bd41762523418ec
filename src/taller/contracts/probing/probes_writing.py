"""Probes of what a client may write: one property alone, and not what is the service's."""

from collections.abc import Iterator
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.probing.bed import Bed, Created
from taller.contracts.probing.contract import Operation, Schema, types
from taller.contracts.probing.keeping import brief, kept
from taller.contracts.probing.resources import wrapping
from taller.contracts.probing.story import Exchange, Unasked
from taller.contracts.probing.values import MISSING, another, same
from taller.contracts.probing.walks import OTHERS, Walk, usual, walked

_AGAIN = 3
"""Times that something must have been created by what was refused, for it to be no chance."""
_WRONG: dict[str, Any] = {"": [{}]}
"""What hardly any property may be."""


def patch_leaves_the_rest(bed: Bed) -> Iterator[Breach]:
    """Yield if a PATCH of one property changes another, or does not change that."""
    patch = bed.operation("PATCH")
    if patch.body is None or patch.media_type not in ("application/json", "application/merge-patch+json"):
        raise Unasked(said("PATCH takes no such body"))
    one = bed.plant()
    before = bed.seen(one)
    body, came = _patched(bed, one, patch, before)
    after = bed.seen(one)
    sent = wrapping(bed.contract, patch.body)
    told = sent.open(body)
    was, found = bed.shown(before), bed.shown(after)
    yield from kept(
        bed, patch, {name: value for name, value in body.items() if value is not None}, one.birth, came, after
    )
    for name in bed.clients(was).keys() & bed.collection.sent.open(one.sent).keys() - told.keys():
        if not same(was[name], found.get(name)):
            what = said(
                "{name} is {now}, and was {before}",
                name=name,
                now=brief(found.get(name, MISSING)),
                before=brief(was[name]),
            )
            yield bed.story.breach(
                patch,
                "patch-leaves-the-rest",
                patch.at("requestBody"),
                what,
                one.birth,
                came,
                after,
                mark=name,
            )


def _patched(bed: Bed, one: Created, patch: Operation, before: Exchange) -> tuple[Any, Exchange]:
    sent = wrapping(bed.contract, patch.body or {})
    for body in bed.bodies(patch):
        inner = sent.open(body)
        for name in inner if isinstance(inner, dict) else ():
            single = {name: inner[name]} if sent.inside is None else {sent.inside: {name: inner[name]}}
            news = name != bed.collection.identity and inner[name] != bed.shown(before).get(name)
            if news and inner[name] is not None and bed.contract.fits(patch.body or {}, single):
                came = bed.change(one, single, before.reply.headers.get("ETag"), "PATCH")
                if came.reply.ok:
                    return single, came
    raise Unasked(said("no change of one property was taken"))


def refused_changes_nothing(bed: Bed) -> Iterator[Breach]:
    """Yield if what is refused, a creation or a change, is done all the same.

    :raises Unasked: if neither can be asked.
    """
    reasons = []
    for ask in (_refused_creation, _refused_change):
        try:
            yield from ask(bed)
        except Unasked as reason:
            reasons.append(reason)
    if len(reasons) == 2:
        raise reasons[-1]


def _refused_change(bed: Bed) -> Iterator[Breach]:
    change = bed.operation("PUT")
    one = bed.plant()
    before = bed.seen(one)
    body = next(bed.changes(one, bed.shown(before)), None)
    if not isinstance(body, dict):
        raise Unasked(said("no change could be made up"))
    tried = bed.change(one, _spoilt(bed, change, body), before.reply.headers.get("ETag"))
    if tried.reply.ok:
        raise Unasked(said("the change was not refused"))
    after = bed.seen(one)
    if bed.is_changed(before, after):
        told = said("status {status}, and the change was made", status=tried.reply.status)
        yield bed.story.breach(
            change, "refused-changes-nothing", change.at("responses"), told, one.birth, before, tried, after
        )


def _refused_creation(bed: Bed) -> Iterator[Breach]:
    bed.few(1)
    body = next(bed.bodies(bed.collection.create), None)
    if not isinstance(body, dict):
        raise Unasked(said("no body could be made up"))
    before = _listed(bed)
    tried, after = _refused(bed, body), _listed(bed)
    if not _more(before, after):
        return
    # Somebody else may write to the list: then it grows by itself, or does not the next time.
    for _ in range(_AGAIN):
        still = _listed(bed)
        _refused(bed, body)
        if _more(after, still) or not _more(still, after := _listed(bed)):
            raise Unasked(OTHERS)
    create = bed.collection.create
    told = said("status {status}, and the list shows one more", status=tried.reply.status)
    place = create.at("responses")
    yield bed.story.breach(create, "refused-changes-nothing", place, told, tried, *after.pages)


def _listed(bed: Bed) -> Walk:
    walk = walked(bed, usual(bed))
    if not walk.whole:
        raise Unasked(said("the list is too long to be read whole"))
    return walk


def _more(before: Walk, after: Walk) -> bool:
    known = {*map(repr, before.ids)}
    return any(repr(one) not in known for one in after.ids)


def _refused(bed: Bed, body: dict[str, Any]) -> Exchange:
    tried = bed.create(_spoilt(bed, bed.collection.create, body))
    if not 400 <= tried.reply.status < 500:
        raise Unasked(said("the creation was not refused"))
    return tried


def _spoilt(bed: Bed, change: Operation, body: dict[str, Any]) -> Any:
    """Return *body* with one wrong property, the last: who takes one after the other has taken the others.

    It is none of free text, if there is another, for that is where all bodies made up differ.
    """
    sent = wrapping(bed.contract, change.body or {})
    inner = sent.open(body)
    if not isinstance(inner, dict) or not inner:
        return {**body, next(reversed(body)): _WRONG}
    names = [one for one in inner if one != bed.collection.identity] or [*inner]
    name = min(reversed(names), key=lambda one: _freedom(sent.properties.get(one, {})))
    wrong = {**{other: value for other, value in inner.items() if other != name}, name: _WRONG}
    return wrong if sent.inside is None else {**body, sent.inside: wrong}


def _freedom(schema: Schema) -> int:
    """Return how much of what is made up for a property differs from body to body."""
    if types(schema) & {"array", "object"}:
        return 1
    free = types(schema) == {"string"} and not {"enum", "format"} & schema.keys()
    return 2 if free else 0


def read_only_stays(bed: Bed) -> Iterator[Breach]:
    """Yield if a client can set what is the service's to give."""
    shown, sent = bed.collection.shown.properties, bed.collection.sent.properties
    names = [name for name, said in shown.items() if _is_the_services(bed, name, said, name in sent)]
    if not names:
        raise Unasked(said("nothing is the service's alone"))
    for name in names:
        yield from _created_with(bed, name)
    if "PUT" in bed.collection.operations:
        one = bed.plant()
        for name in names:
            yield from _changed_to(bed, one, name)


def _is_the_services(bed: Bed, name: str, said: Any, writable: bool) -> bool:
    if writable:
        return bool(said.get("readOnly"))
    return name == bed.collection.identity or bool(said.get("readOnly")) or said.get("format") == "date-time"


def _with(bed: Bed, operation: Operation, body: Any, name: str, value: Any) -> Any:
    inside = wrapping(bed.contract, operation.body or {}).inside
    return {**body, name: value} if inside is None else {**body, inside: {**body[inside], name: value}}


def _created_with(bed: Bed, name: str) -> Iterator[Breach]:
    create = bed.collection.create
    pattern = bed.few(1)[0]
    value = another(bed.shown(bed.seen(pattern)).get(name), bed.collection.shown.properties[name])
    if value is None:
        return
    body = next(bed.bodies(create), None)
    if not isinstance(body, dict):
        return
    made = bed.create(_with(bed, create, body, name, value))
    if made.reply.status == 201:
        came = bed.read(bed.created(made, body))
        yield from _taken(bed, create, name, value, came, made, came)


def _changed_to(bed: Bed, one: Created, name: str) -> Iterator[Breach]:
    change = bed.operation("PUT")
    before = bed.seen(one)
    value = another(bed.shown(before).get(name), bed.collection.shown.properties[name])
    body = next(bed.changes(one, bed.shown(before)), None)
    if value is None or not isinstance(body, dict):
        return
    came = bed.change(one, _with(bed, change, body, name, value), before.reply.headers.get("ETag"))
    if came.reply.ok:
        after = bed.read(one)
        yield from _taken(bed, change, name, value, after, one.birth, came, after)


def _taken(
    bed: Bed, operation: Operation, name: str, value: Any, after: Exchange, *shown: Exchange
) -> Iterator[Breach]:
    found = bed.shown(after)
    lost = name == bed.collection.identity and not after.reply.ok and operation.method == "PUT"
    if lost or (isinstance(found, dict) and same(found.get(name), value)):
        told = said("{name} is {value}, as the client wanted", name=name, value=brief(value))
        yield bed.story.breach(
            operation, "read-only-stays", operation.at("requestBody"), told, *shown, mark=name
        )
