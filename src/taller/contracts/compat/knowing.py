"""What a consumer's file names that the contract does not have: most likely a slip of the pen."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from taller.contracts.compat.bodies import body_of
from taller.contracts.compat.consumers import Consumer, Seen, Use
from taller.contracts.compat.contract import Contract, Operation, Part, shape_of, template_of
from taller.contracts.compat.facts import Places
from taller.contracts.compat.gathering import Gatherer
from taller.contracts.compat.reaching import Reach
from taller.contracts.compat.telling import fitting, schema_at
from taller.documents.pointers import below, steps_of

_STATUS = re.compile("[1-5]([0-9][0-9]|XX)")
_OF_HTTP = frozenset(
    {"age", "allow", "cache-control", "connection", "content-encoding", "content-length", "content-type"}
    | {"date", "location", "retry-after", "server", "transfer-encoding", "vary", "via", "www-authenticate"}
)
"""Headers that any server or cache may send, whether a contract speaks of them or not."""
_SLIP = 0.8
"""How alike two names of headers are, one of which is taken for the other misspelt."""


class Knowing:
    """What a contract has, as consumers speak of it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Look at *document*, a sound OpenAPI 3.1 document as `taller.documents` reads it."""
        self._contract = Contract(document)
        self._operations = self._contract.operations()
        self._sent, self._read = (Reach(Gatherer(document, request)) for request in (True, False))

    def strangers(self, consumer: Consumer) -> Iterator[str]:
        """Yield a sentence on each thing that *consumer* relies on and the contract does not have."""
        for name, use in consumer.operations.items():
            method, _, path = name.partition(" ")
            operation = self._operations.get((method.lower(), shape_of(path)))
            if operation is None:
                yield _stranger("operation", name, (one.name for one in self._operations.values()))
                continue
            several = (
                self._parameters(operation, use.parameters, template_of(path)),
                self._request(operation, use),
                self._response(operation, use),
            )
            yield from (f"{name}: {one}" for each in several for one in each)

    def _parameters(self, operation: Operation, seen: Seen, template: list[str]) -> Iterator[str]:
        known = {f"{place}/{name}": part for (place, name), part in operation.parameters.items()}
        pairs = zip(template, operation.template, strict=True)
        # Names in a path do not matter, and credentials are no parameters.
        named = {f"path/{name}": known.get(f"path/{other}") for name, other in pairs}
        others = dict.fromkeys([*self._credentials(), *self._spread(known)])
        for name, values in seen.items():
            part = {**others, **known, **named}.get(name)
            if part and not part.value.get("content"):
                places = (schema_at(part.pointer, part.value),)
                yield from _values(self._sent, [places], name, values, text=True)
            elif not part and name not in {**others, **named} and not _is_free(name, known):
                yield _stranger("parameter", name, known)

    def _spread(self, known: Mapping[str, Part]) -> Iterator[str]:
        """Yield the members of objects, each of which is a parameter on the wire: ``a`` or ``filter[a]``."""
        for name, part in known.items():
            for pointer in self._sent.beside([(schema_at(part.pointer, part.value),)], ""):
                member = steps_of(pointer)[-1]
                yield f"{name}[{member}]"
                yield f"{name.partition('/')[0]}/{member}"

    def _request(self, operation: Operation, use: Use) -> Iterator[str]:
        body = body_of(self._contract, operation)
        parts = [body] if body else []
        yield from _media_types(parts, use.sent_media_types)
        yield from _properties(self._sent, parts, use.sent)

    def _response(self, operation: Operation, use: Use) -> Iterator[str]:
        found = self._contract.answers(operation)
        parts = [*found.values()]
        yield from _statuses(use.statuses, found)
        yield from _media_types(parts, use.read_media_types)
        headers = {name.lower() for one in parts for name in self._contract.inside(one, "headers")}
        for name in sorted(use.headers - headers - _OF_HTTP):
            yield _stranger("response header", name, headers)
        yield from _properties(self._read, parts, dict.fromkeys(sorted(use.read), ()))

    def _credentials(self) -> Iterator[str]:
        """Yield the parameters that prove who one is."""
        components = self._contract.part("/components", self._contract.document.get("components"))
        for one in self._contract.inside(components, "securitySchemes").values():
            if one.value.get("type") == "apiKey":
                place, name = one.value.get("in", ""), str(one.value.get("name", ""))
                yield f"{place}/{name.lower() if place == 'header' else name}"


def _is_free(name: str, known: Iterable[str]) -> bool:
    """Tell whether *name* is a header of which the contract says nothing, which anybody may send.

    A server passes over headers that it does not know (RFC 9110, 5.1); one that looks like one that it
    knows is a slip.
    """
    place, _, bare = name.partition("/")
    headers = [one.partition("/")[2] for one in known if one.startswith("header/")]
    return place == "header" and not get_close_matches(bare, headers, 1, _SLIP)


def _properties(reach: Reach, parts: list[Part], seen: Seen) -> Iterator[str]:
    starts: list[Places] = [
        (schema_at(below(below(part.pointer, "content"), name), media),)
        for part in parts
        for name, media in part.value.get("content", {}).items()
    ]
    for pointer, values in seen.items():
        found = reach.places(starts, pointer)
        if found:
            yield from _values(reach, found, pointer, values)
        else:
            yield _stranger("property", pointer, reach.beside(starts, pointer))


def _stranger(what: str, name: str, known: Iterable[str]) -> str:
    """Return a sentence on *name*, with what comes nearest among those *known*."""
    several = sorted({*known})
    nearest = get_close_matches(name, several, 1, 0.5)
    remedy = f"did you mean `{nearest[0]}`?" if nearest else _remedy(several)
    return f"the contract has no {what} `{name}`; {remedy}"


def _remedy(known: list[str]) -> str:
    return f"it has {', '.join(f'`{one}`' for one in known[:5])}" if known else "it has none there"


def _values(
    reach: Reach, several: list[Places], name: str, values: Iterable[Any], *, text: bool = False
) -> Iterator[str]:
    for value in values:
        if not any(reach.takes(one, value, text=text) for one in several):
            known = [str(one) for places in several for one in reach.named(places)]
            yield f"{name}: {_stranger('value', str(value), known)}"


def _media_types(parts: list[Part], used: Iterable[str]) -> Iterator[str]:
    known = [name for part in parts for name in part.value.get("content", {})]
    for name in sorted(used):
        if known and not fitting(name, known) and not any(fitting(one, [name]) for one in known):
            yield _stranger("media type", name, known)


def _statuses(used: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Yield those that are none: who handles more than a contract promises is prepared, not mistaken."""
    for name in sorted(used):
        if name != "default" and not _STATUS.fullmatch(name):
            yield _stranger("status", name, known)
