"""Probes of what is asked twice: with one key, or at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.probing.bed import Bed, Created
from taller.contracts.probing.renewed_keys import key_for
from taller.contracts.probing.story import Exchange, Unasked
from taller.contracts.probing.walks import walked

_THREADS = 8


def keys_repeat(bed: Bed) -> Iterator[Breach]:
    """Yield if a request with the key of an earlier one makes something anew, or stands for another one."""
    create = bed.collection.create
    taken = create.named("idempotencykey")
    if taken is None:
        raise Unasked(said("no idempotency key is promised"))
    bed.few(1)  # where nothing can be created, there is nothing to repeat
    place, key = create.at("parameters"), _key(bed)
    first, body = _first(bed, taken.name, key)
    before = _counted(bed)
    again = bed.story.ask(first.request)
    after = _counted(bed)
    one, other = bed.shown(first), bed.shown(again)
    if not again.reply.ok:
        told = said("status {status} to the same request with the same key", status=again.reply.status)
        yield bed.story.breach(create, "idempotency-key-repeats", place, told, first, again, mark="refused")
    elif one != other or first.reply.headers.get("Location") != again.reply.headers.get("Location"):
        what = again.reply.headers.get("Location") or said("something else")
        told = said("{what} to the same request with the same key", what=what)
        yield bed.story.breach(create, "idempotency-key-repeats", place, told, first, again, mark="anew")
    elif before is not None and after is not None and after > before:
        told = said(
            "{after} in the list after the same request with the same key, and {before} before",
            after=after,
            before=before,
        )
        yield bed.story.breach(create, "idempotency-key-repeats", place, told, first, again, mark="twice")
    if create.documents(409, 422):
        different = next((each for each in bed.bodies(create) if each != body), None)
        if different is not None:
            misused = bed.create(different, **{taken.name: key})
            if misused.reply.ok:
                told = said(
                    "status {status} to another request with the same key", status=misused.reply.status
                )
                yield bed.story.breach(
                    create, "idempotency-key-repeats", place, told, first, misused, mark="misused"
                )


def _counted(bed: Bed) -> int | None:
    """Return how many the list has; None if that takes too long, or cannot be told."""
    if bed.collection.listing is None or bed.share < 1:
        return None
    try:
        walk = walked(bed)
    except Unasked:
        return None
    return len(walk.items) if walk.whole else None


def _key(bed: Bed) -> str:
    """Return a key that is used once, also by a run that is repeated.

    :raises Unasked: if the contract wants one of a form that nobody can guess.
    """
    if key := key_for(bed.contract, bed.collection.create):
        return key
    raise Unasked(said("no idempotency key could be made up"))


def _first(bed: Bed, name: str, key: str) -> tuple[Exchange, Any]:
    for body in bed.bodies(bed.collection.create):
        made = bed.create(body, **{name: key})
        if made.reply.status == 201:
            return made, body
        key = _key(bed)
    raise Unasked(said("nothing could be created with a key"))


def one_update_wins(bed: Bed) -> Iterator[Breach]:
    """Yield if of changes made at once with one tag more than one is taken."""
    if bed.collection.precondition is None:
        raise Unasked(said("no tag is asked for"))
    if not bed.concurrent:
        raise Unasked(said("in this process, one request is answered after the other"))
    one = bed.plant()
    before = bed.seen(one)
    tag = before.reply.headers.get("ETag")
    if tag is None:
        raise Unasked(said("no ETag is promised"))  # or it may be missing: then there is nothing to go by
    bodies = _distinct(bed, one, before)
    with ThreadPoolExecutor(len(bodies)) as pool:
        came = list(pool.map(lambda body: bed.change(one, body, tag), bodies))
    taken = [each for each in came if each.reply.ok and _is_anew(each, tag)]
    if len(taken) > 1:
        change = bed.operation("PUT")
        told = said(
            "{taken} of {number} changes at once with {tag} were taken",
            taken=len(taken),
            number=len(came),
            tag=tag,
        )
        place = change.at("responses", "412")
        yield bed.story.breach(change, "one-update-wins", place, told, one.birth, before, *taken[:2])


def _is_anew(change: Exchange, tag: str) -> bool:
    """Tell whether *change* left another content than that of *tag*: one that does not spoils no other's."""
    return change.reply.headers.get("ETag") != tag


def _distinct(bed: Bed, one: Created, before: Exchange) -> list[Any]:
    """Return bodies of which no two are the same, nor any what created *one*."""
    found: list[Any] = []
    for _ in range(_THREADS):
        for body in bed.changes(one, bed.shown(before)):
            if body != one.sent and body not in found:
                found.append(body)
                break
    if len(found) < 2:
        raise Unasked(said("no two changes could be made up"))
    return found
