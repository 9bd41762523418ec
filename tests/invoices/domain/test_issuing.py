"""What must be so for an invoice to be issued (RD 1619/2012, arts. 6, 7 and 15; RD 1457/1986, art. 14)."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, given
from tests.builders import (
    CUSTOMER,
    FIRST,
    ISSUER,
    MARCH_2,
    VEHICLE,
    draft_invoice,
    euros,
    gross,
    issued_invoice,
    job,
    labour,
    of_lines,
    oil_change,
    taxed,
    tyre_change,
)
from tests.strategies import drafts

from taller.invoices.domain.errors import (
    DataMissing,
    DeliveryInFuture,
    InvoiceAlreadyIssued,
    RecipientUnfit,
    SimplifiedNotAllowed,
)
from taller.invoices.domain.invoice import Correction, Invoice, Method, State
from taller.invoices.domain.issuing import issued, needs_customer, ready, require_delivered
from taller.invoices.domain.kinds import InvoiceType, Listed
from taller.invoices.domain.party import Customer, Issuer, Vehicle, Visit
from taller.invoices.domain.tax_id import IdType, tax_id
from taller.invoices.domain.vat import NoVat

REPAIR = of_lines(labour())
CORRECTIVE = Correction(1, "F2026-000001", Method.DIFFERENCES, "Estaba mal")
FRENCH = Customer("Marie Blanc", tax_id("FR12345678901", "FR", IdType.VAT_ID), "Rue 1, Lyon")
WITHIN_UNION = of_lines(gross("10.00", tax=taxed(NoVat.EXEMPT_25)))
REVERSED = of_lines(gross("10.00", tax=taxed(NoVat.REVERSE_CHARGE)))


def corrective(*concepts: Any, **facts: Any) -> Invoice:
    """A draft that corrects another, of a type that names nobody unless *facts* say otherwise."""
    return draft_invoice(*concepts, **{"type": InvoiceType.OF_SIMPLIFIED, "correction": CORRECTIVE, **facts})


def missing_in(invoice: Invoice, issuer: Issuer = ISSUER) -> tuple[str, ...]:
    with pytest.raises(DataMissing) as refusal:
        ready(invoice, issuer, ())
    return refusal.value.missing


# What is missing


def test_all_that_is_missing_is_named_at_once() -> None:
    assert missing_in(draft_invoice(REPAIR, type=InvoiceType.FULL), Issuer()) == (
        "emisor/nombre",
        "emisor/nif",
        "emisor/domicilio",
        "emisor/numeroRegistro",
        "cliente/nombre",
        "cliente/nif",
        "cliente/domicilio",
        "vehiculo/matricula",
        "vehiculo/marca",
        "vehiculo/modelo",
    )


@pytest.mark.parametrize(
    ("part", "name", "expected"),
    [
        ("issuer", "name", "emisor/nombre"),
        ("issuer", "nif", "emisor/nif"),
        ("issuer", "address", "emisor/domicilio"),
        ("issuer", "register_number", "emisor/numeroRegistro"),
        ("customer", "name", "cliente/nombre"),
        ("customer", "tax_id", "cliente/nif"),
        ("customer", "address", "cliente/domicilio"),
        ("vehicle", "plate", "vehiculo/matricula"),
        ("vehicle", "make", "vehiculo/marca"),
        ("vehicle", "model", "vehiculo/modelo"),
    ],
)
def test_each_datum_of_a_repair_s_full_invoice_is_wanted(part: str, name: str, expected: str) -> None:
    whole: dict[str, Any] = {"issuer": ISSUER, "customer": CUSTOMER, "vehicle": VEHICLE}
    whole[part] = replace(whole[part], **{name: None})
    issuer = whole.pop("issuer")

    assert missing_in(draft_invoice(REPAIR, type=InvoiceType.FULL, **whole), issuer) == (expected,)


def test_a_datum_without_a_letter_is_missing() -> None:
    customer = replace(CUSTOMER, address="")

    assert missing_in(draft_invoice(customer=customer), replace(ISSUER, nif="")) == (
        "emisor/nif",
        "cliente/domicilio",
    )


@pytest.mark.parametrize("name", ["vin", "kilometres", "vehicle_class"])
def test_the_rest_of_a_vehicle_may_be_missing(name: str) -> None:
    vehicle = replace(VEHICLE, **{name: None})

    assert ready(draft_invoice(REPAIR, customer=CUSTOMER, vehicle=vehicle), ISSUER, ()).vehicle == vehicle


def test_a_simplified_invoice_wants_nothing_of_its_customer() -> None:
    assert missing_in(draft_invoice(oil_change()), Issuer("Taller")) == ("emisor/nif", "emisor/domicilio")


def test_a_simplified_repair_wants_the_vehicle_all_the_same() -> None:
    assert missing_in(draft_invoice(REPAIR, vehicle=Vehicle(plate="0808LCD"))) == (
        "vehiculo/marca",
        "vehiculo/modelo",
    )


def test_only_a_repair_wants_the_vehicle_and_the_register() -> None:
    issuer = replace(ISSUER, register_number=None)

    assert ready(draft_invoice(customer=CUSTOMER), issuer, ()).type is InvoiceType.FULL


def test_over_400_euros_the_customer_s_data_are_wanted() -> None:
    named = {"customer": Customer("José Núñez")}

    assert missing_in(draft_invoice()) == ("cliente/nombre", "cliente/nif", "cliente/domicilio")
    assert missing_in(draft_invoice(**named)) == ("cliente/nif", "cliente/domicilio")


@pytest.mark.parametrize("kind", [kind for kind in InvoiceType if kind.corrective and not kind.simplified])
def test_a_corrective_invoice_of_a_full_one_names_its_customer(kind: InvoiceType) -> None:
    assert missing_in(corrective(oil_change(), type=kind)) == (
        "cliente/nombre",
        "cliente/nif",
        "cliente/domicilio",
    )


def test_the_full_invoice_of_an_exchange_names_its_customer() -> None:
    exchange = replace(CORRECTIVE, method=Method.EXCHANGE)

    assert len(missing_in(corrective(type=InvoiceType.EXCHANGE, correction=exchange))) == 3


# Which type it gets


@pytest.mark.parametrize(
    ("concept", "facts", "expected"),
    [
        (oil_change(), {"customer": CUSTOMER}, InvoiceType.FULL),
        (oil_change(), {"customer": Customer("José Núñez")}, InvoiceType.SIMPLIFIED),
        (tyre_change(), {}, InvoiceType.SIMPLIFIED),
        (job(1, "400.01"), {"customer": CUSTOMER}, InvoiceType.FULL),
        (oil_change(), {"customer": CUSTOMER, "type": InvoiceType.SIMPLIFIED}, InvoiceType.SIMPLIFIED),
        (
            of_lines(gross("3000.00")),
            {"listed": Listed.RETAIL, "type": InvoiceType.SIMPLIFIED},
            InvoiceType.SIMPLIFIED,
        ),
        (REVERSED, {"customer": CUSTOMER}, InvoiceType.FULL),
    ],
)
def test_the_type_is_the_one_that_the_law_and_its_maker_want(
    concept: Any, facts: dict[str, Any], expected: InvoiceType
) -> None:
    assert ready(draft_invoice(concept, **facts), ISSUER, ()).type is expected


@pytest.mark.parametrize("concept", [job(1, "400.01"), REVERSED])
def test_simplified_is_refused_where_the_law_wants_a_full_one(concept: Any) -> None:
    with pytest.raises(SimplifiedNotAllowed):
        ready(draft_invoice(concept, type=InvoiceType.SIMPLIFIED, customer=CUSTOMER), ISSUER, ())


def test_the_corrective_of_a_simplified_one_has_no_limit() -> None:
    assert ready(corrective(job(1, "5000.00")), ISSUER, ()).type is InvoiceType.OF_SIMPLIFIED


def test_the_corrective_of_a_simplified_one_has_no_reverse_charge() -> None:
    with pytest.raises(SimplifiedNotAllowed, match="sujeto pasivo"):
        ready(corrective(REVERSED), ISSUER, ())


def test_a_supply_to_another_country_is_to_somebody_there() -> None:
    invoice = draft_invoice(WITHIN_UNION, customer=CUSTOMER)

    with pytest.raises(RecipientUnfit):
        ready(invoice, ISSUER, ())

    assert ready(replace(invoice, customer=FRENCH), ISSUER, ()).type is InvoiceType.FULL


def test_a_supply_to_another_country_says_to_whom() -> None:
    with pytest.raises(DataMissing):
        ready(draft_invoice(WITHIN_UNION, customer=None), ISSUER, ())
    with pytest.raises(SimplifiedNotAllowed, match="otro país"):
        ready(draft_invoice(WITHIN_UNION, customer=FRENCH, type=InvoiceType.SIMPLIFIED), ISSUER, ())


# What an invoice says once it is issued


@pytest.mark.parametrize("kind", [InvoiceType.SIMPLIFIED, InvoiceType.OF_SIMPLIFIED])
def test_a_simplified_invoice_does_not_keep_who_its_customer_was(kind: InvoiceType) -> None:
    correction = CORRECTIVE if kind.corrective else None
    invoice = draft_invoice(oil_change(), customer=CUSTOMER, type=kind, correction=correction)

    prepared = ready(invoice, ISSUER, ())

    assert (prepared.customer, prepared.customer_id) == (None, invoice.customer_id)


def test_a_full_invoice_keeps_who_its_customer_was() -> None:
    assert ready(draft_invoice(customer=CUSTOMER), ISSUER, ()).customer == CUSTOMER


def test_an_issued_invoice_says_who_issued_it_and_what_the_region_wants() -> None:
    prepared = ready(draft_invoice(customer=CUSTOMER), ISSUER, ("Hay hojas de reclamaciones.",))

    assert (prepared.issuer, prepared.legends) == (ISSUER, ("Hay hojas de reclamaciones.",))


@given(drafts(customer=CUSTOMER, vehicle=VEHICLE, type=InvoiceType.FULL))
def test_issuing_changes_nothing_of_what_was_drafted(invoice: Invoice) -> None:
    assume(all(line.tax.reason is not NoVat.EXEMPT_25 for line in invoice.lines))
    after = issued(ready(invoice, ISSUER, ()), FIRST, MARCH_2)

    changed = {
        each.name for each in fields(invoice) if getattr(after, each.name) != getattr(invoice, each.name)
    }
    assert changed - {"dated"} == {"number", "issued_on", "issuer", "account"}
    assert (after.number, after.dated, after.issued_on) == (FIRST, MARCH_2, date(2026, 3, 2))


def test_the_date_of_issue_is_the_workshop_s_own() -> None:
    just_after_midnight = datetime(2027, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))

    invoice = issued_invoice(at=just_after_midnight)

    assert invoice.issued_on == date(2027, 1, 1) != invoice.dated.astimezone(UTC).date()


@pytest.mark.parametrize(("amount", "state"), [("35.99", State.ISSUED), ("0.00", State.PAID)])
def test_what_costs_nothing_is_paid_at_once(amount: str, state: State) -> None:
    account = issued_invoice(job(1, amount)).require_issued()

    assert (account.state, account.due, account.paid) == (state, euros(amount), euros(0))


def test_differences_are_owed_on_the_account_of_what_they_correct() -> None:
    account = issued(ready(corrective(job(1, "-35.99")), ISSUER, ()), FIRST, MARCH_2).require_issued()

    assert (account.state, account.due) == (State.ISSUED, euros(0))


def test_an_issued_invoice_is_not_issued_again() -> None:
    with pytest.raises(InvoiceAlreadyIssued, match="F2026-000001"):
        ready(issued_invoice(), ISSUER, ())


@pytest.mark.parametrize(("day", "refused"), [(1, False), (2, False), (3, True)])
def test_what_is_charged_has_been_delivered(day: int, refused: bool) -> None:
    invoice = draft_invoice(visit=Visit(delivered_on=date(2026, 3, day)))

    if refused:
        with pytest.raises(DeliveryInFuture):
            require_delivered(invoice, date(2026, 3, 2))
    else:
        require_delivered(invoice, date(2026, 3, 2))


# Whether to ask for the customer


@pytest.mark.parametrize(
    ("facts", "helps"),
    [
        ({}, True),
        ({"type": InvoiceType.FULL}, True),
        ({"type": InvoiceType.SIMPLIFIED}, False),
        ({"customer": CUSTOMER}, False),
        ({"customer": Customer("José Núñez")}, False),
        ({"type": InvoiceType.LAW_OR_AMOUNT, "correction": CORRECTIVE}, True),
        ({"type": InvoiceType.OF_SIMPLIFIED, "correction": CORRECTIVE}, False),
    ],
)
def test_the_customer_is_asked_for_where_it_may_be_named(facts: dict[str, Any], helps: bool) -> None:
    assert needs_customer(draft_invoice(**facts)) == helps
