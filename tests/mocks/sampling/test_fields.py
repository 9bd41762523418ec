"""Values that look right under the names of their properties, in Spanish and in English."""

import re
from typing import Any

import pytest
from tests.mocks.sampling.support import subject

TEXTS = [
    ("email", r"[a-z.0-9]+@example\.(com|org)"),
    ("correoElectronico", r"[a-z.0-9]+@example\.(com|org)"),
    ("telefono", r"(6\d\d|7[1-9]\d)\d{6}"),
    ("phone_number", r"(6\d\d|7[1-9]\d)\d{6}"),
    ("Teléfonos", r"(6\d\d|7[1-9]\d)\d{6}"),
    ("codigoPostal", r"(0[1-9]|[1-4]\d|5[0-2])\d{3}"),
    ("código_postal", r"(0[1-9]|[1-4]\d|5[0-2])\d{3}"),
    ("nif/nie", r"\d{8}[A-Z]"),
    ("nie", r"[XYZ]\d{7}[A-Z]"),
    ("CIF", r"[AB]\d{8}"),
    ("iban", r"ES\d{2}0000\d{16}"),
    ("matricula_actual", r"\d{4}[BCDFGHJ-NPR-TV-Z]{3}"),
    ("VIN", r"[A-HJ-NPR-Z0-9]{17}"),
    ("fechaInicio", r"202[4-7]-\d\d-\d\d"),
    ("birthDate", r"(19[5-9]|200)\d-\d\d-\d\d"),
    ("domicilio", r"Calle [\wáéíóúñ ]+ \d+"),
    ("shippingAddress", r"Calle [\wáéíóúñ ]+ \d+"),
    ("importeTotal", r"\d+\.\d\d"),
    ("moneda", r"EUR"),
    ("sitioWeb", r"https://example\.com/\w+"),
    ("html_url", r"https://example\.com/\w+"),
    ("nombreCliente", r"[A-ZÁÉÍÓÚ][a-záéíóúñ]+"),
    ("apellidos", r"[\wáéíóúñ]+ [\wáéíóúñ]+"),
]


@pytest.mark.parametrize(("name", "pattern"), TEXTS)
def test_a_text_looks_as_its_name_says(name: str, pattern: str):
    texts = subject({"type": "string"}).values(hint=name)

    assert all(re.fullmatch(pattern, text) for text in texts), texts


NUMBERS = [
    ("importe", "number", 5, 500),
    ("precioUnitario", "number", 5, 500),
    ("cantidad", "integer", 1, 40),
    ("iva", "integer", 4, 21),
    ("anio_fabricacion", "integer", 2005, 2026),
    ("edad", "integer", 18, 80),
    ("latitude", "number", 36, 43),
]


@pytest.mark.parametrize(("name", "kind", "least", "most"), NUMBERS)
def test_a_number_is_as_large_as_its_name_says(name: str, kind: str, least: int, most: int):
    numbers = subject({"type": kind}).values(hint=name)

    assert all(least <= number <= most for number in numbers)
    assert all(round(number, 5) == number for number in numbers)


def test_the_letter_of_a_nif_is_right():
    nif = subject({"type": "string"}).value(hint="nif")

    assert nif[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(nif[:8]) % 23]


def test_the_letter_of_a_nie_is_right():
    nie = subject({"type": "string"}).value(hint="nie")

    assert nie[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(f"{'XYZ'.index(nie[0])}{nie[1:8]}") % 23]


def test_the_control_digit_of_a_cif_is_right():
    for cif in subject({"type": "string"}).values(hint="cif"):
        odd = "".join(str(2 * int(digit)) for digit in cif[1:8:2])
        pairs = sum(sum(map(int, str(2 * int(digit)))) for digit in cif[1:8:2])

        assert odd
        assert (pairs + sum(map(int, cif[2:8:2])) + int(cif[8])) % 10 == 0


def test_the_check_digits_of_an_iban_are_right():
    for iban in subject({"type": "string"}).values(hint="iban"):
        moved = iban[4:] + "1428" + iban[2:4]
        weights = (4, 8, 5, 10, 9, 7, 3, 6)
        control = 11 - sum(int(one) * weight for one, weight in zip(iban[4:12], weights, strict=True)) % 11

        assert int(moved) % 97 == 1
        assert int(iban[12]) == {10: 1, 11: 0}.get(control, control)


def test_the_check_digit_of_a_vin_is_right():
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)

    for vin in subject({"type": "string"}).values(hint="vin"):
        total = sum(int(values.get(one, one)) * weight for one, weight in zip(vin, weights, strict=True))

        assert vin[8] == "0123456789X"[total % 11]


SHAPED = [
    ("nif", {"pattern": "^[0-9]{8}-[A-Z]$"}),
    ("telefono", {"pattern": r"^\+34 ?[67][0-9]{8}$"}),
    ("matricula", {"pattern": "^[0-9]{1,4}[ -][B-Z]{3}$"}),
    ("iban", {"minLength": 29}),
    ("email", {"maxLength": 16, "format": "email"}),
    ("precio", {"pattern": "^[0-9]+,[0-9]{2}$"}),
    ("nombre", {"maxLength": 4}),
    ("email", {"enum": ["si", "no"]}),
    ("telefono", {"type": "integer"}),
    ("precio", {"type": "boolean"}),
    ("fecha", {"format": "date-time"}),
]


@pytest.mark.parametrize(("name", "schema"), SHAPED)
def test_a_name_yields_to_the_schema(name: str, schema: dict[str, Any]):
    sampled = subject({"type": "string", **schema})

    assert all(sampled.accepts(value) for value in sampled.values(hint=name))


def test_a_name_is_that_of_a_person_beside_surnames_and_of_a_thing_beside_a_price():
    text = {"type": "string"}
    person = subject({"properties": {"nombre": text, "apellidos": text}}).value()
    thing = subject({"properties": {"nombre": text, "precio": {"type": "number"}}}).value()

    assert person["nombre"] in {"Lucía", "Martín", "Sofía", "Hugo", "María"} or person["nombre"].isalpha()
    assert thing["nombre"].split()[0] in {
        *("Filtro", "Batería", "Neumático", "Correa", "Bujía", "Faro", "Radiador", "Retrovisor", "Embrague"),
    }


def test_a_property_that_says_nothing_goes_by_the_name_of_its_schema():
    sampled = subject(
        {"required": ["vehiculo"], "properties": {"vehiculo": {"$ref": "#/components/schemas/VIN"}}},
        VIN={"type": "string", "minLength": 17, "maxLength": 17},
    )

    assert re.fullmatch("[A-HJ-NPR-Z0-9]{17}", sampled.value()["vehiculo"])
