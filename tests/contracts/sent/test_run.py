"""A run tells what of the contract it has sent."""

from functools import cache

from tests.contracts.shelf import CONTRACT, create_shelf
from tests.contracts.test_diagnosis import served

from taller.contracts import Report, Scenario, Target, run, settings
from taller.contracts.checking import Job, examine
from taller.contracts.events import Sent
from taller.contracts.sent import parts

OWN = ("promises", "hostile")


@cache
def scenarios() -> tuple[Scenario, ...]:
    target = Target("shelf", CONTRACT, start=create_shelf)
    events = run(target, settings(seed=7, profile="quick"), share=0.1)
    return tuple(one for one in events if isinstance(one, Scenario))


def test_schemathesis_and_our_own_questions_are_both_counted() -> None:
    shorter = Sent("GET /books/{id}", "path id", "minimum", True)

    engine = {sent for one in scenarios() if one.phase not in OWN for sent in one.sent}
    own = {name: {sent for one in scenarios() if one.phase == name for sent in one.sent} for name in OWN}
    assert shorter in engine
    assert shorter in own["promises"]
    assert Sent("POST /books", "body /name", "maxLength", False) in own["hostile"]


def test_a_report_adds_up_what_was_sent() -> None:
    sent = Report.of(scenarios()).sent

    assert sent == {one for each in scenarios() for one in each.sent}
    assert {one[:3] for one in sent} <= {*parts(CONTRACT)}


def test_a_service_is_sent_every_keyword_from_both_sides() -> None:
    with served(create_shelf()) as url:
        outcome = examine(Job("shelf", CONTRACT, url, seed=7, profile="quick"))

    assert list(outcome.sent) == list(parts(CONTRACT))
    assert {part for part, sides in outcome.sent.items() if len(sides) < 2} == set()
