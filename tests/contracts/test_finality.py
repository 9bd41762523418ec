"""Of a deleted resource our own question decides, if it was put."""

import json
from typing import Any

import pytest
from tests.contracts.shelf import CONTRACT, Fault, Shelf, create_shelf

from taller.contracts import Report, Target, run, settings
from taller.contracts.blame import SEEN_AFTER_DELETE
from taller.contracts.events import Asked, Breach
from taller.contracts.finality import PROMISE, Finality
from taller.contracts.probing.endings import MARKED

SEEN = Breach("DELETE /plants/{id}", PROMISE, "", ("status 200 after DELETE",), SEEN_AFTER_DELETE)
OURS = Breach("DELETE /plants/{id}", PROMISE, "", ("status 200 after DELETE",))


@pytest.mark.parametrize("why_not", ["", MARKED])
def test_what_schemathesis_saw_is_dropped_where_our_question_was_answered(why_not: str) -> None:
    finality = Finality()

    held = finality.hold(SEEN)
    finality.see(Asked("POST /plants", PROMISE, why_not))

    assert held
    assert list(finality.breaches()) == []


@pytest.mark.parametrize(
    "asked",
    [
        Asked("POST /plants", PROMISE, "nothing could be created"),
        Asked("POST /plant", PROMISE),
        Asked("POST /plants/{id}/leaves", PROMISE),
        Asked("POST /plants", "gone-from-lists"),
    ],
)
def test_what_schemathesis_saw_is_told_at_the_end_where_it_was_not(asked: Asked) -> None:
    finality = Finality()

    finality.hold(SEEN)
    finality.see(asked)

    assert list(finality.breaches()) == [SEEN]


def test_a_question_about_plants_says_nothing_of_their_leaves() -> None:
    finality = Finality()
    leaf = Breach("DELETE /plants/{id}/leaves/{leaf}", PROMISE, "", SEEN.came, SEEN_AFTER_DELETE)

    finality.hold(leaf)
    finality.see(Asked("POST /plants", PROMISE))

    assert list(finality.breaches()) == [leaf]


def test_what_our_own_question_found_is_told_at_once() -> None:
    assert not Finality().hold(OURS)


class Marking(Shelf):
    """A shelf that keeps what is deleted, and marks it."""

    def __init__(self, fault: Fault | None) -> None:
        super().__init__(fault)
        self._gone: set[int] = set()

    def add(self) -> tuple[dict[str, Any], int]:
        made, status = super().add()
        return {**made, "deleted": False}, status

    def read(self, book: int) -> dict[str, Any]:
        return {**super().read(book), "deleted": book in self._gone}

    def lend(self, book: int) -> tuple[dict[str, Any], int]:
        return self.read(book), 201

    def delete(self, book: int) -> tuple[str, int]:
        self._name_of(book)
        self._gone.add(book)
        return "", 204


def test_what_is_deleted_and_marked_may_stay_readable_in_stories_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.contracts.shelf.Shelf", Marking)
    a_book = '"required": ["id", "name"], "properties": {'
    contract = json.loads(json.dumps(CONTRACT).replace(a_book, f'{a_book}"deleted": {{"type": "boolean"}}, '))

    report = Report.of(run(Target("shelf", contract, start=create_shelf), settings(profile="quick"), 0.1))

    assert Asked("POST /books", PROMISE, MARKED) in report.asked
    assert [one for one in report.breaches if one.promise == PROMISE] == []


def test_what_both_have_found_is_told_as_ours() -> None:
    kept = Target("shelf", CONTRACT, start=lambda: create_shelf(Fault.KEEPS_WHAT_IT_DELETED))

    report = Report.of(run(kept, settings(profile="quick"), 0.1))

    assert [(one.mark, one.times) for one in report.breaches if one.promise == PROMISE] == [("", 1)]
