"""A stock of invoices of all kinds, and what a list of them should hold, in plain Python."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from tests.builders import CUSTOMER, VEHICLE, draft_invoice, euros, job
from tests.fakes import MORNING, as_it_is

from taller.invoices.domain.account import Payment, PaymentMethod
from taller.invoices.domain.invoice import Invoice, State
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.party import Customer, Vehicle
from taller.invoices.domain.tax_id import IdType, tax_id
from taller.invoices.listing import Order, Page, Wanted
from taller.invoices.use_cases import Invoicing

MARCH = [datetime(2026, 3, day, hour, tzinfo=UTC) for day in (1, 2, 3) for hour in (0, 12, 23)]
AMOUNTS = [euros(text) for text in ("0.00", "35.99", "36.00", "400.00", "400.01")]
PEOPLE = [
    CUSTOMER,
    Customer("José Núñez", tax_id("52013776N"), "Avenida del Puerto 3, Cádiz"),
    Customer("Marie Blanc", tax_id("FR12345678901", "FR", IdType.VAT_ID), "Rue 1, Lyon"),
    Customer("Ann O'Other 100%_real\\", tax_id("AB-12 3", "US", IdType.PASSPORT), "1st Street"),
    None,
]
CARS = [VEHICLE, Vehicle("0808LCD", "Ford", "Ranger XLT"), Vehicle("B1234ÑU", "Citroën"), None]
JOBS = ["Cambio de aceite", "Revisión ITV", "PINTURA al 50%", "a_b", "Straße"]
WORDS = [
    *("José", "jose", "NUNEZ", "núñ", "carmen sotelo", "sotelo carmen", "4821", "citroen", "S2026-00000"),
    *("%", "_", "\\", "/", "100%", "0%_r", "'", "a_b", "acb", "revision itv", "strasse", "ß", "F2026", " "),
    *("12345678Z", "fr12", "ñu", "\u0301", "nadie"),
]


def stock(desk: Invoicing, count: int = 40) -> list[Invoice]:
    """Make invoices of all kinds and states, and return them as they are in the end."""
    for at in range(count):
        drafted = desk.draft(
            draft_invoice(
                job(at + 1, AMOUNTS[at % 5], JOBS[at % 3]),
                job(at + 1001, "0.00", JOBS[at % 5]),
                customer_id=at % 4 + 1,
                dated=MARCH[at * 5 % 9] + timedelta(microseconds=at % 2),
                customer=PEOPLE[at % 5],
                vehicle=CARS[at % 4],
                type=[None, None, InvoiceType.FULL][at % 3],
            )
        )
        _go_on(desk, drafted.id or 0, at)
    return [desk.find(at + 1) for at in range(count)]


def _go_on(desk: Invoicing, invoice_id: int, at: int) -> None:
    """Let a draft stay one, or issue it, and then perhaps annul or pay it."""
    if at % 5 == 4 or at % 6 == 5:
        return
    issued = desk.issue(invoice_id, as_it_is)
    if at % 7 == 3:
        desk.annul(invoice_id, "Por error", as_it_is)
    elif at % 4 == 1 and issued.amount:
        desk.pay(invoice_id, Payment(issued.amount, MORNING.date(), PaymentMethod.CARD), as_it_is)


def letters(text: str | None) -> str:
    return "".join(each for each in (text or "").upper() if each.isalnum())


PLAIN = str.maketrans("áéíóúüëñ", "aeiouuen")


def searched(invoice: Invoice) -> str:
    customer, vehicle = invoice.customer or Customer(""), invoice.vehicle or Vehicle()
    number = "" if invoice.number is None else str(invoice.number)
    parts = [number, customer.name, str(customer.tax_id or ""), letters(vehicle.plate)]
    parts += [vehicle.make or "", vehicle.model or "", *(concept.name for concept in invoice.concepts)]
    return " ".join(filter(None, parts)).lower().translate(PLAIN).replace("ß", "ss")


def in_list(wanted: Wanted, invoice: Invoice) -> bool:
    tax = invoice.customer and invoice.customer.tax_id and invoice.customer.tax_id.number
    words = (wanted.text or "").lower().translate(PLAIN).replace("ß", "ss").replace("\u0301", "").split()
    tests = {
        "customer_id": lambda value: invoice.customer_id == value,
        "state": lambda value: invoice.state is value,
        "series": lambda value: invoice.number is not None and invoice.number.series == value,
        "type": lambda value: invoice.type is value,
        "tax_id": lambda value: tax is not None and letters(tax) == letters(value),
        "plate": lambda value: invoice.vehicle is not None and letters(invoice.vehicle.plate) == value,
        "dated_from": lambda value: invoice.dated >= value,
        "dated_before": lambda value: invoice.dated < value,
        "amount_from": lambda value: invoice.amount >= value,
        "amount_to": lambda value: invoice.amount <= value,
        "text": lambda _: all(word in searched(invoice) for word in words),
    }
    return all(
        test(getattr(wanted, name)) for name, test in tests.items() if getattr(wanted, name) is not None
    )


def ordered(wanted: Wanted, some: Sequence[Invoice]) -> list[int]:
    keys: dict[Order, Callable[[Invoice], Any]] = {
        Order.ID: lambda invoice: invoice.id,
        Order.DATE: lambda invoice: (invoice.dated, invoice.id),
        Order.AMOUNT: lambda invoice: (invoice.amount, invoice.id),
    }
    there = [invoice for invoice in some if in_list(wanted, invoice)]
    return [invoice.id or 0 for invoice in sorted(there, key=keys[wanted.order], reverse=wanted.descending)]


VALUES: dict[str, Sequence[Any]] = {
    "customer_id": range(1, 6),
    "state": list(State),
    "series": ["F2026", "S2026", "R2026", "F2025"],
    "type": list(InvoiceType),
    "tax_id": ["12345678Z", "12.345.678-z", "fr12345678901", "ab-12 3", "AB-12  3", "X1"],
    "plate": ["4821KLM", "0808LCD", "B1234ÑU", "482"],
    "dated_from": MARCH,
    "dated_before": MARCH,
    "amount_from": [*AMOUNTS, euros("-1.00")],
    "amount_to": [*AMOUNTS, euros("-1.00")],
    "text": WORDS,
}
orders = st.fixed_dictionaries({"order": st.sampled_from(Order), "descending": st.booleans()})


@st.composite
def lists(draw: st.DrawFn) -> Wanted:
    """Lists with some filters, few or many."""
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True))
    return Wanted(**{name: draw(st.sampled_from(VALUES[name])) for name in names}, **draw(orders))


def ids(page: Page) -> list[int]:
    return [invoice.id or 0 for invoice in page.invoices]
