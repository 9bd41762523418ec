"""Whether a contract has a place that a consumer's file names, and a value there."""

import json
import re
from collections.abc import Iterator
from typing import Any

from taller.contracts.compat.facts import Places
from taller.contracts.compat.gathering import Gatherer
from taller.contracts.compat.inside import EACH, element_at, member_at
from taller.contracts.compat.texts import text_of
from taller.contracts.compat.values import key_of
from taller.documents.pointers import below, steps_of

_SEPARATOR = re.compile("[,| ]")
"""What stands between the elements of a parameter that is written as one text (OpenAPI 3.1.1, 4.8.12.4)."""
_CONDITIONS = ("if", "dependentSchemas", "unevaluatedProperties")
"""Keywords that may speak of members where nobody looks for them."""


class Reach:
    """Goes into the schemas of one document, as one side of an exchange sees them."""

    def __init__(self, gatherer: Gatherer) -> None:
        """Look at schemas as *gatherer* reads them."""
        self._gatherer = gatherer

    def places(self, starts: list[Places], pointer: str) -> list[Places]:
        """Return the schemas that values at *pointer* must fit one of; none, if there is no such place."""
        for step in steps_of(pointer):
            starts = [found for start in starts for found in self._inside(start, step)]
        return starts

    def beside(self, starts: list[Places], pointer: str) -> list[str]:
        """Return pointers to what there is where *pointer* leads away from what *starts* have."""
        path = ""
        for step in steps_of(pointer):
            further = [found for start in starts for found in self._inside(start, step)]
            if not further:
                break
            starts, path = further, below(path, step)
        branches = [one for start in starts for one in self._branches(start)]
        named = (members.named for one in branches for members in self._gatherer.facts(one).members)
        return [below(path, name) for several in named for name in several]

    def takes(self, places: Places, value: Any, *, text: bool = False) -> bool:
        """Tell whether *value* is among those enumerated at *places*, if they are; or its elements are.

        :param text: whether it is a text on the wire, where 5 is ``"5"``.
        """
        facts = self._gatherer.facts(places)
        if "array" in facts.types and (isinstance(value, list) or text):
            several = [value] if isinstance(value, list) else [[value], _SEPARATOR.split(str(value))]
            inner = element_at(facts.elements, 0)
            return any(all(self.takes(inner, one, text=text) for one in each) for each in several)
        values = facts.values
        if values is not None and text:
            values = {key_of(text_of(json.loads(key))): None for key in values}
        if values is not None and key_of(text_of(value) if text else value) not in values:
            return False
        return all(
            any(self.takes((one,), value, text=text) for one in choice.branches) for choice in facts.choices
        )

    def named(self, places: Places) -> list[Any]:
        """Return the values that are enumerated at *places*."""
        facts = self._gatherer.facts(places)
        inner = element_at(facts.elements, 0) if "array" in facts.types else ()
        return [*(facts.values or {}).values(), *(self.named(inner) if inner else ())]

    def _branches(self, places: Places) -> Iterator[Places]:
        """Yield *places*, and all that may be chosen there."""
        yield places
        for choice in self._gatherer.facts(places).choices:
            for one in choice.branches:
                yield from self._branches((one,))

    def _inside(self, places: Places, step: str) -> Iterator[Places]:
        several = [*self._branches(places)]
        is_named = any(one.named for each in several for one in self._gatherer.facts(each).members)
        for each in several:
            yield from self._step(each, step, is_named=is_named)

    def _step(self, places: Places, step: str, *, is_named: bool) -> Iterator[Places]:
        """Yield what one step leads to; it leads anywhere where a schema names no members at all."""
        facts = self._gatherer.facts(places)
        if "object" in facts.types:
            found = member_at(facts.members, step)
            names = [name for one in facts.members for name in one.named] if step == EACH else []
            is_free = not is_named or self._gatherer.has(places, "additionalProperties")
            is_known = found or is_free or not facts.others.keys().isdisjoint(_CONDITIONS)
            if is_known and not self._gatherer.facts(found).is_nothing:
                yield found
            yield from (member_at(facts.members, name) for name in names)
        is_index = step == EACH or step.isdecimal()
        # What is chosen from tells of elements, if this does not.
        if "array" in facts.types and is_index and (facts.elements or not facts.choices):
            yield element_at(facts.elements, 0 if step == EACH else int(step))
