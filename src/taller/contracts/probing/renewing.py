"""Bodies that are valid as before, and like nothing that is there: some things may be there only once."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from taller.contracts.probing.contract import Contract, Schema, types
from taller.contracts.probing.values import fresh, is_free

_ADDRESSES = frozenset(("email", "idn-email", "uri", "hostname"))
_LONGEST_CODE = 64
_DIGITS, _CAPITALS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"


def renewed(contract: Contract, body: Any, schema: Schema, number: int, *, codes: bool) -> Any:
    """Return *body* with other e-mail and web addresses for each *number*, if *schema* lets it.

    :param codes: whether UUIDs and texts of a pattern are to be others, too: they may name what is there.
    """
    if not isinstance(body, dict):
        return body
    made = dict(body)
    for name, said in contract.properties(schema).items():
        if isinstance(made.get(name), dict):
            made[name] = renewed(contract, made[name], said, number, codes=codes)
        elif isinstance(made.get(name), str) and not {"enum", "const"} & said.keys():
            made[name] = _another(contract, made[name], said, number, codes=codes)
    return made if contract.fits(schema, made) or not contract.fits(schema, body) else body


def _another(contract: Contract, value: str, said: Schema, number: int, *, codes: bool) -> str:
    made: tuple[str, ...] = ()
    if said.get("format") in _ADDRESSES:
        made = _addresses(str(said["format"]), value, number)
    elif codes and said.get("format") == "uuid":
        made = (fresh(value, number),)
    elif codes and "format" not in said and types(said) == {"string"} and not is_free(contract, said):
        made = (recoded(contract, value, said, number),)
    return next((one for one in made if contract.fits(said, one)), value)


def _addresses(form: str, value: str, number: int) -> tuple[str, ...]:
    token = f"n{number:x}"
    if form == "hostname":
        return f"{token}.{value}", respelt(value, number)
    if form == "uri":
        parts = urlsplit(value)
        return (f"{parts.scheme}://{parts.netloc}/{token}",) if parts.netloc else (f"{value}{token}",)
    local, _, domain = value.rpartition("@")
    return f"{token}@{domain}", f"{respelt(local, number)}@{domain}"


def recoded(contract: Contract, value: str, said: Schema, number: int) -> str:
    """Return *value*, a code, spelt otherwise for each *number* where its schema *said* lets it be.

    A pattern may fix a part of it, ``SKU-0815`` or ``978…``: that stays.
    """
    whole = respelt(value, number)
    if contract.fits(said, whole) or len(value) > _LONGEST_CODE:
        return whole
    free = [place for place in range(len(value)) if _may_be_any(contract, value, said, place)]
    made = (respelt(value, number, free[first:]) for first in range(len(free)))
    return next((one for one in made if contract.fits(said, one)), value)


def _may_be_any(contract: Contract, value: str, said: Schema, place: int) -> bool:
    """Whether what is at *place* may be the next of its kind: what may, may mostly be any."""
    return (made := respelt(value, 1, [place])) != value and contract.fits(said, made)


def respelt(text: str, number: int, places: Sequence[int] | None = None) -> str:
    """Return *text* with other digits and letters for each *number*, kind by kind: ``AB12`` as ``AB13``.

    :param places: where, in rising order; everywhere, if none are said.
    """
    found = list(text)
    for place in reversed(range(len(found)) if places is None else places):
        kind = next((one for one in (_DIGITS, _CAPITALS, _LETTERS) if found[place] in one), "")
        if kind:
            number, step = divmod(number, len(kind))
            found[place] = kind[(kind.index(found[place]) + step) % len(kind)]
    return "".join(found)
