"""Bodies and headers for requests to one collection, made up so that they are hard to keep."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from taller.contracts.probing.altering import altered
from taller.contracts.probing.contract import Contract, Operation, plain
from taller.contracts.probing.renewed_keys import PLAIN, key_for
from taller.contracts.probing.renewing import recoded, renewed
from taller.contracts.probing.resources import Collection, wrapping
from taller.contracts.probing.samples import Samples
from taller.contracts.probing.values import enriched, fresh, united

TRIES = 6
"""Bodies that are tried until one is taken: rules that no schema says may be against the others."""
_PATIENCE = 4
"""Refusals after which plain bodies come first."""
_STAMPS = re.compile("created|updated|modified|cread[oa]|actualizad|modificad")
"""In the names of times that a service sets, also where it shares a schema with what a client sends."""
_CONDITIONS = frozenset(("if-match", "ifmatch", "if-none-match"))


@dataclass
class Seeds:
    """Makes bodies up, each another one."""

    collection: Collection
    contract: Contract
    samples: Samples
    refused: int = 0
    """How many bodies were refused so far: most likely by rules against rich ones that no schema says."""
    _number: int = 0
    _past: int = 0
    _base: Any = None
    """What the last body was made of."""
    _good: Any = None
    """What a body was made of that was taken."""

    def differ_from_the_past(self) -> None:
        """Make no more bodies like those of an earlier run, which has left its resources."""
        self._past = time.time_ns() // 1_000_000

    def was_taken(self) -> None:
        """Come back to what the last body was made of, where no other is taken."""
        self._good = self._base

    def bodies(self, operation: Operation, *, long: bool = False) -> Iterator[Any]:
        """Yield bodies for *operation*: a rich one and one as it was made up, in turn.

        :param long: whether texts and numbers are to be long; without, what shows a broken promise is short.
        """
        raw, creates = self._raw(operation), operation is self.collection.create
        for turn in range(min(TRIES, 2 * len(raw))):
            yield self._body(raw[(turn // 2 + self._number + 1) % len(raw)], turn, operation, long=long)
        if creates and self._good is not None:
            yield self._body(self._good, self._plain_first, operation, long=long)
            yield self._body(self._good, not self._plain_first, operation, long=long)

    def _body(self, base: Any, turn: int, operation: Operation, *, long: bool) -> Any:
        self._number += 1
        self._base = base
        if (turn + self._plain_first) % 2 == 0:
            body = self._rich(base, operation, long=long)
        else:
            body = self._renewed(base, operation, codes=False)
        return self._with_fresh_id(body, operation)

    def changes(self, operation: Operation, sent: Any, current: Any, *, fully: bool = False) -> Iterator[Any]:
        """Yield bodies for *operation*, of an item, that are all another content than *current*.

        :param sent: what created it, which is like most that rules allow.
        :param current: the resource as it is shown.
        :param fully: whether to begin with one of which as many properties are others as can be.
        """
        if fully:
            yield from self._altered(operation, sent, current)
        wanted = wrapping(self.contract, operation.body or {})
        made, inner = self.collection.sent, self.collection.sent.open(sent)
        alike = wanted.inside == made.inside and isinstance(inner, dict)
        if alike and inner.keys() <= wanted.properties.keys():
            yield from self._versions(sent, operation, current)
        for base in self._raw(operation):
            yield from self._versions(base, operation, current)

    def clients(self, resource: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of *resource* is a client's to say: no ids that a service may give, and no stamps."""
        return {name: value for name, value in resource.items() if self._is_clients(name)}

    def headers(self, operation: Operation) -> dict[str, str]:
        """Return the headers that *operation* must have, as made up; of conditions there are none."""
        wanted = {one.name.lower() for one in operation.parameters if one.required and one.where == "header"}
        wanted -= _CONDITIONS
        if any(one.required and one.where == "cookie" for one in operation.parameters):
            wanted.add("cookie")
        made = self.samples.requests(operation.label, 1) if wanted else []
        said = made[0].headers if made else {}
        return {
            name: key_for(self.contract, operation, one) if plain(name) == PLAIN else one
            for name, one in said.items()
            if name.lower() in wanted
        }

    @property
    def _plain_first(self) -> bool:
        return self.refused > _PATIENCE

    def _is_clients(self, name: str) -> bool:
        said = self.collection.sent.properties.get(name)
        if said is None or said.get("readOnly") or said.get("writeOnly") or _STAMPS.search(plain(name)):
            return False
        return name != self.collection.identity or name in self.collection.sent.schema.get("required", ())

    def _raw(self, operation: Operation) -> list[Any]:
        """Return bodies for *operation* as they were made up, those that the contract shows first."""
        made = [*self._examples(operation), *self.samples.bodies(operation.label, TRIES)]
        fit = [one for one in made if self.contract.fits(operation.body or {}, one)]
        return fit or made  # a schema that requires what is read-only fits no request

    def _examples(self, operation: Operation) -> list[Any]:
        said = self.contract.schema(operation.said.get("requestBody", {})).get("content", {})
        content = self.contract.schema(said.get(operation.media_type, {}))
        more = (self.contract.schema(one).get("value") for one in content.get("examples", {}).values())
        return [one for one in (content.get("example"), *more) if one is not None]

    def _rich(self, body: Any, operation: Operation, *, long: bool) -> Any:
        schema = operation.body or {}
        whole = united(body, self._raw(operation)) if long or self._number % 2 == 0 else body
        body = whole if self.contract.fits(schema, whole) else body
        rich = enriched(self.contract, body, schema, self._number, self._past, long=long)
        return self.samples.kept(operation.label, self._renewed(rich, operation, codes=True))

    def _renewed(self, body: Any, operation: Operation, *, codes: bool) -> Any:
        """Return *body* with what may be there only once, as soon as something was refused for that."""
        if not self._past:
            return body
        return renewed(self.contract, body, operation.body or {}, self._past + self._number, codes=codes)

    def _versions(self, base: Any, operation: Operation, current: Any) -> Iterator[Any]:
        self._number += 1
        sent = wrapping(self.contract, operation.body or {})
        versions = [self._rich(base, operation, long=False), base]
        for body in reversed(versions) if self._plain_first else versions:
            kept = self._with_identity(body, operation, current)
            inner = sent.open(kept)
            if isinstance(inner, dict) and any(
                name in current and current[name] != value for name, value in inner.items()
            ):
                yield kept

    def _altered(self, operation: Operation, sent: Any, current: Any) -> Iterator[Any]:
        """Yield a body of which all is another than *current*, if it can be made up."""
        wanted, raw = wrapping(self.contract, operation.body or {}), self._raw(operation)
        others = [wanted.open(one) for one in raw]
        for base in [sent, *raw[:1]]:
            inner = wanted.open(self._rich(base, operation, long=False))
            made = altered(self.contract, inner, others, wanted.schema, current)
            body = made if wanted.inside is None else {**base, wanted.inside: made}
            if isinstance(made, dict) and self.contract.fits(operation.body or {}, body):
                yield self._with_identity(body, operation, current)
                return

    def _with_fresh_id(self, body: Any, operation: Operation) -> Any:
        """Return *body* with an id that nothing has yet, where a client is the one to give it."""
        name, sent = self.collection.identity, self.collection.sent
        inner = sent.open(body)
        if operation is not self.collection.create or not isinstance(inner, dict) or name not in inner:
            return body
        said = sent.properties.get(str(name), {})
        number = self._number + self._past
        value = fresh(inner[name], number)
        if isinstance(value, str) and not self.contract.fits(said, value):
            value = recoded(self.contract, inner[name], said, number)
        inner = {**inner, str(name): value} if self.contract.fits(said, value) else inner
        return inner if sent.inside is None else {**body, sent.inside: inner}

    def _with_identity(self, body: Any, operation: Operation, current: Any) -> Any:
        """Return *body* with the id that the resource has, where it names one: that never changes."""
        name = self.collection.identity
        sent = wrapping(self.contract, operation.body or {})
        inner = sent.open(body)
        if name is None or not isinstance(inner, dict) or name not in inner or name not in current:
            return body
        inner = {**inner, name: current[name]}
        return inner if sent.inside is None else {**body, sent.inside: inner}
