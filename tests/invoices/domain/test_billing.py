from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import amounts

from taller.invoices.domain.billing import Charge, Job, Labour, PartUse, SparePart, chargeable, priced
from taller.invoices.domain.errors import (
    ChargeMissing,
    ChargeUnexpected,
    JobRepeated,
    JobsUnfinished,
    NothingToCharge,
    PartsUnknown,
)

TYRE = SparePart(2022, "Neumático", Decimal("80.00"))


def job(job_id: int, *, finished: bool = True) -> Job:
    return Job(job_id, "M109186", "Cambio de ruedas", None, finished)


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


def test_labour_and_parts_make_the_price() -> None:
    charge = Charge(
        1, labour=(Labour("Montaje", Decimal("1.50"), Decimal("42.00")),), parts=(PartUse(2022, 4),)
    )

    (concept,) = priced([job(1)], [charge], {2022: TYRE}, customer_id=1)

    assert concept.amount == Decimal("383.00")
    assert [line.amount for line in concept.lines] == [Decimal("63.00"), Decimal("320.00")]


def test_a_stated_amount_is_the_price() -> None:
    (concept,) = priced([job(1)], [Charge(1, Decimal("35.99"))], {}, customer_id=1)

    assert (concept.amount, concept.lines) == (Decimal("35.99"), ())


@given(st.lists(st.tuples(amounts(1000_00), amounts(1000_00)), min_size=1, max_size=5))
def test_the_lines_of_a_concept_sum_to_its_amount(hours: list[tuple[Decimal, Decimal]]) -> None:
    charge = Charge(1, labour=tuple(Labour("Montaje", *each) for each in hours))

    (concept,) = priced([job(1)], [charge], {}, customer_id=1)

    assert concept.amount == sum(line.amount for line in concept.lines)


@pytest.mark.parametrize(
    ("charges", "refused", "facts"),
    [
        ([], ChargeMissing, (1, 2)),
        ([Charge(1, Decimal(1))], ChargeMissing, (2,)),
        ([Charge(1, Decimal(1)), Charge(2, Decimal(1)), Charge(3, Decimal(1))], ChargeUnexpected, (3,)),
        ([Charge(1, Decimal(1)), Charge(1, Decimal(2)), Charge(2, Decimal(1))], JobRepeated, (1,)),
        ([Charge(1, Decimal(1)), Charge(2, parts=(PartUse(9, 1), PartUse(8, 1)))], PartsUnknown, (8, 9)),
    ],
)
def test_each_job_has_one_price_and_each_price_a_job(
    charges: list[Charge], refused: type[JobsUnfinished], facts: tuple[int, ...]
) -> None:
    with pytest.raises(refused) as refusal:
        priced([job(1), job(2)], charges, {}, customer_id=1)

    assert refusal.value.facts == facts
