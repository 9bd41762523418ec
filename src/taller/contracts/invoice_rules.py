"""What makes the generated bodies of facturas keep the rules that JSON Schema cannot say.

Nothing here is taken from the service, so that a mistake of its cannot agree with itself.
"""

from decimal import Decimal
from typing import Any

Body = dict[str, Any]

LARGEST_AMOUNT = Decimal("99999999.99")
LARGEST_ID = 2**31 - 1

NIFS = ("12345678Z", "00000023T", "X1234567L", "Z0000000M", "K1234567L", "B12345674", "Q0000000J")
"""Of Spaniards, of foreign residents, of a minor, of a company and of an authority."""
PEOPLE = ("12345678Z", "00000023T", "X1234567L", "Z0000000M")
VAT_IDS = {
    "DE": "DE123456789",
    "FR": "FR12345678901",
    "GB": "XI123456789",
    "GR": "EL123456789",
    "IE": "IE1234567A",
    "PT": "PT123456789",
}
DOCUMENT = "AB-123456/7"
VAT_ID, PASSPORT, COUNTRY_ID, OTHER, NOT_IN_CENSUS = "02", "03", "04", "06", "07"

A_DAY_GONE_BY = "2025-06-30"


def keep_sound(body: Body) -> None:
    """Make an invoice, or the correction of one, agree with itself."""
    keep_in_time(body)
    _number_jobs(body["Conceptos"])
    if "nif" in body.get("cliente", {}):
        _identify(body["cliente"])
    _add_up(body)


def keep_in_time(body: Body) -> None:
    """No vehicle is delivered before it is received: that is 422."""
    received = body.get("fechaRecepcion")
    if received is not None and body.get("fechaEntrega", received) < received:
        body["fechaEntrega"] = received


def come_to_pass(body: Body, *days: str) -> None:
    """What has not happened yet is neither charged nor paid: that is 409."""
    for name in days:
        if name in body:
            body[name] = min(body[name], A_DAY_GONE_BY)


def make_fit_to_issue(body: Body) -> None:
    """Give an invoice what the law wants of one that is issued, and an amount that may be simplified."""
    body["idCliente"] = 2022 + int(body.get("idCliente", 0)) % 2  # the examples of clientes
    if "cliente" in body:
        body["cliente"] = {"nif": "0", "domicilio": "Calle Mayor 1"} | body["cliente"]
    body["vehiculo"] = {"matricula": "4821KLM", "marca": "Seat", "modelo": "Ibiza"} | body.get("vehiculo", {})
    come_to_pass(body, "fechaRecepcion", "fechaEntrega")
    del body["Conceptos"][2:]
    if not any("lineas" in concept for concept in body["Conceptos"]):
        body.setdefault("tipoFactura", "F2")  # to be exchanged
    for concept in body["Conceptos"]:
        if "importe" in concept:
            concept["importe"] = _within(concept["importe"], 1, 50)
        else:
            del concept["lineas"][2:]
        for line in concept.get("lineas", ()):
            line |= {"cantidad": _within(line["cantidad"], 1, 5), "precio": _within(line["precio"], 1, 10)}


def make_fit_to_correct(body: Body) -> None:
    """Give back little by differences, so that no more is given back than was charged."""
    make_fit_to_issue(body)
    for name in ("idCliente", "tipoFactura"):
        body.pop(name, None)
    if body["metodo"] == "porDiferencias":
        body.pop("cliente", None)
        for concept in body["Conceptos"]:
            concept.pop("lineas", None)
            concept["importe"] = -0.01


def make_fit_to_pay(body: Body) -> None:
    """Pay so little that as much is still owed."""
    body["importe"] = _within(body["importe"], 0.01, 0.05)
    come_to_pass(body, "fecha")


def _identify(customer: Body) -> None:
    """Give *customer* a number that its country and its kind of identification allow.

    The country stays, and the kind where there is a number of it.
    """
    country, kind = customer.get("pais", "ES"), customer.get("tipoIdentificacion")
    chance = len(customer["nombre"])
    if country == "ES":
        kind = kind if kind in (PASSPORT, NOT_IN_CENSUS) else None
        numbers = {None: NIFS, NOT_IN_CENSUS: PEOPLE, PASSPORT: (DOCUMENT,)}[kind]
    elif kind == VAT_ID and country in VAT_IDS:
        numbers = (VAT_IDS[country],)
    else:
        kind = {None: COUNTRY_ID, VAT_ID: COUNTRY_ID, NOT_IN_CENSUS: OTHER}.get(kind, kind)
        numbers = (DOCUMENT,)
    customer["nif"] = numbers[chance % len(numbers)]
    customer.pop("tipoIdentificacion", None)
    if kind is not None:
        customer["tipoIdentificacion"] = kind


def _number_jobs(concepts: list[Body]) -> None:
    """An invoice charges no job twice: that is 409."""
    first = int(concepts[0]["trabajoId"])
    if len({concept["trabajoId"] for concept in concepts}) < len(concepts):
        for place, concept in enumerate(concepts):
            concept["trabajoId"] = (first + place) % LARGEST_ID


def _add_up(body: Body) -> None:
    """The amount that an invoice states is that of its concepts: any other is 422.

    What lines come to, with their VAT, is not worked out here.
    """
    concepts = body["Conceptos"]
    if any("lineas" in concept for concept in concepts):
        body.pop("importe", None)
    elif "importe" in body:
        if abs(_sum(concepts)) > LARGEST_AMOUNT:
            del concepts[1:]
        body["importe"] = float(_sum(concepts))


def _sum(concepts: list[Body]) -> Decimal:
    return sum((Decimal(str(concept["importe"])) for concept in concepts), Decimal(0))


def _within(value: float, least: float, most: float) -> float:
    """Return *value* without its sign, brought between the two; what lies between them stays."""
    return max(least, min(abs(value), most))
