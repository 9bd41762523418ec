"""Tax ids: the Spanish NIF with its control character, and how AEAT identifies everybody else (IDOtro)."""

import re
from dataclasses import dataclass
from enum import Enum

_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BQ BR BS BT BV BW "
    "BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET "
    "FI FJ FK FM FO FR GA GB GD GE GG GH GI GL GM GN GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM "
    "IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA "
    "MC MD ME MG MH MK ML MM MN MO MP MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM "
    "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA QU RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN "
    "SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE "
    "VG VI VN VU WF WS XB XG XN XU YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_CODES.split())
"""AEAT's CountryType2 (SuministroInformacion.xsd): ISO 3166-1 alpha-2, and its own QU, XB, XG, XN and XU."""

_MOST_TYPED = 64
"""Characters that are looked at; no id, however spaced, has as many."""
_SEPARATORS = str.maketrans("", "", " -.")
_ENTITIES = "ABCDEFGHJNPQRSUVW"
_NIF = re.compile(rf"[0-9]{{8}}[A-Z]|[KLMXYZ][0-9]{{7}}[A-Z]|[{_ENTITIES}][0-9]{{7}}[0-9A-J]")
_AS_DIGIT = str.maketrans("XYZKLM", "012000")
_DOCUMENT = re.compile(r"(?=.*[A-Z0-9])[A-Z0-9/. -]{1,20}")
_VAT_PREFIXES = {"GR": "EL", "GB": "XI"}
"""Where it is not the country's code. Of the United Kingdom only Northern Ireland has a VAT id."""
_VAT_FORMS = {
    "AT": "U[0-9]{8}",
    "BE": "[01][0-9]{9}",
    "BG": "[0-9]{9,10}",
    "CY": "[0-9]{8}[A-Z]",
    "CZ": "[0-9]{8,10}",
    "DE": "[0-9]{9}",
    "DK": "[0-9]{8}",
    "EE": "[0-9]{9}",
    "EL": "[0-9]{9}",
    "FI": "[0-9]{8}",
    "FR": "[A-HJ-NP-Z0-9]{2}[0-9]{9}",
    "HR": "[0-9]{11}",
    "HU": "[0-9]{8}",
    "IE": "[0-9][0-9A-Z+*][0-9]{5}[A-W]|[0-9]{7}[A-W][A-I]",
    "IT": "[0-9]{11}",
    "LT": "[0-9]{9}|[0-9]{12}",
    "LU": "[0-9]{8}",
    "LV": "[0-9]{11}",
    "MT": "[0-9]{8}",
    "NL": "[0-9]{9}B[0-9]{2}",
    "PL": "[0-9]{10}",
    "PT": "[0-9]{9}",
    "RO": "[1-9][0-9]{1,9}",
    "SE": "[0-9]{12}",
    "SI": "[0-9]{8}",
    "SK": "[0-9]{10}",
    "XI": "[0-9]{9}|[0-9]{12}|(GD|HA)[0-9]{3}",
}
"""What follows the prefix. Spain is not among them: here a Spaniard's VAT id is the NIF.

Source: AEAT, Validaciones y errores VERI*FACTU v1.2.2, note 1; the letters as VIES has them.
"""


class TaxIdInvalid(ValueError):
    """The text is no tax id: the message, in Spanish, says why and does not repeat personal data."""


class IdType(Enum):
    """How somebody without a NIF is identified (AEAT's IDType)."""

    VAT_ID = "02"
    PASSPORT = "03"
    COUNTRY_ID = "04"
    """An official document of the country."""
    RESIDENCE = "05"
    """A certificate of residence."""
    OTHER = "06"
    NOT_IN_CENSUS = "07"
    """A person's right NIF that AEAT's census does not have."""


@dataclass(frozen=True)
class TaxId:
    """Who somebody is to the tax office. Made by `tax_id`, which checks it."""

    number: str
    country: str = "ES"
    kind: IdType | None = None
    """None for a NIF."""

    def __str__(self) -> str:
        return self.number

    @property
    def is_spanish(self) -> bool:
        return self.country == "ES"


def tax_id(number: str, country: str = "ES", kind: IdType | None = None) -> TaxId:
    """Return the tax id, normalised.

    :param country: who gave the number, one of `COUNTRIES`: a foreigner's NIE is of ES, a Greek VAT id of GR.
    :param kind: None for a NIF; in Spain else PASSPORT or NOT_IN_CENSUS, abroad any but NOT_IN_CENSUS.
    :raises TaxIdInvalid: if the three do not go together or the number has not their form.
    Source: AEAT, Validaciones y errores VERI*FACTU v1.2.2, 3.1.3, point 13.
    """
    if country not in COUNTRIES:
        raise TaxIdInvalid(
            "El país debe ser un código ISO 3166-1 de dos letras mayúsculas que la AEAT admita"
            " (Grecia es GR; Irlanda del Norte, GB)."
        )
    _check_kind(country, kind)
    return TaxId(_normalised(number, country, kind), country, kind)


def normalised_nif(text: str) -> str:
    """Return the NIF in *text* as AEAT takes it: nine capitals and digits, without ``ES`` or separators.

    An entity's control may be the digit or the letter: which one is usual depends on its first letter.

    :raises TaxIdInvalid: if it has not the form of a NIF, or its control character is another.
    Source: RD 1065/2007, arts. 19, 20 and 22; Orden EHA/451/2008 (entities); Orden INT/2058/2008 (NIE).
    """
    nif = _compact(text).removeprefix("ES")
    if not _NIF.fullmatch(nif):
        raise TaxIdInvalid(
            "No tiene la forma de un NIF: ocho cifras y letra, o letra, siete cifras y carácter de control."
        )
    if nif[8] not in _controls(nif):
        raise TaxIdInvalid("El carácter de control del NIF no cuadra.")
    return nif


def _check_kind(country: str, kind: IdType | None) -> None:
    if country == "ES":
        if kind not in (None, IdType.PASSPORT, IdType.NOT_IN_CENSUS):
            raise TaxIdInvalid(
                "En España solo vale el NIF, censado (sin tipo) o no (07), o un pasaporte (03)."
            )
    elif kind is None:
        raise TaxIdInvalid("Falta el tipo de identificación: fuera de España no hay NIF.")
    elif kind is IdType.NOT_IN_CENSUS:
        raise TaxIdInvalid("El tipo 07, no censado, solo vale con el país ES.")


def _normalised(number: str, country: str, kind: IdType | None) -> str:
    match kind:
        case None:
            return normalised_nif(number)
        case IdType.NOT_IN_CENSUS:
            return _normalised_person(number)
        case IdType.VAT_ID:
            return _normalised_vat_id(number, country)
        case _:
            return _normalised_document(number)


def _normalised_person(number: str) -> str:
    """Return a person's NIF: AEAT takes no entity as not in the census (its error 1131)."""
    nif = normalised_nif(number)
    if nif[0] in _ENTITIES:
        raise TaxIdInvalid("No censado (07) solo puede estar el NIF de una persona física.")
    return nif


def _normalised_vat_id(number: str, country: str) -> str:
    prefix = _VAT_PREFIXES.get(country, country)
    form = _VAT_FORMS.get(prefix)
    if form is None:
        raise TaxIdInvalid(
            "Solo dan NIF-IVA los Estados miembros de la Unión Europea e Irlanda del Norte (GB)."
        )
    vat_id = _compact(number)
    if not re.fullmatch(f"{prefix}({form})", vat_id):
        raise TaxIdInvalid(f"No tiene la forma de un NIF-IVA de {country}, que empieza por {prefix}.")
    return vat_id


def _normalised_document(number: str) -> str:
    document = re.sub(" +", " ", _ascii_capitals(number)).strip(" ")
    if not _DOCUMENT.fullmatch(document):
        raise TaxIdInvalid(
            "El número del documento debe tener de 1 a 20 letras sin tilde, cifras, espacios, guiones,"
            " puntos o barras, y alguna letra o cifra."
        )
    return document


def _compact(text: str) -> str:
    return _ascii_capitals(text).translate(_SEPARATORS)


def _ascii_capitals(text: str) -> str:
    # Before upper(), which makes an I of a dotless one and SS of an ß; and before any work on a long text.
    if len(text) > _MOST_TYPED:
        raise TaxIdInvalid("Es demasiado largo para ser una identificación fiscal.")
    if not text.isascii():
        raise TaxIdInvalid("Solo puede tener letras de la A a la Z sin tilde, cifras y signos corrientes.")
    return text.upper()


def _controls(nif: str) -> str:
    """Return the control characters that *nif*, of the right form, may end in."""
    if nif[0] in _ENTITIES:
        digit = _entity_control(nif[1:8])
        return f"{digit}{'JABCDEFGHI'[digit]}"
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(nif[:8].translate(_AS_DIGIT)) % 23]


def _entity_control(digits: str) -> int:
    """Return what an entity's seven *digits* lack to a multiple of ten, the odd places doubled."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[::2])
    return -(sum(doubled) + sum(map(int, digits[1::2]))) % 10
