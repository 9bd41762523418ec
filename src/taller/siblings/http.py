"""One HTTP client for a sibling: time limits, and each failure as a SiblingError."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx2 as httpx

from taller.siblings.errors import SiblingUnavailable, SiblingUnintelligible

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
"""Seconds; a sibling that takes longer is down."""
LONGEST_SECONDS = 15.0
"""For a whole answer, however it trickles in."""
MAX_ANSWER = 8 * 1024 * 1024
"""Bytes; no answer of a sibling has reason to be larger."""
_UNAVAILABLE = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class SiblingClient:
    """Speaks HTTP with one sibling."""

    def __init__(self, service: str, url: str, transport: httpx.BaseTransport | None = None) -> None:
        """:param url: of the API, base path included.
        :param transport: how requests travel; by default over the network.
        """
        self.service = service
        self._client = httpx.Client(
            base_url=url,
            timeout=TIMEOUT,
            transport=transport,
            follow_redirects=False,
            # All settings stand in one table; a proxy in the environment is not among them.
            trust_env=False,
        )

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> dict[str, Any] | None:
        """Return the JSON object at *path*, or None where nothing is (404).

        :raises SiblingUnavailable, SiblingUnintelligible:
        """
        answer = self._send("GET", path, params=params)
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        if answer.status != HTTPStatus.OK:
            raise SiblingUnintelligible(self.service, f"responde {answer.status} a GET {path}")
        try:
            found = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise SiblingUnintelligible(self.service, "su respuesta no es JSON") from error
        if not isinstance(found, dict):
            raise SiblingUnintelligible(self.service, "su respuesta no es un objeto")
        return found

    def post(self, path: str, body: object, *, message_id: str) -> int:
        """Send *body* to *path* and return the status of the answer.

        :param message_id: the same each time that the same message is sent.
        :raises SiblingUnavailable:
        """
        headers = {"Idempotency-Key": message_id}
        return self._send("POST", path, json=body, headers=headers).status

    def close(self) -> None:
        self._client.close()

    def _send(self, method: str, path: str, **content: Any) -> Answer:
        try:
            with self._client.stream(method, path, **content) as response:
                answer = Answer(response.status_code, self._body(response))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise SiblingUnavailable(self.service) from error
        if answer.status in _UNAVAILABLE:
            raise SiblingUnavailable(self.service)
        return answer

    def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        deadline = time.monotonic() + LONGEST_SECONDS
        for chunk in response.iter_bytes():
            body += chunk
            if time.monotonic() > deadline:
                raise SiblingUnavailable(self.service)
            if len(body) > MAX_ANSWER:
                raise SiblingUnintelligible(self.service, f"su respuesta pasa de {MAX_ANSWER} bytes")
        return bytes(body)
