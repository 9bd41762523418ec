"""Gardens that keep every promise, each in a way of its own, and the contracts that they do it by."""

import copy
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator
from tests.contracts.probing.garden import Garden, Plant, Refused
from tests.contracts.probing.garden_contract import CONTRACT
from tests.contracts.probing.garden_faults import Fault
from werkzeug import Request, Response
from werkzeug.datastructures import ImmutableMultiDict

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Passes = Callable[[Any, str], bool]
"""Whether a value of a property passes a filter by a text."""
MEANINGS: dict[str, dict[str, Passes]] = {
    "height": {
        "that": lambda value, text: value == int(text),
        "at least": lambda value, text: value >= int(text),
        "at most": lambda value, text: value <= int(text),
    },
    "edible": {
        "so": lambda value, text: value is (text == "true"),
        "only": lambda value, text: value or text == "false",
        "too": lambda value, text: not value or text == "true",
    },
    "name": {
        "that": lambda value, text: bool(value == text),
        "a part": lambda value, text: text.casefold() in value.casefold(),
        "words": lambda value, text: all(one in value.casefold() for one in text.casefold().split()),
    },
}
"""What a parameter with the name of a property may mean."""


def _operations(document: dict[str, Any], path: str) -> Any:
    return document["paths"][path]


def with_default() -> dict[str, Any]:
    """Return a contract by which a list shows trees, if nobody asks for others."""
    document = copy.deepcopy(CONTRACT)
    _operations(document, "/plants")["get"]["parameters"][5]["schema"]["default"] = "tree"
    return document


def with_a_riddle() -> dict[str, Any]:
    """Return a contract by which a list may leave out something, and nobody knows what."""
    document = copy.deepcopy(CONTRACT)
    riddle = {"name": "season", "in": "query", "schema": {"type": "string", "default": "summer"}}
    _operations(document, "/plants")["get"]["parameters"].append(riddle)
    return document


def with_filters() -> dict[str, Any]:
    """Return a contract with filters of which it says no more than their names."""
    document = copy.deepcopy(CONTRACT)
    for name, kind in (("height", "integer"), ("edible", "boolean"), ("name", "string")):
        parameter = {"name": name, "in": "query", "schema": {"type": kind}}
        _operations(document, "/plants")["get"]["parameters"].append(parameter)
    page = _operations(document, "/plants")["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    page["properties"]["plants"]["items"]["properties"]["edible"] = {"type": "boolean"}
    return document


def with_email() -> dict[str, Any]:
    """Return a contract by which no two plants have the same owner, told by an address."""
    document = copy.deepcopy(CONTRACT)
    content = _operations(document, "/plants")["post"]["requestBody"]["content"]["application/json"]
    content["schema"]["properties"]["owner"] = {"type": "string", "format": "email"}
    content["schema"]["required"].append("owner")  # PUT has the same schema, and PATCH its properties
    return document


class Marking(Garden):
    """Keeps what is deleted, with a mark, and shows it still."""

    def __init__(self, name: str, value: Any, *, listed: bool = False) -> None:
        super().__init__()
        self._mark, self._list_too = {name: value}, listed

    def _delete(self, request: Request, number: int) -> Response:
        self.plants[number] |= self._mark
        return Response(status=204)

    def _page(self, request: Request) -> Any:
        there = self.plants
        if not self._list_too:
            self.plants = {key: one for key, one in there.items() if not self._mark.items() <= one.items()}
        page = super()._page(request)
        self.plants = there
        return page


class Forgiving(Garden):
    """Answers a second DELETE as the first."""

    def _of_one(self, request: Request, method: str, number: int) -> Response:
        if method == "DELETE" and number in self.deleted:
            return Response(status=204)
        return super()._of_one(request, method, number)


class Choosy(Garden):
    """Lists trees, if nobody asks for others."""

    def _page(self, request: Request) -> Any:
        request.args = ImmutableMultiDict({"kind": "tree"} | request.args.to_dict())
        return super()._page(request)


class Sieve(Garden):
    """Filters by *name* in its own way; *passes* is None if it does not."""

    def __init__(self, name: str, passes: Passes | None) -> None:
        super().__init__()
        self._name, self._passes = name, passes

    def _page(self, request: Request) -> Any:
        there, text = self.plants, request.args.get(self._name)
        shown = {key: {**one, "edible": key % 2 == 0} for key, one in there.items()}
        if text is not None and self._passes is not None:
            shown = {key: one for key, one in shown.items() if self._passes(one[self._name], text)}
        self.plants = shown
        page = super()._page(request)
        self.plants = there
        return page


class Tidy(Garden):
    """Keeps addresses in small letters, and texts without blanks around them; each owner has one plant."""

    SEED = with_email()["paths"]["/plants"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    sound = Draft202012Validator(SEED, validate_formats=True)
    part = Draft202012Validator({**SEED, "required": []}, validate_formats=True)

    def _created(self, said: Plant) -> Response:
        if any(one["owner"] == said["owner"].lower() for one in self.plants.values()):
            raise Refused(409)
        return super()._created(said)

    def _spoilt(self, said: Plant) -> Plant:
        kept = {name: one.strip() if isinstance(one, str) else one for name, one in said.items()}
        return kept | ({"owner": kept["owner"].lower()} if "owner" in kept else {})


class Busy(Garden):
    """Answers every fourth request that there were too many."""

    def __init__(self, *after: str, fault: Fault | None = None) -> None:
        super().__init__(fault)
        self._after = {"Retry-After": after[0]} if after else {}
        self.turns = 0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        self.turns += 1
        if self.turns % 4:
            return super().__call__(environ, start_response)
        body = json.dumps({"status": 429}).encode()
        return Response(body, 429, headers=self._after)(environ, start_response)


class Crowded(Garden):
    """A garden in which somebody else plants something whenever a page is turned."""

    def _page(self, request: Request) -> Any:
        shown = super()._page(request)
        if request.args.get("page", "1") != "1" and len(self.plants) < 60:
            number = next(self._ids)
            self.plants[number] = {**next(iter(self.plants.values())), "id": number}
        return shown
