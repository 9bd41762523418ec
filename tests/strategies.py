"""What Hypothesis draws from."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from tests.builders import CUSTOMER, VEHICLE

from taller.invoices.domain.invoice import Invoice, draft
from taller.invoices.domain.kinds import InvoiceType, Listed
from taller.invoices.domain.lines import Concept, Condition, Line, LineKind, lump
from taller.invoices.domain.party import Customer, Vehicle, Visit
from taller.invoices.domain.tax_id import IdType, tax_id
from taller.invoices.domain.vat import RATES, NoVat, Tax


def amounts(most: int = 10_000_00, least: int = 0) -> st.SearchStrategy[Decimal]:
    """Euros with two decimals."""
    return st.integers(least, most).map(lambda value: Decimal(value).scaleb(-2))


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001 -- given its zone here
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
ids = st.integers(0, 2**31 - 1)
rates = st.sampled_from([Tax(rate) for rate in RATES if rate])
taxes = rates | st.sampled_from([Tax(Decimal(0), reason) for reason in NoVat])
prices = st.integers(0, 2_000_0000).map(lambda value: Decimal(value).scaleb(-4))
"""Euros with four decimals."""
quantities = amounts(100_00, -100_00)


def lines(
    *, vat_included: bool | None = None, least: int = -100_00, tax: st.SearchStrategy[Tax] = taxes
) -> st.SearchStrategy[Line]:
    """Lines of all kinds; *least* is the smallest quantity, in hundredths."""
    return st.builds(
        Line,
        kind=st.sampled_from(LineKind),
        description=texts,
        quantity=amounts(100_00, least),
        unit_price=prices,
        spare_part_id=st.none() | ids,
        reference=st.none() | texts,
        brand=st.none() | texts,
        condition=st.none() | st.sampled_from(Condition),
        discount=st.just(Decimal("0.00")) | amounts(100_00),
        tax=tax,
        vat_included=st.booleans() if vat_included is None else st.just(vat_included),
        guarantee_months=st.none() | st.integers(0, 120),
    )


def concepts(of: st.SearchStrategy[Line] = lines()) -> st.SearchStrategy[Concept]:  # noqa: B008 -- immutable
    return st.builds(
        Concept,
        job_id=ids,
        name=texts,
        lines=st.lists(of, min_size=1, max_size=3).map(tuple) | amounts().map(lambda euros: lump("x", euros)),
        description=st.none() | texts,
        vin=st.none() | st.just("M109186"),
        vehicle_id=st.none() | ids,
        customer_id=st.none() | ids,
        started_at=st.none() | moments,
        finished_at=st.none() | moments,
    )


some_concepts = st.lists(concepts(), min_size=1, max_size=5, unique_by=lambda concept: concept.job_id)
"""Of different jobs."""

customers = st.sampled_from(
    [
        CUSTOMER,
        Customer("Marie Blanc", tax_id("FR12345678901", "FR", IdType.VAT_ID), "Rue 1, Lyon"),
        Customer("Ann Other", tax_id("AB-12 3", "US", IdType.PASSPORT)),
        Customer("José Núñez"),
    ]
)
vehicles = st.sampled_from([VEHICLE, Vehicle(plate="0808LCD"), Vehicle(kilometres=0)])
visits = st.builds(
    Visit,
    received_on=st.none() | days,
    delivered_on=st.none() | days,
    work_order=st.none() | texts,
    quote=st.none() | texts,
    refused_repairs=st.lists(texts, max_size=2).map(tuple),
    parts_returned=st.none() | st.booleans(),
)


@st.composite
def drafts(draw: st.DrawFn, **facts: Any) -> Invoice:
    """Drafts whose concepts charge different jobs."""
    drawn = {
        "customer_id": draw(st.integers(1, 2**31 - 1)),
        "concepts": tuple(draw(some_concepts)),
        "dated": draw(moments),
        "type": draw(st.sampled_from([None, InvoiceType.FULL, InvoiceType.SIMPLIFIED])),
        "listed": draw(st.none() | st.sampled_from(Listed)),
        "customer": draw(st.none() | customers),
        "vehicle": draw(st.none() | vehicles),
        "visit": draw(visits),
    }
    return draft(**{**drawn, **facts})
