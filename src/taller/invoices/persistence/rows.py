"""Between the rows of the tables and the values of the domain."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Row

from taller.invoices.domain.guarantee import VehicleClass
from taller.invoices.domain.invoice import Account, Correction, Invoice, Method, State
from taller.invoices.domain.kinds import InvoiceType, Listed
from taller.invoices.domain.lines import Concept, Condition, Line, LineKind
from taller.invoices.domain.money import from_cents, to_cents
from taller.invoices.domain.party import Customer, Issuer, Vehicle, Visit
from taller.invoices.domain.series import InvoiceNumber
from taller.invoices.domain.tax_id import IdType, TaxId
from taller.invoices.domain.vat import NoVat, Tax
from taller.invoices.listing import plain_plate, searchable

Values = dict[str, Any]


def invoice_of(row: Row[Any], concepts: Iterable[Row[Any]], lines: Iterable[Row[Any]]) -> Invoice:
    """Return the invoice of a row that is joined with its account and the invoice that it corrects."""
    by_concept = {at: tuple(map(_line, group)) for at, group in groupby(lines, lambda each: each.concept)}
    return Invoice(
        customer_id=row.customer_id,
        concepts=tuple(_concept(each, by_concept.get(each.position, ())) for each in concepts),
        dated=row.dated,
        issued_on=row.issued_on,
        id=row.id,
        number=None if row.series is None else InvoiceNumber(row.series, row.sequence),
        type=None if row.type is None else InvoiceType(row.type),
        listed=None if row.listed is None else Listed(row.listed),
        customer=_customer(row),
        vehicle=_vehicle(row),
        visit=_visit(row),
        correction=_correction(row),
        issuer=_issuer(row),
        legends=tuple(row.legends),
        account=_account(row),
    )


def invoice_values(invoice: Invoice) -> Values:
    """Return the columns of *invoice* that its id, its account and its concepts leave over."""
    return {
        "customer_id": invoice.customer_id,
        "dated": invoice.dated,
        "issued_on": invoice.issued_on,
        "series": invoice.number and invoice.number.series,
        "sequence": invoice.number and invoice.number.sequence,
        "type": invoice.type and invoice.type.value,
        "listed": invoice.listed and invoice.listed.value,
        "vat_cents": to_cents(invoice.breakdown.vat),
        "total_cents": to_cents(invoice.amount),
        **_customer_values(invoice.customer),
        **_vehicle_values(invoice.vehicle),
        **_visit_values(invoice.visit),
        **_correction_values(invoice.correction),
        **_issuer_values(invoice.issuer),
        "legends": list(invoice.legends),
        "search_text": _search_text(invoice),
    }


def account_values(account: Account) -> Values:
    return {
        "state": account.state.value,
        "due_cents": to_cents(account.due),
        "paid_cents": to_cents(account.paid),
        "replaced_by": account.replaced_by,
    }


def concept_values(invoice_id: int, position: int, concept: Concept) -> Values:
    return {
        "invoice_id": invoice_id,
        "position": position,
        "job_id": concept.job_id,
        "name": concept.name,
        "description": concept.description,
        "vin": concept.vin,
        "vehicle_id": concept.vehicle_id,
        "customer_id": concept.customer_id,
        "started_at": concept.started_at,
        "finished_at": concept.finished_at,
    }


def line_values(invoice_id: int, concept: int, position: int, line: Line) -> Values:
    return {
        "invoice_id": invoice_id,
        "concept": concept,
        "position": position,
        "kind": line.kind.value,
        "description": line.description,
        "quantity_hundredths": to_cents(line.quantity),
        "unit_price_e4": int(line.unit_price.scaleb(4)),
        "discount_hundredths": to_cents(line.discount),
        "vat_rate": int(line.tax.rate),
        "no_vat": line.tax.reason and line.tax.reason.value,
        "vat_included": line.vat_included,
        "spare_part_id": line.spare_part_id,
        "reference": line.reference,
        "brand": line.brand,
        "condition": line.condition and line.condition.value,
        "guarantee_months": line.guarantee_months,
    }


def _concept(row: Row[Any], lines: tuple[Line, ...]) -> Concept:
    return Concept(
        job_id=row.job_id,
        name=row.name,
        lines=lines,
        description=row.description,
        vin=row.vin,
        vehicle_id=row.vehicle_id,
        customer_id=row.customer_id,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _line(row: Row[Any]) -> Line:
    reason = None if row.no_vat is None else NoVat(row.no_vat)
    return Line(
        kind=LineKind(row.kind),
        description=row.description,
        quantity=from_cents(row.quantity_hundredths),
        unit_price=Decimal(row.unit_price_e4).scaleb(-4),
        discount=from_cents(row.discount_hundredths),
        tax=Tax(Decimal(row.vat_rate), reason),
        vat_included=row.vat_included,
        spare_part_id=row.spare_part_id,
        reference=row.reference,
        brand=row.brand,
        condition=None if row.condition is None else Condition(row.condition),
        guarantee_months=row.guarantee_months,
    )


def _customer(row: Row[Any]) -> Customer | None:
    if row.customer_name is None:
        return None
    kind = None if row.tax_id_kind is None else IdType(row.tax_id_kind)
    tax_id = None if row.tax_id is None else TaxId(row.tax_id, row.tax_id_country, kind)
    return Customer(row.customer_name, tax_id, row.customer_address)


def _customer_values(customer: Customer | None) -> Values:
    tax_id = customer and customer.tax_id
    return {
        "customer_name": customer and customer.name,
        "customer_address": customer and customer.address,
        "tax_id": tax_id and tax_id.number,
        "tax_id_country": tax_id and tax_id.country,
        "tax_id_kind": tax_id and tax_id.kind and tax_id.kind.value,
    }


_VEHICLE = ("plate", "make", "model", "vin", "kilometres", "vehicle_class")


def _vehicle(row: Row[Any]) -> Vehicle | None:
    known: Mapping[str, Any] = {name: getattr(row, name) for name in _VEHICLE}
    if not any(value is not None for value in known.values()):
        return None
    kind = row.vehicle_class
    return Vehicle(**{**known, "vehicle_class": None if kind is None else VehicleClass(kind)})


def _vehicle_values(vehicle: Vehicle | None) -> Values:
    values = {name: vehicle and getattr(vehicle, name) for name in _VEHICLE}
    kind = vehicle and vehicle.vehicle_class
    return {**values, "vehicle_class": kind and kind.value}


def _visit(row: Row[Any]) -> Visit:
    return Visit(
        received_on=row.received_on,
        delivered_on=row.delivered_on,
        work_order=row.work_order,
        quote=row.quote,
        refused_repairs=tuple(row.refused_repairs),
        parts_returned=row.parts_returned,
    )


def _visit_values(visit: Visit) -> Values:
    return {
        "received_on": visit.received_on,
        "delivered_on": visit.delivered_on,
        "work_order": visit.work_order,
        "quote": visit.quote,
        "refused_repairs": list(visit.refused_repairs),
        "parts_returned": visit.parts_returned,
    }


def _correction(row: Row[Any]) -> Correction | None:
    if row.corrects_id is None:
        return None
    number = InvoiceNumber(row.corrected_series, row.corrected_sequence)
    return Correction(row.corrects_id, str(number), Method(row.correction_method), row.correction_reason)


def _correction_values(correction: Correction | None) -> Values:
    return {
        "corrects_id": correction and correction.invoice_id,
        "correction_method": correction and correction.method.value,
        "correction_reason": correction and correction.reason,
    }


def _issuer(row: Row[Any]) -> Issuer | None:
    if row.issuer_nif is None:
        return None
    return Issuer(row.issuer_name, row.issuer_nif, row.issuer_address, row.issuer_register)


def _issuer_values(issuer: Issuer | None) -> Values:
    return {
        "issuer_nif": issuer and issuer.nif,
        "issuer_name": issuer and issuer.name,
        "issuer_address": issuer and issuer.address,
        "issuer_register": issuer and issuer.register_number,
    }


def _account(row: Row[Any]) -> Account | None:
    if row.state is None:
        return None
    return Account(State(row.state), from_cents(row.due_cents), from_cents(row.paid_cents), row.replaced_by)


def _search_text(invoice: Invoice) -> str:
    customer, vehicle = invoice.customer or Customer(""), invoice.vehicle or Vehicle()
    tax_id = None if customer.tax_id is None else customer.tax_id.number
    return searchable(
        str(invoice.number or ""),
        customer.name,
        tax_id,
        vehicle.plate and plain_plate(vehicle.plate),
        vehicle.make,
        vehicle.model,
        *(concept.name for concept in invoice.concepts),
    )
