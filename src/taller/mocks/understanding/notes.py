"""What a contract says to a stand-in that the stand-in cannot follow."""

from collections.abc import Iterator, Sequence

from taller.mocks.openapi.contract import Contract, PathItem
from taller.mocks.openapi.document import Node
from taller.mocks.understanding.model import Collection
from taller.mocks.understanding.queries import Match

_PAGE = ("page", "size", "offset", "cursor", False)
_SORT = ("order", "direction", False)


def notes_on(contract: Contract, collections: Sequence[Collection]) -> Iterator[str]:
    """Yield a sentence for each value of an extension that is ignored."""
    paths = {one.path for one in collections}
    for item in contract.paths.values():
        yield from _on_path(item, paths)
        for operation in item.operations.values():
            said = operation.node.value.get("x-action", "example")
            if said != "example":
                yield f"{operation.name}: x-action {said!r} is ignored: it is 'example' or left out"
            yield from _on_parameters(operation.name, operation.node)


def _on_path(item: PathItem, paths: set[str]) -> Iterator[str]:
    said = item.node.value.get("x-collection", False)
    if said is not False and not (isinstance(said, dict) and said.keys() <= {"id", "of"}):
        yield f"{item.path}: x-collection {said!r} is ignored: it is false or {{id, of}}"
    elif isinstance(said, dict) and "of" in said and said["of"] not in paths:
        yield f"{item.path}: x-collection is ignored: there is no collection at {said['of']}"
    yield from _on_parameters(item.path, item.node)


def _on_parameters(where: str, owner: Node) -> Iterator[str]:
    several = owner.get("parameters")
    for one in several.elements() if several else ():
        said = one.value if isinstance(one.value, dict) else {}
        for name, known in (("x-page", _PAGE), ("x-sort", _SORT)):
            if said.get(name, False) not in known:
                words = ", ".join(str(one).lower() for one in known)
                yield f"{where}: {name} {said[name]!r} of {said.get('name')} is ignored: it is one of {words}"
        yield from _on_filter(where, said.get("name"), said.get("x-filter", {}))


def _on_filter(where: str, name: object, said: object) -> Iterator[str]:
    match = said.get("match", "equality") if isinstance(said, dict) else "equality"
    if not isinstance(said, dict) and said is not False:
        yield f"{where}: x-filter {said!r} of {name} is ignored: it is false or {{property, match}}"
    elif match not in {one.value for one in Match}:
        yield f"{where}: match {match!r} of {name} is taken for 'equality'"
