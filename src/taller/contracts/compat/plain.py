"""Compares what schemas say of a value without going into it: type, values, limits."""

from collections.abc import Iterator
from fractions import Fraction

from taller.contracts.compat.differences import Difference
from taller.contracts.compat.facts import Facts, Limit, Place, is_lower, is_tighter
from taller.contracts.compat.texts import as_texts
from taller.contracts.compat.values import shown

NUMBERS = frozenset({"integer", "fraction"})
_WIDER_FORMATS = {
    ("int32", "int64"),
    ("float", "double"),
    ("email", "idn-email"),
    ("hostname", "idn-hostname"),
    ("uri", "iri"),
    ("uri", "uri-reference"),
    ("uri", "iri-reference"),
    ("iri", "iri-reference"),
    ("uri-reference", "iri-reference"),
}
"""Pairs of a format and one that takes all that it takes."""
_OF_TYPES = {"Length": {"string"}, "Items": {"array"}, "Properties": {"object"}, "imum": NUMBERS}


class Plain:
    """Compares the facts *old* with *new*, of what stands at two places."""

    def __init__(
        self, old: Facts, new: Facts, places: tuple[Place, Place], *, request: bool, texts: bool = False
    ) -> None:
        """Compare what two *places* say, as one side of an exchange sees it.

        :param texts: whether the value is a text on the wire.
        """
        self._names = {"old": names_of(old.types), "new": names_of(new.types)}
        self._old, self._new = as_texts(old, new) if texts else (old, new)
        self._places, self._request = places, request
        self._common = self._old.types & self._new.types

    def differences(self) -> Iterator[Difference]:
        """Yield each difference."""
        if self._old.unclear or self._new.unclear:
            yield self._told("schema-unclear")
        yield from self._types()
        yield from self._values()
        yield from self._limits()
        if self._common & NUMBERS:
            yield from self._multiples()
        yield from self._texts()
        if "array" in self._common and self._old.unique != self._new.unique:
            yield self._told("unique-items-dropped" if self._old.unique else "unique-items-required")
        yield from self._rest()

    def _told(
        self, code: str, keyword: str = "", known: frozenset[str] | None = None, /, **words: str
    ) -> Difference:
        old, new = (
            f"{place.pointer}/{keyword}"
            if keyword and isinstance(place.schema, dict) and keyword in place.schema
            else place.pointer
            for place in self._places
        )
        return Difference(code, old, new, words | ({"keyword": keyword} if keyword else {}), known)

    def _types(self) -> Iterator[Difference]:
        old, new = self._old.types, self._new.types
        words = self._names
        null = frozenset({"null"})
        nullable = null in (old & null, new & null) and old != null and new != null
        if nullable and old & null != new & null:
            yield self._told("null-removed" if "null" in old else "null-added", "type")
        ignored = null if nullable else frozenset()
        lost, gained = old - new - ignored, new - old - ignored
        if lost and gained and not (old & new) - null:
            yield self._told("type-changed", "type", **words)
            return
        if lost:
            yield self._told("type-narrowed", "type", **words)
        if gained:
            yield self._told("type-widened", "type", **words)

    def _values(self) -> Iterator[Difference]:
        old, new = self._old.values, self._new.values
        if old == new or not self._common:
            return
        if old is None or new is None:
            values = list((old if new is None else new) or ())
            way = "removed" if new is None else "added"
            code = f"const-{way}" if len(values) == 1 else f"enum-{way}"
            known = None if new is None else frozenset(new)
            yield self._told(code, "const" if len(values) == 1 else "enum", known, values=shown(values))
            return
        lost, gained = [one for one in old if one not in new], [one for one in new if one not in old]
        if len(old) == len(new) == 1:
            yield self._told("const-changed", "const", frozenset(new), old=shown(lost), new=shown(gained))
            return
        if lost:
            yield self._told("enum-narrowed", "enum", frozenset(new), values=shown(lost))
        if gained:
            yield self._told("enum-widened", "enum", frozenset(new), values=shown(gained))

    def _limits(self) -> Iterator[Difference]:
        for name in sorted(self._old.limits.keys() | self._new.limits.keys()):
            old, new = self._old.limits.get(name), self._new.limits.get(name)
            types = next(of for end, of in _OF_TYPES.items() if name.endswith(end))
            if old != new and types & self._common:
                is_narrower = new is not None and (old is None or is_tighter(name, new, old))
                code = "limit-tightened" if is_narrower else "limit-loosened"
                yield self._told(code, name, old=_limit(name, old), new=_limit(name, new))

    def _multiples(self) -> Iterator[Difference]:
        old, new = self._old.multiples, self._new.multiples
        whole = {Fraction(1)} if "fraction" not in self._common else set()
        words = {"old": _numbers(old), "new": _numbers(new)}
        if not all(_is_implied(one, old | whole) for one in new):
            yield self._told("multiple-of-tightened", "multipleOf", **words)
        if not all(_is_implied(one, new | whole) for one in old):
            yield self._told("multiple-of-loosened", "multipleOf", **words)

    def _texts(self) -> Iterator[Difference]:
        if "string" in self._common:
            yield from self._sets("pattern", self._old.patterns, self._new.patterns)
        if self._common & {"string", *NUMBERS}:
            old, new = self._old.formats, self._new.formats
            yield from self._sets("format", _without_implied(old, new), _without_implied(new, old))

    def _sets(self, keyword: str, old: frozenset[str], new: frozenset[str]) -> Iterator[Difference]:
        lost, gained = old - new, new - old
        way = "changed" if lost and gained else "removed" if lost else "added"
        if lost or gained:
            words = {"old": ", ".join(sorted(lost)), "new": ", ".join(sorted(gained))}
            yield self._told(f"{keyword}-{way}", keyword, **words)

    def _rest(self) -> Iterator[Difference]:
        old, new = self._old, self._new
        for name in sorted(old.others.keys() | new.others.keys()):
            if old.others.get(name) != new.others.get(name):
                is_new, is_gone = name not in old.others, name not in new.others
                code = (
                    "constraint-added"
                    if is_new
                    else "constraint-removed"
                    if is_gone
                    else "constraint-changed"
                )
                # What is unevaluated hangs on keywords that may have changed with it.
                yield self._told("constraint-changed" if name.startswith("unev") else code, name)
        if self._request and old.default != new.default:
            yield self._told("default-changed", "default", old=old.default or "–", new=new.default or "–")
        if "deprecated" in new.marks - old.marks:
            yield self._told("deprecated", "deprecated")


def names_of(types: frozenset[str]) -> str:
    """Return *types* for a sentence, as JSON Schema names them."""
    found = types - NUMBERS if types >= NUMBERS else types
    named = sorted({"fraction": "number"}.get(one, one) for one in found)
    return ", ".join([*named, "number"] if types >= NUMBERS else named) or "–"


def _is_implied(multiple: Fraction, known: frozenset[Fraction] | set[Fraction]) -> bool:
    return any((one / multiple).denominator == 1 for one in known)


def _without_implied(formats: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return *formats* without those that one of *others* says already."""
    return frozenset(one for one in formats if not any((other, one) in _WIDER_FORMATS for other in others))


def _limit(name: str, limit: Limit | None) -> str:
    if limit is None:
        return "–"
    sign = (">" if is_lower(name) else "<") if limit.open else ""
    return sign + _number(limit.number)


def _number(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(float(number))


def _numbers(several: frozenset[Fraction]) -> str:
    return ", ".join(map(_number, sorted(several))) or "–"
