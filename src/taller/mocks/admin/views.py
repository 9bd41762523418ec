"""What the resources of the admin path show and do, each a function of a stand-in and a request."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from taller.mocks.admin import contract
from taller.mocks.admin.managed import Managed
from taller.mocks.admin.reading import checked, criteria_of, read_body, value_of
from taller.mocks.faults import Fault, FaultError, Standing, parse
from taller.mocks.journal import Counted, Near, Ordered, broken_promises, expect, in_order
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.media import JSON
from taller.mocks.openapi.problems import Problem

ROOT = "/_taller/"
_LIMIT = 100
_MOST_SHOWN = 500
_MOST_PROMISES = 100

Query = Mapping[str, Any]
View = Callable[[Managed, Request, Query], Reply]


def _index(service: Managed, request: Request, _query: Query) -> Reply:
    links = {path.removeprefix(ROOT): {"href": request.prefix + path} for path in ROUTES if path != ROOT}
    return _json({"title": service.title, "settings": dict(service.settings), "links": links})


def _own_contract(_service: Managed, _request: Request, _query: Query) -> Reply:
    return Reply(200, _HEADERS, contract.document_text())


def _contract(service: Managed, _request: Request, _query: Query) -> Reply:
    return Reply(200, _HEADERS, service.contract_text.encode())


def _state(service: Managed, _request: Request, _query: Query) -> Reply:
    return _json(service.memory.dump())


def _load_state(service: Managed, request: Request, _query: Query) -> Reply:
    dump = checked(read_body(request), "State")
    try:
        service.memory.load(dump)
    except ValueError as error:
        raise Problem(422, str(error)) from error
    return _NOTHING


def _reset_state(service: Managed, _request: Request, _query: Query) -> Reply:
    service.memory.reset()
    return _NOTHING


def _faults(service: Managed, _request: Request, _query: Query) -> Reply:
    return _standing(200, service.faults.standing())


def _add_faults(service: Managed, request: Request, _query: Query) -> Reply:
    return _with_faults(201, request, service.faults.add)


def _replace_faults(service: Managed, request: Request, _query: Query) -> Reply:
    return _with_faults(200, request, service.faults.replace)


def _clear_faults(service: Managed, _request: Request, _query: Query) -> Reply:
    service.faults.clear()
    return _NOTHING


def _journal(service: Managed, _request: Request, query: Query) -> Reply:
    equals = {"equals": value_of(query["equals"])} if "equals" in query else {}
    journal = service.journal
    criteria = criteria_of({**query, **equals}, service)
    found = journal.find(criteria, since=query.get("since"), limit=query.get("limit", _LIMIT))
    return _json(
        {
            "recorded": journal.recorded,
            "held": len(journal),
            "bytes": journal.bytes,
            "entries": [one.shown(journal.masks) for one in found],
        }
    )


def _reset_journal(service: Managed, _request: Request, _query: Query) -> Reply:
    service.journal.reset()
    return _NOTHING


def _verify(service: Managed, request: Request, _query: Query) -> Reply:
    body = read_body(request)
    if isinstance(body, dict) and "order" in body:
        steps = checked(body, "OrderExpected")["order"]
        return _verdict(None, in_order(service.journal, [criteria_of(step, service) for step in steps]))
    wanted = checked(body, "CountExpected")
    bounds = {"exactly": "exactly", "at_least": "atLeast", "at_most": "atMost"}
    given = {name: int(wanted[wire]) for name, wire in bounds.items() if wire in wanted}
    counted = expect(service.journal, criteria_of(wanted["matching"], service), **given)
    return _verdict(counted.count, counted)


def _findings(service: Managed, _request: Request, _query: Query) -> Reply:
    broken = broken_promises(service.journal)
    operations = [
        {
            "operation": operation,
            "broken": promises.total(),
            "promises": [
                {"side": side, "place": place[:2000], "count": count}
                for (side, place), count in promises.most_common(_MOST_PROMISES)
            ],
        }
        for operation, promises in broken.items()
    ]
    return _json({"operations": sorted(operations, key=lambda one: -one["broken"])})


def _reset(service: Managed, _request: Request, _query: Query) -> Reply:
    service.begin_anew()
    return _NOTHING


def _with_faults(status: int, request: Request, take: Callable[[list[Fault]], Sequence[Standing]]) -> Reply:
    """Let *take* have the faults that *request* says, all of them or none."""
    texts = checked(read_body(request), "FaultTexts")["faults"]
    faults: list[Fault] = []
    for index, text in enumerate(texts):
        try:
            faults += parse(text)
        except FaultError as error:
            place = {"pointer": f"#/faults/{index}", "detail": str(error)}
            raise Problem(422, "El fallo no se entiende.", [place]) from error
    try:
        return _standing(status, take(faults))
    except FaultError as error:
        place = {"pointer": "#/faults", "detail": str(error)}
        raise Problem(409, "No caben tantos fallos.", [place]) from error


def _standing(status: int, faults: Sequence[Standing]) -> Reply:
    shown = [
        {"number": one.number, "fault": one.text, "struck": one.struck, "left": one.left} for one in faults
    ]
    return _json({"faults": shown}, status)


def _verdict(count: int | None, verdict: Counted | Ordered) -> Reply:
    nearest = [_near(one) for one in verdict.nearest]
    return _json(
        {"holds": verdict.holds, "count": count, "numbers": list(verdict.numbers), "nearest": nearest}
    )


def _near(near: Near) -> dict[str, Any]:
    misses = [
        {"criterion": miss.criterion, "wanted": _brief(miss.wanted), "was": _brief(miss.was)}
        for miss in near.misses
    ]
    return {"number": near.entry.number, "misses": misses}


def _brief(value: Any) -> Any:
    return value[:_MOST_SHOWN] if isinstance(value, str) else value


def _json(value: Any, status: int = 200) -> Reply:
    return Reply(status, _HEADERS, json.dumps(value, ensure_ascii=False).encode())


# A browser is to ask each time: what is told here is the moment's.
_HEADERS = (("Content-Type", JSON), ("Cache-Control", "no-store"))
_NOTHING = Reply(204)

ROUTES: Mapping[str, Mapping[str, View]] = {
    ROOT: {"GET": _index},
    f"{ROOT}openapi.json": {"GET": _own_contract},
    f"{ROOT}contract": {"GET": _contract},
    f"{ROOT}state": {"GET": _state, "PUT": _load_state, "DELETE": _reset_state},
    f"{ROOT}faults": {
        "GET": _faults,
        "POST": _add_faults,
        "PUT": _replace_faults,
        "DELETE": _clear_faults,
    },
    f"{ROOT}journal": {"GET": _journal, "DELETE": _reset_journal},
    f"{ROOT}journal/findings": {"GET": _findings},
    f"{ROOT}journal/verify": {"POST": _verify},
    f"{ROOT}reset": {"POST": _reset},
}
