"""Runs for the reports to tell of."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from taller.contracts.events import Asked, Breach, Trouble
from taller.contracts.outcomes import Outcome, Verdict
from taller.contracts.phrases import said
from taller.contracts.reports import Examined, Run

CONTRACT: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shelf", "version": "1"},
    "components": {"responses": {"Tagged": {"headers": {"ETag": {}}}}},
    "paths": {
        "/books": {
            "get": {"responses": {"200": {}, "4XX": {}}},
            "post": {"requestBody": {}, "responses": {"201": {}, "default": {}}},
        },
        "/books/{id}": {
            "parameters": [{"name": "id", "in": "path"}],
            "get": {
                "security": [{"key": []}],
                "responses": {"200": {"$ref": "#/components/responses/Tagged"}, "404": {}},
            },
            "delete": {"responses": {"204": {}, "404": {}}},
        },
    },
}
ADVISED = Breach(
    "GET /books", "accepts-all-valid", "#/paths/~1books/get", (said("status {status}", status=422),)
)
NEVER, ONLY_KEPT, ONLY_BROKEN, BOTH = map(frozenset[bool], ((), (True,), (False,), (True, False)))
FAILS = Breach(
    "GET /books/{id}",
    "no-server-error",
    "#/paths/~1books~1{id}/get",
    (said("status {status}", status=500),),
    curl=("curl -X GET http://127.0.0.1:1/books/1",),
    detail="Internal Server Error",
    times=3,
)
COMES_BACK = Breach("DELETE /books/{id}", "delete-is-final", "", ("status 200",), times=1)
KEPT = Outcome(
    "shelf",
    "http://127.0.0.1:1",
    Verdict.KEPT,
    promised=4,
    cases=1234,
    seconds=2.5,
    seed=7,
    statuses={
        ("GET /books", 200): 5,
        ("GET /books", 404): 1,
        ("POST /books", 418): 2,
        ("GET /books/{id}", 302): 1,
    },
    sent={
        ("GET /books", "query page", ""): BOTH,
        ("GET /books", "query page", "minimum"): ONLY_KEPT,
        ("GET /books", "query page", "maximum"): ONLY_KEPT,
        ("GET /books", "query sort", ""): ONLY_BROKEN,
        ("GET /books", "query tags", ""): NEVER,
        ("GET /books", "query tags /*", ""): NEVER,
        ("POST /books", "body", ""): BOTH,
        ("POST /books", "body", "required"): ONLY_BROKEN,
        ("POST /books", "body /title", ""): BOTH,
        ("POST /books", "body /title", "minLength"): BOTH,
        ("POST /books", "body /notes", ""): ONLY_KEPT,
        ("POST /books", "body /notes/*", ""): ONLY_KEPT,
        ("POST /books", "body /notes/*/text", ""): NEVER,
        ("POST /books", "body /notes/*/text", "pattern"): NEVER,
    },
    questions=(
        Asked("POST /books", "delete-is-final"),
        Asked("POST /books", "etag-tells-content"),
        Asked("POST /books", "lists-show-all"),
        Asked("POST /books", "sorting-sorts", "no order is offered"),
    ),
)
DEAD = Outcome(
    "archive", "http://127.0.0.1:2", Verdict.UNREACHABLE, said("{where}: {error}", where="x", error="y")
)
LOST = Outcome(
    "cellar",
    "http://127.0.0.1:3",
    Verdict.UNTESTED,
    troubles=(Trouble("GET /wine", "no data", "None was found."),),
)
COMMAND = "taller check shelf --seed 7"


def broken(*breaches: Breach) -> Outcome:
    """Return the outcome of a shelf that breaks these promises."""
    made: dict[str, Any] = {
        **vars(KEPT),
        "verdict": Verdict.BROKEN,
        "breaches": breaches or (FAILS, COMES_BACK),
    }
    return Outcome(**made)


def advised() -> Outcome:
    """Return the outcome of a shelf that keeps its promises, and to which there is something to say."""
    return Outcome(**{**vars(KEPT), "breaches": (ADVISED,)})


def run(*outcomes: Outcome, day: int = 2) -> Run:
    """Return a run of a day in March that came to *outcomes*."""
    examined = tuple(Examined(one, CONTRACT if one.statuses else {}) for one in outcomes)
    return Run(examined, datetime(2026, 3, day, 12, tzinfo=UTC), 4.2, "quick", COMMAND)
