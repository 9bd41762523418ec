"""From a request's path to the path of the contract."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect, Rule

from taller.mocks.contract import Contract, PathItem

_SURROGATE = re.compile("[\ud800-\udfff]")
_PARAMETER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Match:
    """A path of the contract and the texts that its parameters got."""

    item: PathItem
    texts: Mapping[str, str]


class Router:
    """Finds the path of the contract that a request's path fits; the concrete one goes first."""

    def __init__(self, contract: Contract) -> None:
        """Lay out the paths of *contract* below its base path, and their aliases."""
        rules = [
            Rule(_werkzeug_path(path), endpoint=item.path)
            for item in contract.paths.values()
            for path in (contract.base_path + item.path, *item.aliases)
        ]
        self._map = Map(rules, merge_slashes=False, redirect_defaults=False)
        self._items = contract.paths
        self._adapter = self._map.bind("")

    def match(self, path: str) -> Match | None:
        """Return what *path*, decoded, fits; None if the contract has no such path."""
        if path.startswith("//") or _SURROGATE.search(path):  # for Werkzeug, two slashes are one
            return None
        try:
            template, values = self._adapter.match(path)
        except (RequestRedirect, HTTPException):  # a missing slash at the end is another path
            return None
        names = _PARAMETER.findall(template)
        texts = {name: values[f"p{index}"] for index, name in enumerate(names)}
        return Match(self._items[template], texts)


def _werkzeug_path(path: str) -> str:
    """Return the template as a Werkzeug rule, whose names are less free than the contract's."""
    indexes = iter(range(path.count("{")))
    return _PARAMETER.sub(lambda _: f"<p{next(indexes)}>", path)
