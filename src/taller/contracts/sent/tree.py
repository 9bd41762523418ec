"""Schemas as they lie in one another, each of which tells what a value keeps and what it breaks."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from taller.contracts.events import Sent
from taller.contracts.probing.contract import Contract
from taller.contracts.sent.places import Found, Place, Plan
from taller.contracts.sent.words import KINDS, Schema, Word, words

_DEEP = 16
"""Schemas in one another that are looked at."""
_ITEMS = 8
"""Items of an array that are looked at: those after them are seldom of another make."""
_CHOICES = ("anyOf", "oneOf")
_TOGETHER = {
    **dict.fromkeys(("contains", "prefixItems"), "array"),
    **dict.fromkeys(
        ("propertyNames", "patternProperties", "dependentRequired", "dependentSchemas"), "object"
    ),
    **dict.fromkeys(("not", "if"), ""),
}
"""Keywords made of schemas that are judged as one, and the kind of value that each speaks of."""


class Node:
    """A schema at a place; what is inside it is looked up when a value gets there."""

    def __init__(
        self, contract: Contract, schema: Schema, place: Place, above: Mapping[int, "Node"] | None = None
    ) -> None:
        self.place = place
        self.itself = place.sides()
        self._contract, self._schema = contract, schema
        self._above = {**(above or {}), id(schema): self}
        self._plans: dict[str, Plan] = {}

    def note(self, value: Any, found: Found) -> bool:
        """Add to *found* that *value* was sent, and what it keeps and breaks; return whether it keeps all."""
        fits = self.see(value, found)
        found.add(self.itself[fits])
        return fits

    def see(self, value: Any, found: Found) -> bool:
        """Add to *found* what *value* keeps and breaks, and return whether it keeps all."""
        kind = KINDS[type(value)]
        try:
            fits = self._plan(kind).see(value, found)
            if self._together:
                fits &= not self._breaks_together(value, kind, found)
        except ValueError:
            return False
        if kind == "object":
            fits &= self._see_properties(value, found)
        elif kind == "array" and self.items is not None:
            for one in value[:_ITEMS]:
                fits &= self.items.note(one, found)
        for part in self.parts:
            fits &= part.see(value, found)
        for choice in self.choices:
            fits &= choice.see(value, found)
        return fits

    def _plan(self, kind: str) -> Plan:
        if kind not in self._plans:
            self._plans[kind] = Plan(self.place, [one for one in self.words if one.speaks_of(kind)], kind)
        return self._plans[kind]

    def _breaks_together(self, value: Any, kind: str, found: Found) -> bool:
        broken = False
        for name, schema in self._together.items():
            if _TOGETHER[name] in ("", kind):
                fits = self._contract.fits(schema, value)
                found.add(self.place.sides(name)[fits])
                broken |= not fits
        return broken

    def _see_properties(self, value: Mapping[str, Any], found: Found) -> bool:
        fits = True
        for name, sides in self.required.items():
            found.add(sides[name in value])
            fits &= name in value
        for name, one in value.items():
            node = self.properties.get(name, self.others)
            if node is not None:
                fits &= node.note(one, found)
        return fits

    @cached_property
    def words(self) -> list[Word]:
        """The keywords that are judged one by one."""
        return [one for one in words(self._schema) if self.place.can_break(one)]

    @cached_property
    def _together(self) -> dict[str, Schema]:
        beside = {"if": ("if", "then", "else")}
        return {
            name: {one: self._schema[one] for one in beside.get(name, (name,)) if one in self._schema}
            for name in _TOGETHER
            if name in self._schema
        }

    @cached_property
    def required(self) -> dict[str, tuple[Sent, Sent]]:
        """The properties that must be there, and what stands for their not being and being there."""
        said = self._schema.get("properties", {})
        wanted = (name for name in self._schema.get("required", ()) if not self._is_given(said.get(name)))
        return {name: self.place.below(name).sides("required") for name in wanted}

    @cached_property
    def properties(self) -> dict[str, "Node"]:
        """Those that a client may send."""
        said = self._schema.get("properties", {})
        return {
            name: self._inside(one, self.place.below(name))
            for name, one in said.items()
            if not self._is_given(one)
        }

    @cached_property
    def others(self) -> "Node | None":
        """What other properties are, if none are told by a pattern of their names."""
        return self._inside_each("additionalProperties", "patternProperties")

    @cached_property
    def items(self) -> "Node | None":
        """What every item is, if none are told by their positions."""
        return self._inside_each("items", "prefixItems")

    @cached_property
    def parts(self) -> list["Node"]:
        """What the value must be, too."""
        said = [
            *self._schema.get("allOf", ()),
            *([{"$ref": self._schema["$ref"]}] if "$ref" in self._schema else []),
        ]
        return [self._inside(one, self.place) for one in said]

    @cached_property
    def choices(self) -> list["Choice"]:
        """Of what the value must be one, or at least one."""
        return [
            Choice(word, [self._inside(one, self.place) for one in self._schema[word]], self.place)
            for word in _CHOICES
            if word in self._schema
        ]

    def children(self) -> Iterator["Node"]:
        """Yield the schemas just inside it."""
        yield from self.parts
        for choice in self.choices:
            yield from choice.nodes
        yield from self.properties.values()
        yield from (one for one in (self.others, self.items) if one is not None)

    def keywords(self) -> Iterator[Sent]:
        """Yield what stands for each of its own keywords, and for those that want a property, being kept."""
        names = [*(one.name for one in self.words), *self._together, *(one.word for one in self.choices)]
        yield from (self.place.sides(name)[True] for name in names)
        yield from (sides[True] for sides in self.required.values())

    def _inside(self, said: Any, place: Place) -> "Node":
        """Return the schema *said* at *place*; what is around this one is not begun again, but returned."""
        alone = not isinstance(said, dict) or ("$ref" in said and len(said) == 1)
        schema = self._contract.schema(said) if alone else said
        around = self._above.get(id(schema))
        if around is not None and around.place != place:
            return around
        # What is made of itself, and what lies too deep, says nothing.
        sound = around is None and len(self._above) < _DEEP
        return Node(self._contract, schema if sound else {}, place, self._above)

    def _inside_each(self, name: str, but: str) -> "Node | None":
        said = self._schema.get(name)
        known = isinstance(said, dict) and but not in self._schema
        return self._inside(said, self.place.below("*")) if known else None

    def _is_given(self, said: Any) -> bool:
        """Tell whether only the service writes a property: what a client sends as such has no meaning."""
        return self._contract.schema(said).get("readOnly") is True


class Choice:
    """Several schemas, of which a value must keep one, or at least one."""

    def __init__(self, word: str, nodes: list[Node], place: Place) -> None:
        self.word, self.nodes = word, nodes
        self._sides = place.sides(word)

    def see(self, value: Any, found: Found) -> bool:
        """Add to *found* what *value* keeps and breaks, and return whether it keeps enough of them.

        What one of them takes does not break the others: it was not meant for them.
        """
        tried: list[tuple[bool, Found]] = []
        for node in self.nodes:
            inside: Found = set()
            tried.append((node.see(value, inside), inside))
        taken = [inside for fits, inside in tried if fits]
        fits = len(taken) == 1 if self.word == "oneOf" else bool(taken)
        found.update(*(taken or [inside for _, inside in tried]))
        found.add(self._sides[fits])
        return fits
