"""What is called compatible is: no request that was valid is refused, no response comes that was not."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.compat.schemas import VALUES, Json, contract, pairs, parameters, schemas, validator

from taller.contracts.compat.codes import CODES
from taller.contracts.compat.facts import Place
from taller.contracts.compat.schemas import Met, Schemas
from taller.documents.pointers import lookup, steps_of

REQUEST = "/paths/~1citas/post/requestBody/content/application~1json/schema"


def compared(old: Json, new: Json, request: bool, *, texts: bool = False) -> list[Met]:
    places = [Place(REQUEST, lookup(document, REQUEST)) for document in (old, new)]
    return list(Schemas(old, new, request, texts=texts).differences(*places))


def severities(found: list[Met], request: bool) -> set[str | None]:
    codes = [CODES[each.difference.code] for each in found]
    return {code.request if request else code.response for code in codes}


def names_in(value: Json) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set[str]().union(*map(names_in, value)) if isinstance(value, list) else set()


def refused(old: Json, new: Json, found: list[Met], request: bool) -> list[Json]:
    """Return the values that one document takes and the other refuses, though nothing breaks.

    A property that is new is one that nobody sends yet: that is what the finding says.
    """
    added = {steps_of(one.path)[-1] for one in found if one.difference.code == "property-added"}
    taken, asked = validator(old, REQUEST), validator(new, REQUEST)
    if not request:
        taken, asked, added = asked, taken, set()
    values = [one for one in VALUES if not names_in(one) & added]
    return [one for one in values if taken.is_valid(one) and not asked.is_valid(one)]


def components() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"Otro": schemas(), "Nodo": schemas()})


@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(pairs(), components(), components(), st.booleans(), st.booleans())
def test_what_is_called_compatible_is(
    pair: tuple[Json, Json], some: Json, others: Json, same: bool, request: bool
) -> None:
    old = contract(pair[0], **some).document
    new = contract(pair[1], **(some if same else others)).document

    found = compared(old, new, request)

    if severities(found, request) <= {"compatible"}:
        assert refused(old, new, found, request) == [], found


WORDS = ["", "x", "y", "xy", "yxy", "true", "false", "-1", "0", "1", "1.5", "2", "3", "6", "0.5", "7.25"]
"""Texts as they stand in an address."""


def meanings(text: str) -> list[Json]:
    """Return what *text* may be read as."""
    try:
        return [text, json.loads(text)]
    except ValueError:
        return [text]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(parameters(), parameters(), st.booleans())
def test_what_is_called_compatible_of_texts_is(one: Json, other: Json, request: bool) -> None:
    old, new = contract(one).document, contract(other).document

    found = compared(old, new, request, texts=True)

    if severities(found, request) <= {"compatible"}:
        taken, asked = (validator(each, REQUEST) for each in ((old, new) if request else (new, old)))
        texts = [text for text in WORDS if any(map(taken.is_valid, meanings(text)))]
        assert [text for text in texts if not any(map(asked.is_valid, meanings(text)))] == [], found


@settings(max_examples=100)
@given(schemas(), components(), st.booleans())
def test_a_schema_does_not_differ_from_itself(schema: Json, some: Json, request: bool) -> None:
    document = contract(schema, **some).document

    assert compared(document, document, request) == []
