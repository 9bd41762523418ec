"""Texts that fit a pattern or a format only for who reads it loosely."""

import contextlib
import re
from collections.abc import Iterator
from datetime import date

from taller.contracts.phrases import Said, said
from taller.contracts.probing.hostile.alteration import Wrong
from taller.contracts.probing.hostile.fields import Field

_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def arabic(text: str) -> str:
    """Return *text* with its digits in Arabic script, which `int` and ``\\d`` take as well."""
    return text.translate(_ARABIC)


def near_patterns(field: Field) -> Iterator[Wrong]:
    """Yield texts for which ``$`` is before a line break, and digits are those of any script."""
    value = field.value
    if not isinstance(value, str) or not any(True for _ in field.said("pattern")):
        return
    slips = [
        (said("a line break at the end"), value + "\n"),
        (said("a space at the end"), value + " "),
        (said("something in front"), "!" + value),
    ]
    if any(re.search("(u00|x|u\\{)00", pattern) for pattern in field.said("pattern")):
        slips.append((said("a zero byte"), value + "\0"))  # to other patterns it is a letter like any
    if re.search("[0-9]", value):
        slips.insert(1, (said("Arabic digits"), arabic(value)))
        slips.append((said("digits of full width"), value.translate(_WIDE)))
    for what, text in slips:
        yield Wrong("refuses-near-patterns", what, text, 2)
    if re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", value):
        yield Wrong("refuses-bombs", said("a text with a huge exponent"), "1e9999999", 2)
        yield Wrong("refuses-bombs", said("a text with a number beyond all floats"), "1e400", 2)


def lenient_formats(field: Field) -> Iterator[Wrong]:
    """Yield what ``fromisoformat`` and ``UUID`` take beside RFC 3339 and RFC 9562."""
    makers = {"date": _dates, "date-time": _moments, "uuid": _uuids}
    if isinstance(field.value, str):
        for format_ in dict.fromkeys(field.said("format")):
            for what, text in makers.get(format_, _none)(field.value):
                yield Wrong("refuses-lenient-formats", what, text, 2)


def _none(_value: str) -> Iterator[tuple[Said, str]]:
    yield from ()


def _dates(value: str) -> Iterator[tuple[Said, str]]:
    with contextlib.suppress(ValueError):
        day = date.fromisoformat(value)
        yield said("a date without hyphens"), f"{day:%Y%m%d}"
        yield said("a date by its week"), "{}-W{:02}-{}".format(*day.isocalendar())
        yield said("a date without zeros"), f"{day.year}-1-1"
        yield said("a 30th of February"), f"{day:%Y}-02-30"
        yield said("a date and a time for a date"), f"{day}T00:00:00Z"
        yield said("a date of another country"), f"{day:%d/%m/%Y}"
        yield said("a date and a line break"), f"{day}\n"


def _moments(value: str) -> Iterator[tuple[Said, str]]:
    found = _DAY.match(value)
    if found is not None:
        day = found[0]
        yield said("a time without an offset"), f"{day}T10:00:00"
        yield said("a space for T"), f"{day} 10:00:00Z"
        yield said("a date for a time"), day
        yield said("a 30th of February"), f"{day[:4]}-02-30T10:00:00Z"
        yield said("a time without seconds"), f"{day}T10:00Z"
        yield said("a 25th hour"), f"{day}T25:00:00Z"
        yield said("a time without colons"), f"{day.replace('-', '')}T100000Z"
        yield said("an offset without a colon"), f"{day}T10:00:00+0100"
        yield said("seconds since 1970"), "1772445600"


def _uuids(value: str) -> Iterator[tuple[Said, str]]:
    yield said("a UUID in braces"), f"{{{value}}}"
    yield said("a UUID with urn:uuid:"), f"urn:uuid:{value}"
    yield said("a UUID without hyphens"), value.replace("-", "")
