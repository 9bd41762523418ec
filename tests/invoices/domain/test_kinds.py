"""Which type of invoice a sale wants (RD 1619/2012, art. 4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import euros, gross, labour, taxed
from tests.strategies import amounts

from taller.invoices.domain.errors import SimplifiedNotAllowed
from taller.invoices.domain.issuing import Prefixes
from taller.invoices.domain.kinds import InvoiceType, Listed, chosen, why_not_simplified
from taller.invoices.domain.lines import Line, LineKind
from taller.invoices.domain.vat import NoVat

FULL, SIMPLIFIED = InvoiceType.FULL, InvoiceType.SIMPLIFIED
REVERSE_CHARGE = taxed(NoVat.REVERSE_CHARGE)
PART, WORK = gross("1.00"), labour()


@pytest.mark.parametrize(
    ("amount", "sold", "listed"),
    [
        ("400.00", WORK, None),
        ("0.00", WORK, None),
        ("400.00", WORK, Listed.RETAIL),
        ("400.01", PART, Listed.RETAIL),
        ("3000.00", PART, Listed.RETAIL),
        ("3000.00", WORK, Listed.AT_HOME),
        ("3000.00", gross("1.00", kind=LineKind.STORAGE), Listed.PARKING),
    ],
)
def test_a_sale_may_be_simplified(amount: str, sold: Line, listed: Listed | None) -> None:
    assert why_not_simplified(euros(amount), [sold], listed) is None


@pytest.mark.parametrize(
    ("amount", "sold", "listed", "why"),
    [
        ("400.01", WORK, None, "400.00"),
        ("400.01", PART, None, "400.00"),
        ("3000.01", PART, Listed.RETAIL, "3000.00"),
        ("3000.01", WORK, Listed.AT_HOME, "3000.00"),
        ("400.01", WORK, Listed.RETAIL, "recambios"),
        ("1.00", gross("1.00", tax=REVERSE_CHARGE), None, "sujeto pasivo"),
        ("1.00", gross("1.00", tax=REVERSE_CHARGE), Listed.RETAIL, "sujeto pasivo"),
        ("1.00", gross("1.00", tax=taxed(NoVat.EXEMPT_25)), None, "otro país"),
    ],
)
def test_a_sale_must_have_a_full_invoice_and_is_told_why(
    amount: str, sold: Line, listed: Listed | None, why: str
) -> None:
    assert why in str(why_not_simplified(euros(amount), [PART, sold], listed))


@given(amounts(10_000_00), st.none() | st.sampled_from(Listed))
def test_nothing_beyond_3_000_euros_is_simplified_and_nothing_beyond_400_unlisted(
    amount: Decimal, listed: Listed | None
) -> None:
    allowed = why_not_simplified(amount, [PART], listed) is None

    assert allowed == (amount <= (400 if listed is None else 3000))


@pytest.mark.parametrize(
    ("wanted", "complete", "refusal", "expected"),
    [
        (None, True, None, FULL),
        (None, False, None, SIMPLIFIED),
        (None, False, "Son 500 euros.", FULL),
        (None, True, "Son 500 euros.", FULL),
        (FULL, False, None, FULL),
        (FULL, True, "Son 500 euros.", FULL),
        (SIMPLIFIED, True, None, SIMPLIFIED),
        (SIMPLIFIED, False, None, SIMPLIFIED),
    ],
)
def test_whoever_is_known_gets_a_full_invoice_unless_told_otherwise(
    wanted: InvoiceType | None, complete: bool, refusal: str | None, expected: InvoiceType
) -> None:
    assert chosen(wanted, customer_complete=complete, refusal=refusal) is expected


@pytest.mark.parametrize("complete", [True, False])
def test_simplified_is_not_forced(complete: bool) -> None:
    with pytest.raises(SimplifiedNotAllowed, match=r"Son 500 euros\."):
        chosen(SIMPLIFIED, customer_complete=complete, refusal="Son 500 euros.")


def test_five_types_correct_and_two_name_nobody() -> None:
    assert [kind.value for kind in InvoiceType if kind.corrective] == ["R1", "R2", "R3", "R4", "R5"]
    assert [kind.value for kind in InvoiceType if kind.simplified] == ["F2", "R5"]


def test_full_simplified_and_corrective_invoices_are_numbered_apart() -> None:
    series = {kind.value: str(Prefixes("T", "V", "X").series(kind, 2027)) for kind in InvoiceType}

    corrective = dict.fromkeys(("R1", "R2", "R3", "R4", "R5"), "X2027")
    assert series == {"F1": "T2027", "F2": "V2027", "F3": "T2027", **corrective}
