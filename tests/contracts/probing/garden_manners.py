"""Gardens that answer in ways that HTTP allows and few have, and the contracts that they do it by."""

import copy
from collections.abc import Callable, Iterable
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.contracts.probing.garden import Garden, Plant, Refused
from tests.contracts.probing.garden_contract import CONTRACT, EXAMPLE, TAG
from tests.contracts.probing.garden_faults import Fault
from tests.contracts.probing.garden_habits import Choosy, with_default
from tests.contracts.probing.garden_list import page
from werkzeug import Request, Response
from werkzeug.datastructures import ImmutableMultiDict

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]


def _curt(document: dict[str, Any]) -> dict[str, Any]:
    created = document["paths"]["/plants"]["post"]["responses"]["201"]
    del created["content"], created["links"]
    return document


def with_curt() -> dict[str, Any]:
    """Return a contract by which a creation says no more than where it is."""
    return _curt(copy.deepcopy(CONTRACT))


def with_curt_and_default() -> dict[str, Any]:
    """Return one by which a list leaves out something, too."""
    return _curt(with_default())


def with_all() -> dict[str, Any]:
    """Return a contract by which ``kind=all`` lists all kinds, and what is sown is a tree."""
    document = copy.deepcopy(CONTRACT)
    listed, post = (document["paths"]["/plants"][method] for method in ("get", "post"))
    listed["parameters"][5]["schema"]["enum"] = ["all", "tree", "herb", "vine"]
    seed = post["requestBody"]["content"]["application/json"]["schema"]
    seed["properties"] = {**seed["properties"], "kind": {"type": "string", "enum": ["tree"]}}
    return document


def with_free_kinds() -> dict[str, Any]:
    """Return one by which what is shown may be of any kind, too."""
    document = with_all()
    shown = document["paths"]["/plants"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    shown["properties"]["plants"]["items"]["properties"]["kind"] = {"type": "string"}
    return document


def with_limit() -> dict[str, Any]:
    """Return a contract by which a list has a size, and nothing that leads on."""
    document = copy.deepcopy(CONTRACT)
    listed = document["paths"]["/plants"]["get"]
    limit = {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    listed["parameters"] = [{"name": "limit", "in": "query", "schema": limit}]
    shown = listed["responses"]["200"]["content"]["application/json"]["schema"]
    shown["properties"] = {"plants": shown["properties"]["plants"]}
    shown["required"] = ["plants"]
    return document


def with_three_pages() -> dict[str, Any]:
    """Return a contract by which there is no page after the third."""
    document = copy.deepcopy(CONTRACT)
    document["paths"]["/plants"]["get"]["parameters"][0]["schema"]["maximum"] = 3
    del document["paths"]["/plants"]["get"]["parameters"][1:3]
    return document


def with_head() -> dict[str, Any]:
    """Return a contract that promises the ETag of a plant to HEAD."""
    document = copy.deepcopy(CONTRACT)
    answer = {"description": "As GET.", "headers": copy.deepcopy(TAG)}
    document["paths"]["/plants/{id}"]["head"] = {"responses": {"200": answer}}
    return document


def with_number() -> dict[str, Any]:
    """Return a contract by which a header says how many there are."""
    document = copy.deepcopy(CONTRACT)
    answer = document["paths"]["/plants"]["get"]["responses"]["200"]
    answer["headers"] = {**TAG, "X-Total-Count": {"schema": {"type": "integer"}}}
    del answer["content"]["application/json"]["schema"]["properties"]["total"]
    return document


def with_envelope() -> dict[str, Any]:
    """Return a contract by which a plant comes with the number of the request."""
    document = copy.deepcopy(CONTRACT)
    content = document["paths"]["/plants/{id}"]["get"]["responses"]["200"]["content"]["application/json"]
    meta = {"type": "object", "properties": {"request": {"type": "integer"}}}
    content["schema"] = {"type": "object", "properties": {"data": content["schema"], "meta": meta}}
    return document


def numbered(garden: Garden, number: int) -> Garden:
    """Return *garden* with so many plants that others have planted."""
    for one in range(2000, 2000 + number):
        garden.plants[one] = {**EXAMPLE, "id": one, "grownAt": "2026-01-01T00:00:00Z"}
    return garden


def with_headers(app: "WSGIApplication", change: Callable[[str, str, Headers], Headers]) -> "WSGIApplication":
    """Return *app* with headers as *change* makes them, of a method, a status and those that there were."""

    def changed(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: Headers, *more: Any) -> Any:
            return start_response(status, change(environ["REQUEST_METHOD"], status[:3], headers), *more)

        return app(environ, start)

    return changed


def without(name: str, headers: Headers) -> Headers:
    """Return *headers* but for those of this *name*."""
    return [one for one in headers if one[0] != name]


def with_broken_location(app: "WSGIApplication") -> "WSGIApplication":
    """Return *app* with a Location that is no URL in what it answers to a creation."""

    def broken(_method: str, status: str, headers: Headers) -> Headers:
        if status != "201":
            return headers
        return [*without("Location", headers), ("Location", "http://[foo/plants/1")]

    return with_headers(app, broken)


class Curt(Garden):
    """Answers a creation with *body*, which shows nothing of it."""

    def __init__(self, body: bytes = b"", fault: Fault | None = None) -> None:
        super().__init__(fault)
        self._said = body

    def _created(self, said: Plant) -> Response:
        return curtly(super()._created(said), self._said)


class CurtAndChoosy(Choosy):
    """Answers a creation with nothing, and lists trees, if nobody asks for others."""

    def _created(self, said: Plant) -> Response:
        return curtly(super()._created(said), b"")


def curtly(response: Response, body: bytes) -> Response:
    """Return *response* with another body."""
    response.data = body
    return response


class Open(Garden):
    """Lists all kinds, if all are asked for."""

    def _page(self, request: Request) -> Any:
        asked = request.args.to_dict()
        if asked.get("kind") == "all":
            del asked["kind"]
        request.args = ImmutableMultiDict(asked)
        return super()._page(request)


class Capped(Garden):
    """Lists no more than so many, whoever asks for more, and the oldest first."""

    most = 50

    def _page(self, request: Request) -> Any:
        limit = min(int(request.args.get("limit", 20)), self.most)
        return {"plants": page(self.has, [*self.plants.values()], {"limit": str(limit)})["plants"]}


class ThreePages(Garden):
    """Has no page after the third."""

    def _page(self, request: Request) -> Any:
        if int(request.args.get("page", 1)) > 3:
            raise Refused(400)
        return super()._page(request)


class Vague(Garden):
    """Has one weak tag for all that was there within an hour."""

    def _tag(self, value: Any) -> str:
        return 'W/"2026-03-02T10"'


class Wordy(Garden):
    """Shows with each plant the number of the request; its tags are made of all that it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._requests = count(1)

    def _conditional(self, request: Request, value: Any) -> Response:
        if "plants" in value:
            return super()._conditional(request, value)
        whole = {"data": value, "meta": {"request": next(self._requests)}}
        return super()._conditional(request, whole)

    def _matches(self, said: str, tag: str) -> bool:
        return True


class Counting(Garden):
    """Counts changes in its tags, also those that change nothing, and it takes none to heart."""

    def __init__(self) -> None:
        super().__init__()
        self._changes = 0

    def _tag(self, value: Any) -> str:
        return f'"{super()._tag(value)[1:-1]}-{self._changes}"'

    def _changed(self, request: Request, plant: Plant) -> Response:
        self._body(request, self.sound)
        self._changes += 1
        return self._shown(plant)
