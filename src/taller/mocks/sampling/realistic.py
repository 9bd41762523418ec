"""Values that look right under a property's name, in Spanish or English."""

from collections.abc import Callable, Sequence
from itertools import chain
from random import Random
from typing import Any

from taller.mocks.sampling import identifiers, words
from taller.mocks.sampling.formats import moment, simple, written
from taller.mocks.sampling.names import Hint

Maker = Callable[[Random], Sequence[Any]]
"""Makes a value, in each way that it may be written."""


def candidates(hint: Hint, others: Sequence[str], rng: Random) -> Sequence[Any]:
    """Return a value that suits *hint*, the ways to write it; none if the name says nothing.

    Where it does not, the names *others* are asked.
    """
    meanings = chain(hint.meanings(), *(Hint(name).meanings() for name in others if hint.name))
    for key in meanings:
        if key in ("nombre", "name"):
            return _name(rng) if hint.person else _thing(rng)
        if maker := _MAKERS.get(key):
            return maker(rng)
    return ()


def _one_of(values: Sequence[Any]) -> Maker:
    return lambda rng: [rng.choice(values)]


def _whole(low: int, high: int) -> Maker:
    return lambda rng: _both(rng.randint(low, high))


def _both(number: float) -> Sequence[Any]:
    return [number, str(number)]


def _money(rng: Random) -> Sequence[Any]:
    cents = rng.randint(500, 50_000)
    return [cents / 100, cents // 100, f"{cents / 100:.2f}"]


def _degrees(low: int, high: int) -> Maker:
    return lambda rng: _both(round(rng.uniform(low, high), 5))


def _of_format(name: str) -> Maker:
    return lambda rng: written(name, rng, 0)


def _name(rng: Random) -> Sequence[str]:
    return [rng.choice(words.GIVEN_NAMES)]


def _surnames(rng: Random) -> Sequence[str]:
    one, other = rng.choice(words.SURNAMES), rng.choice(words.SURNAMES)
    return [f"{one} {other}", one]


def _full_name(rng: Random) -> Sequence[str]:
    return [f"{_name(rng)[0]} {_surnames(rng)[0]}"]


def _user_name(rng: Random) -> Sequence[str]:
    return [simple(f"{_name(rng)[0]}{rng.randrange(100)}")]


def _thing(rng: Random) -> Sequence[str]:
    thing = rng.choice(words.THINGS)
    return [f"{thing} {rng.choice(words.KINDS)}", thing]


def _address(rng: Random) -> Sequence[str]:
    street = f"Calle {rng.choice(words.STREETS)}"
    return [f"{street} {rng.randint(1, 120)}", street]


def _day(rng: Random) -> Sequence[str]:
    time = moment(rng)
    return [time.strftime(pattern) for pattern in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%d/%m/%Y")]


def _birthday(rng: Random) -> Sequence[str]:
    return [f"{rng.randint(1950, 2005)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"]


def _identifier(rng: Random) -> Sequence[Any]:
    number = rng.randint(1, 99_999)
    return [number, f"{rng.getrandbits(32):08x}", str(number)]


def _website(rng: Random) -> Sequence[str]:
    return [f"https://example.com/{simple(rng.choice(words.PLAIN))}"]


def _file(rng: Random) -> Sequence[str]:
    return [f"{simple(rng.choice(words.PLAIN))}.pdf"]


def _colour_code(rng: Random) -> Sequence[str]:
    return [f"#{rng.getrandbits(24):06x}"]


def _by_name(*groups: tuple[str, Maker]) -> dict[str, Maker]:
    return {name: maker for names, maker in groups for name in names.split()}


_MAKERS = _by_name(
    ("nombrecompleto fullname titular owner autor author contacto mecanico conductor", _full_name),
    ("nombrepila firstname givenname", _name),
    ("apellido apellidos primerapellido segundoapellido surname lastname familyname", _surnames),
    ("usuario user username login nick alias", _user_name),
    ("email correo correoelectronico mail emailaddress direccionemail", _of_format("email")),
    ("telefono movil phone phonenumber mobile mobilephone tel telephone fax whatsapp", identifiers.phone),
    ("domicilio direccion calle address street streetaddress addressline via", _address),
    ("ciudad municipio localidad poblacion city town", _one_of(words.CITIES)),
    ("provincia province region comunidad", _one_of(words.PROVINCES)),
    ("codigopostal cp postalcode postcode zip zipcode", identifiers.postal_code),
    ("pais country countryname nacionalidad", _one_of(words.COUNTRIES)),
    ("codigopais countrycode", _one_of(("ES", "PT", "FR", "IT"))),
    ("nif dni nifnie dninie taxid documento", identifiers.nif),
    ("nie", identifiers.nie),
    ("cif nifempresa vat vatid", identifiers.cif),
    ("iban cuenta cuentabancaria numerocuenta bankaccount", identifiers.iban),
    ("matricula matriculaactual placa licenseplate plate platenumber", identifiers.plate),
    ("vin bastidor numerobastidor chasis", identifiers.vin),
    ("importe precio total subtotal coste base baseimponible amount price cost saldo balance", _money),
    ("cantidad unidades stock existencias quantity qty units count", _whole(1, 40)),
    ("iva tipoiva vatrate taxrate", lambda rng: _both(rng.choice((21, 10, 4)))),
    ("porcentaje descuento percent percentage discount", _whole(0, 50)),
    ("anio ano year aniofabricacion", _whole(2005, 2026)),
    ("edad age", _whole(18, 80)),
    ("kilometraje kilometro km mileage", _whole(500, 180_000)),
    ("puerta doors", _whole(2, 5)),
    ("cv potencia horsepower", _whole(60, 220)),
    ("peso weight", _whole(1, 60)),
    ("alto ancho largo height width length", _whole(5, 120)),
    ("latitud latitude lat", _degrees(36, 43)),
    ("longitud longitude lng lon", _degrees(-9, 3)),
    ("fecha date dia day", _day),
    ("fechanacimiento birthdate dateofbirth", _birthday),
    ("hora", lambda rng: [moment(rng).strftime("%H:%M"), *written("time", rng, 0)]),
    ("descripcion description observacion observaciones comentario comment nota note mensaje message texto "
     "detalle detail body summary resumen", _one_of(words.SENTENCES)),
    ("titulo title asunto subject concepto articulo producto product item pieza recambio", _thing),
    ("estado state status situacion", _one_of(words.STATES)),
    ("colour color", lambda rng: [rng.choice(words.COLOURS), *_colour_code(rng)]),
    ("marca brand make fabricante manufacturer", _one_of(words.BRANDS)),
    ("modelo model", _one_of(words.MODELS)),
    ("empresa proveedor compania razonsocial organizacion", _one_of(words.FIRMS)),
    ("company supplier vendor organization", _one_of(words.FIRMS)),
    ("url uri enlace link web website sitioweb pagina homepage href", _website),
    ("moneda divisa currency currencycode", lambda _: ["EUR"]),
    ("idioma lengua language locale lang", _one_of(("es", "es-ES"))),
    ("id identificador identifier", _identifier),
    ("uuid guid", _of_format("uuid")),
    ("ip ipaddress", _of_format("ipv4")),
    ("fichero archivo file filename", _file),
    ("password contrasena clave token secret", _of_format("password")),
)  # fmt: skip
