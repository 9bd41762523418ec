"""Compares what may be chosen from: the branches of ``anyOf`` and ``oneOf``."""

from collections.abc import Iterator
from itertools import combinations
from operator import or_

from taller.contracts.compat.differences import Difference, Edge, Node
from taller.contracts.compat.facts import Choice, Facts, Place, Places
from taller.contracts.compat.gathering import Gatherer
from taller.contracts.compat.inside import is_ruled_out
from taller.contracts.compat.plain import names_of
from taller.contracts.compat.values import key_of

_Pair = tuple[Place, Place]


class Choosing:
    """Compares choices of two documents, of which each has its gatherer."""

    def __init__(self, old: Gatherer, new: Gatherer, *, texts: bool = False) -> None:
        """Compare schemas of two documents, of values that are *texts* on the wire or of JSON."""
        self._old, self._new, self._texts = old, new, texts

    def node(self, old: Facts, new: Facts, places: _Pair) -> Node:
        """Return what differs in what *old* and *new* offer to choose from."""
        found = Node()
        for was, now in zip(old.choices, new.choices, strict=False):
            found = found.joined([self.compared(was, now, places)])
        shared = min(len(old.choices), len(new.choices))
        come = any(not _is_implied(self._old, old, one) for one in new.choices[shared:])
        gone = any(not _is_implied(self._new, new, one) for one in old.choices[shared:])
        if come or gone:
            code = "constraint-added" if come else "constraint-removed"
            told = Difference(code, places[0].pointer, places[1].pointer, {"keyword": "oneOf / anyOf"})
            found = found.joined([Node((told,))])
        return found

    def as_choices(
        self, old: Facts, new: Facts, places: tuple[Places, Places]
    ) -> tuple[Choice, Choice] | None:
        """Return what both sides choose from, if one does nothing else; the other may have one branch."""
        was = old.choices[0] if old.is_bare else None
        now = new.choices[0] if new.is_bare else None
        if was and now:
            return was, now
        if was and not new.choices and len(places[1]) == 1:
            return was, Choice(was.exclusive, places[1])
        if now and not old.choices and len(places[0]) == 1:
            return Choice(now.exclusive, places[0]), now
        return None

    def compared(self, old: Choice, new: Choice, places: _Pair) -> Node:
        """Return what differs between the branches of *old* and *new*."""
        pairs, gone, come = self._paired(old, new)
        told = [
            Difference(
                "alternative-removed", one.pointer, places[1].pointer, {"name": _name(old, one, self._old)}
            )
            for one in gone
        ]
        told += [
            Difference(
                "alternative-added", places[0].pointer, one.pointer, {"name": _name(new, one, self._new)}
            )
            for one in come
        ]
        if old.property != new.property and old.property and new.property:
            words = {"old": old.property, "new": new.property}
            told.append(Difference("discriminator-changed", places[0].pointer, places[1].pointer, words))
        edges = tuple(Edge(None, (one,), (other,)) for one, other in pairs)
        if not (old.exclusive or new.exclusive) or self._are_apart(old, new):
            return Node(tuple(told), edges)
        doubt = Difference("alternatives-overlap", places[0].pointer, places[1].pointer)
        # Branches that are the same as texts may still be told apart otherwise than before.
        is_written_anew = self._texts and not all(
            key_of(one.schema) == key_of(two.schema) for one, two in pairs
        )
        if told or is_written_anew or old.exclusive != new.exclusive:
            return Node((*told, doubt), edges)
        return Node((), edges, doubt, edges)

    def _paired(self, old: Choice, new: Choice) -> tuple[list[_Pair], Places, Places]:
        """Return the branches that belong together, those gone and those come."""
        pairs: list[_Pair] = []
        gone, come = list(old.branches), list(new.branches)
        for alike in (self._same_tag, self._same_text, self._same_type):
            for one in tuple(gone):
                other = next((each for each in come if alike((old, one), (new, each))), None)
                if other is not None:
                    pairs.append((one, other))
                    gone.remove(one)
                    come.remove(other)
        return pairs, tuple(gone), tuple(come)

    def _same_tag(self, one: tuple[Choice, Place], other: tuple[Choice, Place]) -> bool:
        return _tag(*one) is not None and _tag(*one) == _tag(*other)

    def _same_text(self, one: tuple[Choice, Place], other: tuple[Choice, Place]) -> bool:
        return key_of(one[1].schema) == key_of(other[1].schema)

    def _same_type(self, one: tuple[Choice, Place], other: tuple[Choice, Place]) -> bool:
        """Tell whether two branches, met in order, may be one that has changed."""
        if _tag(*one) is not None and _tag(*other) is not None:
            return False
        return bool(self._old.facts((one[1],)).types & self._new.facts((other[1],)).types)

    def _are_apart(self, old: Choice, new: Choice) -> bool:
        """Tell whether no value fits two branches, before and after, so that ``oneOf`` is ``anyOf``.

        A discriminator is taken at its word.
        """
        return bool(old.property and new.property) or all(
            _is_apart(gatherer, *(gatherer.facts((one,)) for one in pair))
            for choice, gatherer in ((old, self._old), (new, self._new))
            for pair in combinations(choice.branches, 2)
        )


def _is_implied(gatherer: Gatherer, facts: Facts, choice: Choice) -> bool:
    """Tell whether *choice*, all of whose branches ask for members only, leaves all that *facts* hold of."""
    if facts.types != {"object"}:
        return False
    asked = [gatherer.facts((one,)) for one in choice.branches]
    if any(one != Facts(required=one.required) for one in asked):
        return False
    met = [one.required <= facts.required for one in asked]
    ruled_out = [any(is_ruled_out(gatherer, facts, name) for name in one.required) for one in asked]
    return any(met) and (not choice.exclusive or (sum(met) == 1 and all(map(or_, met, ruled_out))))


def _name(choice: Choice, branch: Place, gatherer: Gatherer) -> str:
    reference = branch.schema.get("$ref") if isinstance(branch.schema, dict) else None
    if isinstance(reference, str):
        return choice.tags.get(reference, reference.rpartition("/")[2])
    title = branch.schema.get("title") if isinstance(branch.schema, dict) else None
    return str(title or names_of(gatherer.facts((branch,)).types))


def _tag(choice: Choice, branch: Place) -> str | None:
    """Return what the discriminator calls *branch*; None if it does not (OpenAPI 3.1.1, 4.8.25)."""
    reference = branch.schema.get("$ref") if isinstance(branch.schema, dict) else None
    if choice.property is None or not isinstance(reference, str):
        return None
    return choice.tags.get(reference, reference.rpartition("/")[2])


def _is_apart(gatherer: Gatherer, one: Facts, other: Facts) -> bool:
    """Tell whether no value is of both, by type or by a member that both require with values of its own."""
    if not one.types & other.types:
        return True
    if one.values is not None and other.values is not None and not one.values.keys() & other.values.keys():
        return True
    if one.types & other.types != {"object"}:
        return False
    return any(
        _differ(tuple(_values_of(facts, name, gatherer)) for facts in (one, other))
        for name in one.required & other.required
    )


def _values_of(facts: Facts, name: str, gatherer: Gatherer) -> Iterator[frozenset[str]]:
    for one in facts.members:
        if name in one.named:
            values = gatherer.facts((one.named[name],)).values
            if values is not None:
                yield frozenset(values)


def _differ(both: Iterator[tuple[frozenset[str], ...]]) -> bool:
    one, other = both
    return bool(one and other) and not frozenset.intersection(*one) & frozenset.intersection(*other)
