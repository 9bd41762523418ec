"""A fault of the harness ends one question, and leaves what all others find; the verdict is open then."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from tests.contracts.probing.asking import SAMPLES, SCHEMA
from tests.contracts.probing.garden import Garden
from tests.contracts.probing.garden_contract import CONTRACT
from tests.contracts.probing.garden_faults import Fault
from tests.contracts.probing.garden_manners import with_broken_location

from taller.contracts import Report, Target
from taller.contracts.events import Breach
from taller.contracts.probing import hostile as package
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.hostile import hostile
from taller.contracts.probing.hostile.starts import Start
from taller.contracts.probing.probe import PROBES, Probe, probe
from taller.contracts.probing.samples import Samples
from taller.contracts.probing.wire import Client

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FAILED = "the question failed, by a fault of the harness"


def tried(app: "WSGIApplication") -> Report:
    schema = schemathesis.openapi.from_dict(CONTRACT)
    schema.config.base_url = "http://localhost/garden"
    return Report.of(hostile(Client("http://localhost/garden", app), Samples(schema, 7), CONTRACT, 0.1))


def _stumble(_bed: Bed) -> Iterator[Breach]:
    yield from ()
    raise KeyError("id")


def test_a_question_that_fails_is_told_and_the_next_ones_are_asked() -> None:
    garden = Garden(Fault.LOCATION_LEADS_NOWHERE)
    SCHEMA.app = garden
    target = Target("garden", CONTRACT, start=lambda: garden)

    report = Report.of(
        probe(target, SCHEMA, SAMPLES, probes=[Probe("reads-back-equal", _stumble), PROBES[0]])
    )

    (trouble,) = report.troubles
    assert (trouble.about, trouble.title, trouble.serious) == ("POST /plants", FAILED, True)
    assert trouble.text.startswith("Traceback")
    assert trouble.text.endswith("KeyError: 'id'\n")
    assert {one.promise for one in report.breaches} == {"location-leads"}
    assert [one.why_not for one in report.asked] == [FAILED, ""]


def test_so_it_is_with_requests_that_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    made = package._alterations

    def stumble(contract: Any, operation: Any, start: Start, share: float) -> Any:
        if operation.method == "POST":
            raise KeyError("id")
        return made(contract, operation, start, share)

    monkeypatch.setattr(package, "_alterations", stumble)

    report = tried(Garden())

    assert [(one.about, one.title) for one in report.troubles] == [("POST /plants", FAILED)]
    assert {one.operation for one in report.asked if one.why_not == FAILED} == {"POST /plants"}
    assert {one.operation for one in report.asked if not one.why_not} >= {"GET /plants"}


def test_a_location_that_is_no_url_is_no_fault_of_the_harness() -> None:
    report = tried(with_broken_location(Garden()))

    assert report.troubles == []
    assert {one.operation for one in report.asked if not one.why_not} >= {"POST /plants", "GET /plants"}
