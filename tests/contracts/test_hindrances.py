"""What a service kept from being asked is said; what its contract does not have is not."""

from tests.contracts.test_phrases import templates

from taller.contracts.events import Asked
from taller.contracts.hindrances import HINDRANCES, hindrances
from taller.contracts.phrases import in_language, said

TAKEN = said("nothing could be created: {came}", came="POST /books -> 409")
NONE = said("there are no filters")


def test_questions_that_a_service_kept_from_being_asked_are_counted() -> None:
    questions = [
        *(Asked("POST /books", promise, TAKEN) for promise in ("total-agrees", "filters-filter")),
        Asked("POST /books", "sorting-sorts", NONE),
        Asked("POST /books", "reads-back-equal"),
        Asked("POST /loans", "total-agrees", said("no body could be made up")),
    ]

    found = list(hindrances(questions))

    assert found == [
        f"2 questions not asked about what POST /books creates: {TAKEN}",
        "1 question not asked about what POST /loans creates: no body could be made up",
    ]
    assert "no se pudo crear nada" in in_language(found[0], "es")


def test_where_all_was_asked_nothing_is_said() -> None:
    assert list(hindrances([Asked("POST /books", "total-agrees"), Asked("POST /books", "x", NONE)])) == []


def test_every_hindrance_is_a_reason_that_is_said_somewhere() -> None:
    assert set(templates()) >= HINDRANCES
