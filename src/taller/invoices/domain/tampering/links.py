"""The true order of records whose stored positions are not to be trusted, read from their fingerprints.

Where each record's `previous` leads to another record, they make a path. What tampering breaks leaves
several paths, the fragments of the chain; what was never part of the chain hangs on them as a branch,
lies within one, or repeats a record of it.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from statistics import median_low

from taller.invoices.domain.records import Record, fingerprint_of

MOST_TRIED = 10
"""How many records are tried as the one before an altered one; keeps a ruined chain from taking for ever."""


@dataclass(eq=False, slots=True)
class Link:
    """A record, and the records that it is chained between."""

    record: Record
    intact: bool
    twins: list[Record] = field(default_factory=list)
    """Records that differ from this one in nothing that a fingerprint holds."""
    parent: "Link | None" = None
    children: "list[Link]" = field(default_factory=list)

    @property
    def position(self) -> int:
        return self.record.position

    def follow(self, parent: "Link | None") -> None:
        self.parent = parent
        if parent is not None:
            parent.children.append(self)

    def let_go(self) -> None:
        if self.parent is not None:
            self.parent.children.remove(self)
        self.parent = None

    def settle(self, near: int, known: "Known") -> None:
        """Take for the true one the twin nearest to *near*, of those that an invoice bears out."""
        if self.twins:
            every = (self.record, *self.twins)
            self.record = min(every, key=lambda twin: (not known(twin), abs(twin.position - near)))
            self.twins = [twin for twin in every if twin is not self.record]


Path = list[Link]
Known = Callable[[Record], bool]


def rebuilt(records: Iterable[Record], known: Known) -> tuple[list[Path], list[Link]]:
    """Return the chain's fragments in their order, and the records that are no part of it.

    :param known: whether an invoice bears a record out.
    """
    links = _without_twins(sorted(records, key=lambda record: record.position))
    _join(links)
    paths, strangers = _main_paths(links, known)
    fragments, nested = _fragments(paths)
    for path in fragments:
        strangers += _settled(path, known)
    return fragments, strangers + nested


def _without_twins(records: Sequence[Record]) -> list[Link]:
    links: dict[tuple[Record, bool], Link] = {}
    for record in records:
        intact = record.intact
        same = replace(record, position=0, invoice_id=0), intact
        if same in links:
            links[same].twins.append(record)
        else:
            links[same] = Link(record, intact)
    return list(links.values())


def _settled(path: Path, known: Known) -> list[Link]:
    """Choose between twins by their neighbours; return those not chosen."""
    path[0].settle(path[1].position - 1 if len(path) > 1 else 0, known)
    for before, link in pairwise(path):
        link.settle(before.position + 1, known)
    return [Link(twin, link.intact, parent=link.parent) for link in path for twin in link.twins]


def _join(links: Sequence[Link]) -> None:
    """Let each link follow the one that its record was chained to."""
    by_fingerprint = _by_fingerprint(links)
    named = {link.record.previous for link in links}
    loose = [link for link in links if link.record.fingerprint not in named]
    for link in links:
        if link.intact:
            link.follow(by_fingerprint.get(link.record.previous))
    for before, link in zip([None, *links], links, strict=False):
        if not link.intact:
            tried = islice(loose, MOST_TRIED)
            link.follow(_parent_of_altered(link, before, tried, by_fingerprint))
    _open_rings(links)
    _part(links)


def _by_fingerprint(links: Sequence[Link]) -> dict[str, Link]:
    """Return the links by the fingerprint that a successor may know them by.

    That is the stored one, or the right one where the stored one was overwritten.
    """
    found = {link.record.fingerprint: link for link in reversed(links) if not link.intact}
    found |= {link.record.fingerprint: link for link in reversed(links) if link.intact}
    for link in links:
        if not link.intact:
            found.setdefault(fingerprint_of(link.record), link)
    found.pop("", None)  # what the first record follows is nothing, even if a fingerprint was blanked
    return found


def _parent_of_altered(
    link: Link, before: Link | None, loose: Iterable[Link], by_fingerprint: dict[str, Link]
) -> Link | None:
    """Return what an altered record was chained to, whether or not its `previous` was overwritten."""
    for candidate in (before, None, *loose):
        previous = candidate.record.fingerprint if candidate else ""
        if candidate is not link and _was_chained_to(link.record, previous):
            return candidate
    parent = by_fingerprint.get(link.record.previous)
    # Where another record rightly follows that one, the `previous` was overwritten with a real fingerprint.
    return None if parent is link or (parent is not None and parent.children) else parent


def _was_chained_to(record: Record, previous: str) -> bool:
    return fingerprint_of(replace(record, previous=previous)) == record.fingerprint


def _open_rings(links: Sequence[Link]) -> None:
    """Cut what follows itself. No honest fingerprints can, so there is an altered record in each ring."""
    reached = {id(link) for root in links if root.parent is None for link in _descent(root)}
    for link in links:
        if not link.intact and id(link) not in reached:
            link.let_go()
            reached |= {id(one) for one in _descent(link)}


def _part(links: Sequence[Link]) -> None:
    """Let go of a record that nothing follows, stored where one is missing and chained to one elsewhere.

    It was chained anew: had it been moved there from its place, nothing would be missing.
    """
    for before, link, after in zip([None, *links], links, links[1:], strict=False):
        astray = link.parent is not None and link.parent is not before and not link.children
        if astray and after.parent is None and after.record.previous:
            link.let_go()


def _descent(root: Link) -> Iterator[Link]:
    """Yield *root* and all that follows it, parents first."""
    waiting = [root]
    seen: set[int] = set()
    while waiting:
        link = waiting.pop()
        if id(link) not in seen:
            seen.add(id(link))
            yield link
            waiting += link.children


def _main_paths(links: Sequence[Link], known: Known) -> tuple[list[Path], list[Link]]:
    """Return a path from each root, along what most invoices bear out; and the branches left aside."""
    paths, branches = [], []
    for root in [link for link in links if link.parent is None]:
        tree = list(_descent(root))
        worth = _worth(tree, known)
        path = [root]
        while path[-1].children:
            path.append(_heir(path[-1], worth))
        paths.append(path)
        chosen = {id(link) for link in path}
        branches += [link for link in tree if id(link) not in chosen]
    return paths, branches


def _heir(link: Link, worth: dict[int, tuple[int, int]]) -> Link:
    """Return which of those that follow *link* does so rightly; of equals, the one stored right after it."""
    return max(
        link.children, key=lambda one: (worth[id(one)], one.intact, -abs(one.position - link.position - 1))
    )


def _worth(tree: Sequence[Link], known: Known) -> dict[int, tuple[int, int]]:
    """Return, for each link, how many invoices bear out the best path from it, and that path's length.

    An invoice that bears out several records speaks for none of them.
    """
    worth: dict[int, tuple[int, int]] = {}
    told = Counter((link.record.kind, link.record.invoice_id) for link in tree)
    for link in reversed(tree):
        borne_out, length = max((worth[id(child)] for child in link.children), default=(0, 0))
        sole = told[link.record.kind, link.record.invoice_id] == 1
        worth[id(link)] = (borne_out + (sole and known(link.record)), length + 1)
    return worth


def _fragments(paths: list[Path]) -> tuple[list[Path], list[Link]]:
    """Return the paths that are pieces of the chain, in order; and the links of those that lie within one."""
    fragments: list[Path] = []
    nested: list[Link] = []
    stored: list[tuple[int, int]] = []
    owners: list[Link] = []
    for path in sorted(paths, key=len, reverse=True):
        if _lies_within(_place(path), stored, owners):
            nested += path
            continue
        fragments.append(path)
        for link in path:
            insort(stored, (link.position, len(owners)))
            owners.append(link)
    return sorted(fragments, key=_place), nested


def _place(path: Path) -> int:
    """Return where a path is stored; its middle, for its ends may have been moved."""
    return median_low(link.position for link in path)


def _lies_within(place: int, stored: list[tuple[int, int]], owners: list[Link]) -> bool:
    """Whether the neighbours of *place* are chained to one another, so that nothing stood between them."""
    at = bisect_left(stored, (place, -1))
    if not 0 < at < len(stored):
        return False
    before, after = owners[stored[at - 1][1]], owners[stored[at][1]]
    return after.parent is before
