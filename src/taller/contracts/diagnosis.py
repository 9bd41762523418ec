"""A look at a service before it is tested: is there one at all, and is it this one?

A handful of requests that change nothing. Whoever deploys wants to hear of a wrong port as a wrong port, and
not as four hundred broken promises.
"""

import http.client
import socket
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from taller.contracts.examples import resolved
from taller.contracts.outcomes import Verdict
from taller.contracts.phrases import said

_TIMEOUT = 5.0
_MOST = 12
"""How many operations are asked."""
_ENOUGH = 0.6
"""The share of its paths that another contract must explain to be taken for the right one."""
_BODY = 64 * 1024


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with a service as a whole, and why that may be."""

    verdict: Verdict
    hint: str


@dataclass(frozen=True)
class _Seen:
    status: int
    body: bytes


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
        seen = [_asked(url, path, headers) for path in _paths(contract)]
    except _Unreachable as error:
        return Diagnosis(Verdict.UNREACHABLE, error.hint)
    except _NotHttp as error:
        return Diagnosis(Verdict.NOT_HTTP, error.hint)
    if not seen:
        return None
    statuses = Counter(one.status for one in seen)
    if all(status >= 500 for status in statuses):
        return Diagnosis(Verdict.FAILING, _why_failing(seen))
    absent = sum(number for status, number in statuses.items() if status in (404, 405, 501))
    empty = all(one.status in (404, 405, 501) or (one.status < 300 and not one.body.strip()) for one in seen)
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


def _asked(url: str, path: str, headers: Mapping[str, str]) -> _Seen:
    """Return what GET *path* is answered.

    :raises _Unreachable: if nobody takes the connection, or the one who does hangs up.
    :raises _NotHttp: if what answers speaks something else.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    where = f"{parts.hostname}:{connection.port}"
    try:
        connection.request("GET", parts.path.rstrip("/") + path, headers={"Accept": "*/*", **headers})
        response = connection.getresponse()
        return _Seen(response.status, response.read(_BODY))
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


def _paths(contract: Mapping[str, Any]) -> list[str]:
    """Return the paths of some operations that only read.

    Those without parameters, if there are any: behind the others may rightly be nothing.
    """
    reading = {
        path: item
        for path, item in contract.get("paths", {}).items()
        if isinstance(item, Mapping) and "get" in item
    }
    plain = [path for path in reading if "{" not in path]
    found = plain or [_filled(contract, path, item) for path, item in reading.items()]
    return sorted((one for one in found if one is not None), key=lambda one: one.count("/"))[:_MOST]


def _filled(contract: Mapping[str, Any], path: str, item: Mapping[str, Any]) -> str | None:
    """Return *path* with the examples of its parameters; None if one has none."""
    for parameter in (*item.get("parameters", ()), *item["get"].get("parameters", ())):
        described = resolved(contract, parameter)
        name = f"{{{described.get('name')}}}"
        if name in path:
            example = next(_examples(contract, described), None)
            if example is None:
                return None
            path = path.replace(name, quote(str(example), safe=""))
    return None if "{" in path else path


def _examples(contract: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[Any]:
    schema = resolved(contract, described.get("schema", {}))
    for owner in (described, schema):
        if "example" in owner:
            yield owner["example"]
        several = owner.get("examples", ())
        values = several.values() if isinstance(several, Mapping) else several
        yield from (one["value"] if isinstance(one, Mapping) and "value" in one else one for one in values)
    if "integer" in (schema.get("type"), *(schema.get("type") or ())):
        yield 1


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
        paths = [path for path in _paths(other) if path.split("?")[0] not in own]
        for place in dict.fromkeys((url, root + _base_path(other))):
            try:
                there = [_asked(place, path, headers).status not in (404, 405, 501) for path in paths]
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
