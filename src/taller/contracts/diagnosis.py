"""A look at a service before it is tested: is there one at all, and is it this one?

A handful of requests that change nothing. Whoever deploys wants to hear of a wrong port as a wrong port, and
not as four hundred broken promises.
"""

import http.client
import socket
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from taller.contracts.outcomes import Verdict
from taller.contracts.phrases import said

_TIMEOUT = 5.0
_MOST = 12
"""How many operations are asked."""
_ENOUGH = 0.6
"""The share of its paths that another contract must explain to be taken for the right one."""
_BODY = 64 * 1024
_ABSENT = (404, 405, 501)


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with a service as a whole, and why that may be."""

    verdict: Verdict
    hint: str


@dataclass(frozen=True)
class _Seen:
    method: str
    status: int
    body: bytes

    @property
    def is_empty(self) -> bool:
        """Whether it was read, and nothing was there."""
        return (self.method, self.status) == ("GET", 200) and not self.body.strip()


def diagnose(
    contract: Mapping[str, Any],
    url: str,
    others: Mapping[str, Mapping[str, Any]],
    headers: Mapping[str, str],
) -> Diagnosis | None:
    """Return what is wrong with the service at *url* as a whole; None if it can be tested.

    :param url: of the API, base path included.
    :param others: the contracts of other services, by name, which may be what answers there.
    :param headers: what every request carries, such as a credential.
    """
    try:
        seen = [_asked(url, *question, headers) for question in _questions(contract)]
    except _Unreachable as error:
        return Diagnosis(Verdict.UNREACHABLE, error.hint)
    except _NotHttp as error:
        return Diagnosis(Verdict.NOT_HTTP, error.hint)
    if not seen:
        return None
    statuses = Counter(one.status for one in seen)
    if all(status >= 500 for status in statuses):
        return Diagnosis(Verdict.FAILING, _why_failing(seen))
    absent = sum(number for status, number in statuses.items() if status in _ABSENT)
    empty = all(one.status in _ABSENT or one.is_empty for one in seen)
    if absent * 2 > len(seen) and (name := _fits_better(url, contract, others, headers, absent / len(seen))):
        return Diagnosis(
            Verdict.WRONG_SERVICE,
            said("{url} answers as {name} does: are two URLs swapped?", url=url, name=name),
        )
    return Diagnosis(Verdict.SERVES_NOTHING, _why_nothing(url, statuses)) if empty else None


class _NoAnswer(Exception):
    """The service gave none; the hint says why that may be."""

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint


class _Unreachable(_NoAnswer):
    pass


class _NotHttp(_NoAnswer):
    pass


def _asked(url: str, method: str, path: str, headers: Mapping[str, str]) -> _Seen:
    """Return what is answered to *method* on *path*.

    :raises _Unreachable: if nobody takes the connection, or the one who does hangs up.
    :raises _NotHttp: if what answers speaks something else.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    where = f"{parts.hostname}:{connection.port}"
    try:
        connection.request(method, parts.path.rstrip("/") + path, headers={"Accept": "*/*", **headers})
        response = connection.getresponse()
        return _Seen(method, response.status, response.read(_BODY))
    except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
        raise _Unreachable(
            said(
                "{where} takes the connection and hangs up: is the port published, while the service in the"
                " container listens on another one?",
                where=where,
            )
        ) from error
    except http.client.HTTPException as error:
        raise _NotHttp(
            said(
                "what listens on {where} does not speak HTTP: is it a database, or does it want TLS?",
                where=where,
            )
        ) from error
    except TimeoutError as error:
        raise _Unreachable(
            said(
                "{where} does not answer within {seconds} s: a firewall, or a service that hangs?",
                where=where,
                seconds=int(_TIMEOUT),
            )
        ) from error
    except ConnectionRefusedError as error:
        raise _Unreachable(
            said("nothing listens on {where}: is the service started, and is this its port?", where=where)
        ) from error
    except socket.gaierror as error:
        raise _Unreachable(
            said("nobody knows the name {host}: is it right, and is this its network?", host=parts.hostname)
        ) from error
    except OSError as error:
        raise _Unreachable(said("{where}: {error}", where=where, error=error.strerror or error)) from error
    finally:
        connection.close()


def _questions(contract: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return methods and paths of some requests that change nothing, and that are never rightly 404.

    Behind a path with parameters may be nothing, so those without are asked; where none can be read, OPTIONS.
    """
    plain = {path: item for path, item in contract.get("paths", {}).items() if "{" not in path}
    found = [("GET" if "get" in item else "OPTIONS", path) for path, item in plain.items()]
    reading = [one for one in found if one[0] == "GET"]
    return sorted(reading or found, key=lambda one: one[1].count("/"))[:_MOST]


def _fits_better(
    url: str,
    contract: Mapping[str, Any],
    others: Mapping[str, Mapping[str, Any]],
    headers: Mapping[str, str],
    absent: float,
) -> str | None:
    """Return the name of the contract of which more is there than of *contract*; None if none is."""
    base = urlsplit(url)
    root = f"{base.scheme}://{base.netloc}"
    own = set(contract.get("paths", ()))
    for name, other in others.items():
        asked = [one for one in _questions(other) if one[1] not in own]
        for place in dict.fromkeys((url, root + _base_path(other))):
            try:
                there = [_asked(place, *one, headers).status not in _ABSENT for one in asked]
            except (_Unreachable, _NotHttp):
                continue
            if there and sum(there) / len(there) > max(_ENOUGH, 1 - absent):
                return name
    return None


def _base_path(contract: Mapping[str, Any]) -> str:
    servers = contract.get("servers") or [{}]
    return urlsplit(str(servers[0].get("url", ""))).path.rstrip("/")


_SIGNS = {
    b"no such table": "a table is not there: have the migrations been run?",
    b"does not exist": "a table is not there: have the migrations been run?",
    b"doesn't exist": "a table is not there: have the migrations been run?",
    b"table not found": "a table is not there: have the migrations been run?",
    b"could not connect": "it cannot reach its database: is that started, and are its credentials right?",
    b"connection refused": "it cannot reach what it depends on: is that started?",
    b"bad gateway": "what answers is a proxy, and the service behind it does not: is that started?",
}


def _why_failing(seen: Sequence[_Seen]) -> str:
    statuses = ", ".join(str(one) for one in sorted({one.status for one in seen}))
    for one in seen:
        for sign, cause in _SIGNS.items():
            if sign in one.body.lower():
                return said("every answer is {statuses}: {cause}", statuses=statuses, cause=said(cause))
    return said("every answer is {statuses}: {cause}", statuses=statuses, cause=said("its log will say why."))


def _why_nothing(url: str, statuses: Counter[int]) -> str:
    if 404 in statuses:
        return said(
            "nothing of the contract is below {url}: is the base path right, and is it this image?", url=url
        )
    return said("every answer is empty: is it this image?")
