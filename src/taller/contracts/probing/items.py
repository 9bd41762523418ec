"""What a list shows of its items: each once, and as it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.probing.bed import Bed, Created
from taller.contracts.probing.contract import alike
from taller.contracts.probing.keeping import brief
from taller.contracts.probing.values import differ
from taller.contracts.probing.walks import Walk, list_of


def once_a_page(bed: Bed, walk: Walk) -> Iterator[Breach]:
    """Yield if one item, with all that it says, is twice on one page: also where there are no pages."""
    operation = list_of(bed).operation
    for page in walk.pages:
        items = [repr(one) for one in list_of(bed).open(page.reply.json()) or ()]
        if len(set(items)) < len(items) and walk.repeated:
            name, value = walk.key, brief(walk.repeated[0])
            told = said("{name} {value} twice, {how}", name=name, value=value, how=said("on one page"))
            yield bed.story.breach(
                operation, "paging-visits-once", operation.place, told, page, mark="on one page"
            )
            return


def as_read(bed: Bed, walk: Walk, plants: list[Created]) -> Iterator[Breach]:
    """Yield if the list shows another value than the GET of a resource, and not only a shorter one."""
    shown, read = list_of(bed).shown, bed.collection.shown.properties
    names = [name for name in shown if alike(shown[name], read.get(name))]
    for one in plants:
        made = bed.made(one)
        items = [item for item in walk.items if walk.key in made and item.get(walk.key) == made[walk.key]]
        for item in items[:1]:
            mine = bed.clients(item)
            if any(_another(mine.get(name), made.get(name)) for name in names):
                yield from _unlike(bed, walk, one, mine, names)
                return


def _unlike(
    bed: Bed, walk: Walk, one: Created, item: Mapping[str, Any], names: list[str]
) -> Iterator[Breach]:
    came = bed.seen(one)
    found = bed.shown(came)
    for name in names:
        if _another(item.get(name), found.get(name)):
            told = said(
                "{name} is {listed} in the list, and {read} in {path}",
                name=name,
                listed=brief(item[name]),
                read=brief(found[name]),
                path=one.path,
            )
            operation = list_of(bed).operation
            shown = (one.birth, came, *walk.pages)
            yield bed.story.breach(operation, "lists-show-the-same", operation.place, told, *shown, mark=name)


def _another(listed: Any, read: Any) -> bool:
    if isinstance(listed, str) and isinstance(read, str) and read.startswith(listed.rstrip("….")):
        return False
    return differ(listed, read)
