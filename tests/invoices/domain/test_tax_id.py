import re
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.invoices.domain.tax_id import COUNTRIES, IdType, TaxId, TaxIdInvalid, normalised_nif, tax_id

LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
ENTITIES = "ABCDEFGHJNPQRSUVW"


def entity_control(digits: str) -> int:
    """The control digit as its rule is told: even places as they are, odd ones doubled digit by digit."""
    even = sum(int(digits[place]) for place in (1, 3, 5))
    odd = sum(int(figure) for place in (0, 2, 4, 6) for figure in str(2 * int(digits[place])))
    return (10 - (even + odd) % 10) % 10


def digits_of(count: int) -> st.SearchStrategy[str]:
    return st.integers(0, 10**count - 1).map(lambda number: f"{number:0{count}}")


@st.composite
def dnis(draw: st.DrawFn) -> str:
    digits = draw(digits_of(8))
    return digits + LETTERS[int(digits) % 23]


@st.composite
def nies(draw: st.DrawFn) -> str:
    place, digits = draw(st.integers(0, 2)), draw(digits_of(7))
    return "XYZ"[place] + digits + LETTERS[int(f"{place}{digits}") % 23]


@st.composite
def special_persons(draw: st.DrawFn) -> str:
    digits = draw(digits_of(7))
    return draw(st.sampled_from("KLM")) + digits + LETTERS[int(digits) % 23]


@st.composite
def entities(draw: st.DrawFn) -> str:
    digits = draw(digits_of(7))
    control = entity_control(digits)
    return (
        draw(st.sampled_from(ENTITIES)) + digits + draw(st.sampled_from(f"{control}{'JABCDEFGHI'[control]}"))
    )


persons = dnis() | nies() | special_persons()
nifs = persons | entities()


@pytest.mark.parametrize(
    ("typed", "nif"),
    [
        ("89890001K", "89890001K"),
        ("12345678Z", "12345678Z"),
        ("12345678-Z", "12345678Z"),
        ("52013776-N", "52013776N"),
        ("00000000T", "00000000T"),
        ("es-12.345.678-z", "12345678Z"),
        ("ES12345678Z", "12345678Z"),
        ("  12 345 678 z ", "12345678Z"),
        ("X-1234567-L", "X1234567L"),
        ("Y1234567X", "Y1234567X"),
        ("z1234567r", "Z1234567R"),
        ("K0123456S", "K0123456S"),
        ("L0123456S", "L0123456S"),
        ("M0123456S", "M0123456S"),
        ("B12345674", "B12345674"),
        ("B1234567D", "B1234567D"),
        ("ES-A28015865", "A28015865"),
        ("a-28.015.865", "A28015865"),
        ("Q2826000H", "Q2826000H"),
        ("P2807900B", "P2807900B"),
        ("N0032484H", "N0032484H"),
        ("B00000000", "B00000000"),
        ("B0000000J", "B0000000J"),
    ],
)
def test_a_nif_is_written_in_nine_characters(typed: str, nif: str) -> None:
    assert normalised_nif(typed) == nif


@pytest.mark.parametrize(
    "typed", ["12345678A", "52013776-T", "X1234567Z", "K0123456T", "B12345675", "B1234567J"]
)
def test_another_control_character_is_refused(typed: str) -> None:
    with pytest.raises(TaxIdInvalid, match="carácter de control") as refusal:
        normalised_nif(typed)

    assert not re.search("[0-9]", str(refusal.value))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "ES",
        "1234567L",
        "123456789",
        "123456789Z",
        "12345678Ñ",
        "12345678",
        "X12345678",
        "B1234567K",
        "I1234567A",
        "ESES12345678Z",
        "FR12345678Z",
        "12345678/Z",
        "12345678Z\n",
        "\n12345678Z",
        "12345678\tZ",
        "12345678\0Z",
        "12345678\u00a0Z",
        "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668Z",
        "１２３４５６７８Z",
        "1234567²Z",
        "12345678Ｚ",
        "12345678\u2011Z",
        "X1234567ł",
        "Q2826000ı",
        "eß12345678Z",
        " " * 1_000_000 + "12345678Z",
        "1" * 1_000_000,
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_what_has_not_the_form_of_a_nif_is_refused(typed: str) -> None:
    with pytest.raises(TaxIdInvalid):
        normalised_nif(typed)


@given(nifs)
def test_every_nif_with_its_control_character_is_taken_as_it_is(nif: str) -> None:
    assert normalised_nif(nif) == nif


@given(
    nifs,
    st.sampled_from(["", "ES", "es-", "ES ", " Es."]),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(" -."))),
)
def test_separators_prefix_and_case_do_not_matter(
    nif: str, prefix: str, separators: list[tuple[int, str]]
) -> None:
    typed = nif.lower()
    for place, separator in separators[:20]:
        typed = typed[:place] + separator + typed[place:]

    assert normalised_nif(prefix + typed) == nif


@given(persons, st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_a_person_has_one_control_letter(nif: str, control: str) -> None:
    assert accepts(nif[:8] + control) == (control == nif[8])


@given(entities(), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_an_entity_has_one_control_digit_and_one_letter(nif: str, control: str) -> None:
    right = entity_control(nif[1:8])

    assert accepts(nif[:8] + control) == (control in (str(right), "JABCDEFGHI"[right]))


@given(nifs, st.integers(1, 7), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(nif: str, place: int, shift: int) -> None:
    wrong = str((int(nif[place]) + shift) % 10)

    assert not accepts(nif[:place] + wrong + nif[place + 1 :])


@given(dnis(), st.integers(0, 6))
def test_two_neighbouring_digits_of_a_dni_swapped_are_noticed(nif: str, place: int) -> None:
    swapped = nif[:place] + nif[place + 1] + nif[place] + nif[place + 2 :]

    assert accepts(swapped) == (swapped == nif)


@given(st.text(max_size=80) | st.from_regex(r"(ES)?[- ]?[A-Z0-9]-?[0-9]{7}-?[A-Z0-9]"))
def test_any_text_is_refused_or_becomes_nine_ascii_characters(text: str) -> None:
    try:
        nif = normalised_nif(text)
    except TaxIdInvalid:
        return

    assert re.fullmatch("[A-Z0-9]{9}", nif)
    assert normalised_nif(nif) == nif


def test_a_tax_id_is_a_spanish_nif_unless_something_else_is_said() -> None:
    customer = tax_id("12345678-z")

    assert customer == TaxId("12345678Z", "ES", None)
    assert str(customer) == "12345678Z"
    assert customer.is_spanish


def test_a_tax_id_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        tax_id("12345678Z").number = "12345678A"  # type: ignore[misc]


def test_the_countries_are_those_of_aeat() -> None:
    assert len(COUNTRIES) == 246
    assert {"ES", "FR", "GR", "GB", "US", "QU", "XB", "XG", "XN", "XU"} <= COUNTRIES
    assert not {"XI", "EL", "EU", "UK", "AN"} & COUNTRIES


VAT_IDS = {
    "AT": ["ATU12345678"],
    "BE": ["BE0123456789", "BE1012345678"],
    "BG": ["BG123456789", "BG1234567890"],
    "CY": ["CY12345678L"],
    "CZ": ["CZ12345678", "CZ123456789", "CZ1234567890"],
    "DE": ["DE123456789"],
    "DK": ["DK12345678"],
    "EE": ["EE123456789"],
    "FI": ["FI12345678"],
    "FR": ["FR12345678901", "FRX1345678901", "FR1X345678901"],
    "GB": ["XI123456789", "XI123456789012", "XIGD123", "XIHA123"],
    "GR": ["EL123456789"],
    "HR": ["HR12345678901"],
    "HU": ["HU12345678"],
    "IE": ["IE1234567A", "IE1A23456A", "IE1+23456A", "IE1*23456A", "IE1234567WI"],
    "IT": ["IT12345678901"],
    "LT": ["LT123456789", "LT123456789012"],
    "LU": ["LU12345678"],
    "LV": ["LV12345678901"],
    "MT": ["MT12345678"],
    "NL": ["NL123456789B01"],
    "PL": ["PL1234567890"],
    "PT": ["PT123456789"],
    "RO": ["RO12", "RO1234567890"],
    "SE": ["SE123456789001"],
    "SI": ["SI12345678"],
    "SK": ["SK1234567890"],
}
NO_VAT_IDS = {
    "AD": ["AD123456789"],
    "AT": ["AT12345678", "ATU1234567"],
    "BE": ["BE123456789", "BE2123456789"],
    "CY": ["CY123456789"],
    "DE": [
        "123456789",
        "FR123456789",
        "DE12345678",
        "DE1234567890",
        "DE12345678A",
        "DE123456789\n",
        "DE12345678\u0669",
    ],
    "ES": ["ESB12345674", "B12345674"],
    "FR": ["", "FR", "FRO1345678901", "FRX134567890"],
    "GB": ["GB123456789", "XI12345678", "XIGD1234", "XIGD123456789"],
    "GR": ["GR123456789", "123456789"],
    "IE": ["XI123456789", "IE12345678"],
    "LT": ["LT1234567890"],
    "NL": ["NL123456789A01"],
    "RO": ["RO1", "RO0123", "RO12345678901"],
    "US": ["US123456789"],
}


def test_all_member_states_but_spain_and_northern_ireland_give_vat_ids() -> None:
    assert len(VAT_IDS) == 26 + 1


@pytest.mark.parametrize("country", VAT_IDS)
def test_a_vat_id_has_its_state_s_prefix_and_form(country: str) -> None:
    for number in VAT_IDS[country]:
        assert tax_id(number, country, IdType.VAT_ID) == TaxId(number, country, IdType.VAT_ID)


@pytest.mark.parametrize("country", NO_VAT_IDS)
def test_a_vat_id_of_another_form_is_refused(country: str) -> None:
    for number in NO_VAT_IDS[country]:
        with pytest.raises(TaxIdInvalid):
            tax_id(number, country, IdType.VAT_ID)


@pytest.mark.parametrize("typed", ["BE 0123.456.789", "be-0123456789", " BE0123456789 "])
def test_a_vat_id_is_written_without_separators(typed: str) -> None:
    assert str(tax_id(typed, "BE", IdType.VAT_ID)) == "BE0123456789"


@given(st.permutations(sorted(VAT_IDS)))
def test_no_state_takes_another_s_vat_id(states: list[str]) -> None:
    with pytest.raises(TaxIdInvalid):
        tax_id(VAT_IDS[states[0]][0], states[1], IdType.VAT_ID)


@pytest.mark.parametrize(
    ("typed", "country", "kind", "number"),
    [
        ("paa 123456", "ES", IdType.PASSPORT, "PAA 123456"),
        ("C01X00T47", "DE", IdType.PASSPORT, "C01X00T47"),
        ("  12-34/5.a   bc ", "AD", IdType.COUNTRY_ID, "12-34/5.A BC"),
        ("7", "US", IdType.OTHER, "7"),
        ("A" * 20, "XU", IdType.RESIDENCE, "A" * 20),
    ],
)
def test_a_document_is_written_in_capitals_with_single_spaces(
    typed: str, country: str, kind: IdType, number: str
) -> None:
    document = tax_id(typed, country, kind)

    assert document == TaxId(number, country, kind)
    assert document.is_spanish == (country == "ES")


@pytest.mark.parametrize("typed", ["", "   ", "-", "./- ", "A" * 21, "A B" * 20, "A" * 1_000_000])
def test_a_document_has_from_one_to_twenty_characters(typed: str) -> None:
    with pytest.raises(TaxIdInvalid):
        tax_id(typed, "FR", IdType.PASSPORT)


@pytest.mark.parametrize("strange", "\0\t\n\r\v\x7f\"'<>=&_,;:\\+ÑÉı٢\u00a0\u200b\u2011\u2028Ａ", ids=ascii)
def test_a_document_of_other_characters_is_refused(strange: str) -> None:
    for typed in (f"A{strange}1", f"A1{strange}", f"{strange}A1"):
        with pytest.raises(TaxIdInvalid):
            tax_id(typed, "FR", IdType.PASSPORT)


@pytest.mark.parametrize("country", ["", "XI", "EL", "es", "ESP", "UK", "E\u0405", "ES\n", " ES", "ZZ", "??"])
def test_a_country_that_aeat_does_not_list_is_refused(country: str) -> None:
    with pytest.raises(TaxIdInvalid, match="país"):
        tax_id("12345678Z", country, IdType.PASSPORT)


@pytest.mark.parametrize("kind", [IdType.VAT_ID, IdType.COUNTRY_ID, IdType.RESIDENCE, IdType.OTHER])
def test_spain_knows_nifs_and_passports_alone(kind: IdType) -> None:
    with pytest.raises(TaxIdInvalid, match="NIF"):
        tax_id("12345678Z", "ES", kind)


def test_abroad_the_kind_must_be_said() -> None:
    with pytest.raises(TaxIdInvalid, match="Falta el tipo"):
        tax_id("12345678Z", "FR")


def test_nobody_from_abroad_is_missing_in_the_census() -> None:
    with pytest.raises(TaxIdInvalid, match="07"):
        tax_id("12345678Z", "FR", IdType.NOT_IN_CENSUS)


@pytest.mark.parametrize("typed", ["12345678A", "B12345674", "PAA123456", ""])
def test_only_a_person_s_nif_can_be_missing_in_the_census(typed: str) -> None:
    with pytest.raises(TaxIdInvalid):
        tax_id(typed, "ES", IdType.NOT_IN_CENSUS)


@given(persons)
def test_every_person_s_nif_can_be_missing_in_the_census(nif: str) -> None:
    assert tax_id(nif, "ES", IdType.NOT_IN_CENSUS).number == nif


@given(
    st.text(max_size=25) | st.text("AB12 -/.", max_size=25) | nifs | st.from_regex(r"\A(DE|XI|EL)[0-9]{9}\Z"),
    st.sampled_from(["ES", "FR", "DE", "GR", "GB", "US"]),
    st.none() | st.sampled_from(IdType),
)
def test_a_tax_id_normalised_again_stays_as_it_is(number: str, country: str, kind: IdType | None) -> None:
    try:
        first = tax_id(number, country, kind)
    except TaxIdInvalid:
        return

    assert tax_id(str(first), first.country, first.kind) == first
    assert first.number.isascii()
    assert 1 <= len(first.number) <= 20


def test_a_refusal_does_not_repeat_the_number() -> None:
    for country, kind in [
        ("ES", None),
        ("DE", IdType.VAT_ID),
        ("FR", IdType.OTHER),
        ("ES", IdType.NOT_IN_CENSUS),
    ]:
        with pytest.raises(TaxIdInvalid) as refusal:
            tax_id("secreto_99", country, kind)

        assert "99" not in str(refusal.value)
        assert "secreto" not in str(refusal.value).lower()


def accepts(text: str) -> bool:
    try:
        normalised_nif(text)
    except TaxIdInvalid:
        return False
    return True
