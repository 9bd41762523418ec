"""Faults of what is created, and of the ids that it gets."""

from collections.abc import Callable
from typing import Any

from contract_tests.faults.fault import Fault, rewriting
from contract_tests.faults.fields import changed, found
from contract_tests.faults.ground import SHOWING, Ground, Role
from contract_tests.faults.lists import items_of, with_items
from contract_tests.faults.living import created_id, nobody
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request


def _created_is_lost(ground: Ground) -> Behaviour:
    """Return what knows nothing of what it created."""
    lost: set[str] = set()

    def behave(request: Request, ask: Ask) -> Reply:
        if ground.id_in(request.path) in lost:
            return ask(request.but(path=ground.at(nobody(ground))))
        reply = ask(request)
        if (new := created_id(ground, request, reply)) is not None:
            lost.add(new)
        if ground.role(request) is Role.LIST:
            kept = [one for one in items_of(ground, reply) if str(one.get(ground.identity)) not in lost]
            return with_items(ground, reply, kept)
        return reply

    return behave


def _other_answer(ground: Ground) -> Behaviour | None:
    """Return what answers a creation with another text than it keeps."""
    field = ground.text()
    if field is None:
        return None
    path = (*ground.places[Role.CREATE], *field.path)
    return rewriting(
        ground,
        lambda _, reply: reply.with_json(changed(reply.json, path, str.upper)),
        Role.CREATE,
        status=201,
    )


def _twice_is_created(ground: Ground) -> Behaviour | None:
    """Return what says that something was created that was there already.

    Where two may be all alike, 409 is for something else, which no schema says.
    """
    if not ground.documents(Role.CREATE, 409) or not ground.unique:
        return None
    last: list[Reply] = []

    def rewrite(_: Request, reply: Reply) -> Reply:
        if reply.status == 201:
            last[:] = [reply]
        return last[0] if reply.status == 409 and last else reply

    return rewriting(ground, rewrite, Role.CREATE)


def _refused_creates(ground: Ground) -> Behaviour | None:
    """Return what refuses to create, and creates once more what was created before."""
    if ground.unique:
        return None
    good: list[bytes] = []

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        if ground.role(request) is Role.CREATE:
            if reply.status == 201:
                good[:] = [request.body]
            elif reply.status in (400, 422) and good:
                ask(request.but({"Idempotency-Key": None}, body=good[0]))
        return reply

    return behave


class _Aliases:
    """A service that gives what it creates another id than it has, if one is wanted."""

    def __init__(self, ground: Ground, wanted: Callable[[Request, list[str]], str | None]) -> None:
        """:param wanted: takes what creates, and the ids of what was deleted."""
        self._ground, self._wanted = ground, wanted
        self._outside: dict[str, str] = {}  # by the id inside
        self._deleted: list[str] = []

    def __call__(self, request: Request, ask: Ask) -> Reply:
        role, here = self._ground.role(request), self._ground.id_in(request.path)
        wish = self._wanted(request, self._deleted) if role is Role.CREATE else None
        inside = {outer: inner for inner, outer in self._outside.items()}
        sent = _stripped(self._ground, request) if wish else request
        reply = ask(sent.but(path=self._ground.at(inside[here])) if here in inside else sent)
        if wish:
            reply = self._named(request, reply, wish)
        if role is Role.DELETE and reply.good:
            self._deleted.append(here)
        return self._renamed(role, reply) if self._outside and reply.good else reply

    def _named(self, request: Request, reply: Reply, wish: str) -> Reply:
        """Take note of what was created, if it was, and let Location lead there."""
        new = created_id(self._ground, request, reply)
        if new is None:
            return reply
        self._outside[new] = wish
        if wish in self._deleted:
            self._deleted.remove(wish)
        return reply.but({"Location": (reply.header("Location") or "").replace(f"/{new}", f"/{wish}")})

    def _renamed(self, role: Role, reply: Reply) -> Reply:
        if role not in SHOWING or role not in self._ground.places:
            return reply
        reply = reply.with_json(changed(reply.json, self._ground.places[role], self._one))
        body = reply.body
        for inner, outer in self._outside.items():
            tail = f"{self._ground.path}/"
            body = body.replace(f'{tail}{inner}"'.encode(), f'{tail}{outer}"'.encode())
        return reply.but(body=body)

    def _one(self, one: Any) -> Any:
        inner = str(one.get(self._ground.identity)) if isinstance(one, dict) else ""
        return {**one, self._ground.identity: int(self._outside[inner])} if inner in self._outside else one


def _stripped(ground: Ground, request: Request) -> Request:
    sent = changed(
        request.json,
        ground.sent_place,
        lambda one: (
            {name: value for name, value in one.items() if name != ground.identity}
            if isinstance(one, dict)
            else one
        ),
    )
    return request.with_json(sent) if sent != request.json else request


def _id_again(ground: Ground) -> Behaviour | None:
    if not ground.given or ground.operation(Role.DELETE) is None:
        return None
    return _Aliases(ground, lambda _, deleted: deleted[-1] if deleted else None)


def _id_of_client(ground: Ground) -> Behaviour | None:
    """Return what takes the id that a client sends."""
    if not ground.given:
        return None

    def wish(request: Request, _: list[str]) -> str | None:
        ids = found(request.json, (*ground.sent_place, ground.identity))
        return str(ids[0]) if ids and isinstance(ids[0], int) and not isinstance(ids[0], bool) else None

    return _Aliases(ground, wish)


FAULTS = (
    Fault("created-is-lost", "what was created is not kept", _created_is_lost),
    Fault("created-otherwise", "what was created is answered in capitals", _other_answer),
    Fault("twice-is-created", "201 for what is there already", _twice_is_created),
    Fault("id-given-again", "the id of what was deleted is given again", _id_again),
    Fault("id-of-client", "the id that a client sends is taken", _id_of_client),
    Fault("refused-creates", "a creation that is refused, and something is created", _refused_creates),
)
