"""A reply that keeps its promises, made into one that breaks some."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import quote

from taller.mocks.faults.model import ContentType, Effect, Slow, Truncate
from taller.mocks.faults.mutations import mutations
from taller.mocks.openapi.http import Delivery, Finding, Reply
from taller.mocks.openapi.media import is_json

Breaks = Callable[[Reply], bool]
"""Tells whether a reply breaks the contract of its operation."""

UNDOCUMENTED = (299, 599)
"""Statuses that nobody documents; the second is for a contract with 2XX."""


def broken(reply: Reply, random: Random, breaks: Breaks, *, bodiless: bool) -> Reply:
    """Return *reply* with one promise broken; as it is, if the contract promises nothing.

    :param bodiless: whether the client gets no body, as for HEAD.
    """
    if breaks(reply):
        return reply
    for spoilt in _spoilt(reply, random, bodiless):
        if breaks(spoilt):
            return spoilt
    return reply


def _spoilt(reply: Reply, random: Random, bodiless: bool) -> Iterator[Reply]:
    if not bodiless:
        yield from _with_spoilt_bodies(reply, random)
    others = [*_without_headers(reply), *_with_statuses(reply)]
    # The last resort stays last: it breaks even a contract that documents every success.
    first, last = others[:-1], others[-1:]
    random.shuffle(first)
    yield from (*first, *last)


def _with_spoilt_bodies(reply: Reply, random: Random) -> Iterator[Reply]:
    media = reply.header("content-type")
    if not (reply.body and media and is_json(media)):
        return
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return
    for place, spoilt, what in mutations(value, random):
        yield _with_body(reply, spoilt, Finding("response", f"body {_pointer(place)}", f"{what}, by a fault"))


def _with_body(reply: Reply, value: Any, finding: Finding) -> Reply:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return replace(reply, body=body, spoilt=(*reply.spoilt, finding))


def _without_headers(reply: Reply) -> Iterator[Reply]:
    for name in dict.fromkeys(name.lower() for name, _ in reply.headers):
        finding = Finding("response", f"header {name}", "dropped by a fault")
        left = tuple(pair for pair in reply.headers if pair[0].lower() != name)
        yield replace(reply, headers=left, spoilt=(*reply.spoilt, finding))


def _with_statuses(reply: Reply) -> Iterator[Reply]:
    for status in UNDOCUMENTED:
        finding = Finding("response", "status", f"{status} instead of {reply.status}, by a fault")
        yield replace(reply, status=status, spoilt=(*reply.spoilt, finding))


def retyped(reply: Reply, effect: ContentType) -> Reply:
    """Return *reply* with the content type of *effect*, if it has one."""
    if reply.header("content-type") in (None, effect.value):
        return reply
    headers = tuple(
        (name, effect.value if name.lower() == "content-type" else value) for name, value in reply.headers
    )
    finding = Finding("response", "header Content-Type", f"{effect.value}, by a fault")
    return replace(reply, headers=headers, spoilt=(*reply.spoilt, finding))


def delivered(reply: Reply, effects: tuple[Effect, ...], *, bodiless: bool) -> Reply:
    """Return *reply* with its body cut and slowed down as *effects* want, the strictest of each."""
    if bodiless or not reply.body:
        return reply
    size, delivery = len(reply.body), reply.delivery or Delivery()
    cuts = [_kept(one, size) for one in effects if isinstance(one, Truncate)]
    speeds = [one.bytes_per_second for one in effects if isinstance(one, Slow)]
    cuts = [cut for cut in cuts if cut < size]
    if delivery.bytes_per_second is not None:
        speeds.append(delivery.bytes_per_second)
    speed = min(speeds, default=None)
    if not cuts:
        return reply if speed is None else replace(reply, delivery=replace(delivery, bytes_per_second=speed))
    cut = min(cuts if delivery.cut_after is None else [*cuts, delivery.cut_after])
    finding = Finding("response", "body", f"cut after {cut} of {size} bytes, by a fault")
    delivery = replace(delivery, cut_after=cut, bytes_per_second=speed)
    return replace(reply, delivery=delivery, spoilt=(*reply.spoilt, finding))


def _kept(effect: Truncate, size: int) -> int:
    return size * effect.amount // 100 if effect.unit == "percent" else effect.amount


def _pointer(place: tuple[str | int, ...]) -> str:
    """Return *place* as a JSON pointer, a fragment (RFC 6901, section 6)."""
    steps = (quote(str(step).replace("~", "~0").replace("/", "~1"), safe="~") for step in place)
    return "#" + "".join(f"/{step}" for step in steps)
