"""What Hypothesis draws from."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from taller.invoices.domain.invoice import Concept, Invoice, Line, LineKind, draft

cents = st.integers(0, 10_000_00)


def amounts(most: int = 10_000_00) -> st.SearchStrategy[Decimal]:
    """Euros with two decimals."""
    return st.integers(0, most).map(lambda value: Decimal(value).scaleb(-2))


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001 -- given its zone here
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC) + timedelta(0)
)
ids = st.integers(0, 2**31 - 1)

lines = st.builds(
    Line,
    kind=st.sampled_from(LineKind),
    description=texts,
    quantity=amounts(1000_00),
    unit_price=amounts(),
    spare_part_id=st.none() | ids,
)

concepts = st.builds(
    Concept,
    job_id=ids,
    name=texts,
    amount=amounts(),
    description=st.none() | texts,
    vin=st.none() | st.just("M109186"),
    vehicle_id=st.none() | ids,
    customer_id=st.none() | ids,
    started_at=st.none() | moments,
    finished_at=st.none() | moments,
    lines=st.lists(lines, max_size=3).map(tuple),
)


@st.composite
def drafts(draw: st.DrawFn) -> Invoice:
    """Drafts whose concepts charge different jobs."""
    chosen = draw(st.lists(concepts, min_size=1, max_size=5, unique_by=lambda concept: concept.job_id))
    return draft(draw(st.integers(1, 2**31 - 1)), chosen, dated=draw(moments))
