"""References that lead nowhere in the end, or round in a circle: cut."""

from collections.abc import Iterator
from typing import Any

from taller.documents.draft import Draft, Reference
from taller.documents.pointers import NOTHING, below, lookup

_SAME_VALUE = ("allOf", "anyOf", "oneOf")
_SAME_VALUE_ALONE = ("not", "if", "then", "else")


def settle(draft: Draft) -> None:
    """Leave no reference in *draft* that leads to nothing, or only back to itself."""
    _cut_circles(draft)
    while _cut_loose_ends(draft):
        pass


def _cut_loose_ends(draft: Draft) -> bool:
    loose = [one for one in draft.references if _is_loose(draft, one)]
    for reference in loose:
        draft.report(
            "reference-to-nothing", below(reference.pointer, "$ref"), "it refers to what was left out"
        )
        _cut(draft, reference)
    return bool(loose)


def _is_loose(draft: Draft, reference: Reference) -> bool:
    target = reference.target
    if target is None or lookup(draft.document, target) is not NOTHING:
        return False
    return lookup(draft.document, reference.pointer) is not NOTHING


def _cut(draft: Draft, reference: Reference) -> None:
    del reference.holder["$ref"]
    if reference.kind != "schema":
        draft.remove(reference.pointer)


def _cut_circles(draft: Draft) -> None:
    """Cut what refers to itself without going into a value; a tree of nodes is no such circle."""
    by_place = {one.pointer: one for one in draft.references}
    done: set[str] = set()
    for start in by_place:
        if start not in done:
            _search(draft, by_place, start, done)


def _search(draft: Draft, by_place: dict[str, Reference], start: str, done: set[str]) -> None:
    path: list[tuple[str, Iterator[str]]] = [(start, _next(draft, by_place, start))]
    on_path = {start}
    while path:
        place, following = path[-1]
        step = next(following, None)
        if step is None:
            path.pop()
            on_path.discard(place)
            done.add(place)
        elif step in on_path:
            # The last reference on the circle: `step` may be a part of what refers.
            culprit = next(by_place[one] for one, _ in reversed(path) if _refers(by_place, one))
            draft.report("circular-reference", below(culprit.pointer, "$ref"), "it leads back to itself")
            _cut(draft, culprit)
        elif step not in done:
            on_path.add(step)
            path.append((step, _next(draft, by_place, step)))


def _refers(by_place: dict[str, Reference], place: str) -> bool:
    return place in by_place and by_place[place].target is not None


def _next(draft: Draft, by_place: dict[str, Reference], place: str) -> Iterator[str]:
    """Yield the places of what says something of the same value as what stands at *place*."""
    reference = by_place.get(place)
    if reference and reference.target is not None:
        yield reference.target
    schema: dict[str, Any] = draft.schemas.get(place, {})
    for name in _SAME_VALUE:
        for index in range(len(schema.get(name, ()))):
            yield f"{place}/{name}/{index}"
    yield from (f"{place}/{name}" for name in _SAME_VALUE_ALONE if name in schema)
    yield from (below(f"{place}/dependentSchemas", name) for name in schema.get("dependentSchemas", ()))
