"""Texts that are written otherwise and mean the same: what a service may read, and write in its own way."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import SplitResult, urlsplit

_PRECISION = timedelta(seconds=1)
"""How exactly a service keeps a time is its own affair; RFC 3339 says nothing of it."""
_DAY = timedelta(days=1)
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?", re.IGNORECASE)
_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?=.)(?:(?P<Y>[0-9.]+)Y)?(?:(?P<M>[0-9.]+)M)?(?:(?P<W>[0-9.]+)W)?(?:(?P<D>[0-9.]+)D)?"
    r"(?:T(?=.)(?:(?P<h>[0-9.]+)H)?(?:(?P<m>[0-9.]+)M)?(?:(?P<s>[0-9.]+)S)?)?"
)
"""ISO 8601, and RFC 3339, appendix A."""
_SECONDS = {"W": 604_800, "D": 86_400, "h": 3_600, "m": 60, "s": 1}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s]+")
_ESCAPED = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")
_PORTS = {"http": ":80", "https": ":443", "ws": ":80", "wss": ":443", "ftp": ":21"}


def instant(text: str) -> datetime | None:
    """Return when *text*, a date and time with its zone, is; None if it is no such."""
    try:
        found = datetime.fromisoformat(text.upper().replace(":60", ":59"))  # a leap second
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def spelled_alike(one: str, other: str) -> bool:
    """Whether *one* and *other* mean the same, so that who was sent the one may show the other.

    Times and durations are compared by what they mean, URLs as RFC 3986, 6.2.2 and 6.2.3, has it, and IPv6
    addresses as numbers. A text may come back composed (Unicode, form C), and one that is written like a
    number plate in its usual form, without signs and in capitals.
    """
    instants = instant(one), instant(other)
    if instants[0] is not None and instants[1] is not None:
        return abs(instants[0] - instants[1]) < _PRECISION
    composed = unicodedata.normalize("NFC", one)
    if unicodedata.normalize("NFC", other) == composed or other == _bare(composed).upper():
        return True
    return _times_alike(one, other) or any(_meant(read, one, other) for read in _READERS)


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _times_alike(one: str, other: str) -> bool:
    """Whether both are the same time of day, each with its zone or both without."""
    if not (_TIME.fullmatch(one) and _TIME.fullmatch(other)):
        return False
    try:
        first, second = (datetime.fromisoformat(f"2001-02-03T{text.upper()}") for text in (one, other))
        apart = (first - second) % _DAY
    except (ValueError, TypeError):  # one of them is no time, or has no zone
        return False
    return min(apart, _DAY - apart) < _PRECISION


def _meant(read: Callable[[str], Any], one: str, other: str) -> bool:
    try:
        found = read(one)
        return found is not None and found == read(other)
    except (ValueError, ArithmeticError):
        return False


def _duration(text: str) -> tuple[Decimal, Decimal] | None:
    """Return the months and the seconds of a duration: nobody knows how many of these a month has."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    parts = {name: Decimal(number) for name, number in found.groupdict().items() if number and name != "sign"}
    sign = -1 if found["sign"] == "-" else 1
    months = 12 * parts.pop("Y", Decimal()) + parts.pop("M", Decimal())
    return sign * months, sign * sum((_SECONDS[name] * one for name, one in parts.items()), Decimal())


def _address(text: str) -> IPv6Address | None:
    return IPv6Address(text) if ":" in text else None


def _url(text: str) -> SplitResult | None:
    if not _ABSOLUTE.fullmatch(text):
        return None
    parts = urlsplit(_ESCAPED.sub(_escaped, text))
    before, at, host = parts.netloc.rpartition("@")
    host = host.lower().removesuffix(_PORTS.get(parts.scheme, ":")).removesuffix(":")
    return parts._replace(netloc=before + at + host, path=_without_dots(parts.path))


def _escaped(found: re.Match[str]) -> str:
    letter = chr(int(found[0][1:], 16))
    return letter if _UNRESERVED.fullmatch(letter) else found[0].upper()


def _without_dots(path: str) -> str:
    """Return an absolute *path* without ``.`` and ``..`` (RFC 3986, 5.2.4)."""
    steps: list[str] = []
    names = path.split("/")[1:]
    for name in names:
        if name == "..":
            del steps[-1:]
        elif name != ".":
            steps.append(name)
    return "/" + "/".join([*steps, ""] if names[-1:] in ([".."], ["."]) else steps)


_READERS: tuple[Callable[[str], Any], ...] = (_duration, _address, _url)
