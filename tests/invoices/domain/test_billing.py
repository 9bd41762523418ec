from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import euros
from tests.strategies import amounts, lines

from taller.invoices.domain.billing import (
    MOST_PARTS,
    Charge,
    Job,
    Labour,
    PartUse,
    SparePart,
    chargeable,
    part_ids,
    priced,
    require_known,
)
from taller.invoices.domain.errors import (
    ChargeMissing,
    ChargeUnexpected,
    JobRepeated,
    JobsUnfinished,
    NothingToCharge,
    PartsUnknown,
    TooManyParts,
)
from taller.invoices.domain.lines import Condition, Line, LineKind
from taller.invoices.domain.vat import breakdown

TYRE = SparePart(2022, "Neumático", Decimal("80.00"))


def job(job_id: int, *, finished: bool = True) -> Job:
    return Job(job_id, "M109186", "Cambio de ruedas", None, finished)


def using(*part_ids: int, job_id: int = 1) -> Charge:
    return Charge(job_id, parts=tuple(PartUse(part_id, 1) for part_id in part_ids))


# Which jobs are charged


def test_finished_jobs_that_no_invoice_charges_are_to_be_charged() -> None:
    assert chargeable([job(1), job(2)], already_charged={1}) == [job(2)]


def test_one_unfinished_job_holds_up_the_invoice_and_all_are_named() -> None:
    jobs = [job(1), job(2, finished=False), job(3, finished=False)]

    with pytest.raises(JobsUnfinished) as refusal:
        chargeable(jobs, already_charged=set())

    assert refusal.value.facts == (2, 3)


@pytest.mark.parametrize("jobs", [[], [job(1)]])
def test_there_must_be_something_to_charge(jobs: list[Job]) -> None:
    with pytest.raises(NothingToCharge):
        chargeable(jobs, already_charged={1})


# What they cost


def test_labour_and_parts_make_the_price_without_vat() -> None:
    charge = Charge(
        1, labour=(Labour("Montaje", Decimal("1.50"), Decimal("42.00")),), parts=(PartUse(2022, 4),)
    )

    (concept,) = priced([job(1)], [charge], {2022: TYRE}, customer_id=1)

    assert [line.amount for line in concept.lines] == [euros("63.00"), euros("320.00")]
    assert [line.vat_included for line in concept.lines] == [False, False]
    assert breakdown(concept.lines).base == euros("383.00")
    assert concept.exact == breakdown(concept.lines).total == euros("463.43")


def test_labour_and_parts_are_lines_of_their_kinds() -> None:
    charge = Charge(1, labour=(Labour("Montaje", Decimal(1), Decimal(42)),), parts=(PartUse(2022, 4),))

    (concept,) = priced([job(1)], [charge], {2022: TYRE}, customer_id=7)

    assert concept.lines == (
        Line(LineKind.LABOUR, "Montaje", Decimal(1), Decimal(42)),
        Line(LineKind.PART, "Neumático", Decimal(4), Decimal(80), 2022, condition=Condition.NEW),
    )
    assert (concept.job_id, concept.name, concept.vin, concept.customer_id) == (
        1,
        "Cambio de ruedas",
        "M109186",
        7,
    )


def test_a_stated_amount_is_the_price_with_vat() -> None:
    (concept,) = priced([job(1)], [Charge(1, euros("35.99"))], {}, customer_id=1)

    assert concept.exact == euros("35.99")
    assert [(line.kind, line.description, line.vat_included) for line in concept.lines] == [
        (LineKind.OTHER, "Cambio de ruedas", True)
    ]


@given(st.lists(lines(), max_size=5))
def test_other_lines_are_charged_as_they_are(more: list[Line]) -> None:
    labour = (Labour("Montaje", Decimal(1), Decimal(42)),)

    (concept,) = priced([job(1)], [Charge(1, labour=labour, lines=tuple(more))], {}, customer_id=1)

    assert concept.lines[1:] == tuple(more)


@given(st.lists(st.tuples(amounts(1000_00), amounts(1000_00)), min_size=1, max_size=5))
def test_a_job_costs_its_hours_and_the_vat_on_them(hours: list[tuple[Decimal, Decimal]]) -> None:
    charge = Charge(1, labour=tuple(Labour("Montaje", *each) for each in hours))

    (concept,) = priced([job(1)], [charge], {}, customer_id=1)

    assert concept.exact == sum(count * price for count, price in hours) * Decimal("1.21")


def test_each_job_gets_its_own_charge_whatever_their_order() -> None:
    charges = [Charge(2, euros(2)), Charge(1, euros(1))]

    concepts = priced([job(1), job(2)], charges, {}, customer_id=1)

    assert [(concept.job_id, concept.exact) for concept in concepts] == [(1, 1), (2, 2)]


# What does not fit


@pytest.mark.parametrize(
    ("charges", "refused", "facts"),
    [
        ([], ChargeMissing, (1, 2)),
        ([Charge(1, Decimal(1))], ChargeMissing, (2,)),
        ([Charge(1, Decimal(1)), Charge(2, Decimal(1)), Charge(3, Decimal(1))], ChargeUnexpected, (3,)),
        ([Charge(1, Decimal(1)), Charge(1, Decimal(2)), Charge(2, Decimal(1))], JobRepeated, (1,)),
        ([Charge(1, Decimal(1)), using(9, 8, job_id=2)], PartsUnknown, (8, 9)),
    ],
)
def test_each_job_has_one_price_and_each_price_a_job(
    charges: list[Charge], refused: type[JobsUnfinished], facts: tuple[int, ...]
) -> None:
    with pytest.raises(refused) as refusal:
        priced([job(1), job(2)], charges, {}, customer_id=1)

    assert refusal.value.facts == facts


def test_charges_of_no_job_here_are_named_before_anything_is_asked_for() -> None:
    require_known({1, 2}, [using(9), using(9, job_id=2)])

    with pytest.raises(ChargeUnexpected) as refusal:
        require_known({1}, [using(9), using(9, job_id=3), using(9, job_id=2)])

    assert refusal.value.facts == (3, 2)


def test_an_invoice_has_so_many_different_parts_and_no_more() -> None:
    most = [using(*range(MOST_PARTS)), using(*range(MOST_PARTS), job_id=2)]
    require_known({1, 2}, most)

    with pytest.raises(TooManyParts) as refusal:
        require_known({1, 2}, [*most, using(MOST_PARTS)])

    assert refusal.value.count == MOST_PARTS + 1


def test_each_part_is_asked_for_once() -> None:
    assert part_ids([using(9, 8), using(9, job_id=2), Charge(3, euros(1))]) == [8, 9]
