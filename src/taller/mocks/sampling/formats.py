"""Texts of the known formats."""

import base64
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from taller.mocks.sampling import words

_START = datetime(2024, 1, 1, 8, tzinfo=UTC)
_MINUTES = 3 * 365 * 24 * 60

Maker = Callable[[Random, int], Sequence[str]]
"""Makes a text of a format, in each way that it may be written, of so many characters at least."""


def written(name: str, rng: Random, least: int) -> Sequence[str]:
    """Return a text of the format *name*, the ways to write it; none if the format is unknown.

    A format that leaves room gives *least* characters at least.
    """
    maker = _MAKERS.get(name)
    return maker(rng, least) if maker else ()


def is_known(name: str) -> bool:
    """Tell whether texts of the format *name* can be written."""
    return name in _MAKERS


def moment(rng: Random) -> datetime:
    """Return a moment in the years 2024 to 2026."""
    return _START + timedelta(minutes=rng.randrange(_MINUTES))


def simple(text: str) -> str:
    """Return *text* in lower case and ASCII: accents dropped."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def in_base64(rng: Random, least: int) -> Sequence[str]:
    """Return words in base64, of *least* characters at least."""
    fewest = -(-max(least, 4) // 4) * 3
    raw = _some(rng, "taller ", fewest, " ").encode()
    return [base64.b64encode(one).decode() for one in (raw, raw[:fewest])]


def _some(rng: Random, text: str, least: int, between: str) -> str:
    """Return *text* and a word; of *least* characters exactly, if that is too short."""
    text += simple(rng.choice(words.PLAIN))
    if len(text) >= least:
        return text
    pieces, size = [text], len(text)
    while size < least:
        pieces.append(simple(rng.choice(words.PLAIN)))
        size += len(between) + len(pieces[-1])
    whole = between.join(pieces)[:least]
    return whole[:-1] + "x" if between and whole.endswith(between) else whole


def _date(rng: Random, _: int) -> Sequence[str]:
    return [moment(rng).date().isoformat()]


def _time(rng: Random, _: int) -> Sequence[str]:
    time = moment(rng).strftime("%H:%M:%S")
    return [f"{time}Z", f"{time}+01:00"]


def _date_time(rng: Random, _: int) -> Sequence[str]:
    text = moment(rng).strftime("%Y-%m-%dT%H:%M:%S")
    return [f"{text}Z", f"{text}.000Z", f"{text}+00:00", f"{text}.000+00:00", f"{text}.000000Z"]


def _duration(rng: Random, _: int) -> Sequence[str]:
    return [f"P{rng.randint(1, 30)}D", f"PT{rng.randint(1, 23)}H{rng.randint(1, 59)}M", "P1Y", "P2W"]


def _email(rng: Random, least: int) -> Sequence[str]:
    user = simple(f"{rng.choice(words.GIVEN_NAMES)}.{rng.choice(words.SURNAMES)}{rng.randrange(100)}")
    domain = rng.choice(("example.com", "example.org"))
    missing = max(0, least - len(user) - len(domain) - 1)
    filling = min(missing, 64 - len(user))
    labels = _labels(missing - filling)
    return [f"{user}{'x' * filling}@{labels}{domain}", f"{user[:3]}@{domain}", f"{user[0]}@a.test"]


def _labels(size: int) -> str:
    """Return labels of a host name, *size* characters at least, each with its dot."""
    return ("x" * 49 + ".") * (size // 50) + ("x" * max(1, size % 50 - 1) + "." if size % 50 else "")


def _hostname(rng: Random, least: int) -> Sequence[str]:
    host = f"{simple(rng.choice(words.PLAIN))}{rng.randrange(100)}.example.com"
    return [_labels(least - len(host)) + host if least > len(host) else host, "a.test", "a"]


def _ipv4(rng: Random, _: int) -> Sequence[str]:
    return [f"192.0.2.{rng.randint(1, 254)}", f"198.51.100.{rng.randint(1, 254)}"]  # RFC 5737


def _ipv6(rng: Random, _: int) -> Sequence[str]:
    return [f"2001:db8::{rng.randint(1, 0xFFFF):x}"]  # RFC 3849


def _uri(rng: Random, least: int) -> Sequence[str]:
    return [_some(rng, "https://example.com/", least, "/"), "http://a.test", "a:b"]


def _uri_reference(rng: Random, least: int) -> Sequence[str]:
    return [_some(rng, "/", least, "/"), "/a"]


def _uri_template(rng: Random, least: int) -> Sequence[str]:
    return [_some(rng, "/{id}/", least, "/")]


def _uuid(rng: Random, _: int) -> Sequence[str]:
    return [str(UUID(int=rng.getrandbits(128), version=4))]


def _json_pointer(rng: Random, least: int) -> Sequence[str]:
    return [_some(rng, "/", least, "/"), "/a"]


def _relative_json_pointer(rng: Random, least: int) -> Sequence[str]:
    return [_some(rng, f"{rng.randint(0, 9)}/", least, "/"), "0"]


def _regex(rng: Random, least: int) -> Sequence[str]:
    return [_some(rng, "^[a-z]+", least, ""), "a"]


def _opaque(rng: Random, least: int) -> Sequence[str]:
    return [
        _some(rng, f"{rng.choice('abcdefgh')}{rng.randrange(1000)}", least, "-"),
        "abcdefgh"[: least or 1],
    ]


_MAKERS: dict[str, Maker] = {
    "date": _date,
    "time": _time,
    "date-time": _date_time,
    "duration": _duration,
    "email": _email,
    "idn-email": _email,
    "hostname": _hostname,
    "idn-hostname": _hostname,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "uri": _uri,
    "iri": _uri,
    "uri-reference": _uri_reference,
    "iri-reference": _uri_reference,
    "uri-template": _uri_template,
    "uuid": _uuid,
    "json-pointer": _json_pointer,
    "relative-json-pointer": _relative_json_pointer,
    "regex": _regex,
    "byte": in_base64,
    "binary": _opaque,
    "password": _opaque,
}
