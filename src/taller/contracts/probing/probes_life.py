"""Probes of a resource's life: created, read, changed, deleted, and no other touched by it."""

from collections.abc import Iterator
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.probing.bed import Bed, Created
from taller.contracts.probing.endings import MARKED, marked
from taller.contracts.probing.keeping import brief, kept
from taller.contracts.probing.locations import lead
from taller.contracts.probing.story import Exchange, Unasked
from taller.contracts.probing.values import MISSING, same
from taller.contracts.probing.walks import Walk, asked_for, fill_caches, walked

_GONE = (404, 410)
_A_FEW = 4
_SHORT = 80


def location_leads(bed: Bed) -> Iterator[Breach]:
    """Yield if ``Location`` does not lead to what was created."""
    one = bed.few(2)[1]
    create = bed.collection.create
    location = one.birth.reply.headers.get("Location")
    if location is None or create.header(201, "Location") is None:
        raise Unasked(said("no Location is promised"))
    came = lead(bed.story, bed.collection.read, location, one.birth)
    place = create.at("responses", "201", "headers", "Location")
    if came.reply.status != 200:
        told = said("status {status} at {location}", status=came.reply.status, location=location[:_SHORT])
        yield bed.story.breach(create, "location-leads", place, told, one.birth, came, mark="nowhere")
        return
    made, found = bed.shown(one.birth), bed.shown(came)
    name = bed.collection.identity
    if not isinstance(made, dict) or name not in made:
        made = bed.shown(bed.seen(one))
    if not isinstance(found, dict):
        found = {}
    if name in made and made[name] != found.get(name):
        told = said(
            "{name} {found} at {location}, and {made} was created",
            name=name,
            found=brief(found.get(name, MISSING)),
            location=location[:_SHORT],
            made=brief(made[name]),
        )
        yield bed.story.breach(create, "location-leads", place, told, one.birth, came, mark="elsewhere")


def reads_back(bed: Bed) -> Iterator[Breach]:
    """Yield if what was created or changed is not read as it was sent."""
    few = (_A_FEW if bed.share >= 1 else _A_FEW // 2) - 1
    bed.few(few)
    bed.plants.append(bed.plant(long=True))
    for one in (*bed.plants[:few], bed.plants[-1]):
        yield from kept(bed, bed.collection.create, one.sent, one.birth, bed.seen(one))
    if "PUT" in bed.collection.operations:
        one = bed.plant()
        body, came = bed.changed(one, bed.seen(one), fully=True)
        yield from kept(bed, bed.operation("PUT"), body, one.birth, came, bed.seen(one))


def created_once(bed: Bed) -> Iterator[Breach]:
    """Yield if what is there is answered as created when the same is sent once more."""
    create = bed.collection.create
    key = create.named("idempotencykey")
    if not create.documents(409) or (key is not None and key.required):
        raise Unasked(said("that anything is there already is not promised to be refused"))
    one = bed.plant()
    again = bed.create(one.sent)
    if again.reply.status == 201 and bed.created(again, one.sent).values == one.values:
        told = said("status {status} for what was there: {path}", status=201, path=one.path)
        place = create.at("responses", "201")
        yield bed.story.breach(create, "created-once", place, told, one.birth, again)


def delete_is_final(bed: Bed) -> Iterator[Breach]:
    """Yield if what was deleted can be read or changed, and nothing in it says that it was deleted.

    A second DELETE may be answered as the first: it is idempotent (RFC 9110, 9.2.2).
    """
    remove = bed.operation("DELETE")
    one = bed.plant()
    seen = bed.seen(one)
    gone = _removed(bed, one)
    again = bed.read(one)
    if _is_marked(bed, bed.shown(seen), again):
        raise Unasked(MARKED)
    if again.reply.ok:
        told = said("status {status} after DELETE", status=again.reply.status)
        yield bed.story.breach(remove, "delete-is-final", remove.place, told, one.birth, gone, again)
    else:
        yield from _changed_when_gone(bed, one, seen, gone)


def _changed_when_gone(bed: Bed, one: Created, seen: Exchange, gone: Exchange) -> Iterator[Breach]:
    """Yield if a PUT changes what is not there; to create it anew is a 201 (RFC 9110, 9.3.4)."""
    remove, change = bed.operation("DELETE"), bed.collection.operations.get("PUT")
    body = next(bed.changes(one, bed.shown(seen)), None) if change and change.documents(404) else None
    if body is None:
        return
    came = bed.change(one, body, seen.reply.headers.get("ETag"))
    if came.reply.status in (200, 204):
        told = said("status {status} to PUT after DELETE", status=came.reply.status)
        yield bed.story.breach(remove, "delete-is-final", remove.place, told, one.birth, gone, came)


def _is_marked(bed: Bed, before: Any, after: Exchange) -> bool:
    return after.reply.ok and marked(before, bed.shown(after), bed.collection.shown.properties)


def _removed(bed: Bed, one: Created) -> Exchange:
    gone = bed.remove(one)
    if gone.reply.status not in (200, 204):
        raise Unasked(said("nothing was deleted: {status}", status=gone.reply.status))
    return gone


def gone_from_lists(bed: Bed) -> Iterator[Breach]:
    """Yield if a list shows what was deleted."""
    remove = bed.operation("DELETE")
    one = bed.plant()
    before = bed.shown(bed.seen(one))
    query = asked_for(bed, before) or {}
    fill_caches(bed, query)
    gone = _removed(bed, one)
    walk = walked(bed, query)
    if walk.has(before):
        if _is_listed_as_marked(bed, walk, before) or _is_marked(bed, before, bed.read(one)):
            raise Unasked(MARKED)
        listing = walk.pages[-1].request.operation
        told = said("the list shows what was deleted")
        place = bed.contract.operations[listing].at("responses", "200")
        yield bed.story.breach(remove, "gone-from-lists", place, told, one.birth, gone, *walk.pages)


def _is_listed_as_marked(bed: Bed, walk: Walk, before: Any) -> bool:
    read = bed.collection.shown.properties
    items = ({name: value for name, value in one.items() if name in read} for one in walk.items)
    return any(marked(before, one, read) for one in items if one.get(walk.key) == before.get(walk.key))


def ids_are_not_given_again(bed: Bed) -> Iterator[Breach]:
    """Yield if an id is given to a second resource when the first is deleted."""
    create = bed.collection.create
    bed.operation("DELETE")
    if not bed.collection.given:
        raise Unasked(said("the ids are the client's"))
    one = bed.plant()
    gone = _removed(bed, one)
    other = bed.plant()
    if one.values == other.values:
        name = bed.collection.parameter
        told = said("{name} {value} once more", name=name, value=brief(one.values[name]))
        yield bed.story.breach(create, "ids-stay-unique", create.place, told, one.birth, gone, other.birth)


def resources_are_apart(bed: Bed) -> Iterator[Breach]:
    """Yield if creating, changing or deleting one resource changes another."""
    one = bed.plant()
    before = bed.seen(one)
    other = bed.plant()
    between = bed.seen(one)
    if one.values != other.values and bed.clients(bed.shown(between)) != bed.clients(bed.shown(before)):
        create, shown = bed.collection.create, (one.birth, other.birth, between)
        names = _first(bed.shown(before), bed.shown(between))
        told = said("another resource changed: {names}", names=names)
        yield bed.story.breach(create, "resources-apart", create.place, told, *shown)
        return
    if "PUT" in bed.collection.operations:
        yield from _changed_apart(bed, one, other, between)
    if "DELETE" in bed.collection.operations and one.values != other.values:
        yield from _deleted_apart(bed, one, other)


def _changed_apart(bed: Bed, one: Created, other: Created, before: Exchange) -> Iterator[Breach]:
    _, came = bed.changed(other, bed.seen(other))
    after = bed.seen(one)
    if bed.clients(bed.shown(after)) != bed.clients(bed.shown(before)):
        change = bed.operation("PUT")
        names = _first(bed.shown(before), bed.shown(after))
        told = said("another resource changed: {names}", names=names)
        yield bed.story.breach(
            change, "resources-apart", change.place, told, one.birth, other.birth, came, after
        )


def _deleted_apart(bed: Bed, one: Created, other: Created) -> Iterator[Breach]:
    gone = bed.remove(other)
    after = bed.read(one) if gone.reply.status in (200, 204) else gone
    if after is not gone and after.reply.status in _GONE:
        remove = bed.operation("DELETE")
        told = said("another resource is gone: {path}", path=one.path)
        shown = (one.birth, other.birth, gone, after)
        yield bed.story.breach(remove, "resources-apart", remove.place, told, *shown, mark="gone")


def _first(before: Any, after: Any) -> str:
    names = [name for name in before if not same(before[name], after.get(name))]
    return ", ".join(names[:3])
