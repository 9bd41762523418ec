"""What faults in the life of a resource have in common."""

from typing import Any

from contract_tests.faults.fields import found
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.wire import Ask, Reply, Request

_CONDITIONS: dict[str, str | None] = {"If-None-Match": None, "If-Match": None}


def read(ground: Ground, request: Request, ask: Ask, identity: str = "") -> Reply:
    """Return what is there now, at the path of *request* or of another resource."""
    path = ground.at(identity) if identity else request.path
    return ask(request.but(_CONDITIONS, method="GET", path=path, query="", body=b""))


def created_id(ground: Ground, request: Request, reply: Reply) -> str | None:
    """Return the id of what *reply* says was created."""
    if ground.role(request) is not Role.CREATE or reply.status != 201:
        return None
    values = found(reply.json, (*ground.places[Role.CREATE], ground.identity))
    return str(values[0]) if values else None


class Created:
    """The ids of what was created, in its order."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._ids: list[str] = []

    def note(self, request: Request, reply: Reply) -> None:
        """Take note of what *reply* says was created."""
        if (new := created_id(self._ground, request, reply)) is not None:
            self._ids.append(new)

    def last_beside(self, request: Request) -> list[str]:
        """Return the id of the last one that *request* is not about; nothing, if there is none."""
        return [one for one in self._ids if one != self._ground.id_in(request.path)][-1:]


def can_change(ground: Ground) -> bool:
    """Whether the resource can be changed."""
    return ground.operation(Role.CHANGE) is not None


class Bodies:
    """The bodies that the resources were made of, for what is shown has more than may be sent."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._known: dict[str, Any] = {}

    def note(self, request: Request, reply: Reply) -> None:
        """Take note of *request* if it created or replaced a resource."""
        new = created_id(self._ground, request, reply)
        if new is None and self._ground.role(request) is Role.CHANGE and reply.good:
            new = self._ground.id_in(request.path)
        if new is not None:
            self._known[new] = request.json

    def of(self, identity: str, shown: Reply) -> Any:
        """Return what makes a resource what it is; as well as can be told from its GET, if nobody knows."""
        return self._known.get(identity) or as_sent(self._ground, shown)


def as_sent(ground: Ground, reply: Reply) -> Any:
    """Return what would create the resource that *reply* shows, if all that it shows may be sent."""
    names = {field.path[0] for field in ground.sent}
    values = found(reply.json, ground.places[Role.READ])
    one = {name: value for name, value in (values[0] if values else {}).items() if name in names}
    for step in reversed(ground.sent_place):
        one = {step: one}
    return one


def nobody(ground: Ground) -> str:
    """Return an id that nothing has."""
    return "999999937" if ground.given else "WVWZZZ1JZ3W386799"
