"""The parameters of lists, and the cursor that goes on where a page ends."""

import base64
import binascii
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import flask
from marshmallow import post_load

from taller.invoices.blueprint import EXTENSION
from taller.invoices.blueprint.fields import INT32, Choice, Day, Formed, QueryHundredths, QueryInteger, Text
from taller.invoices.blueprint.schemas.base import DEFAULT_PAGE, LARGEST_PAGE, Query, one_of
from taller.invoices.domain.errors import CursorInvalid
from taller.invoices.domain.invoice import LARGEST_AMOUNT, State
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.money import from_cents, to_cents
from taller.invoices.listing import After, Order, Wanted, plain_plate

CURSOR = "^[A-Za-z0-9_-]+$"


def page_size(what: str) -> QueryInteger:
    return QueryInteger(
        low=1,
        high=LARGEST_PAGE,
        load_default=DEFAULT_PAGE,
        metadata={"description": f"Cuántas {what} tiene una página."},
    )


class AfterRequest(Query):
    """Where a list that only grows goes on."""

    after = QueryInteger(
        data_key="despues",
        load_default=0,
        metadata={"description": "El último que ya se tiene; la lista sigue tras él."},
    )
    limit = page_size("entradas")


class RecordsRequest(AfterRequest):
    invoice_id = QueryInteger(
        low=1, data_key="facturaId", metadata={"description": "Sólo los de esta factura."}
    )


@dataclass(frozen=True)
class Listing:
    """A list as it was asked for."""

    wanted: Wanted
    page: int
    size: int
    cursor: str | None

    def of_customer(self, customer_id: int) -> "Listing":
        return replace(self, wanted=replace(self.wanted, customer_id=customer_id))

    def after(self) -> After | None:
        """Return where the cursor goes on.

        :raises CursorInvalid: if no list in this order gave it.
        """
        return None if self.cursor is None else decoded(self.cursor, self.wanted)


class PageRequest(Query):
    """The page of a list."""

    page = QueryInteger(
        low=1, high=1_000_000, load_default=1, metadata={"description": "La página, desde 1."}
    )
    limit = page_size("facturas")
    cursor = Formed(
        CURSOR,
        longest=200,
        metadata={"description": "El `cursorSiguiente` de la página anterior; con él, `page` no cuenta."},
    )


class CustomerInvoicesRequest(PageRequest):
    """The filters, the order and the page of a customer's invoices."""

    state = one_of(State, "estado")
    series = Formed("^[A-Z0-9]+$", longest=20, data_key="serie")
    type = one_of(InvoiceType, "tipoFactura")
    tax_id = Formed(
        "^[A-Za-z0-9./+* -]+$",
        longest=40,
        data_key="nif",
        metadata={"description": "El NIF del cliente."},
    )
    plate = Text(
        data_key="matricula",
        shortest=1,
        longest=20,
        metadata={"description": "La matrícula; los espacios y guiones no cuentan."},
    )
    dated_from = Day(data_key="desde", metadata={"description": "Fechadas este día o después."})
    dated_to = Day(data_key="hasta", metadata={"description": "Fechadas este día o antes."})
    amount_from = QueryHundredths(low=-LARGEST_AMOUNT, high=LARGEST_AMOUNT, data_key="importeMin")
    amount_to = QueryHundredths(low=-LARGEST_AMOUNT, high=LARGEST_AMOUNT, data_key="importeMax")
    text = Text(
        data_key="texto",
        shortest=1,
        longest=100,
        metadata={
            "description": "Palabras del número, del cliente, del vehículo o de los conceptos; ni mayúsculas"
            " ni acentos cuentan."
        },
    )
    order = one_of(Order, "order", load_default=Order.ID)
    ordering = Choice("ASC", "DESC", load_default="ASC")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Listing:
        page, size, cursor = data.pop("page"), data.pop("limit"), data.pop("cursor", None)
        return Listing(_wanted(data), page, size, cursor)


class InvoicesRequest(CustomerInvoicesRequest):
    """The same of all customers."""

    customer_id = QueryInteger(low=1, data_key="idCliente", metadata={"description": "De este cliente."})


def _wanted(data: dict[str, Any]) -> Wanted:
    zone = ZoneInfo(flask.current_app.extensions[EXTENSION].settings.zone)
    since, until = data.pop("dated_from", None), data.pop("dated_to", None)
    return Wanted(
        **{name: data[name] for name in _AS_THEY_ARE if name in data},
        plate=plain_plate(data["plate"]) if "plate" in data else None,
        dated_from=since and datetime.combine(since, time(), zone),
        dated_before=until and datetime.combine(until + timedelta(days=1), time(), zone),
        descending=data["ordering"] == "DESC",
    )


_AS_THEY_ARE = (
    "customer_id",
    "state",
    "series",
    "type",
    "amount_from",
    "amount_to",
    "text",
    "order",
    "tax_id",
)


def encoded(after: After, wanted: Wanted) -> str:
    """Return the cursor that goes on after *after* in a list of *wanted*."""
    key: Any = after.key
    if isinstance(key, Decimal):
        key = to_cents(key)
    if isinstance(key, datetime):
        key = key.isoformat()
    text = json.dumps([wanted.order.value, wanted.descending, key, after.invoice_id])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(cursor: str, wanted: Wanted) -> After:
    """:raises CursorInvalid: if *cursor* is none of a list in the order of *wanted*."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        order, descending, key, invoice_id = json.loads(text)
        if (order, descending) != (wanted.order.value, wanted.descending):
            raise CursorInvalid
        return After(_KEYS[wanted.order](key), _id(invoice_id))
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise CursorInvalid from error


def _id(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= INT32:
        raise CursorInvalid
    return value


def _amount(value: Any) -> Decimal:
    if type(value) is not int or abs(value) > to_cents(LARGEST_AMOUNT):
        raise CursorInvalid
    return from_cents(value)


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise CursorInvalid
    return moment.astimezone(UTC)


_KEYS: dict[Order, Any] = {Order.ID: _id, Order.DATE: _moment, Order.AMOUNT: _amount}
