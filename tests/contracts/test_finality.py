"""Of a deleted resource our own question decides, if it was put."""

import pytest

from taller.contracts.events import Asked, Breach
from taller.contracts.finality import PROMISE, Finality
from taller.contracts.probing.endings import MARKED

SEEN = Breach("GET /plants/{id}", PROMISE, "", ("status 200 after DELETE",))
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
        Asked("POST /plants", "gone-from-lists"),
    ],
)
def test_what_schemathesis_saw_is_told_at_the_end_where_it_was_not(asked: Asked) -> None:
    finality = Finality()

    finality.hold(SEEN)
    finality.see(asked)

    assert list(finality.breaches()) == [SEEN]


def test_what_our_own_question_found_is_told_at_once() -> None:
    assert not Finality().hold(OURS)
