"""Two changes of what is remembered, made one: what requests did, and what became of the examples."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.mocks.state.paths import Paths
from taller.mocks.understanding.model import Collection

Dump = Mapping[str, list[Any]]


def merged(before: Dump, now: Dump, new: Dump, paths: Paths) -> dict[str, list[Any]]:
    """Return *now* with the examples that are still as they were in *before* as they are in *new*.

    What requests changed, made or deleted stays so; an example that is gone goes, if it was left alone.
    The examples come first, as *new* has them.

    :param paths: of the contract whose examples are in *new*.
    """
    found: dict[str, list[Any]] = {}
    for path in {**new, **now}:
        old, kept, fresh = (_by_id(paths, path, one.get(path, ())) for one in (before, now, new))
        content = list(_both(old, kept, fresh))
        if content or not now.get(path, True):  # an empty list says that a single resource was deleted
            found[path] = content
    return found


def _both(old: Mapping[Any, Any], kept: Mapping[Any, Any], fresh: Mapping[Any, Any]) -> Iterator[Any]:
    untouched = {known for known, one in old.items() if known in kept and kept[known] == one}
    deleted = old.keys() - kept.keys()
    for known, one in fresh.items():
        if known not in deleted:
            yield one if known in untouched else kept.get(known, one)
    yield from (one for known, one in kept.items() if known not in untouched and known not in fresh)


def _by_id(paths: Paths, path: str, content: Any) -> dict[Any, Any]:
    """Return *content* by what tells one from another."""
    home = paths.home(path)
    collection = home[0] if home is not None and isinstance(home[0], Collection) else None
    if collection is not None and collection.id_property is None:
        return dict(enumerate(content))
    name = collection.id_property if collection is not None else None
    return {_id(one, name): one for one in content}


def _id(one: Any, name: str | None) -> int | str:
    """Return the id of *one*; where it has none, as another contract has it, what nothing else has."""
    known = one.get(name) if isinstance(one, dict) else None
    return known if isinstance(known, int | str) else repr(one)
