"""From a request's path to the path of the contract."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from taller.mocks.openapi.contract import Contract, PathItem
from taller.mocks.requests.pairs import decoded

_PARAMETER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Match:
    """A path of the contract and the texts that its parameters got, as they were sent."""

    item: PathItem
    texts: Mapping[str, str]


@dataclass(slots=True)
class _Branch:
    """What may follow one segment: literal segments, then mixed ones, then any at all."""

    literals: dict[str, "_Branch"] = field(default_factory=dict)
    mixed: dict[str, tuple[re.Pattern[str], "_Branch"]] = field(default_factory=dict)
    any: "_Branch | None" = None
    leaf: tuple[PathItem, tuple[str, ...]] | None = None
    """The path that ends here, and the names of its parameters."""


class Router:
    """Finds the path of the contract that a request's path fits; the concrete one goes first."""

    def __init__(self, contract: Contract) -> None:
        """Lay out the paths of *contract* below each of its base paths, and their aliases."""
        self._root = _Branch()
        for item in contract.paths.values():
            for base in contract.base_paths:
                self._add(base, item.path, item)
            for alias in item.aliases:
                self._add("", alias, item)

    def _add(self, base: str, path: str, item: PathItem) -> None:
        branch = self._root
        for segment in base.split("/")[1:]:
            branch = branch.literals.setdefault(segment, _Branch())
        for segment in path.split("/")[1:]:
            branch = _below(branch, segment)
        # Of two paths with one shape, the first is served.
        branch.leaf = branch.leaf or (item, tuple(_PARAMETER.findall(path)))

    def match(self, path: str) -> Match | None:
        """Return what *path*, percent-encoded, fits; None if the contract has no such path."""
        if not path.startswith("/"):
            return None
        sent = path.split("/")[1:]
        try:
            segments = [decoded(one) for one in sent]
        except UnicodeError:  # no text has such a name
            return None
        found = _walk(self._root, segments, sent, ())
        if found is None:
            return None
        (item, names), texts = found
        return Match(item, dict(zip(names, texts, strict=True)))


Found = tuple[tuple[PathItem, tuple[str, ...]], tuple[str, ...]]


def _below(branch: _Branch, segment: str) -> _Branch:
    """Return the branch that *segment* of a template leads to, made where there was none."""
    if "{" not in segment or not _PARAMETER.search(segment):
        return branch.literals.setdefault(segment, _Branch())
    if _PARAMETER.fullmatch(segment):
        branch.any = branch.any or _Branch()
        return branch.any
    # Held against a segment as it was sent: what is encoded in it belongs to a value, mostly.
    first, *middle, last = map(_as_sent, re.split(r"\{[^{}]+\}", segment))
    # The leftmost place for each piece leaves the most room for the next: no need to go back, and
    # no segment that takes seconds.
    between = "".join(f"(?>([^/]+?){piece})" for piece in middle)
    pattern = re.compile(f"{first}{between}([^/]+?){last}", re.DOTALL)
    return branch.mixed.setdefault(pattern.pattern, (pattern, _Branch()))[1]


def _walk(branch: _Branch, segments: list[str], sent: list[str], texts: tuple[str, ...]) -> Found | None:
    depth = len(sent) - len(segments)
    if not segments:
        return (branch.leaf, texts) if branch.leaf else None
    segment, rest = segments[0], segments[1:]
    literal = branch.literals.get(segment)
    found = _walk(literal, rest, sent, texts) if literal else None
    for pattern, below in branch.mixed.values() if found is None else ():
        hit = pattern.fullmatch(sent[depth])
        found = found or (_walk(below, rest, sent, texts + hit.groups()) if hit else None)
    if found is None and branch.any and segment:
        found = _walk(branch.any, rest, sent, (*texts, sent[depth]))
    return found


def _as_sent(literal: str) -> str:
    """Return a pattern for *literal* in a URL, where letters beyond ASCII are encoded."""
    return re.escape(quote(literal, safe="!$&'()*+,;=:@|.-_~"))
