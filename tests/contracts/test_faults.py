"""What is one fault of a service is told once, in however many ways and places it shows."""

from taller.contracts.events import Breach
from taller.contracts.faults import faults
from taller.contracts.phrases import said


def taken(what: str, *fields: str, operation: str = "POST /books", status: int = 201) -> Breach:
    came = (
        said("status {status} to {what} in {where}", status=status, what=what, where=one) for one in fields
    )
    return Breach(operation, "refuses-wrong-types", "", tuple(came), what, (f"curl {what}",))


def test_a_field_that_takes_anything_is_one_fault() -> None:
    found = faults([taken("a number for a text", "/isbn"), taken("a list for a text", "/isbn")])

    (one,) = found
    assert one.breach.curl == ("curl a list for a text",)
    assert one.came == tuple(f"status 201 to {what} for a text in /isbn" for what in ("a list", "a number"))


def test_a_number_that_is_taken_for_any_text_is_one_fault() -> None:
    numbers = [
        taken("a number for a text", "/isbn", "/title", operation=one) for one in ("POST /b", "PUT /b")
    ]

    assert [one.operations for one in faults(numbers)] == [("PUT /b",)]


def test_what_two_fields_take_is_two_faults() -> None:
    assert len(faults([taken("a number for a text", "/isbn"), taken("null", "/title")])) == 2


def test_what_the_service_fails_at_in_two_ways_is_two_faults() -> None:
    failures = [taken(what, "/isbn", status=500) for what in ("a deep nesting", "half a character")]

    assert len(faults(failures)) == 2
