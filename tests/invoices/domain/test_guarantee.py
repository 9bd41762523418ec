from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taller.invoices.domain.guarantee import Guarantee, VehicleClass, guarantee_of

CAR, MOTORCYCLE, LORRY = VehicleClass.PASSENGER, VehicleClass.MOTORCYCLE, VehicleClass.INDUSTRIAL
NOV_30 = date(2026, 11, 30)

classes = st.sampled_from(VehicleClass)
days = st.dates(date(1986, 7, 16), date(2199, 12, 31))
odometers = st.none() | st.integers(0, 2_000_000)
part_months = st.integers(0, 120)


@pytest.mark.parametrize(
    ("delivered_on", "until"),
    [
        (date(2026, 3, 2), date(2026, 6, 2)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2026, 2, 28), date(2026, 5, 28)),
        (date(2026, 9, 30), date(2026, 12, 30)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_three_months_run_from_date_to_date(delivered_on: date, until: date) -> None:
    assert guarantee_of(CAR, delivered_on, None).until == until
    assert guarantee_of(MOTORCYCLE, delivered_on, None).until == until


def test_the_fifteen_days_of_an_industrial_vehicle_begin_the_day_after_its_delivery() -> None:
    assert guarantee_of(LORRY, date(2026, 12, 20), None).until == date(2027, 1, 4)


def test_the_distance_is_2_000_kilometres_from_the_odometer_at_delivery() -> None:
    for vehicle_class in VehicleClass:
        guarantee = guarantee_of(vehicle_class, NOV_30, 45_000)

        assert (guarantee.kilometres, guarantee.until_kilometres) == (2000, 47_000)


def test_without_delivery_or_odometer_the_limits_are_open() -> None:
    guarantee = guarantee_of(CAR, None, None, longest_part_months=24)

    assert guarantee == Guarantee(3, 0, None, 2000, None, 24, None)


def test_a_part_with_a_longer_guarantee_keeps_it_and_the_repair_does_not() -> None:
    guarantee = guarantee_of(CAR, NOV_30, None, longest_part_months=24)

    assert guarantee.until == date(2027, 2, 28)
    assert (guarantee.parts_months, guarantee.parts_until) == (24, date(2028, 11, 30))


@pytest.mark.parametrize(
    ("vehicle_class", "months"), [(CAR, 0), (CAR, 1), (CAR, 3), (MOTORCYCLE, 3), (LORRY, 0)]
)
def test_a_part_with_no_longer_guarantee_adds_nothing(vehicle_class: VehicleClass, months: int) -> None:
    assert guarantee_of(vehicle_class, NOV_30, 1, months) == guarantee_of(vehicle_class, NOV_30, 1)


def test_one_month_of_a_part_is_longer_than_fifteen_days() -> None:
    guarantee = guarantee_of(LORRY, date(2026, 1, 31), None, longest_part_months=1)

    assert guarantee.parts_until == date(2026, 2, 28)


@pytest.mark.parametrize(("kilometres", "months"), [(-1, 0), (None, -1)])
def test_negative_kilometres_or_months_are_refused(kilometres: int | None, months: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        guarantee_of(CAR, NOV_30, kilometres, months)


def test_a_guarantee_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        guarantee_of(CAR, NOV_30, 0).until = None  # type: ignore[misc]


@pytest.mark.parametrize(
    ("guarantee", "text"),
    [
        (
            guarantee_of(CAR, NOV_30, 45_000),
            "La reparación está garantizada durante 3 meses o 2.000 km desde la entrega del vehículo"
            " (hasta el 28/02/2027 o hasta los 47.000 km), lo que antes se cumpla,"
            " salvo que terceros lo manipulen o reparen.",
        ),
        (
            guarantee_of(LORRY, None, None),
            "La reparación está garantizada durante 15 días o 2.000 km desde la entrega del vehículo,"
            " lo que antes se cumpla, salvo que terceros lo manipulen o reparen.",
        ),
        (
            guarantee_of(MOTORCYCLE, NOV_30, None, 24),
            "La reparación está garantizada durante 3 meses o 2.000 km desde la entrega del vehículo"
            " (hasta el 28/02/2027), lo que antes se cumpla, salvo que terceros lo manipulen o reparen;"
            " las piezas con una garantía mayor conservan la suya, de hasta 24 meses (hasta el 30/11/2028).",
        ),
        (
            guarantee_of(LORRY, None, 998_500, 1),
            "La reparación está garantizada durante 15 días o 2.000 km desde la entrega del vehículo"
            " (hasta los 1.000.500 km), lo que antes se cumpla, salvo que terceros lo manipulen o reparen;"
            " las piezas con una garantía mayor conservan la suya, de hasta 1 mes.",
        ),
    ],
)
def test_the_text_says_the_limits_that_are_known(guarantee: Guarantee, text: str) -> None:
    assert guarantee.text == text


@given(classes, days, odometers, part_months)
def test_a_guarantee_never_ends_before_the_delivery(
    vehicle_class: VehicleClass, delivered_on: date, kilometres: int | None, months: int
) -> None:
    guarantee = guarantee_of(vehicle_class, delivered_on, kilometres, months)

    assert guarantee.until is not None
    assert guarantee.until > delivered_on
    assert guarantee.parts_until is None or guarantee.parts_until > guarantee.until


@given(classes, days, days, part_months)
@example(CAR, date(2026, 11, 28), date(2026, 11, 30), 0)
def test_who_takes_the_vehicle_later_is_covered_no_shorter(
    vehicle_class: VehicleClass, one: date, other: date, months: int
) -> None:
    first, second = (guarantee_of(vehicle_class, day, None, months) for day in sorted((one, other)))

    assert (first.until or date.max) <= (second.until or date.min)
    assert first.parts_until == second.parts_until or first.parts_until < second.parts_until  # type: ignore[operator]


@given(days, part_months, part_months)
def test_a_longer_guarantee_of_a_part_never_shortens_anything(
    delivered_on: date, some: int, more: int
) -> None:
    shorter, longer = (
        guarantee_of(CAR, delivered_on, None, months) for months in sorted((some, some + more))
    )

    assert shorter.until == longer.until
    assert (shorter.parts_until or date.min) <= (longer.parts_until or date.min)


@given(days)
def test_three_months_end_on_the_same_day_of_the_month_or_on_its_last(delivered_on: date) -> None:
    until = guarantee_of(CAR, delivered_on, None).until

    assert until is not None
    assert (until.month - delivered_on.month) % 12 == 3
    assert until.day == delivered_on.day or (
        until.day < delivered_on.day and (until + timedelta(days=1)).month != until.month
    )


@given(days)
def test_the_guarantee_of_an_industrial_vehicle_is_the_shorter(delivered_on: date) -> None:
    lorry, car = (guarantee_of(one, delivered_on, None).until for one in (LORRY, CAR))

    assert lorry == delivered_on + timedelta(days=15)
    assert lorry < (car or date.min)


@given(classes, st.dates(), odometers, st.integers(0, 10**9))
@example(CAR, date.max, 0, 0)
@example(LORRY, date.max, 0, 0)
@example(LORRY, date(9999, 12, 20), 0, 1)
@example(CAR, date(9999, 9, 30), 0, 0)
def test_every_delivery_and_part_has_a_guarantee_and_a_text(
    vehicle_class: VehicleClass, delivered_on: date, kilometres: int | None, months: int
) -> None:
    guarantee = guarantee_of(vehicle_class, delivered_on, kilometres, months)

    assert guarantee.until is not None
    assert delivered_on <= guarantee.until <= date.max
    assert guarantee.text.endswith(".")
    assert guarantee.text.count(". ") == 0
    assert bool(guarantee.months) != bool(guarantee.days)


@given(classes, days, odometers, part_months)
def test_what_is_known_later_changes_only_the_limits(
    vehicle_class: VehicleClass, delivered_on: date, kilometres: int | None, months: int
) -> None:
    before = guarantee_of(vehicle_class, None, None, months)
    after = guarantee_of(vehicle_class, delivered_on, kilometres, months)

    assert replace(after, until=None, until_kilometres=None, parts_until=None) == before
