from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import amounts

from taller.invoices.domain.money import from_cents, rounded, to_cents, total


@pytest.mark.parametrize(
    ("exact", "cents"),
    [
        ("0.005", "0.01"),
        ("0.004", "0.00"),
        ("2.675", "2.68"),
        ("2.665", "2.67"),  # half to even would leave 2.66
        ("-0.005", "-0.01"),
        ("-2.675", "-2.68"),
        ("1", "1.00"),
    ],
)
def test_half_a_cent_is_rounded_away_from_zero(exact: str, cents: str) -> None:
    assert rounded(Decimal(exact)) == Decimal(cents)


@given(st.integers(-(10**12), 10**12).map(lambda value: Decimal(value).scaleb(-5)))
def test_what_gives_back_is_rounded_as_what_charges(exact: Decimal) -> None:
    assert rounded(-exact) == -rounded(exact)
    assert abs(rounded(exact) - exact) <= Decimal("0.005")


@pytest.mark.parametrize("exact", ["-0.001", "0.001", "-0"])
def test_nothing_has_no_sign(exact: str) -> None:
    assert str(rounded(Decimal(exact))) == "0.00"


def test_the_first_practice_s_invoice_sums_to_435_99() -> None:
    assert total([Decimal("400.00"), Decimal("35.99")]) == Decimal("435.99")


def test_nothing_sums_to_zero_euros() -> None:
    assert str(total([])) == "0.00"


@given(st.integers(-(10**12), 10**12))
def test_cents_survive_the_way_to_euros_and_back(cents: int) -> None:
    assert to_cents(from_cents(cents)) == cents


@given(amounts(10**12))
def test_an_amount_survives_the_way_through_a_json_number(amount: Decimal) -> None:
    assert Decimal(repr(float(amount))) == amount


def test_a_fraction_of_a_cent_is_refused() -> None:
    with pytest.raises(ValueError, match="round the amount first"):
        to_cents(Decimal("0.001"))
