"""Probes of the filters of a list."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.filters import Filter, Match, spelled
from taller.contracts.probing.keeping import brief
from taller.contracts.probing.story import Unasked
from taller.contracts.probing.values import out_of_order, same
from taller.contracts.probing.walks import Walk, asked_for, list_of, walked

_FEW = 5
_PAGES = 3
_MANY = 15
_LONG = 100
_NOBODY = "qzxwvkjq"
"""What no text has in it."""

Shown = list[Mapping[str, Any]]


def filters_filter(bed: Bed) -> Iterator[Breach]:
    """Yield if a filter lets pass what does not match, or holds back what does."""
    listing = list_of(bed)
    if not listing.filters:
        raise Unasked(said("there are no filters"))
    bed.few(_FEW)
    shown = [bed.shown(bed.seen(one)) for one in bed.plants[: _FEW - 1]]
    for each in listing.filters:
        match each.match:
            case Match.SIDE:
                yield from _one_side(bed, each, shown)
            case Match.FLAG:
                yield from _either(bed, each)
            case Match.SEARCH:
                yield from _nobody(bed, each)
            case _:
                for value in _values(bed, each, shown):
                    yield from _filtered(bed, each, value, shown)


def _values(bed: Bed, each: Filter, shown: Shown) -> list[Any]:
    """Return what to filter by: what is there, with capitals first, and what should let nothing pass."""
    there = sorted(_there(bed, each, shown), key=lambda one: str(one) == str(one).lower())
    # Where all are alike, only another value shows whether anything is held back.
    alike = len(there) == 1 and each.match is Match.EQUALITY
    others = [one for one in _known(bed, each) if one not in there]
    return there[: 2 if bed.share >= 1 else 1] + (others[:1] if alike else [])


def _known(bed: Bed, each: Filter) -> list[Any]:
    """Return what *each* may ask for that its property may be, too: "all" may ask for all that there is."""
    said_of_it = list_of(bed).shown[each.prop]
    closed = "enum" in said_of_it or "x-filter" in each.parameter.said
    offered = each.parameter.schema.get("enum", ()) if closed else ()
    return [one for one in offered if bed.contract.fits(said_of_it, one)]


def _there(bed: Bed, each: Filter, shown: Shown) -> list[Any]:
    values = (resource.get(each.prop) for resource in shown)
    return list(dict.fromkeys(one for one in values if _fit(bed, each, one)))


def _fit(bed: Bed, each: Filter, value: Any) -> bool:
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    # Blanks around it may be lost on the way, as signs of a query.
    return (
        plain
        and value != ""
        and str(value) == str(value).strip()
        and bed.contract.fits(each.parameter.schema, value)
    )


def _filtered(bed: Bed, each: Filter, value: Any, shown: Shown) -> Iterator[Breach]:
    asked, walk = _asked(bed, each, value, _MANY if bed.share >= 1 else _PAGES)
    wrong = [one for one in _having(walk, each) if not passes(each, one[each.prop], value)]
    expected = [one for one in shown if same(one.get(each.prop), value) and _passes_presets(bed, each, one)]
    missed = [one for one in expected if not walk.has(one)]
    if wrong:
        yield _breach(bed, each, _shows(asked, each, wrong[0]), walk)
    elif missed and walk.whole:
        value = brief(missed[0].get(walk.key))
        told = said("{filter} does not show {name} {value}", filter=asked, name=walk.key, value=value)
        yield _breach(bed, each, told, walk)


def _passes_presets(bed: Bed, each: Filter, one: Mapping[str, Any]) -> bool:
    """Whether all other parameters, by their defaults, plainly let *one* pass."""
    query = asked_for(bed, one)
    others = [preset for preset in list_of(bed).presets if preset.parameter != each.parameter]
    return not others or all(
        query is not None and query[preset.parameter.name] == spelled(preset.parameter.schema["default"])
        for preset in others
    )


def _one_side(bed: Bed, each: Filter, shown: Shown) -> Iterator[Breach]:
    """Yield if a number or a time lets pass both what is less and what is more: that it may not mean."""
    there = _there(bed, each, shown)
    middle = [
        one
        for one in there
        if any(out_of_order(one, other, {}) for other in there)
        and any(out_of_order(other, one, {}) for other in there)
    ]
    for value in middle[:1]:
        asked, walk = _asked(bed, each, value, _PAGES)
        less = [one for one in _having(walk, each) if out_of_order(value, one[each.prop], {})]
        more = [one for one in _having(walk, each) if out_of_order(one[each.prop], value, {})]
        if less and more:
            low, high = brief(less[0][each.prop]), brief(more[0][each.prop])
            told = said("{filter} shows {name} {value}", filter=asked, name=each.prop, value=f"{low}, {high}")
            yield _breach(bed, each, told, walk)


def _either(bed: Bed, each: Filter) -> Iterator[Breach]:
    """Yield if a boolean changes nothing, be it true or false: one of the two may mean that."""
    for wanted in (True, False):
        asked, walk = _asked(bed, each, wanted, _PAGES)
        wrong = [one for one in _having(walk, each) if one[each.prop] is not wanted]
        if not wrong:
            return
    yield _breach(bed, each, _shows(asked, each, wrong[0]), walk)


def _nobody(bed: Bed, each: Filter) -> Iterator[Breach]:
    """Yield if what is nowhere lets anything pass, however it is searched for."""
    if not bed.contract.fits(each.parameter.schema, _NOBODY):
        return
    asked, walk = _asked(bed, each, _NOBODY, 1)
    wrong = [one for one in _having(walk, each) if _NOBODY not in repr(one).casefold()]
    if wrong:
        yield _breach(bed, each, _shows(asked, each, wrong[0]), walk)


def _asked(bed: Bed, each: Filter, value: Any, pages: int) -> tuple[str, Walk]:
    name = each.parameter.name
    return f"{name}={value}"[:_LONG], walked(bed, {name: spelled(value)}, pages=pages)


def _having(walk: Walk, each: Filter) -> list[dict[str, Any]]:
    return [one for one in walk.items if one.get(each.prop) is not None]


def _shows(asked: str, each: Filter, wrong: Mapping[str, Any]) -> Said:
    value = brief(wrong[each.prop])
    return said("{filter} shows {name} {value}", filter=asked, name=each.prop, value=value)


def _breach(bed: Bed, each: Filter, told: Said, walk: Walk) -> Breach:
    operation, mark = list_of(bed).operation, each.parameter.name
    return bed.story.breach(operation, "filters-filter", operation.place, told, *walk.pages, mark=mark)


def passes(each: Filter, found: Any, value: Any) -> bool:
    """Whether *found*, in an item, may be shown where *value* was asked for, however texts are compared."""
    if each.match is Match.MIN:
        return not out_of_order(value, found, {})
    if each.match is Match.MAX:
        return not out_of_order(found, value, {})
    if isinstance(found, str) and isinstance(value, str):
        return _bare(value) in _bare(found)
    return same(found, value)


def _bare(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum()) or text.casefold()
