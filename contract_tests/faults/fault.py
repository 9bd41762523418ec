"""A fault, and the ways in which most are put into a service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contract_tests.faults.fields import Path, changed
from contract_tests.faults.ground import SHOWING, Ground, Role
from contract_tests.faults.wire import Ask, Behaviour, Faulty, Reply, Request, failed

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Put = Callable[[Ground], Behaviour | None]
"""Returns how a faulty service behaves, as new; None if its contract has nothing that it could break so."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a service."""

    name: str
    summary: str
    put: Put
    heads: bool = False
    """Whether it is one of HEAD."""

    def applies(self, ground: Ground) -> bool:
        """Whether a service of that contract can have it."""
        return self.put(ground) is not None

    def into(self, app: "WSGIApplication", ground: Ground) -> Faulty:
        """Return *app* with the fault.

        :raises ValueError: if it does not apply.
        """
        behaviour = self.put(ground)
        if behaviour is None:
            raise ValueError(f"{self.name} does not apply")
        return Faulty(app, behaviour, heads=self.heads)


def rewriting(
    ground: Ground, rewrite: Callable[[Request, Reply], Reply], *roles: Role, status: int | None = None
) -> Behaviour:
    """Return what rewrites the answers to *roles*: to all if none are given; those of *status* only."""

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        meant = not roles or ground.role(request) in roles
        return rewrite(request, reply) if meant and status in (None, reply.status) else reply

    return behave


def showing(ground: Ground, change: Callable[[Any], Any], *roles: Role) -> Behaviour:
    """Return what changes the resource wherever it is shown, in lists too."""

    def rewrite(request: Request, reply: Reply) -> Reply:
        place = ground.places.get(ground.role(request))
        if not reply.good or place is None or reply.json is None:
            return reply
        return reply.with_json(changed(reply.json, place, change))

    return rewriting(ground, rewrite, *(roles or SHOWING))


def showing_field(ground: Ground, path: Path | None, change: Callable[[Any], Any]) -> Behaviour | None:
    """Return the same for one field, if there is such a one; null stays."""
    if path is None:
        return None
    return showing(
        ground, lambda one: changed(one, path, lambda value: value if value is None else change(value))
    )


def lenient(ground: Ground, mend: Callable[[Any], Any]) -> Behaviour:
    """Return what makes a refused body good before it is passed on: what should be refused is accepted."""

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        if ground.role(request) not in (Role.CREATE, Role.CHANGE) or reply.status not in (400, 422):
            return reply
        sent = request.json
        if sent is None:
            return reply
        mended = changed(sent, ground.sent_place, mend)
        again = ask(request.with_json(mended)) if mended != sent or str(mended) != str(sent) else reply
        # Whatever else is wrong with it is refused as it was.
        return again if again.good else reply

    return behave


def failing(ground: Ground, falls: Callable[[Request], bool], *roles: Role) -> Behaviour:
    """Return what answers 500 to the requests of *roles* at which it *falls*."""

    def behave(request: Request, ask: Ask) -> Reply:
        if ground.role(request) in roles and falls(request):
            return failed()
        return ask(request)

    return behave
