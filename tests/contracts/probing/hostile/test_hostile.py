"""What is careless is found by one wrong request, and nothing is said of what is careful."""

from typing import Any

import flask
import pytest
from contract_tests.services import NAMES, target_in_process
from tests.contracts.probing.hostile.till import Till
from tests.contracts.probing.hostile.till_contract import CONTRACT
from tests.contracts.probing.hostile.till_faults import Fault
from tests.contracts.probing.hostile.trying import QUICK, STANDARD, found, report

from taller.catalog import service_named
from taller.contracts.promises.hostile import REQUESTS

PROMISES = {
    Fault.TAKES_A_TEXT_FOR_A_NUMBER: "refuses-wrong-types",
    Fault.TAKES_A_NUMBER_FOR_A_BOOLEAN: "refuses-wrong-types",
    Fault.TAKES_A_NUMBER_FOR_A_TEXT: "refuses-wrong-types",
    Fault.TAKES_NULL_FOR_NOTHING: "refuses-wrong-types",
    Fault.ROUNDS_FRACTIONS: "refuses-wrong-types",
    Fault.TAKES_ONE_FOR_A_LIST: "refuses-wrong-types",
    Fault.DROPS_UNKNOWN_FIELDS: "refuses-unknown-fields",
    Fault.DROPS_UNKNOWN_FIELDS_WITHIN: "refuses-unknown-fields",
    Fault.FILLS_MISSING_FIELDS: "refuses-missing-fields",
    Fault.TAKES_ONE_MORE: "refuses-beyond-bounds",
    Fault.TAKES_THE_BOUND: "refuses-beyond-bounds",
    Fault.CUTS_LONG_TEXTS: "refuses-beyond-bounds",
    Fault.CUTS_LONG_LISTS: "refuses-beyond-bounds",
    Fault.TAKES_ANY_LETTER_CASE: "refuses-off-enum",
    Fault.STRIPS: "refuses-off-enum",
    Fault.TAKES_A_LINE_BREAK: "refuses-near-patterns",
    Fault.TAKES_ANY_DIGITS: "refuses-near-patterns",
    Fault.TAKES_ZERO_BYTES: "refuses-near-patterns",
    Fault.READS_ANY_ISO_DATE: "refuses-lenient-formats",
    Fault.READS_ANY_ISO_TIME: "refuses-lenient-formats",
    Fault.READS_ANY_UUID: "refuses-lenient-formats",
    Fault.READS_ANY_DECIMAL: "refuses-bombs",
    Fault.FAILS_ON_LONG_NUMBERS: "refuses-bombs",
    Fault.FAILS_ON_DEEP_NESTING: "refuses-bombs",
    Fault.FAILS_ON_HALF_CHARACTERS: "refuses-bombs",
    Fault.TAKES_HALF_CHARACTERS: "refuses-half-characters",
    Fault.TAKES_NAMES_TWICE: "refuses-doubled-names",
    Fault.TAKES_NAN: "refuses-broken-json",
    Fault.TAKES_BAD_BYTES: "refuses-broken-json",
    Fault.TAKES_WHAT_COMES_AFTER: "refuses-broken-json",
    Fault.TAKES_ANY_MEDIA_TYPE: "refuses-other-media-types",
    Fault.TAKES_ANY_JSON: "refuses-other-media-types",
    Fault.READS_QUERIES_AS_PYTHON_DOES: "refuses-wrong-parameters",
    Fault.TAKES_THE_FIRST_OF_TWO: "refuses-doubled-parameters",
    Fault.FAILS_ON_A_KIND_UNKNOWN: "no-server-error",
    Fault.READS_PATHS_AS_PYTHON_DOES: "refuses-wrong-parameters",
    Fault.FAILS_ON_LARGE_IDS: "no-server-error",
    Fault.PASSES_OVER_A_WRONG_SHOP: "refuses-wrong-parameters",
    Fault.TAKES_ANY_TAG: "refuses-wrong-preconditions",
    Fault.HEEDS_ANY_RANGE: "odd-headers-do-no-harm",
    Fault.FAILS_ON_OTHER_WISHES: "no-server-error",
    Fault.KEEPS_WHAT_IT_REFUSES: "refused-changes-nothing",
    Fault.ENTERS_WHAT_IT_REFUSES: "refused-changes-nothing",
    Fault.SHOWS_ITS_INSIDE: "no-internals-shown",
}
"""What finds each of the faults."""


@pytest.mark.parametrize(("fault", "promise"), PROMISES.items(), ids=str)
def test_what_is_careless_is_found_at_a_glance(fault: Fault, promise: str) -> None:
    assert promise in {one.promise for one in found(fault, QUICK)}


@pytest.mark.parametrize("share", [QUICK, STANDARD, 10.0])
def test_nothing_is_found_where_all_is_refused(share: float) -> None:
    assert found(None, share) == []


def test_each_promise_is_broken_by_some_fault() -> None:
    assert {one.name for one in REQUESTS} - {*PROMISES.values()} == set()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_our_services(name: str, tmp_path: Any) -> None:
    target = target_in_process(name, tmp_path)
    assert target.start is not None

    result = report(target.contract, target.start(), service_named(name).base_path, QUICK)

    assert result.findings == []
    assert len({operation for operation, _ in result.statuses}) >= 4


def test_a_breach_tells_the_place_the_request_and_what_came() -> None:
    (breach,) = [one for one in found(Fault.TAKES_ANY_LETTER_CASE) if one.operation == "POST /entries"]

    assert breach.place == "#/paths/~1entries/post/requestBody"
    assert breach.came == ("status 201 to a listed value in other letters in /kind",)
    assert breach.curl[0].startswith("curl -i -X POST")
    assert '"CASH"' in breach.curl[0]


def test_a_body_read_as_nothing_is_found_where_415_is_promised() -> None:
    assert found(Fault.READS_OTHER_MEDIA_TYPES_AS_NOTHING) == []  # 400 is one of the 4xx


def test_a_second_fault_of_one_kind_is_the_same_breach() -> None:
    several = found(Fault.TAKES_HALF_CHARACTERS)

    halves = {one.operation: one for one in several if one.mark == "half a character"}
    assert {*halves} == {"POST /entries", "PUT /entries/{id}"}
    assert halves["POST /entries"].times == len(halves["POST /entries"].came) > 1


def test_an_operation_that_takes_nothing_is_left_out() -> None:
    app = Till().app()
    app.before_request(lambda: ("", 403))

    result = report(CONTRACT, app)

    assert result.findings == []
    assert ("POST /entries", 403) in result.statuses


def test_whoever_stops_answering_is_told_and_asked_no_more() -> None:
    class Closed:
        def __init__(self) -> None:
            self.times = 0

        def __call__(self, environ: Any, start: Any) -> Any:
            import requests

            self.times += 1
            if self.times > 40:
                raise requests.ConnectionError("closed")
            return Till().app()(environ, start)

    closed = Closed()

    result = report(CONTRACT, closed)

    assert {one.mark for one in result.breaches} == {"no answer"}
    assert closed.times == 40 + 2 * 2  # each of two once more, for a connection may have been closed before
    assert {one.operation for one in result.asked if one.why_not == "no answer came"} == {
        "POST /entries",
        "GET /entries",
        "GET /entries/{id}",
        "PUT /entries/{id}",
        "DELETE /entries/{id}",
    }


def test_what_was_asked_of_each_operation_is_told() -> None:
    asked = report(CONTRACT, Till().app()).asked

    assert {one.why_not for one in asked} == {""}
    assert {one.promise for one in asked} == {one.name for one in REQUESTS}
    assert {one.promise for one in asked if one.operation == "GET /entries"} == {
        "refuses-wrong-parameters",
        "refuses-doubled-parameters",
        "odd-headers-do-no-harm",
    }
    assert len(asked) == len(set(asked))


def test_what_could_not_be_asked_says_why() -> None:
    app = Till().app()
    app.before_request(lambda: ("", 403) if flask.request.method == "POST" else None)

    asked = report(CONTRACT, app).asked

    why = {one.promise: one.why_not for one in asked if one.operation == "POST /entries"}
    assert {*why.values()} == {"no request was taken that could be made wrong"}
    assert "refuses-bombs" in why


def test_a_question_for_which_no_request_is_left_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taller.contracts.probing.hostile.most", lambda _: 1)

    asked = report(CONTRACT, Till().app()).asked

    added = [one.why_not for one in asked if one.operation == "POST /entries"]
    assert sorted(set(added)) == ["", "no request was left"]
    assert added.count("") == 1


def test_an_endless_number_is_sent_also_where_no_number_belongs() -> None:
    sent: list[bytes] = []
    app = Till().app()
    app.before_request(lambda: sent.append(flask.request.get_data()))
    names = {"name": {"type": "string"}}
    texts = {"type": "object", "properties": names, "required": ["name"], "additionalProperties": False}
    body = {"content": {"application/json": {"schema": texts, "example": {"name": "oil"}}}}
    operation = {"requestBody": body, "responses": {"201": {"description": "Made."}}}
    contract = {**CONTRACT, "paths": {"/names": {"post": operation}}}
    app.add_url_rule("/names", view_func=lambda: ("", 201), methods=["POST"])

    report(contract, app)

    assert b'{"name": ' + b"9" * 5000 + b"}" in sent


def test_no_breach_has_a_command_that_nobody_can_read() -> None:
    several = [*found(Fault.FAILS_ON_LONG_NUMBERS), *found(Fault.FAILS_ON_DEEP_NESTING)]

    assert several
    assert all(len(line) < 1000 for one in several for line in one.curl)
    assert any("python3 -c" in line for one in several for line in one.curl)
