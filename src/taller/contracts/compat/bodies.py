"""Compares what an operation takes and what it answers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from taller.contracts.compat.contract import Contract, Operation, Part
from taller.contracts.compat.findings import Subject
from taller.contracts.compat.telling import Telling, fitting, plain_media_type, schema_at
from taller.documents.pointers import below


def compare_requests(telling: Telling, old: Operation, new: Operation) -> None:
    """Tell what differs in the bodies that *old* and *new* take."""
    was, now = body_of(telling.old, old), body_of(telling.new, new)
    subject = Subject("request", old.name)
    if not was or not now:
        _tell_whole_body(telling, subject, (was, now), (old.part.pointer, new.part.pointer))
        return
    was_required, is_required = (one.value.get("required") is True for one in (was, now))
    if was_required != is_required:
        kind = "request-body-required" if is_required else "request-body-optional"
        telling.tell(kind, subject, (was.pointer, now.pointer))
    _compare_contents(telling, subject, (was, now))


def body_of(contract: Contract, operation: Operation) -> Part | None:
    """Return what *operation* of *contract* says of its request's body; None if it takes none."""
    body = operation.part.value.get("requestBody")
    return contract.part(below(operation.part.pointer, "requestBody"), body) if body else None


def _tell_whole_body(
    telling: Telling, subject: Subject, bodies: tuple[Part | None, Part | None], holders: tuple[str, str]
) -> None:
    was, now = bodies
    if now:
        required = now.value.get("required") is True
        kind = "request-body-required" if required else "request-body-added"
        telling.tell(kind, subject, (holders[0], now.pointer))
    if was:
        telling.tell("request-body-removed", subject, (was.pointer, holders[1]))


def _compare_contents(telling: Telling, subject: Subject, parts: tuple[Part, Part]) -> None:
    """Tell which media types went and came, and what differs in those that stayed."""
    was, now = (_contents(one) for one in parts)
    holders = tuple(below(one.pointer, "content") for one in parts)
    for name, media in was.items():
        about, found = replace(subject, name=plain_media_type(name)), fitting(name, now)
        place = below(holders[0], name)
        if found is None:
            telling.tell(f"{subject.part}-media-type-removed", about, (place, holders[1]), name=name)
        else:
            inside = schema_at(place, media), schema_at(below(holders[1], found), now[found])
            telling.tell_schemas(about, *inside)
    for name in now:
        if fitting(name, was) is None:
            about = replace(subject, name=plain_media_type(name))
            pointers = holders[0], below(holders[1], name)
            telling.tell(f"{subject.part}-media-type-added", about, pointers, name=name)


def _contents(part: Part) -> Mapping[str, object]:
    found: Mapping[str, object] = part.value.get("content", {})
    return found


def compare_responses(telling: Telling, old: Operation, new: Operation) -> None:
    """Tell what differs in the answers of *old* and *new*."""
    was, now = telling.old.answers(old), telling.new.answers(new)
    holders = below(old.part.pointer, "responses"), below(new.part.pointer, "responses")
    for status, other in _pairs(was, now):
        subject = Subject("response", old.name, statuses=(status,))
        _compare_response(telling, subject, (was[other[0]], now[other[1]]))
    for status, part in was.items():
        if not any(_covers(one, status) or _covers(status, one) for one in now):
            kind = "response-error-removed" if _is_error(status) else "response-status-removed"
            telling.tell(kind, Subject("response", old.name, statuses=(status,)), (part.pointer, holders[1]))
    for status, part in now.items():
        if not any(_covers(one, status) for one in was):
            kind = "response-error-added" if _is_error(status) else "response-status-added"
            telling.tell(kind, Subject("response", old.name, statuses=(status,)), (holders[0], part.pointer))


def _pairs(was: Mapping[str, Part], now: Mapping[str, Part]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each status that both promise, with the keys that speak of it there: 404, 4XX or ``default``."""
    for status in dict.fromkeys((*was, *now)):
        keys = _key_for(status, was), _key_for(status, now)
        if keys[0] is not None and keys[1] is not None:
            yield status, (keys[0], keys[1])


def _key_for(status: str, responses: Mapping[str, Part]) -> str | None:
    return next((one for one in (status, f"{status[0]}XX", "default") if one in responses), None)


def _covers(key: str, status: str) -> bool:
    return key in (status, "default") or (key.endswith("XX") and key[0] == status[0])


def _is_error(status: str) -> bool:
    return status[0] not in "123"


def _compare_response(telling: Telling, subject: Subject, parts: tuple[Part, Part]) -> None:
    _compare_headers(telling, subject, parts)
    if parts[0].value.get("content") or parts[1].value.get("content"):
        _compare_contents(telling, subject, parts)


def _compare_headers(telling: Telling, subject: Subject, parts: tuple[Part, Part]) -> None:
    old, new = _headers(telling.old, parts[0]), _headers(telling.new, parts[1])
    for name, was in old.items():
        about, now = replace(subject, part="header", name=name), new.get(name)
        if now is None:
            telling.tell("response-header-removed", about, (was.pointer, parts[1].pointer))
            continue
        if was.value.get("required") is True and now.value.get("required") is not True:
            telling.tell("response-header-optional", about, (was.pointer, now.pointer))
        places = schema_at(was.pointer, was.value), schema_at(now.pointer, now.value)
        telling.tell_schemas(about, *places, texts=True)
    for name in new.keys() - old:
        about = replace(subject, part="header", name=name)
        telling.tell("response-header-added", about, (parts[0].pointer, new[name].pointer))


def _headers(contract: Contract, part: Part) -> dict[str, Part]:
    """Return the headers by their names in lower case; OpenAPI tells of Content-Type elsewhere."""
    found = contract.inside(part, "headers")
    return {name.lower(): one for name, one in sorted(found.items()) if name.lower() != "content-type"}


def compare_links(telling: Telling, old: Operation, new: Operation) -> None:
    """Tell which links are gone from answers that are still there."""
    was, now = telling.old.answers(old), telling.new.answers(new)
    for status in was.keys() & now:
        links = was[status].value.get("links", {})
        for name in links.keys() - now[status].value.get("links", {}).keys():
            place = below(below(was[status].pointer, "links"), name)
            subject = Subject("response", old.name, statuses=(status,))
            telling.tell("link-removed", subject, (place, now[status].pointer), name=name)
