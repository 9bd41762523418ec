"""What may be there only once is made up anew, and keeps its schema."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contracts.probing.garden_contract import CONTRACT

from taller.contracts.probing.contract import Contract
from taller.contracts.probing.renewing import renewed, respelt

A_CONTRACT = Contract(CONTRACT)
PAST = 1_795_000_000_000
ADDRESSES = {
    "email": ("ana@example.com", {"format": "email", "maxLength": 60}),
    "strict": ("Ana@Example.com", {"format": "email", "pattern": "^[A-Z][a-z]{2,9}@Example[.]com$"}),
    "uri": ("https://example.com/a?b", {"format": "uri"}),
    "urn": ("urn:a:b", {"format": "uri"}),
    "hostname": ("example.com", {"format": "hostname"}),
    "short": ("ab", {"format": "hostname", "maxLength": 2}),
}
CODES = {
    "uuid": ("5b0c4b51-0d39-4c6a-9d3f-0a4f5b8d1c11", {"format": "uuid"}),
    "plate": ("1234BCD", {"pattern": "^[0-9]{4}[A-Z]{3}$"}),
    "isbn": ("9791234567890", {"pattern": "^97[89][0-9]{10}$"}),
    "stock": ("SKU-000815", {"pattern": "^SKU-[0-9]{6}$"}),
    "ending": ("0815-ES", {"pattern": "^[0-9]{4}-ES$"}),
}
ALL = ADDRESSES | CODES
SCHEMA = {
    "type": "object",
    "properties": {name: {"type": "string", **said} for name, (_, said) in ALL.items()}
    | {"in": {"type": "object", "properties": {"email": {"type": "string", "format": "email"}}}},
}
BODY = {name: value for name, (value, _) in ALL.items()} | {"in": {"email": "a@b.org"}}


@pytest.mark.parametrize("name", ALL)
def test_addresses_and_codes_are_others_for_each_number(name: str) -> None:
    made = [renewed(A_CONTRACT, BODY, SCHEMA, PAST + number, codes=True) for number in range(1, 9)]

    assert len({one[name] for one in made}) == 8
    assert len({one["in"]["email"] for one in made}) == 8
    assert all(A_CONTRACT.fits(SCHEMA, one) for one in made)


def test_codes_stay_where_they_may_name_what_is_there() -> None:
    made = renewed(A_CONTRACT, BODY, SCHEMA, PAST, codes=False)

    assert {name for name in ALL if made[name] != BODY[name]} == ADDRESSES.keys()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("tree", {"type": "string", "enum": ["tree", "vine"]}),
        ("Olivo", {"type": "string"}),
        ("2026-03-02", {"type": "string", "format": "date"}),
        ("A-7", {"type": "string", "pattern": "^A-7$"}),
        (7, {"type": "integer"}),
    ],
)
def test_all_else_stays(value: Any, said: Any) -> None:
    schema = {"type": "object", "properties": {"a": said}}

    assert renewed(A_CONTRACT, {"a": value}, schema, PAST, codes=True) == {"a": value}
    assert renewed(A_CONTRACT, [value], schema, PAST, codes=True) == [value]


@given(st.text(), st.integers(0, 10**15))
def test_a_text_is_respelt_in_its_own_kinds_of_letters(text: str, number: int) -> None:
    made = respelt(text, number)

    assert len(made) == len(text)
    assert [one.isdigit() for one in made] == [one.isdigit() for one in text]
    assert [one.isupper() for one in made] == [one.isupper() for one in text]


def test_numbers_that_follow_each_other_are_spelt_otherwise() -> None:
    assert [respelt("AB98", number) for number in range(4)] == ["AB98", "AB99", "AB90", "AB91"]
