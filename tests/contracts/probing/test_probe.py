"""However a service behaves, a run of probes comes to an end, and says what it could not ask."""

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from contract_tests.serving import served
from tests.contracts.probing.asking import report_on
from tests.contracts.probing.garden import Garden
from tests.contracts.probing.garden_contract import CONTRACT

from taller.contracts import Report, Target
from taller.contracts.probing import wire
from taller.contracts.probing.probe import LEAST, PROBES, probe
from taller.contracts.probing.samples import Samples

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Mortal:
    """A garden that answers so many times, and then does *last*."""

    def __init__(self, lives: int, last: Any) -> None:
        self._garden = Garden()
        self._lives = lives
        self._last = last

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self._lives -= 1
        if self._lives < 0:
            self._last()
        return self._garden(environ, start_response)


def _fall() -> None:
    raise RuntimeError("out of memory")


def test_a_service_that_dies_is_a_broken_promise_and_ends_the_run() -> None:
    report = report_on(Mortal(20, _fall))

    assert {one.promise for one in report.breaches} == {"no-server-error"}
    assert report.breaches[0].came == ("no answer: RuntimeError",)
    assert report.breaches[0].curl
    assert [one.title for one in report.troubles] == ["no answer"]
    assert report.cases["promises"] < 25


def test_a_service_that_hangs_is_a_broken_promise_and_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_TIMEOUT", 0.1)
    released = threading.Event()

    with served(Mortal(20, lambda: released.wait(5))) as url:
        report = report_on(Garden(), url=f"{url}/garden")
        released.set()

    assert {one.promise for one in report.breaches} == {"no-server-error"}
    assert "Timeout" in report.breaches[0].came[0]
    assert [one.title for one in report.troubles] == ["no answer"]


def test_where_nothing_listens_nothing_is_asked_twice() -> None:
    report = report_on(Garden(), url="http://127.0.0.1:9/garden")

    assert report.breaches
    assert report.cases["promises"] == 2


def test_no_more_is_asked_than_is_allowed() -> None:
    report = report_on(Garden(), share=0.01)

    assert report.cases["promises"] <= LEAST
    assert report.findings == []


def test_every_question_is_told_with_what_it_took() -> None:
    report = report_on(Garden())

    assert [one.promise for one in report.asked] == [one.promise for one in PROBES]
    assert {one.why_not for one in report.asked} == {
        "",
        "in this process, one request is answered after the other",
    }
    assert {label for label, _ in report.statuses} > {"GET /plants", "PATCH /plants/{id}", "HEAD /plants"}


def test_what_a_service_refuses_is_not_held_against_it() -> None:
    def closed(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response("403 Forbidden", [])
        return []

    report = report_on(closed)

    assert report.findings == []
    assert all(one.why_not for one in report.asked)


@pytest.mark.parametrize(
    "paths",
    [
        {},
        {"/a": {"get": {"responses": {"200": {"description": "A."}}}}},
        {"/a": {"post": {"responses": {"201": {"description": "A."}}}}},
        {
            "/a": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                    "responses": {"201": {"description": "A."}},
                }
            },
            "/a/{id}": {"delete": {"responses": {"204": {"description": "Gone."}}}},
        },
    ],
    ids=["no paths", "no creation", "no body", "nothing to read"],
)
def test_of_a_contract_without_resources_nothing_is_asked(paths: dict[str, Any]) -> None:
    contract = {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": paths}
    schema = schemathesis.openapi.from_dict(contract, config=schemathesis.Config())
    target = Target("a", contract, url="http://127.0.0.1:9")

    report = Report.of(probe(target, schema, Samples(schema, 1)))

    assert report.asked == []
    assert report.findings == []


def test_the_key_goes_where_the_contract_wants_it() -> None:
    scheme = {"type": "apiKey", "in": "header", "name": "X-Key"}
    contract = {**CONTRACT, "components": {"securitySchemes": {"key": scheme}}, "security": [{"key": []}]}
    schema = schemathesis.openapi.from_dict(contract, config=schemathesis.Config())
    garden, asked = Garden(), []

    def guarded(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked.append(environ.get("HTTP_X_KEY"))
        return garden(environ, start_response)

    schema.app = guarded
    target = Target("garden", contract, start=lambda: guarded, key="secret")
    report = Report.of(probe(target, schema, Samples(schema, 1), probes=PROBES[:1]))

    assert set(asked) == {"secret"}
    assert [one.why_not for one in report.asked] == [""]
