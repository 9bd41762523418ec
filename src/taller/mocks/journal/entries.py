"""What a journal keeps of one request, and how it is shown."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from taller.mocks.journal.masks import Masks
from taller.mocks.openapi.http import Delivery, Finding, Reply, Request
from taller.mocks.openapi.problems import Problem
from taller.mocks.requests.bodies import parse_json

_MOST_FINDINGS = 100
_PLACE, _DETAIL, _TEXT = 2000, 500, 100_000
_NOTHING: Any = object()

Kept = Literal["kept", "broken", "faulted"]
"""Of the contract: kept; broken by request or reply; or neither, but struck by a fault on purpose."""


@dataclass(frozen=True)
class Entry:
    """A request, its reply, and whether both kept the contract."""

    number: int
    """From 1, in the order of the replies; never given twice, after a reset neither."""
    at: float
    """When the reply was ready, in seconds since 1970."""
    seconds: float
    """How long the stand-in took, without any delay that was asked for."""
    request: Request
    """With as much of its body as a journal keeps."""
    reply: Reply
    sizes: tuple[int, int]
    """The length of the whole bodies, in bytes."""
    fault: str | None
    """The faults that struck it, as they are written."""

    @property
    def contract(self) -> Kept:
        """What became of the contract."""
        if self.reply.findings:
            return "broken"
        return "kept" if self.fault is None else "faulted"

    @property
    def status(self) -> int | None:
        """What the client got; None if it got nothing."""
        delivery = self.reply.delivery
        return None if delivery is not None and delivery.end else self.reply.status

    @property
    def text(self) -> str:
        """The request's body as text; what is not UTF-8 becomes U+FFFD."""
        return self.request.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The request's body as JSON, as strictly as a service reads it; `absent` if it is none, or cut."""
        try:
            return parse_json(self.request.body)
        except Problem:
            return _NOTHING

    def shown(self, masks: Masks) -> dict[str, Any]:
        """Return this entry as JSON, its secrets hidden."""
        return {
            "number": self.number,
            "at": datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds"),
            "seconds": round(self.seconds, 6),
            "operation": _clipped(self.reply.operation, _DETAIL),
            "contract": self.contract,
            "fault": _clipped(self.fault, _TEXT),
            "request": self._request(masks),
            "reply": self._reply(masks),
            "findings": [_finding(one) for one in self.reply.findings[:_MOST_FINDINGS]],
            "spoilt": [_finding(one) for one in self.reply.spoilt[:_MOST_FINDINGS]],
        }

    def _request(self, masks: Masks) -> dict[str, Any]:
        asked = self.request
        return {
            "method": asked.method[:_DETAIL],
            "path": asked.path[:_TEXT],
            "query": masks.query(asked.query)[:_TEXT],
            "headers": _headers(asked.headers.items(), masks),
            "body": _body(asked.body, self.sizes[0]),
        }

    def _reply(self, masks: Masks) -> dict[str, Any]:
        return {
            "status": self.status,
            "headers": _headers(self.reply.headers, masks),
            "body": _body(self.reply.body, self.sizes[1]),
            "delivery": _delivery(self.reply.delivery),
        }


def absent(value: Any) -> bool:
    """Tell whether *value* stands for a place with nothing in it, not even null."""
    return value is _NOTHING


def at_pointer(value: Any, pointer: str) -> Any:
    """Return what is at *pointer* (RFC 6901: ``/nif~1nie``) in *value*; `absent` if nothing is."""
    for step in pointer.split("/")[1:]:
        value = _step(value, step.replace("~1", "/").replace("~0", "~"))
    return value


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step, _NOTHING)
    if isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 10:
        return value[int(step)] if int(step) < len(value) else _NOTHING
    return _NOTHING


def _headers(pairs: Any, masks: Masks) -> dict[str, str]:
    """Return headers by name in lower case, those of one name joined by commas."""
    shown: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.lower(), masks.header(name, value)[:_TEXT]
        shown[key] = f"{shown[key]}, {text}"[:_TEXT] if key in shown else text
    return shown


def _body(body: bytes, size: int) -> dict[str, Any] | None:
    if not size:
        return None
    cut = size > len(body)
    shown: dict[str, Any] = {"bytes": size, "cut": cut}
    try:
        # The cut may have gone through a character of up to four bytes.
        ends = range(len(body), len(body) - 4, -1) if cut else (len(body),)
        shown["text"] = _decoded(body, ends)
    except UnicodeDecodeError:
        shown["base64"] = base64.b64encode(body).decode()
    return shown


def _decoded(body: bytes, ends: Any) -> str:
    *others, last = ends
    for end in others:
        try:
            return body[:end].decode()
        except UnicodeDecodeError:
            continue
    return body[:last].decode()


def _delivery(delivery: Delivery | None) -> dict[str, Any] | None:
    if delivery is None:
        return None
    return {
        "delay": delivery.delay,
        "cutAfter": delivery.cut_after,
        "bytesPerSecond": delivery.bytes_per_second,
        "end": delivery.end,
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {"side": finding.side, "place": finding.place[:_PLACE], "detail": finding.detail[:_DETAIL]}


def _clipped(text: str | None, most: int) -> str | None:
    return None if text is None else text[:most]
