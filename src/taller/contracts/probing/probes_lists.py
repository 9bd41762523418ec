"""Probes of how lists sort."""

from collections.abc import Iterator
from itertools import pairwise

from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.keeping import brief
from taller.contracts.probing.lists import Order
from taller.contracts.probing.story import Unasked
from taller.contracts.probing.values import out_of_order
from taller.contracts.probing.walks import Walk, list_of, smallest, walked

_FEW = 5
_PAGES = 3


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
