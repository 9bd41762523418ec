"""Probes of how lists sort and filter."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.keeping import brief
from taller.contracts.probing.lists import Filter, Match, Order
from taller.contracts.probing.story import Unasked
from taller.contracts.probing.values import out_of_order, same
from taller.contracts.probing.walks import Walk, list_of, smallest, walked

_FEW = 5
_PAGES = 3
_MANY = 15
_LONG = 100


def sorting_sorts(bed: Bed) -> Iterator[Breach]:
    """Yield if a list is not in the order asked for."""
    listing = list_of(bed)
    if not listing.orders:
        raise Unasked(said("no order is offered"))
    bed.few(_FEW)
    for order in listing.orders:
        yield from _sorted(bed, walked(bed, dict(order.query), pages=1), order)
        if bed.share >= 1 and listing.paged:  # across pages, too
            small = walked(bed, dict(order.query), smallest(listing, _FEW), pages=_PAGES)
            yield from _sorted(bed, small, order)


def _sorted(bed: Bed, walk: Walk, order: Order) -> Iterator[Breach]:
    schema = list_of(bed).shown.get(order.prop, {})
    values = [one[order.prop] for one in walk.items if one.get(order.prop) is not None]
    for before, after in pairwise(values):
        one, other = (after, before) if order.descending else (before, after)
        if out_of_order(one, other, schema):
            told = said(
                "by {order}: {one} before {other}", order=order.text, one=brief(before), other=brief(after)
            )
            yield bed.story.breach(
                list_of(bed).operation,
                "sorting-sorts",
                list_of(bed).operation.place,
                told,
                *walk.pages,
                mark=order.text,
            )
            return


def filters_filter(bed: Bed) -> Iterator[Breach]:
    """Yield if a filter lets pass what does not match, or holds back what does."""
    listing = list_of(bed)
    if not listing.filters:
        raise Unasked(said("there are no filters"))
    bed.few(_FEW)
    shown = [bed.shown(bed.seen(one)) for one in bed.plants[: _FEW - 1]]
    for each in listing.filters:
        for value in _values(bed, each, shown):
            yield from _filtered(bed, each, value, shown)


def _values(bed: Bed, each: Filter, shown: list[Mapping[str, Any]]) -> list[Any]:
    """Return what to filter by: what is there, with capitals first, and what should let nothing pass."""
    fitting = (one for one in (resource.get(each.prop) for resource in shown) if _fit(bed, each, one))
    there = sorted(dict.fromkeys(fitting), key=lambda one: str(one) == str(one).lower())
    # Where all are alike, only another value shows whether anything is held back.
    alike = len(there) == 1 and each.match is Match.EQUALITY
    others = [one for one in each.parameter.schema.get("enum", ()) if one not in there]
    return there[: 2 if bed.share >= 1 else 1] + (others[:1] if alike else [])


def _fit(bed: Bed, each: Filter, value: Any) -> bool:
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    # Blanks around it may be lost on the way, as signs of a query.
    return (
        plain
        and value != ""
        and str(value) == str(value).strip()
        and bed.contract.fits(each.parameter.schema, value)
    )


def _filtered(bed: Bed, each: Filter, value: Any, shown: list[Mapping[str, Any]]) -> Iterator[Breach]:
    name = each.parameter.name
    asked = f"{name}={value}"[:_LONG]
    walk = walked(bed, {name: str(value)}, pages=_MANY if bed.share >= 1 else _PAGES)
    wrong = [
        one
        for one in walk.items
        if one.get(each.prop) is not None and not passes(each, one[each.prop], value)
    ]
    missed = [one for one in shown if same(one.get(each.prop), value) and not walk.has(one)]
    if wrong:
        told = said(
            "{filter} shows {name} {value}", filter=asked, name=each.prop, value=brief(wrong[0][each.prop])
        )
    elif missed and walk.whole:
        told = said(
            "{filter} does not show {name} {value}",
            filter=asked,
            name=walk.key,
            value=brief(missed[0].get(walk.key)),
        )
    else:
        return
    operation = list_of(bed).operation
    yield bed.story.breach(
        operation, "filters-filter", list_of(bed).operation.place, told, *walk.pages, mark=name
    )


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
