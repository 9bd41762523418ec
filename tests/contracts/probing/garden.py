"""A correct service that can be told to break one promise."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier, BrokenBarrierError, Lock
from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator
from tests.contracts.probing.garden_contract import SEED
from tests.contracts.probing.garden_faults import Fault
from tests.contracts.probing.garden_texts import kept_text
from werkzeug import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BASE = "/garden/plants"
METHODS = {True: "GET, HEAD, POST, OPTIONS", False: "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"}
FORGOTTEN = {
    Fault.PUT_FORGETS_HEIGHT: "height",
    Fault.PUT_FORGETS_KIND: "kind",
    Fault.PUT_FORGETS_SOWN: "sown",
}
"""What a PUT leaves as it was."""
SOUND = Draft202012Validator(SEED, validate_formats=True)
PART = Draft202012Validator({**SEED, "required": []}, validate_formats=True)
Plant = dict[str, Any]


class Refused(Exception):
    """With a status."""


class Garden:
    """Plants, in memory; a WSGI application."""

    sound, part = SOUND, PART
    """What a creation, and a change of some properties, must keep."""

    def __init__(self, fault: Fault | None = None) -> None:
        self.fault = fault
        self.plants: dict[int, Plant] = {}
        self.deleted: dict[int, Plant] = {}
        self._ids = count(1)
        self._keys: dict[str, tuple[bytes, Response]] = {}
        self._lock = Lock()
        self._crowd = Barrier(8, timeout=1)
        self._asked = 0
        self._listed: list[Plant] | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        response = self._response(request)
        bodied = {304: Fault.BODY_WITH_304}.get(response.status_code, Fault.BODY_WITH_HEAD)
        if self.has(bodied) and (request.method == "HEAD" or response.status_code == 304):
            start_response(response.status, list(response.headers))  # werkzeug would leave the body out
            return [response.data or b"{}"]
        return response(environ, start_response)

    def has(self, fault: Fault) -> bool:
        return self.fault is fault

    def _response(self, request: Request) -> Response:
        path, method = request.path, request.method
        try:
            if path == BASE:
                return self._head(request, self._of_all(request, method))
            if path.startswith(f"{BASE}/") and path.rpartition("/")[2].isdecimal():
                return self._head(request, self._of_one(request, method, int(path.rpartition("/")[2])))
        except Refused as refusal:
            return Response(status=refusal.args[0])
        return Response(status=404)

    def _head(self, request: Request, response: Response) -> Response:
        if request.method == "HEAD":
            if self.has(Fault.HEAD_IS_ANOTHER_STATUS):
                return Response(status=204)
            if self.has(Fault.HEAD_IS_NOT_FOUND):
                return Response(status=404)
            if self.has(Fault.HEAD_IS_NOT_ALLOWED):
                return Response(status=405)
            if self.has(Fault.HEAD_WITHOUT_TAG):
                del response.headers["ETag"]
            if self.has(Fault.HEAD_OF_ANOTHER_LENGTH):
                response.headers["Content-Length"] = "0"
        return response

    def _of_all(self, request: Request, method: str) -> Response:
        if method in ("GET", "HEAD"):
            return self._conditional(request, self._page(request))
        if method == "POST":
            return self._create(request)
        return self._other(method, of_all=True)

    def _other(self, method: str, *, of_all: bool) -> Response:
        allowed = METHODS[of_all]
        if method != "OPTIONS":
            return Response(status=405, headers={"Allow": allowed})
        if self.has(Fault.ALLOW_LEAVES_OUT):
            allowed = allowed.replace("POST, ", "").replace("DELETE, ", "")
        if self.has(Fault.ALLOW_INVENTS):
            allowed += ", PATCH, POST"
        return Response(status=204, headers={"Allow": allowed})

    def _of_one(self, request: Request, method: str, number: int) -> Response:
        if self.has(Fault.READS_WHAT_WAS_DELETED) and method == "GET" and number in self.deleted:
            return self._shown(self.deleted[number])
        plant = self.plants.get(number)
        if plant is None and self.has(Fault.CHANGES_WHAT_WAS_DELETED) and method == "PUT":
            plant = self.deleted.get(number)
        if plant is None:
            raise Refused(404)
        if method in ("GET", "HEAD"):
            return self._conditional(request, plant)
        if method in ("PUT", "PATCH"):
            return self._change(request, plant)
        if method == "DELETE":
            return self._delete(request, number)
        return self._other(method, of_all=False)

    def _delete(self, request: Request, number: int) -> Response:
        said, tag = request.headers.get("If-Match", "*"), self._tag(self.plants[number])
        if not self._matches(said, tag) and not self.has(Fault.DELETES_WHAT_IS_STALE):
            raise Refused(412)
        self.deleted[number] = self.plants.pop(number)
        if self.has(Fault.DELETES_THE_ONE_BEFORE):
            self.plants.pop(number - 1, None)
        return Response(status=204)

    def _shown(self, value: Any, status: int = 200) -> Response:
        body = json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
        response = Response(body, status, content_type="application/json")
        response.headers["ETag"] = self._tag(value)
        return response

    def _tag(self, value: Any) -> str:
        self._asked += 1
        made = json.dumps(value, sort_keys=True)
        if self.has(Fault.TAG_STAYS):
            made = str(value.get("id"))
        if self.has(Fault.TAG_ALWAYS_NEW):
            made += str(self._asked)
        return f'"{hashlib.sha256(made.encode()).hexdigest()[:16]}"'

    def _conditional(self, request: Request, value: Any) -> Response:
        response = self._shown(value)
        said, tag = request.headers.get("If-None-Match"), response.headers["ETag"]
        tags = [one.strip() for one in (said or "").split(",")]
        if not self.has(Fault.WEAK_IS_NOT_304):
            tags = [one.removeprefix("W/") for one in tags]
        if self.has(Fault.ONLY_ONE_TAG_GIVES_304):
            tags = tags[:1]
        held = tag in tags or (self.has(Fault.ALWAYS_304) and said is not None)
        if not held or self.has(Fault.NEVER_304):
            return response
        bare = Response(status=304, headers={"ETag": tag})
        if self.has(Fault.BARE_304_WITHOUT_TAG):
            del bare.headers["ETag"]
        if self.has(Fault.BODY_WITH_304):
            bare.data = response.data
        return bare

    def _body(self, request: Request, rule: Draft202012Validator) -> Plant:
        try:
            said = json.loads(request.data)
        except ValueError:
            raise Refused(400) from None
        if not rule.is_valid(said) and not self._lenient(said):
            if self.has(Fault.REFUSES_AND_CREATES) and request.method == "POST" and self.plants:
                self._created(dict(self.plants[min(self.plants)]))
            raise Refused(422)
        if self.has(Fault.FAILS_AT_LONG_TEXT) and len(said.get("name", "")) == 120:
            raise Refused(500)
        return dict(said)

    def _lenient(self, said: Any) -> bool:
        if self.fault not in (Fault.TAKES_THE_STAMP, Fault.TAKES_THE_ID) or not isinstance(said, dict):
            return False
        return bool(
            SOUND.is_valid({name: one for name, one in said.items() if name not in ("id", "grownAt")})
        )

    def _create(self, request: Request) -> Response:
        said, key = self._body(request, self.sound), request.headers.get("Idempotency-Key", "")
        known = None if self.has(Fault.KEY_MAKES_ANEW) else self._keys.get(key)
        if key and known:
            if known[0] != request.data and not self.has(Fault.KEY_STANDS_FOR_ANY):
                raise Refused(422)
            if self.has(Fault.KEY_MAKES_A_SECOND):
                self._created(said)
            return known[1]
        if self.has(Fault.SAYS_CREATED_AGAIN) and not key:
            key, known = "again", self._keys.get("again")
            if known and known[0] == request.data:
                return known[1]
        response = self._created(said)
        self._keys[key] = (request.data, response)
        return response

    def _created(self, said: Plant) -> Response:
        number = max(self.plants, default=0) + 1 if self.has(Fault.REUSES_IDS) else next(self._ids)
        if self.has(Fault.CREATION_CHANGES_ANOTHER) and self.plants:
            self.plants[max(self.plants)]["name"] = said["name"]
        plant = {"id": number, "grownAt": "2026-01-01T00:00:00Z"} | self._spoilt(said)
        if self.has(Fault.TAKES_THE_ID):
            number = plant["id"]
        else:
            plant["id"] = number
        self.plants[number] = plant
        answered = {**plant, "name": plant["name"].upper()} if self.has(Fault.ANSWERS_OTHERWISE) else plant
        response = self._shown(answered, 201)
        response.headers["Location"] = self._location(number)
        return response

    def _location(self, number: int) -> str:
        if self.has(Fault.LOCATION_LEADS_NOWHERE):
            return f"{BASE}/{number + 1000}"
        if self.has(Fault.LOCATION_OF_ANOTHER):
            return f"{BASE}/{min(self.plants)}"
        if self.has(Fault.LOCATION_OF_THE_LIST):
            return BASE
        return f"/plants/{number}" if self.has(Fault.LOCATION_WITHOUT_BASE) else f"{BASE}/{number}"

    def _spoilt(self, said: Plant) -> Plant:
        """Return what is kept of what was *said*."""
        kept = {name: kept_text(self.has, value) for name, value in said.items()}
        if self.has(Fault.FORGETS_NOTES):
            kept.pop("notes", None)
        if self.has(Fault.ROUNDS_PRICES) and "price" in kept:
            kept["price"] = round(kept["price"], 1)
        if self.has(Fault.SHIFTS_TIMES) and "sown" in kept:
            shifted = datetime.fromisoformat(kept["sown"].upper()) + timedelta(hours=1)
            kept["sown"] = shifted.isoformat()
        return kept

    def _change(self, request: Request, plant: Plant) -> Response:
        said = request.headers.get("If-Match")
        if said is None:
            raise Refused(428)
        if not self._matches(said, self._tag(plant)):
            if self.has(Fault.REFUSES_AND_CHANGES):
                plant |= self._body(request, self.sound)
            raise Refused(412)
        if self.has(Fault.LOSES_AN_UPDATE):
            self._wait_for_others()
            return self._changed(request, plant)
        with self._lock:
            if not self._matches(said, self._tag(plant)):
                raise Refused(412)
            return self._changed(request, plant)

    def _wait_for_others(self) -> None:
        try:
            self._crowd.wait()
        except BrokenBarrierError:
            self._crowd.reset()

    def _matches(self, said: str, tag: str) -> bool:
        if self.has(Fault.IGNORES_IF_MATCH) or self.has(Fault.TAG_ALWAYS_NEW):
            return True
        if self.has(Fault.NO_TAG_MATCHES):
            return False
        if said == "*":
            return not self.has(Fault.STAR_DOES_NOT_MATCH)
        return tag == (said.removeprefix("W/") if self.has(Fault.WEAK_TAG_MATCHES) else said)

    def _changed(self, request: Request, plant: Plant) -> Response:
        if self.has(Fault.CHANGES_HALF):
            plant |= {
                name: one for name, one in json.loads(request.data).items() if not isinstance(one, dict)
            }
        kept = self._spoilt(self._body(request, self.sound if request.method == "PUT" else self.part))
        for fault, name in FORGOTTEN.items() if request.method == "PUT" else ():
            if self.has(fault) and name in plant:
                kept[name] = plant[name]
        changed = {**plant, **kept} if request.method == "PATCH" else self._replaced(plant, kept)
        if request.method == "PATCH" and self.has(Fault.PATCH_RESETS_THE_REST):
            changed |= {"height": 0, "price": 0} | kept
        if request.method == "PATCH" and self.has(Fault.PATCH_DOES_NOTHING):
            changed = dict(plant)
        for each in self.plants.values() if self.has(Fault.SHARES_STATE) else ():
            each["name"] = changed["name"]
        plant.clear()
        plant.update(changed)
        return self._shown(plant)

    def _replaced(self, plant: Plant, kept: Plant) -> Plant:
        own = {"id": plant["id"], "grownAt": plant["grownAt"]}
        stamped = self.has(Fault.TAKES_THE_STAMP)
        return {**own, **kept, "id": own["id"]} if stamped else {**kept, **own}

    def _page(self, request: Request) -> Any:
        from tests.contracts.probing.garden_list import page

        found = list(self.plants.values())
        if self.has(Fault.LISTS_WHAT_WAS_DELETED):
            found += self.deleted.values()
        if self.has(Fault.LIST_IS_STALE):
            self._listed = found if self._listed is None else self._listed
            found = self._listed
        return page(self.has, found, request.args)
