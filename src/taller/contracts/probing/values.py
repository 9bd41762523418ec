"""Values that are told apart, and values that are made up to be told apart."""

import copy
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from taller.contracts.phrases import said
from taller.contracts.probing.contract import Contract, Schema, types
from taller.contracts.probing.spellings import instant, spelled_alike

Difference = tuple[str, Any, Any]
"""Where, as a JSON pointer; what was sent; and what came."""
MISSING = said("nothing")
"""Stands for what did not come; no text of a service is a `Said`."""
_LONGEST = 2000
_TEXTS = ("Ñandú «{}» für <b>Zoë & '\"🛠", "Ñandú «{}» für Zoë 🛠", "Ñandú {}", "Nandu {}", "n{}")
"""What is richest first; `enriched` puts blanks around every second one, too."""
_PLAIN = (str, int, float)  # a bool is an int
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_16_BITS = 2**16
_AMOUNTS = (Decimal("19.99"), Decimal("1025.37"), Decimal("0.29"), Decimal("16.58"), Decimal("9.95"))
"""Of each, as a binary fraction, a hundred times is less than its cents: who cuts there loses one."""


def differences(
    contract: Contract, sent: Any, got: Any, schema: Schema, place: str = ""
) -> Iterator[Difference]:
    """Yield where *got*, which has *schema*, is not what was *sent*; what it has beyond that is its own."""
    if isinstance(sent, dict) and isinstance(got, dict):
        said = contract.properties(schema)
        for name, value in sent.items():
            yield from _difference(contract, name, value, got, said.get(name), place)
    elif isinstance(sent, list) and isinstance(got, list):
        yield from _in_lists(contract, sent, got, schema, place)
    elif not same(sent, got):
        yield place, sent, got


def _in_lists(
    contract: Contract, sent: list[Any], got: list[Any], schema: Schema, place: str
) -> Iterator[Difference]:
    items = contract.schema(schema.get("items", {}))
    found = [(place, sent, got)] if len(sent) != len(got) else []
    for number, (one, other) in enumerate(zip(sent, got, strict=False)) if not found else ():
        found += differences(contract, one, other, items, f"{place}/{number}")
    if found and schema.get("uniqueItems") and sorted(map(repr, sent)) == sorted(map(repr, got)):
        return  # of which nobody says that it has an order
    yield from [(place, sent, got)] if found and rearranged(contract, sent, got, items) else found


def rearranged(contract: Contract, sent: list[Any], got: list[Any], items: Schema) -> bool:
    """Whether *got* has what *sent* has, in another order; of texts each may be there once, and folded."""
    if all(isinstance(one, str) for one in (*sent, *got)):
        return len(got) <= len(sent) and set(map(_folded, sent)) == set(map(_folded, got))
    left = list(got)
    for one in sent:
        alike = (at for at, other in enumerate(left) if not [*differences(contract, one, other, items)])
        if (place := next(alike, None)) is None:
            return False
        left.pop(place)
    return not left


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def is_free(contract: Contract, said: Schema) -> bool:
    """Whether *said* lets a text be what people write: words, in capitals and small letters."""
    text = "Ab c" + "d" * int(said.get("minLength", 0))
    return "format" not in said and contract.fits(said, text)


def _difference(
    contract: Contract, name: str, value: Any, got: Mapping[str, Any], said: Schema | None, place: str
) -> Iterator[Difference]:
    if said is not None and (said.get("readOnly") or said.get("writeOnly")):
        return
    if name in got:
        yield from differences(contract, value, got[name], said or {}, f"{place}/{name}")
    elif said is not None and value not in (None, [], {}, "") and value != said.get("default", MISSING):
        yield f"{place}/{name}", value, MISSING


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same: numbers by value, texts by what `spelled_alike` takes for one."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str) and one != other:
        return spelled_alike(one, other)
    return bool(one == other)


def enriched(contract: Contract, body: Any, schema: Schema, number: int, past: int = 0, *, long: bool) -> Any:
    """Return *body* with texts and amounts that are hard to keep, different for each *number*.

    Only what *schema* says is free is changed.

    :param past: another one for each run that must not send the same again; 0 if all may.
    :param long: whether one text is as long as it may be.
    """
    rich = copy.deepcopy(body)
    if isinstance(rich, dict):
        for name, said in contract.properties(schema).items():
            if name in rich and "enum" not in said and "const" not in said:
                rich[name] = _richer(contract, rich[name], said, number, past, long=long)
    spoilt = contract.fits(schema, body) and not contract.fits(schema, rich)
    return copy.deepcopy(body) if spoilt else rich


def united(one: Any, others: Iterable[Any]) -> Any:
    """Return the object *one* with the properties that *others* have beside its own, on every level."""
    whole = copy.deepcopy(one)
    for other in others:
        if not isinstance(whole, dict) or not isinstance(other, dict):
            continue
        for name, value in other.items():
            whole[name] = united(whole[name], [value]) if name in whole else copy.deepcopy(value)
    return whole


def differ(one: Any, other: Any) -> bool:
    """Whether two plain values, neither null, are not the same; others may have forms that are short."""
    plain = isinstance(one, _PLAIN) and isinstance(other, _PLAIN)
    return plain and not same(one, other) and not same(other, one)


def _richer(contract: Contract, value: Any, said: Schema, number: int, past: int, *, long: bool) -> Any:
    if isinstance(value, dict):
        return enriched(contract, value, said, number, past, long=long)
    if isinstance(value, list):
        return _longer(contract, value, said, number, past, long=long)
    if isinstance(value, str) and "format" not in said and types(said) == {"string"}:
        token = f"{past:x}-{number}" if past else str(number)
        candidates: Iterator[Any] = _texts(token, said.get("maxLength"), long=long, blanks=number % 2 == 0)
    elif types(said) == {"number"} and not isinstance(value, bool):
        candidates = (float(_AMOUNTS[(number + turn) % len(_AMOUNTS)]) for turn in range(len(_AMOUNTS)))
    elif types(said) == {"integer"} and isinstance(value, int | float):
        beyond = (_16_BITS + int(value) + number * 3,) if long else ()
        candidates = iter((*beyond, int(value) + number * 3, int(value) + number))
    else:
        return value
    return next((one for one in candidates if contract.fits(said, one)), value)


def _longer(contract: Contract, value: Any, said: Schema, number: int, past: int, *, long: bool) -> Any:
    """Return the list *value* with richer items, and with two where there was one, if that may be."""
    items = contract.schema(said.get("items", {}))
    if all(isinstance(one, dict) for one in value):
        more = value * 2 if len(value) == 1 else value
        rich = [
            enriched(contract, one, items, number + place, past, long=long) for place, one in enumerate(more)
        ]
        return rich if contract.fits(said, rich) else rich[: len(value)]
    two = [*value, fresh(value[0], number)]
    return two if len(value) == 1 and contract.fits(said, two) else value


def _texts(token: str, longest: int | None, *, long: bool, blanks: bool) -> Iterator[str]:
    for text in (f" {_TEXTS[0]} ", *_TEXTS) if blanks else _TEXTS:
        made = text.format(token)
        if long and longest is not None and len(made) < longest <= _LONGEST:
            yield made + ("áé€ñ🛠xyz" * longest)[: longest - len(made)]
        yield made


def fresh(value: Any, number: int) -> Any:
    """Return another id like *value* for each *number*."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value + number
    if not isinstance(value, str):
        return value
    if _UUID.fullmatch(value):
        return str(uuid5(UUID(value), str(number)))
    room = max(min(len(value) - 1, 6), 1)
    return value[:-room] + f"{number % 10**room:0{room}}"


def text_keys(text: str) -> tuple[str, ...]:
    """Return what *text* may be sorted by: itself, without letter case, without accents, without signs."""
    folded = text.casefold()
    bare = "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
    return text, folded, text.lower(), bare, "".join(one for one in bare if one.isalnum())


def out_of_order(one: Any, other: Any, schema: Schema) -> bool:
    """Whether *one* must not come before *other* where values rise, in whatever way they are compared."""
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return False
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one > other
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    times = instant(one), instant(other)
    if times[0] is not None and times[1] is not None:
        return times[0] > times[1]
    ranks = schema.get("enum", ())
    if one in ranks and other in ranks and ranks.index(one) <= ranks.index(other):
        return False  # by rank it is in order
    return all(first > second for first, second in zip(text_keys(one), text_keys(other), strict=True))


def another(value: Any, said: Schema) -> Any:
    """Return another value than *value* of the same kind; None if none comes to mind."""
    if said.get("format") == "date-time":
        return "2001-02-03T04:05:06Z"
    if said.get("format") == "date":
        return "2001-02-03"
    if isinstance(value, bool) or not isinstance(value, int | str) or not value:
        return None
    if isinstance(value, int):
        return value + 1000 if value + 1000 <= said.get("maximum", value + 1000) else value - 1
    if "enum" in said:
        return next((one for one in said["enum"] if one != value), None)
    turned = value[:-1] + ("0" if value[-1] != "0" else "1")
    return turned if types(said) == {"string"} else None
