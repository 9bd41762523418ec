"""Every answer is looked at for what Schemathesis does not see, and nothing is said of a good one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taller.contracts import Report, Target, run, settings
from taller.contracts.checks import RULES, Exchange, findings
from taller.contracts.checks.engine import said_in
from taller.contracts.promises.hostile import ANSWERS

PROBLEM = {"content": {"application/problem+json": {"schema": {"type": "object"}}}}
CODED = {
    "type": "object",
    "properties": {"code": {"type": "integer"}, "status": {"type": "integer"}},
}
PLAIN = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Coded"}}}}
TAGGED = {"description": "It.", "headers": {"ETag": {"schema": {"type": "string"}}}}
CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "paths": {
        "/notes": {
            "get": {"responses": {"200": TAGGED, "304": {"description": "The same."}, "4XX": PROBLEM}},
            "post": {
                "responses": {
                    "201": {
                        "description": "Made.",
                        "headers": {"location": {"$ref": "#/components/headers/At"}},
                    },
                    "204": {"description": "Done."},
                    "404": {"$ref": "#/components/responses/Gone"},
                    "default": PLAIN,
                }
            },
        }
    },
    "components": {
        "schemas": {"Coded": CODED},
        "headers": {"At": {"schema": {"type": "string"}}},
        "responses": {"Gone": {"description": "Gone.", **PROBLEM}},
    },
}
JSON, PROBLEMS = "application/json", "application/problem+json"


def answer(
    status: int,
    body: object = b"",
    media: str | None = None,
    operation: str = "GET /notes",
    sent: tuple[str, ...] = (),
    **headers: str,
) -> Exchange:
    said = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Exchange(
        CONTRACT, operation, status, said | ({"content-type": media} if media else {}), content, sent
    )


def broken(exchange: Exchange) -> set[str]:
    return {one.promise for one in findings(exchange)}


def notes(**operations: Any) -> dict[str, Any]:
    """Return a contract with the responses of each method."""
    return {"paths": {"/notes": {method: {"responses": one} for method, one in operations.items()}}}


def refused(contract: dict[str, Any], media: str | None, method: str = "PATCH") -> Exchange:
    """Return what came to a method that the contract does not have."""
    headers = {"allow": "GET"} | ({"content-type": media} if media else {})
    return Exchange(contract, "GET /notes", 405, headers, b"<h1>No</h1>", method=method)


OK = {"description": "All."}
PAGE = {"content": {"Text/HTML; charset=utf-8": {}}}
UNIFORM = notes(get={"200": OK, "4XX": PROBLEM}, post={"201": OK, "default": PROBLEM}, options={"200": OK})
DOCUMENTING_405 = notes(get={"200": OK, "405": PROBLEM, "400": PAGE})
POST = {"operation": "POST /notes"}
TRACE = 'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in view\n    1 / 0\n'
NOT_KEPT: dict[str, list[Exchange]] = {
    "errors-are-problems": [
        answer(404, ["gone"], PROBLEMS),
        answer(404, b"", PROBLEMS),
        answer(404, {"title": 3, "status": 404}, PROBLEMS),
        answer(404, {"title": "Gone", "status": "404"}, PROBLEMS),
        answer(404, {"title": "Gone", "status": True}, PROBLEMS, **POST),
    ],
    "error-says-its-code": [
        answer(404, {"status": 400}, PROBLEMS),
        answer(404, {"status": 400}, PROBLEMS, **POST),
        answer(409, {"code": 400}, JSON, **POST),
        answer(409, {"status": 200}, JSON, **POST),
    ],
    "challenge-sent": [answer(401), answer(401, WWW_Authenticate="  ")],
    "allow-sent": [answer(405)],
    "empty-is-empty": [answer(204, b"done", **POST), answer(204, Content_Length="4", **POST)],
    "not-modified-is-bare": [answer(304), answer(304, b"the same", ETag='"a"')],
    "location-is-a-reference": [
        answer(201, Location="/notes/a b", **POST),
        answer(201, Location="/notes/ñ", **POST),
        answer(201, Location="/notes/%2", **POST),
        answer(201, Location="", **POST),
    ],
    "etag-well-formed": [
        answer(200, ETag=tag) for tag in ("abc", '"abc', 'w/"a"', "", '"a" "b"', "'a'", '"a"b"')
    ],
    "charset-sane": [
        answer(200, b"\xf1", "text/plain; charset=utf-8"),
        answer(200, b"a", "text/plain; charset=klingon"),
        answer(200, b"a", "text/plain; charset=rot13"),
        answer(200, b'"a"', f"{JSON}; charset=iso-8859-1"),
        answer(200, b"a", "text/plain; charset="),
    ],
    "json-is-utf8": [answer(200, b"\xef\xbb\xbf{}", JSON), answer(200, '"é"'.encode("latin-1"), PROBLEMS)],
    "json-numbers-are-numbers": [
        answer(200, text, JSON) for text in (b"[NaN]", b'{"a": Infinity}', b"-Infinity")
    ],
    "json-names-differ": [
        answer(200, b'{"a": 1, "b": 2, "a": 3}', JSON),
        answer(200, b'[{"a": {"b": 1, "b": 1}}]', JSON),
    ],
    "no-internals-shown": [
        answer(500, TRACE.encode(), "text/html"),
        answer(500, {"detail": TRACE}, PROBLEMS),
        answer(200, {"error": 'psycopg.errors.UndefinedTable: relation "notes" does not exist'}, JSON),
        answer(500, b"x\n\tat com.example.notes.View.get(View.java:12)\n\tat java.base/x", "text/plain"),
        answer(500, b"Error: x\n    at Object.<anonymous> (/srv/app/index.js:3:9)\n", "text/plain"),
        answer(
            500, b"<b>Fatal error</b>:  Uncaught Error in <b>/var/www/n.php</b> on line <b>3</b>", "text/html"
        ),
        answer(500, b"goroutine 1 [running]:\nmain.main()", "text/plain"),
        answer(500, b"   at Notes.View.Get(Int32 id) in C:\\src\\View.cs:line 12", "text/plain"),
        answer(500, b"System.NullReferenceException: Object reference not set", "text/plain"),
        answer(500, b"/srv/app/notes.rb:12:in `get'", "text/plain"),
        answer(400, {"detail": "SELECT id, text FROM notes WHERE id = 3"}, PROBLEMS),
        answer(400, {"detail": "(sqlite3.OperationalError) no such table: notes"}, PROBLEMS),
        answer(400, {"detail": "ORA-00942: table or view does not exist"}, PROBLEMS),
        answer(404, {"detail": "cannot open /srv/app/templates/notes.py"}, PROBLEMS),
        answer(400, {"detail": "C:\\app\\notes\\view.py failed"}, PROBLEMS),
        answer(500, b"<title>ZeroDivisionError // Werkzeug Debugger</title>", "text/html"),
        answer(404, X_Debug="(sqlite3.OperationalError) no such table: notes"),
        answer(404, X_Query="SELECT id, text FROM notes WHERE id = 3"),
        answer(200, X_Error=TRACE.replace("\n", " ")),
    ],
    "errors-stay-json": [
        refused(UNIFORM, "text/html"),
        refused(UNIFORM, "text/plain; charset=utf-8", "PUT"),
        refused(UNIFORM, None),
        refused(DOCUMENTING_405, "text/html", "DELETE"),
    ],
}
KEPT: list[Exchange] = [
    answer(404, {"type": "about:blank", "title": "Gone", "status": 404}, PROBLEMS),
    answer(404, {"title": "Gone"}, PROBLEMS),
    answer(404, b"", PROBLEMS, "HEAD /notes"),
    answer(404, {"status": "gone", "title": 3}, JSON),  # no problem, and nothing promised of this
    answer(409, {"code": 1001}, JSON, **POST),  # an application's own
    answer(409, {"code": 409, "status": 409}, JSON, **POST),
    answer(401, WWW_Authenticate="Bearer"),
    answer(401, WWW_Authenticate='Basic realm="a", Bearer'),
    answer(405, Allow=""),
    answer(204, media="text/html", Content_Length="0", **POST),
    answer(304, ETag='"a"', media="text/html"),
    answer(304, **POST),  # where no ETag is promised
    *(
        answer(201, Location=at, **POST)
        for at in ("/notes/1", "http://[::1]:80/a?b=c#d", "notes/%C3%B1", "?a", "//h/")
    ),
    answer(201),  # where no Location is promised
    answer(201, **POST),  # where it may be left out
    *(answer(200, ETag=tag) for tag in ('"a"', 'W/"a"', '""', '"ñ"'.encode().decode("latin-1"), '"a,b"')),
    answer(200, "é".encode("latin-1"), "text/plain; charset=ISO-8859-1"),
    answer(200, '"é"'.encode(), f'{JSON}; charset="UTF-8"'),
    answer(200, b"\x89PNG\xff", "image/png"),
    answer(200, b'{"a": {"a": 1e5}, "b": [{"a": -0}]}', JSON),
    answer(200, b'{"a": "NaN"', JSON),  # that it is no JSON, others tell
    answer(200, b"[" * 100_000, JSON),
    answer(
        200, {"note": "Please select one from the list, and update set /home/page; at last: line 3"}, JSON
    ),
    answer(200, {"note": "SELECT oil FROM shelf; see /home/ana/notes.py"}, JSON),  # what somebody stored
    answer(400, {"detail": "/srv/app/notes.py is no name"}, PROBLEMS, sent=("/srv/app/notes.py",)),
    answer(404, {"detail": "/api/v1/facturas/usr/1", "instance": "/var/facturas/3"}, PROBLEMS),
    answer(404, Location="/app/index.php?q=SELECT a FROM b", Link="</srv/app.js>; rel=preload"),
    answer(404, SourceMap="/app/index.js", Server="Werkzeug/3.1 Python/3.11"),
    answer(200, X_Query="SELECT oil FROM shelf"),  # what somebody stored
    answer(404, X_Query="SELECT oil FROM shelf", sent=("x-query: SELECT oil FROM shelf",)),
    refused(UNIFORM, PROBLEMS),
    refused(UNIFORM, "Application/JSON; charset=utf-8"),  # another JSON can be read as well
    refused(UNIFORM, "text/html", "TRACE"),  # which a proxy refuses by itself
    refused(UNIFORM, "text/html", "HEAD"),
    refused(DOCUMENTING_405, PROBLEMS),
    refused(notes(get={"405": {"content": {"*/*": {}}}}), "text/html"),
    refused(notes(get={"400": PROBLEM}, post={"400": PAGE}), "text/plain"),  # of two kinds
    refused(notes(get={"400": PROBLEM}, post={"201": OK}), "text/html"),  # nothing is said of one's errors
    refused(notes(get={"200": OK}), "text/html"),
    Exchange(UNIFORM, "GET /notes", 405, {"allow": "GET"}, b"", method="PUT"),
]


@pytest.mark.parametrize(
    ("promise", "exchange"), [(name, one) for name, several in NOT_KEPT.items() for one in several]
)
def test_what_breaks_a_promise_of_answers_is_found_and_nothing_else(promise: str, exchange: Exchange) -> None:
    assert broken(exchange) == {promise}


@pytest.mark.parametrize("exchange", KEPT)
def test_nothing_is_found_in_a_good_answer(exchange: Exchange) -> None:
    assert broken(exchange) == set()


def test_each_promise_of_answers_has_an_answer_that_breaks_it() -> None:
    assert {*NOT_KEPT} == {one.name for one in ANSWERS} | {"not-modified-is-bare"}


@given(st.text(), st.sampled_from((200, 404)))
@example("at home (see 3:4)\n\tat last", 404)
@example("File 'a', line 3", 404)
def test_an_ordinary_text_is_no_leak(text: str, status: int) -> None:
    assert broken(answer(status, {"title": text}, PROBLEMS)) == set()


@given(st.sampled_from([one for one in NOT_KEPT["no-internals-shown"] if one.media == PROBLEMS]))
def test_what_the_request_said_itself_is_no_leak(exchange: Exchange) -> None:
    sent = said_in("http://localhost/notes", json.dumps({"note": exchange.json["detail"]}).encode(), ["*/*"])

    echoed = answer(exchange.status, exchange.json, PROBLEMS, sent=sent)

    assert broken(echoed) == set()


def test_a_method_made_up_is_left_to_schemathesis() -> None:
    assert broken(Exchange(CONTRACT, "GET /notes", 405, {}, b"", method="PATCH")) == set()


def test_a_finding_says_where_the_contract_promises_it() -> None:
    found = [one.breach("POST /notes") for one in findings(answer(404, {"status": 400}, PROBLEMS, **POST))]

    assert [(one.place, one.came) for one in found] == [
        ("#/paths/~1notes/post/responses/404/content", ("status 404, and 400 in the body",))
    ]


SETTINGS = """
hooks = "taller.contracts.hooks"
continue-on-failure = true
phases.stateful.enabled = false
[generation]
max-examples = 3
database = "none"
[cache]
enabled = false
"""


def _note(view: Callable[[], Any]) -> flask.Flask:
    app = flask.Flask(__name__)
    app.add_url_rule("/notes", view_func=view)
    return app


def _report(view: Callable[[], Any], folder: Path, more: str = "") -> Report:
    (folder / "schemathesis.toml").write_text(SETTINGS + more, "utf-8")
    notes = {"get": {"responses": {"200": {"description": "Notes.", "content": {"application/json": {}}}}}}
    contract = {**CONTRACT, "paths": {"/notes": notes}}
    target = Target("notes", contract, start=lambda: _note(view))
    return Report.of(run(target, settings(folder / "schemathesis.toml")))


def _careless() -> flask.Response:
    return flask.Response(b'{"a": NaN, "a": 2}', content_type=JSON, headers={"ETag": "1"})


def test_schemathesis_asks_them_of_every_answer(tmp_path: Path) -> None:
    report = _report(_careless, tmp_path)

    found = {
        one.promise: one
        for one in report.breaches
        if one.promise not in ("answer-is-json", "answer-readable")
    }
    assert {*found} == {"etag-well-formed", "json-numbers-are-numbers", "json-names-differ"}
    assert all(one.operation == "GET /notes" and "/notes" in one.curl[0] for one in found.values())


def test_one_of_them_is_left_out_by_its_name(tmp_path: Path) -> None:
    report = _report(_careless, tmp_path, "[checks]\netags_are_well_formed.enabled = false\n")

    assert "etag-well-formed" not in {one.promise for one in report.breaches}


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
