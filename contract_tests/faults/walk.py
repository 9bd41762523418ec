"""A walk through a service by cheap requests, the same each time: it tells whether a fault is one."""

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from contract_tests.faults.fields import changed, found
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.tries import BOMBS, TEXT, values_for

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Answer = tuple[str, int, tuple[tuple[str, str], ...], bytes]
"""What was asked, the status, the headers and the body."""
MANY = 60
"""More than a page has."""


class Walk:
    """Goes through one service, and keeps its answers."""

    def __init__(self, app: "WSGIApplication", ground: Ground) -> None:
        self._app, self._ground = app, ground
        self._created: list[str] = []
        self._count = 100
        self.answers: list[Answer] = []

    def done(self) -> list[Answer]:
        """Return all the answers."""
        first, second = self._create(self._ground.example), self._create(self._varied())
        self._reading(first)
        self._reading(second)
        self._lists()
        self._changes(first, second)
        self._edges()
        self._oddities(first)
        self._end(first)
        return self.answers

    def _ask(
        self, method: str, path: str, body: Any = None, query: str = "", **headers: str
    ) -> tuple[int, dict[str, str], Any]:
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(raw),
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "CONTENT_LENGTH": str(len(raw)),
        }
        environ |= {"CONTENT_TYPE": "application/json"} if body is not None else {}
        environ |= {"HTTP_AUTHORIZATION": f"Bearer {self._ground.key}"} if self._ground.key else {}
        environ |= {
            name if name == "CONTENT_TYPE" else f"HTTP_{name}": value for name, value in headers.items()
        }
        return self._answered(f"{method} {path} {query}", environ)

    def _answered(self, asked: str, environ: Any) -> tuple[int, dict[str, str], Any]:
        said: list[Any] = []

        def start(status: str, headers: Any, _: Any = None) -> Any:
            said[:] = [int(status.split()[0]), headers]
            return lambda _: None

        body = b"".join(self._app({name: one for name, one in environ.items() if one != ""}, start))
        kept = tuple(sorted((name, value) for name, value in said[1] if name != "Date"))
        self.answers.append((asked, said[0], kept, body))
        try:
            value = json.loads(body)
        except ValueError:
            value = None
        return said[0], {name.lower(): value for name, value in said[1]}, value

    def _create(self, body: Any, **headers: str) -> str:
        """Create *body*; return its path."""
        _, _, value = self._ask("POST", self._list, body, **headers)
        ids = found(value, (*self._ground.places[Role.CREATE], self._ground.identity))
        path = self._ground.at(ids[0]) if ids else self._ground.at("1")
        self._created.append(path)
        return path

    @property
    def _list(self) -> str:
        return f"{self._ground.base}{self._ground.path}"

    def _varied(self) -> Any:
        """Return what the contract shows, with texts of its own, and an id if a client gives it."""
        ground, body, self._count = self._ground, self._ground.example, self._count + 1
        free = [one for one in ground.sent if len(one.path) == 1 and one.is_("string") and one.is_free(60)]
        for field in free or [one for one in (ground.text(),) if one]:
            body = changed(body, (*ground.sent_place, *field.path), lambda one: f"{one} {self._count}")
        if not ground.given:
            path = (*ground.sent_place, ground.identity)
            body = changed(body, path, lambda one: f"{one[:-3]}{self._count:03}")
        return body

    def _reading(self, path: str) -> None:
        _, headers, _ = self._ask("GET", path)
        tag = headers.get("etag", '"x"')
        self._ask("GET", path)
        self._ask("HEAD", path)
        self._ask("OPTIONS", path)
        for one in (tag, f"W/{tag}", f'"other", {tag}', '"other"'):
            self._ask("GET", path, IF_NONE_MATCH=one)

    def _lists(self) -> None:
        said = self._ground.parameters(Role.LIST)
        self._ask("OPTIONS", self._list)
        self._ask("HEAD", self._list)
        for _ in range(MANY if "page" in said and "limit" not in said else 6):
            self._create(self._varied())
        queries = ["", "page=1", "page=2", "page=3", "page=900000", "page=0", "page=x", "ordering=DESC"]
        queries += ["limit=2", "limit=2&page=2", "limit=2&page=3&ordering=DESC", "order=no", "limit=-1"]
        queries += ["order=nombre&ordering=DESC"]
        queries += [f"{name}={self._value(one)}" for name, one in said.items() if one["in"] == "query"]
        for query in queries:
            _, headers, _ = self._ask("GET", self._list, query=query)
            tag = headers.get("etag", '"x"')
            for one in (tag, f"W/{tag}", f'"other", {tag}', '"other"') if query in ("", "page=1") else ():
                self._ask("GET", self._list, query=query, IF_NONE_MATCH=one)
        _, _, value = self._ask("GET", self._list, query="limit=2")
        following = next((one for name, one in (value or {}).items() if name.startswith("cursor")), None)
        if following:
            self._ask("GET", self._list, query=f"limit=2&cursor={following}")

    def _value(self, parameter: Any) -> object:
        schema = self._ground.resolved(parameter["schema"])
        shown = found(self._ground.example, (parameter.get("x-filter", {}).get("property", "no such"),))
        plain = parameter.get("example", schema.get("enum", [schema.get("default", "Zz")])[-1])
        return quote(str(shown[0])) if shown else plain

    def _changes(self, first: str, second: str) -> None:
        """Change *first*, with good tags and bad."""
        _, headers, _ = self._ask("GET", first)
        tag = headers.get("etag", "")
        body = self._ground.example
        new = self._texts(body, TEXT)
        self._ask("PUT", first, new)
        for sent in (f"W/{tag}", '"0123456789abcdef"', tag, tag, '"0123456789abcdef"'):
            self._ask("PUT", first, new, IF_MATCH=sent)
            self._ask("GET", first)
            self._ask("GET", first)
        self._ask("GET", second)
        for _ in range(2):
            less = {name: value for name, value in body.items() if name in self._needed()}
            _, headers, _ = self._ask("GET", first)
            self._ask("PUT", first, less, IF_MATCH=headers.get("etag", ""))
            self._ask("GET", first)
            body = {**body, **less}
        _, headers, _ = self._ask("GET", first)
        self._ask("PUT", first, body, IF_MATCH=headers.get("etag", ""))
        self._ask("GET", first)
        self._ask("PUT", first, {**new, "desconocido": 1}, IF_MATCH=headers.get("etag", ""))
        self._ask("GET", first)
        nobody = "999999937" if self._ground.given else "WVWZZZ1JZ3W386799"
        named = changed(body, (*self._ground.sent_place, self._ground.identity), lambda _: nobody)
        self._ask("PUT", self._ground.at(nobody), named, IF_MATCH=tag)
        self._ask("GET", self._list)

    def _needed(self) -> set[str]:
        return {one.path[0] for one in self._ground.sent if one.required}

    def _texts(self, body: Any, text: str) -> Any:
        field = self._ground.text()
        return changed(body, (*self._ground.sent_place, *field.path), lambda _: text) if field else body

    def _edges(self) -> None:
        """Create with each field at its bounds, beyond them, and of other types."""
        place = self._ground.sent_place
        picked = [one for one in (self._ground.text(),) if one]
        for field in [*(one for one in self._ground.sent if len(one.path) == 1), *picked]:
            path, shown = (*place, *field.path), found(self._ground.example, (*place, *field.path))
            for number, _ in enumerate(values_for(field, shown[0] if shown else None)):
                body = self._varied()
                own = found(body, path)
                value = list(values_for(field, own[0] if own else None))[number]
                body = body if shown else {**body, field.path[0]: value}
                self._ask("POST", self._list, changed(body, path, lambda _, v=value: v))  # type: ignore[misc]
            self._ask("POST", self._list, _less(self._varied(), path))
            self._ask("GET", self._list)

    def _oddities(self, first: str) -> None:
        """Ask what nobody should."""
        for bomb in BOMBS:
            text = json.dumps(self._varied()).encode()
            self._ask("POST", self._list, bomb)
            self._ask("POST", self._list, text.replace(b'"', b'"x": ' + bomb + b', "', 1) if bomb else b" ")
        self._ask("POST", self._list, _doubled(json.dumps(self._varied()).encode()))
        self._ask("POST", self._list, b"\xef\xbb\xbf" + json.dumps(self._varied()).encode())
        self._ask("POST", self._list, {**self._varied(), self._ground.identity: 4_242})
        self._ask("GET", self._ground.at("4242"))
        self._ask("POST", self._list, {**self._varied(), "desconocido": 1})
        nested = next(
            (one for one in self._ground.sent if one.schema.get("additionalProperties") is False), None
        )
        if nested:
            self._ask("POST", self._list, changed(self._varied(), nested.path, _known_to_nobody))
        for content_type in ("text/plain", "application/xml", ""):
            text = json.dumps(self._varied()).encode()
            self._ask("POST", self._list, text, CONTENT_TYPE=content_type)
        for method in ("PATCH", "TRACE"):
            self._ask(method, self._list)
        for identity in ("999999937", "x", 2**31 - 1, 2**63 - 1):
            self._ask("GET", self._ground.at(identity))
        for key in ("Bearer wrong", ""):
            self._ask("GET", first, AUTHORIZATION=key)
        one, other = self._varied(), self._varied()
        for body in (one, one, other):
            self._create(body, IDEMPOTENCY_KEY="8e03978e-40d5-43dd-bc93-6894a57f9324")
        self._create(self._ground.example)

    def _end(self, first: str) -> None:
        for path in (first, first):
            _, headers, _ = self._ask("GET", path)
            self._ask("DELETE", path, IF_MATCH=headers.get("etag", '"x"'))
            self._ask("GET", path)
        self._ask("GET", self._list)
        for path in dict.fromkeys(self._created):
            self._ask("GET", path)
        self._create(self._varied())


def _known_to_nobody(one: Any) -> Any:
    return {**one, "desconocido": 1} if isinstance(one, dict) else one


def _less(value: Any, path: tuple[str, ...]) -> Any:
    """Return *value* without what is at *path*."""

    def drop(one: Any) -> Any:
        return (
            {name: each for name, each in one.items() if name != path[-1]} if isinstance(one, dict) else one
        )

    return changed(value, path[:-1], drop)


def _doubled(text: bytes) -> bytes:
    """Return an object with its first member twice."""
    name, value = next(iter(json.loads(text).items()))
    return text.replace(b"{", f'{{"{name}": {json.dumps(value)}, '.encode(), 1)
