"""From schemas to facts: references followed, ``allOf`` merged, what is said twice said once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from taller.contracts.compat.facts import TYPES, Choice, Facts, Place, Places
from taller.contracts.compat.keywords import (
    elements_of,
    formats_of,
    is_plain_end,
    limits_of,
    listed,
    members_of,
    texts_of,
    types_of,
    values_of,
)
from taller.contracts.compat.uniting import united
from taller.contracts.compat.values import exact, key_of
from taller.documents.pointers import NOTHING, below, lookup, of_fragment

MOST = 300
"""Schemas that may speak of one value; no contract made by people has as many."""

_OPAQUE: Mapping[str, tuple[str, ...]] = {
    "not": ("not",),
    "if": ("if", "then", "else"),
    "contains": ("contains", "minContains", "maxContains"),
    "propertyNames": ("propertyNames",),
    "dependentRequired": ("dependentRequired",),
    "dependentSchemas": ("dependentSchemas",),
    "contentEncoding": ("contentEncoding", "contentMediaType", "contentSchema"),
}
"""Keywords that only have an effect together, by the one that a sentence names."""
_SAID_TO_PEOPLE = ("title", "description", "summary")


class Gatherer:
    """Gathers facts from the schemas of one document, as one side of an exchange sees them."""

    def __init__(self, document: Mapping[str, Any], request: bool) -> None:
        """Read *document* as the sender of a *request* does, or else as the reader of a response."""
        self._document = document
        self._withheld = "readOnly" if request else "writeOnly"
        self._known: dict[tuple[str, ...], Facts] = {}

    def facts(self, places: Places) -> Facts:
        """Return all that *places* say together."""
        key = tuple(place.pointer for place in places)
        if key not in self._known:
            self._known[key] = self._gathered(places)
        return self._known[key]

    def _gathered(self, places: Places) -> Facts:
        parts = list(self._parts(places))
        made = reduce(Facts.joined, (self._own(place) for place in parts[:MOST]), Facts())
        rest = replace(made, choices=(), types=TYPES, marks=frozenset(), default=None)
        chosen = [self._chosen(choice) for choice in made.choices]
        is_bare = len(chosen) == 1 and rest == Facts() and chosen[0] <= made.types and len(parts) <= MOST
        types = made.types.intersection(*chosen)
        unclear = made.unclear or len(parts) > MOST
        return replace(made, types=types, unclear=unclear, is_bare=is_bare).settled()

    def _chosen(self, choice: Choice) -> frozenset[str]:
        """Return the types that the branches of *choice* have together."""
        return frozenset[str]().union(*(self.facts((one,)).types for one in choice.branches))

    def is_withheld(self, places: Places) -> bool:
        """Tell whether a member with these schemas is not sent on this side."""
        # Not by their facts, which ask this of members: a circle of required ones would have no end.
        return self.has(places, self._withheld)

    def has(self, places: Places, keyword: str) -> bool:
        """Tell whether a schema that speaks at *places* says that *keyword* is true."""
        parts = (part.schema for part in self._parts(places))
        return any(isinstance(one, dict) and one.get(keyword) is True for one in parts)

    def _parts(self, places: Places) -> Iterator[Place]:
        """Yield each schema that must hold if *places* do, at most one more than are looked at."""
        waiting, seen = list(reversed(places)), set[str]()
        while waiting and len(seen) <= MOST:
            place = waiting.pop()
            if place.pointer in seen:
                continue
            seen.add(place.pointer)
            yield place
            waiting += reversed(list(self._implied(place)))

    def _implied(self, place: Place) -> Iterator[Place]:
        schema = place.schema
        if not isinstance(schema, dict):
            return
        if "$ref" in schema:
            yield self.target(schema["$ref"])
        yield from listed(place, "allOf")
        for name in ("anyOf", "oneOf"):
            if len(schema.get(name, ())) == 1:
                yield from listed(place, name)

    def target(self, reference: str) -> Place:
        """Return what *reference* leads to; a schema that says nothing, if to nothing."""
        pointer = of_fragment(reference[1:])
        found = lookup(self._document, pointer)
        return Place(pointer, True if found is NOTHING else found)

    def followed(self, place: Place) -> Place:
        """Return where what is said at *place* stands, its reference followed if it says nothing itself."""
        for _ in range(MOST):
            schema = place.schema
            if not (
                isinstance(schema, dict) and "$ref" in schema and schema.keys() <= {"$ref", *_SAID_TO_PEOPLE}
            ):
                break
            place = self.target(place.schema["$ref"])
        return place

    def _own(self, place: Place) -> Facts:
        schema = place.schema
        if not isinstance(schema, dict):
            return Facts() if schema is not False else Facts(types=frozenset())
        made = Facts(
            types=types_of(schema),
            values=values_of(schema),
            limits=limits_of(schema),
            patterns=texts_of(schema, "pattern"),
            formats=formats_of(schema),
            multiples=frozenset({exact(schema["multipleOf"])} if schema.get("multipleOf") else ()),
            unique=schema.get("uniqueItems") is True,
            required=frozenset(schema.get("required", ())) - self._withheld_names(place),
            members=members_of(place),
            elements=elements_of(place),
            others=self._others(schema),
            marks=frozenset(
                name for name in ("readOnly", "writeOnly", "deprecated") if schema.get(name) is True
            ),
            default=key_of(schema["default"]) if "default" in schema else None,
        )
        for name in ("anyOf", "oneOf"):
            if len(schema.get(name, ())) > 1:
                made = made.joined(self._choice(place, name))
        return made

    def _withheld_names(self, place: Place) -> frozenset[str]:
        """Return the members that are required on the other side only (OpenAPI 3.0.4, 4.7.24.2)."""
        named = place.schema.get("properties", {})
        inside = below(place.pointer, "properties")
        return frozenset(
            name
            for name in place.schema.get("required", ())
            if name in named and self.is_withheld((Place(below(inside, name), named[name]),))
        )

    def _choice(self, place: Place, name: str) -> Facts:
        branches = tuple(listed(place, name))
        plain = united([self.facts((one,)) for one in branches], exclusive=name == "oneOf")
        if plain is not None:
            return plain
        solid = [one for one in branches if one.schema != {"type": "null"}]
        if len(solid) == 1 and len(branches) == 2:
            inner = self.facts((solid[0],))
            is_plain = not (inner.choices or inner.others or inner.unclear or "null" in inner.types)
            if is_plain:
                return inner.or_null()
        said = place.schema.get("discriminator")
        said = said if isinstance(said, dict) else {}
        tags = {reference: tag for tag, reference in said.get("mapping", {}).items()}
        return Facts(choices=(Choice(name == "oneOf", branches, tags, said.get("propertyName")),))

    def _others(self, schema: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for name, together in _OPAQUE.items():
            said = {one: schema[one] for one in together if one in schema}
            if said:
                found[name] = frozenset({self._text(said)})
        for name in ("unevaluatedProperties", "unevaluatedItems"):
            if name in schema and not is_plain_end(schema, name):
                # What it means depends on all that stands beside it.
                found[name] = frozenset({self._text(schema)})
        return found

    def _text(self, schema: Any) -> str:
        """Return *schema* as a text, and after it all that it refers to."""
        texts = [key_of(_bare(schema))]
        waiting, seen = list(references(schema)), set[str]()
        while waiting:
            reference = waiting.pop()
            if reference not in seen:
                seen.add(reference)
                found = self.target(reference).schema
                texts.append(reference + key_of(_bare(found)))
                waiting += references(found)
        return "\n".join([texts[0], *sorted(texts[1:])])


def _bare(schema: Any) -> Any:
    """Return *schema* without what is said to people; a member called ``title`` is no text, and stays."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: _bare(one)
        for name, one in schema.items()
        if not (name in _SAID_TO_PEOPLE and isinstance(one, str))
    }


def references(schema: Any) -> Iterator[str]:
    """Yield each reference in *schema*."""
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for one in schema.values():
            yield from references(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from references(one)
