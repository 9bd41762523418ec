"""Requests that break the contract in one point each, which a service must refuse and survive."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import requests

from taller.contracts.checks import RULES, Rule
from taller.contracts.events import Asked, Event, Scenario
from taller.contracts.phrases import Said, said
from taller.contracts.probing.contract import Contract, Operation
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.as_sent import as_sent
from taller.contracts.probing.hostile.asking import Asker
from taller.contracts.probing.hostile.bodies import body_alterations
from taller.contracts.probing.hostile.choosing import Chooser, most
from taller.contracts.probing.hostile.heads import media_alterations, odd_headers, precondition_alterations
from taller.contracts.probing.hostile.judging import Judge, Silence
from taller.contracts.probing.hostile.parameters import PROMISE as _PARAMETERS
from taller.contracts.probing.hostile.parameters import (
    header_alterations,
    path_alterations,
    query_alterations,
)
from taller.contracts.probing.hostile.starts import Start, Starts
from taller.contracts.probing.hostile.unchanged import Watch
from taller.contracts.probing.mishaps import FAILED, mishap
from taller.contracts.probing.samples import Samples
from taller.contracts.probing.wire import Client
from taller.contracts.sent import Tally
from taller.documents import read_document

__all__ = ["PHASE", "hostile"]

PHASE = "hostile"
"""The name of the scenarios: one for each operation that was tried."""
_ORDER = ("POST", "GET", "PUT", "PATCH", "DELETE")
"""What is made is there to be read and changed; what is deleted is not."""
_OF_A_BODY = ("refuses-wrong-types", "refuses-bombs", "refuses-broken-json", "refuses-other-media-types")
"""What a body is tried with whatever its schema is."""
_DEEP = 10.0
"""The share from which on megabytes are sent."""


def hostile(
    client: Client,
    samples: Samples,
    contract: Mapping[str, Any],
    share: float = 1.0,
    rules: tuple[Rule, ...] = RULES,
) -> Iterator[Event]:
    """Try every operation of *contract* with requests that are wrong in one point, and yield what was broken.

    An operation whose valid request the service refuses is left out, and so are HEAD and OPTIONS.

    :param contract: an OpenAPI document.
    :param rules: what every answer is held to.
    :param share: how hard to test: of the requests of the standard profile.
    :raises UnreadableDocument: if nothing can be made of *contract*.
    """
    document = read_document(contract).document
    sent = Contract(as_sent(document))
    asker, chooser = Asker(client), Chooser()
    judge, starts = Judge(asker, document, rules), Starts(asker, samples, sent)
    tally, silent = Tally(sent), False
    for operation in sorted(sent.operations.values(), key=_turn):
        if operation.method not in _ORDER or operation.label not in samples.operations:
            continue
        if not silent:
            try:
                yield from _tried(judge, starts, chooser, operation, share, tally)
            except (Silence, requests.ConnectionError, requests.Timeout):
                silent = True  # the breach is told; whoever does not answer cannot be asked any more
            except Exception as error:  # what other operations have shown is not to be lost by it
                yield mishap(operation.label, error)
                yield from _unasked(operation, FAILED)
            yield from _told(asker, tally)
        if silent:
            yield from _unasked(operation, said("no answer came"))


def _turn(operation: Operation) -> tuple[int, int]:
    depth = operation.path.count("/")
    return (_ORDER.index(operation.method), depth) if operation.method in _ORDER else (len(_ORDER), depth)


def _tried(
    judge: Judge, starts: Starts, chooser: Chooser, operation: Operation, share: float, tally: Tally
) -> Iterator[Event]:
    start = starts.find(operation)
    if start is None:
        yield from _unasked(operation, said("no request was taken that could be made wrong"))
        return
    tally.see(start.request)
    judge.forget()
    watch = Watch(judge, starts.contract, operation, start.request.path)
    alterations = list(_alterations(starts.contract, operation, start, share))
    chosen = chooser.chosen(alterations, most(share))
    for one in chosen:
        tally.see(one.request)
        yield from judge.breaches(one)
    yield from watch.breaches()
    asked = {one.promise for one in chosen}
    for promise in dict.fromkeys(one.promise for one in alterations):
        yield Asked(operation.label, promise, "" if promise in asked else said("no request was left"))


def _told(asker: Asker, tally: Tally) -> Iterator[Scenario]:
    """Yield how many requests the last operation took."""
    came, asker.came = asker.came, []
    if came:
        statuses = tuple((label, status) for label, status, _ in came)
        times = tuple(seconds for *_, seconds in came)
        yield Scenario(PHASE, (), len(came), statuses, times, sent=tally.taken())


def _unasked(operation: Operation, why: Said) -> Iterator[Asked]:
    """Yield what is asked of any operation like *operation* as not asked."""
    promises = [
        *((_PARAMETERS,) if operation.parameters else ()),
        *(_OF_A_BODY if operation.body is not None else ()),
        *(("refuses-wrong-preconditions",) if operation.named("ifmatch") else ()),
    ]
    yield from (Asked(operation.label, one, why) for one in promises)


def _alterations(
    contract: Contract, operation: Operation, start: Start, share: float
) -> Iterator[Alteration]:
    request = start.request
    found = [
        path_alterations(contract, operation, start.values, request),
        query_alterations(contract, operation, request),
        header_alterations(contract, operation, request),
        precondition_alterations(contract, operation, request),
    ]
    if operation.body is not None:
        found.append(body_alterations(contract, operation, request, start.body, huge=share >= _DEEP))
        found.append(media_alterations(contract, operation, request))
    elif operation.method == "GET":
        found.append(odd_headers(operation, request, start.taken))
    return chain(*found)
