"""Where alterations start from: a request that the service takes, for something that is there."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from taller.contracts.probing.contract import Contract, Operation, plain
from taller.contracts.probing.hostile.asking import Asker, Raised
from taller.contracts.probing.locations import led_to
from taller.contracts.probing.renewed_keys import PLAIN, key_for
from taller.contracts.probing.samples import Samples
from taller.contracts.probing.wire import Reply, Request, filled

_SAMPLES = 4
_TRIES = 8
_FOR_STATE = frozenset((404, 409, 412))
"""Refusals that say nothing of the request: of what is or is not there."""
_HOLE = re.compile(r"\{([^{}]*)\}")
_NAMELESS = frozenset(("authorization",))


@dataclass(frozen=True)
class Start:
    """A request, and what its path and its body are made of."""

    request: Request
    values: Mapping[str, str]
    """The parameters of its path."""
    body: Any = None
    taken: bool = False
    """Whether the service was asked, and answered 2xx."""


@dataclass
class Starts:
    """Finds the start for each operation of a service, and keeps in mind what is there."""

    asker: Asker
    samples: Samples
    contract: Contract
    known: dict[str, str] = field(default_factory=dict)
    """Path parameters of what was created, by name."""

    def find(self, operation: Operation) -> Start | None:
        """Return the first start that is taken, or one refused only for the state of things; None if all are.

        An operation without a body is not asked whether it takes the request: it might be done for good.
        """
        found: Start | None = None
        for start in self._starts(operation):
            if operation.body is None and operation.method != "GET":
                return start
            reply = self._send(start.request)
            if reply is not None and reply.ok:
                self._learn(start, reply)
                return replace(start, taken=True)
            if reply is not None and reply.status in _FOR_STATE:
                found = found or start
        return found

    def _starts(self, operation: Operation) -> Iterator[Start]:
        made = [self._cleaned(one) for one in self.samples.requests(operation.label, _SAMPLES)]
        if not made:
            return
        bodies = self._bodies(operation)
        for values in self._values(operation, made):
            for place, body in enumerate(bodies or [None]):
                request = made[place % len(made)]
                yield Start(self._filled(operation, request, values, body), values, body)

    def _cleaned(self, request: Request) -> Request:
        """Return *request* without credentials made up: the client has good ones."""
        schemes = self.contract.schemes.values()
        secret = _NAMELESS | {
            str(one.get("name", "")).lower() for one in schemes if one.get("in") == "header"
        }
        return replace(
            request,
            headers={name: one for name, one in request.headers.items() if name.lower() not in secret},
        )

    def _filled(
        self, operation: Operation, request: Request, values: Mapping[str, str], body: Any
    ) -> Request:
        query = "".join(request.path.partition("?")[1:])
        keys = {name: one for name, one in request.headers.items() if plain(name) == PLAIN}
        fresh = {name: key_for(self.contract, operation, one) for name, one in keys.items()}
        headers = {**request.headers, **fresh}
        made = replace(request, path=filled(operation.path, values) + query, headers=headers)
        if operation.body is None:
            return made
        return replace(made, body=json.dumps(body).encode()).with_headers(Content_Type=operation.media_type)

    def _values(self, operation: Operation, made: list[Request]) -> list[Mapping[str, str]]:
        """Return what the path may be filled with: what was created, then what is shown, or made up."""
        names = _HOLE.findall(operation.path)
        shown = {
            one.name: text for one in operation.parameters if (text := self._shown(one.said)) is not None
        }
        tried = [{**shown, **self.known}, shown, *(parsed(operation.path, one.path) for one in made[:2])]
        whole = [
            {name: each[name] for name in names} for each in tried if all(name in each for name in names)
        ]
        unlike = [each for place, each in enumerate(whole) if each not in whole[:place]]
        return [{}] if not names else sorted(unlike, key=lambda each: not self._is_there(operation, each))

    def _shown(self, said: Mapping[str, Any]) -> str | None:
        several = (self.contract.schema(one).get("value") for one in said.get("examples", {}).values())
        schema = self.contract.schema(said.get("schema", {}))
        known = (said.get("example"), *several, schema.get("example"), *schema.get("examples", ()))
        return next((str(one) for one in known if one is not None), None)

    def _is_there(self, operation: Operation, values: Mapping[str, str]) -> bool:
        read = self.contract.operation("GET", operation.path)
        if read is None:
            return True
        reply = self._send(Request(read.label, "GET", filled(operation.path, values)))
        return reply is not None and reply.ok

    def _bodies(self, operation: Operation) -> list[Any]:
        """Return valid bodies, the one with most fields first."""
        if operation.body is None:
            return []
        content = self.contract.schema(operation.said.get("requestBody", {})).get("content", {})
        media = self.contract.schema(content.get(operation.media_type, {}))
        shown = [self.contract.schema(one).get("value") for one in media.get("examples", {}).values()]
        made = self.samples.bodies(operation.label, _SAMPLES)
        sound = [
            one
            for one in (media.get("example"), *shown, *made)
            if one is not None and self.contract.fits(operation.body, one)
        ]
        return [self._joined(operation, sound), *sound][:_TRIES] if sound else []

    def _joined(self, operation: Operation, bodies: list[Any]) -> Any:
        """Return the first of *bodies* with as many fields of the others as it may have."""
        whole = bodies[0]
        for other in bodies[1:]:
            for name in other if isinstance(other, dict) and isinstance(whole, dict) else ():
                more = {**whole, name: other[name]}
                if name not in whole and self.contract.fits(operation.body or {}, more):
                    whole = more
        return whole

    def _send(self, request: Request) -> Reply | None:
        """Return the reply to *request*; None if the application fails at it, which is no start."""
        try:
            return self.asker.ask(request)
        except Raised:
            return None

    def _learn(self, start: Start, reply: Reply) -> None:
        """Keep in mind where what was created is."""
        if reply.status == 201 and "Location" in reply.headers:
            base = self.asker.client.url + start.request.path
            led = led_to(reply.headers["Location"], base)
            path = led.path.removeprefix(urlsplit(self.asker.client.url).path) if led is not None else ""
            for template in {one.path for one in self.contract.operations.values() if one.method == "GET"}:
                found = parsed(template, path)
                if found and template.startswith(start.request.operation.partition(" ")[2]):
                    self.known |= found


def parsed(template: str, path: str) -> dict[str, str]:
    """Return the parameters that *template* has in *path*; none if that is another path."""
    parts = _HOLE.split(template)
    form = "".join("([^/]+)" if turn % 2 else re.escape(part) for turn, part in enumerate(parts))
    found = re.fullmatch(form, path.partition("?")[0])
    return dict(zip(parts[1::2], map(unquote, found.groups()), strict=True)) if found else {}
