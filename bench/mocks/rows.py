"""What is asked of every server, and what it has to answer before its row counts."""

import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bench.mocks.client import Asking

PART = {"nombre": "Manguito", "proveedor": "Recambios Sur", "precio": 14.2, "cantidad": 6, "activo": True}
BROKEN = {"nombre": 5, "proveedor": "", "precio": 14.2, "cantidad": 6.5}
LISTED = 20
MANY = 5000
"""More than any server keeps ready replies for."""


@dataclass(frozen=True)
class Row:
    """One kind of request."""

    name: str
    method: str
    path: str
    statuses: frozenset[int]
    right: Callable[[Any], bool]
    """Whether the JSON of an answer is what the contract's examples say."""
    body: object = None
    closing: bool = False
    """Whether the client wants a new connection for each request."""
    different: int = 1
    """How many requests that differ in a header, as with clients that number theirs."""

    def asking(self, connections: int) -> Asking:
        """Return it as bytes, over so many connections."""
        requests = tuple(self._request(number) for number in range(self.different))
        return Asking(requests, self.statuses, connections)

    def _request(self, number: int) -> bytes:
        content = b"" if self.body is None else json.dumps(self.body).encode()
        head = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
        if self.body is not None:
            head += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        if self.closing:
            head.append("Connection: close")
        if self.different > 1:
            head.append(f"X-Request-Id: {number:06}")
        return "\r\n".join([*head, "", ""]).encode() + content

    def answered(self, port: int) -> bool:
        """Tell whether the server on *port* answers it as it should."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        content = None if self.body is None else json.dumps(self.body)
        headers = {"Accept": "application/json"} | ({"Content-Type": "application/json"} if content else {})
        connection.request(self.method, self.path, content, headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status in self.statuses and self.right(json.loads(text))


def _twenty(found: Any) -> bool:
    return isinstance(found, list) and len(found) == LISTED and found[1]["precio"] == 61.2


def _first(found: Any) -> bool:
    return isinstance(found, dict) and found["id"] == 1 and found["nombre"] == "Junta de culata"


def _made(found: Any) -> bool:
    return isinstance(found, dict) and isinstance(found["id"], int) and set(PART) <= set(found)


def _refused(found: Any) -> bool:
    return isinstance(found, dict)


OK, CREATED, BAD = frozenset({200}), frozenset({201}), frozenset({400, 422})
LIST = Row("GET list of 20", "GET", "/parts", OK, _twenty)
ITEM = Row("GET item", "GET", "/parts/1", OK, _first)
VALID = Row("POST valid", "POST", "/parts", CREATED, _made, body=PART)
REFUSED = Row("POST refused", "POST", "/parts", BAD, _refused, body=BROKEN)
ROWS = (
    LIST,
    replace(LIST, name="GET list, numbered requests", different=MANY),
    ITEM,
    replace(ITEM, name="GET item, numbered requests", different=MANY),
    replace(ITEM, name="GET item, new connection each", closing=True),
    REFUSED,
    VALID,  # the last, for a server with a memory has a longer list after it
)
