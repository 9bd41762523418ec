"""A valid request may be refused for what no schema can say, as long as others are not."""

from pathlib import Path
from typing import Any

import flask
import pytest
from tests.contracts.test_checks import SETTINGS

from taller.contracts import Breach, Report, Scenario, Target, run, settings
from taller.contracts.acceptance import Acceptance
from taller.contracts.own_settings import own_settings

STAY = "POST /stays"
PROBLEM = {"description": "Refused.", "content": {"application/json": {}}}
BODY = {
    "type": "object",
    "required": ["from", "until"],
    "additionalProperties": False,
    "properties": {
        "from": {"type": "integer", "minimum": 0, "maximum": 9},
        "until": {"type": "integer", "minimum": 0, "maximum": 9},
    },
}
CREATE = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
    "responses": {"201": {"description": "Made."}, "400": PROBLEM, "415": PROBLEM, "422": PROBLEM},
}
CONTRACT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Stays", "version": "1"},
    "paths": {"/stays": {"post": CREATE}},
}


def refusal(status: int = 422) -> Breach:
    return Breach(STAY, "accepts-valid", "#/paths/~1stays/post", (f"status {status}",), str(status))


def told(*events: Breach | Scenario) -> list[str]:
    acceptance = Acceptance(CONTRACT)
    now = []
    for one in events:
        if isinstance(one, Scenario):
            acceptance.see(one)
        elif not acceptance.hold(one):
            now.append(one.promise)
    return [*now, *(one.promise for one in acceptance.breaches())]


ACCEPTED = Scenario("fuzzing", (), 1, accepted=frozenset((STAY,)))


def test_to_refuse_some_valid_requests_is_advice_whenever_others_were_accepted() -> None:
    assert told(refusal(), ACCEPTED) == told(ACCEPTED, refusal()) == ["accepts-all-valid"]


def test_to_accept_none_is_worse() -> None:
    another = Scenario("fuzzing", (), 1, accepted=frozenset(("GET /stays",)))

    assert told(refusal(), another) == ["accepts-valid"]


@pytest.mark.parametrize("status", [409, 415])
def test_so_is_a_status_that_is_undocumented_or_of_another_kind(status: int) -> None:
    assert told(ACCEPTED, refusal(status)) == ["accepts-valid"]


def test_nothing_else_is_held_back() -> None:
    assert not Acceptance(CONTRACT).hold(Breach(STAY, "refuses-invalid", "", ("status 200",)))


def stays(*, closed: bool) -> flask.Flask:
    """Return a service that takes stays which end after they begin, or none if it is *closed*."""
    app = flask.Flask(__name__)

    def make() -> tuple[Any, int]:
        if flask.request.mimetype != "application/json":
            return {}, 415
        body = flask.request.get_json(silent=True)
        if not _fits(body):
            return {}, 400
        return ({}, 422) if closed or body["until"] < body["from"] else ({}, 201)

    app.add_url_rule("/stays", view_func=make, methods=["POST"])
    return app


def _fits(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and {*body} == {"from", "until"}
        and all(type(one) in (int, float) and one == int(one) and 0 <= one <= 9 for one in body.values())
    )


def report_of(folder: Path, *, closed: bool, more: str = "") -> Report:
    path, own = folder / "schemathesis.toml", folder / "own.toml"
    path.write_text(SETTINGS.replace("max-examples = 3", "max-examples = 20"), "utf-8")
    own.write_text(more, "utf-8")
    target = Target("stays", CONTRACT, start=lambda: stays(closed=closed))
    return Report.of(run(target, settings(path, own=own_settings(own))))


@pytest.mark.parametrize(("closed", "promise"), [(False, "accepts-all-valid"), (True, "accepts-valid")])
def test_a_run_tells_one_from_the_other(tmp_path: Path, closed: bool, promise: str) -> None:
    report = report_of(tmp_path, closed=closed)

    assert [one.promise for one in report.breaches if one.promise.startswith("accepts-")] == [promise]


@pytest.mark.parametrize("switch", ["accepts-all-valid", "positive_data_acceptance"])
def test_it_can_be_switched_off_by_the_name_of_the_promise_or_of_the_check(
    tmp_path: Path, switch: str
) -> None:
    report = report_of(tmp_path, closed=False, more=f"[checks]\n{switch}.enabled = false\n")

    assert "accepts-all-valid" not in {one.promise for one in report.breaches}
