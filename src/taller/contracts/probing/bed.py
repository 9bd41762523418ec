"""What probes have to do with: a collection in which they may plant resources, and look after them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from taller.contracts.phrases import Said, said
from taller.contracts.probing.addresses import address
from taller.contracts.probing.contract import Contract, Operation
from taller.contracts.probing.resources import Collection, identity, wrapping
from taller.contracts.probing.seeds import TRIES, Seeds
from taller.contracts.probing.story import Exchange, Story, Unasked
from taller.contracts.probing.wire import Request, filled


@dataclass(frozen=True)
class Created:
    """A resource that a probe has made."""

    values: Mapping[str, Any]
    """The parameters of its path."""
    path: str
    sent: Any
    birth: Exchange


@dataclass
class Bed:
    """A collection of a service under test."""

    collection: Collection
    contract: Contract
    story: Story
    seeds: Seeds
    share: float
    """How hard to test: 1 is the standard."""
    concurrent: bool
    """Whether several requests can be made at once."""
    plants: list[Created] = field(default_factory=list)
    """What was made for any probe to read; who changes something makes something of its own."""
    _made: dict[str, Any] = field(default_factory=dict)
    """What is shown of resources, by their paths."""
    _parents: dict[str, Any] | None = None
    _barren: Said | None = None

    def few(self, number: int) -> list[Created]:
        """Return at least *number* resources to be read, and left as they are."""
        while len(self.plants) < number:
            self.plants.append(self.plant())
        return self.plants

    def plant(self, *, long: bool = False) -> Created:
        """Return a resource made for the asker alone.

        :param long: whether its texts and numbers are to be long.
        :raises Unasked: if the service takes none of the bodies made up.
        """
        if self._barren:
            raise Unasked(self._barren)
        refused: Exchange | None = None
        for wanted in self.bodies(self.collection.create, long=long):
            body = self._related(wanted)
            made = self.create(body)
            if made.reply.status == 201:
                self.seeds.was_taken()
                return self.created(made, body)
            refused = made
            self.seeds.refused += 1
            if made.reply.status == 409:
                self.seeds.differ_from_the_past()
        self._barren = (
            said("nothing could be created: {came}", came=str(refused))
            if refused
            else said("no body could be made up")
        )
        raise Unasked(self._barren)

    def create(self, body: Any, **headers: str | None) -> Exchange:
        """Return what came to a POST of *body*."""
        path = filled(self.collection.path, self.parents())
        return self.story.ask(self.request(self.collection.create, path, body).with_headers(**headers))

    def created(self, made: Exchange, body: Any) -> Created:
        """Return the resource that *made* says was created.

        :raises Unasked: if it does not say how to get there.
        """
        values = address(self.collection, made, body, self.parents())
        if values is None:
            raise Unasked(said("what creates does not say where it is"))
        return Created(values, filled(self.collection.item_path, values), body, made)

    def read(self, one: Created, **headers: str | None) -> Exchange:
        """Return what came to a GET of *one*."""
        return self.story.ask(self.request(self.collection.read, one.path).with_headers(**headers))

    def seen(self, one: Created) -> Exchange:
        """Return what came to a GET of *one*, which is there.

        :raises Unasked: if it is not: that is for another probe to tell.
        """
        came = self.read(one)
        if came.reply.status != 200 or not isinstance(self.shown(came), dict):
            raise Unasked(said("what was created could not be read: {status}", status=came.reply.status))
        return came

    def shown(self, came: Exchange) -> Any:
        """Return the resource in the answer *came* of its GET."""
        return self.collection.shown.open(came.reply.json())

    def made(self, one: Created) -> Any:
        """Return *one*, which nothing has changed: as its creation showed it, or else as its GET does.

        :raises Unasked: if neither shows it.
        """
        if one.path not in self._made:
            shown, name = self.shown(one.birth), self.collection.identity
            # A creation may answer nothing but where it is, or that all went well.
            whole = isinstance(shown, dict) and (name is None or name in shown)
            fits = whole and self.contract.fits(self.collection.shown.schema, shown)
            self._made[one.path] = shown if fits else self.shown(self.seen(one))
        return self._made[one.path]

    def change(self, one: Created, body: Any, tag: str | None, method: str = "PUT") -> Exchange:
        """Return what came to a change of *one*; *tag* goes into the header that the contract has for it."""
        operation = self.operation(method)
        taken = operation.named("ifmatch")
        request = self.request(operation, one.path, body)
        if taken is not None and tag is not None:
            request = request.with_headers(**{taken.name: tag})
        return self.story.ask(request)

    def changes(self, one: Created, current: Any, *, fully: bool = False) -> Iterator[Any]:
        """Yield bodies for a PUT of *one* that are all another content than *current*, what its GET shows.

        :param fully: whether to begin with one of which as many properties are others as can be.
        """
        return self.seeds.changes(self.operation("PUT"), one.sent, current, fully=fully)

    def bodies(self, operation: Operation, *, long: bool = False) -> Iterator[Any]:
        """Yield bodies for *operation*, with long texts and numbers if wanted."""
        return self.seeds.bodies(operation, long=long)

    def clients(self, resource: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of *resource* is a client's to say."""
        return self.seeds.clients(resource)

    def changed(self, one: Created, before: Exchange, *, fully: bool = False) -> tuple[Any, Exchange]:
        """Return a body that was taken by a PUT of *one*, and what came; *before* is its GET.

        :param fully: whether to begin with the body that says most that is new.
        :raises Unasked: if none is taken.
        """
        tag = before.reply.headers.get("ETag")
        taken: tuple[Any, Exchange] | None = None
        came: Exchange | None = None
        bodies = self.changes(one, self.shown(before), fully=fully)
        ordered = sorted(bodies, key=self._says, reverse=True) if fully else bodies
        for _, body in zip(range(TRIES), ordered, strict=False):
            came = self.change(one, body, tag)
            if came.reply.ok:
                taken = body, came
                if tag is None or came.reply.headers.get("ETag") != tag:
                    return taken  # else it may have come to the same in the end
        if came is None:
            raise Unasked(said("no change could be made up"))
        if taken is None:
            raise Unasked(said("no change was taken: {came}", came=str(came)))
        return taken

    def _says(self, body: Any) -> int:
        inner = wrapping(self.contract, self.operation("PUT").body or {}).open(body)
        return len(inner) if isinstance(inner, dict) else 0

    def is_changed(self, before: Exchange, after: Exchange) -> bool:
        """Whether a resource is another than *before*: what is a client's of it, or its tag."""
        tags = before.reply.headers.get("ETag"), after.reply.headers.get("ETag")
        return self.clients(self.shown(before)) != self.clients(self.shown(after)) or tags[0] != tags[1]

    def operation(self, method: str) -> Operation:
        """Return the operation *method* of an item.

        :raises Unasked: if there is none.
        """
        if method not in self.collection.operations:
            raise Unasked(said("there is no {method}", method=method))
        return self.collection.operations[method]

    def remove(self, one: Created) -> Exchange:
        """Return what came to a DELETE of *one*."""
        operation = self.operation("DELETE")
        taken = operation.named("ifmatch")
        tag = self.seen(one).reply.headers.get("ETag") if taken is not None else None
        request = self.request(operation, one.path)
        return self.story.ask(request.with_headers(**{taken.name: tag or "*"}) if taken else request)

    def listed(self, query: Mapping[str, str]) -> Exchange:
        """Return what came to a GET of the list."""
        listing = self.collection.listing
        if listing is None:
            raise Unasked(said("there is no list"))
        path = filled(self.collection.path, self.parents()) + (f"?{urlencode(query)}" if query else "")
        return self.story.ask(self.request(listing.operation, path))

    def request(self, operation: Operation, path: str, body: Any = None) -> Request:
        """Return a request for *operation* with what else it wants in its headers."""
        headers = self.seeds.headers(operation)
        if body is None:
            return Request(operation.label, operation.method, path, headers)
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
        headers = headers | {"Content-Type": operation.media_type or "application/json"}
        return Request(operation.label, operation.method, path, headers, content)

    def parents(self) -> Mapping[str, Any]:
        """Return what stands for the parameters of the collection's own path: things created for it."""
        if self._parents is None:
            self._parents = {}
            for name, operation in self.collection.parents.items():
                self._parents[name] = self._parent(name, operation)
        return self._parents

    def _related(self, body: Any) -> Any:
        """Return *body*; if it relates one parent to another, which its path names, that is there."""
        name, parents = self.collection.parameter, self.collection.parents
        if not parents or self.collection.sent.inside or name not in self.collection.sent.properties:
            return body
        above, operation = list(parents.items())[-1]
        return {**body, name: self._parent(above, operation)}

    def _parent(self, name: str, operation: Operation) -> Any:
        for body in self.bodies(operation):
            path = filled(operation.path, self._parents or {})
            made = self.story.ask(self.request(operation, path, body))
            shown = wrapping(self.contract, self.contract.answer(operation, 201) or {}).open(
                made.reply.json()
            )
            if made.reply.status == 201 and isinstance(shown, dict):
                key = identity(operation, name, shown)
                if key is not None:
                    return shown[key]
        self._barren = said("nothing could be created at {path}", path=operation.path)
        raise Unasked(self._barren)
