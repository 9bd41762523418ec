"""Walks a JSON body beside its schema, down to every field that can be written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from taller.contracts.phrases import said
from taller.contracts.probing.contract import Contract, Schema
from taller.contracts.probing.hostile.alteration import MISSING

_DEEP = 8
_JOINED = ("allOf", "anyOf", "oneOf")
Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Field:
    """A place in a body, and all that the contract says of it."""

    steps: Steps
    schemas: tuple[Schema, ...]
    """Any of those that may apply: whether one does, the whole body must tell."""
    value: Any
    """What stands there, or might; `MISSING` if nobody knows."""
    required: bool = False

    @property
    def pointer(self) -> str:
        """Its JSON pointer, of a list's items as ``*``; ``the body`` for the whole."""
        steps = "".join(f"/{'*' if isinstance(step, int) else step}" for step in self.steps)
        return steps or said("the body")

    def said(self, keyword: str) -> Iterator[Any]:
        """Yield what its schemas say by *keyword*."""
        return (one[keyword] for one in self.schemas if keyword in one)

    def lets(self, text: str) -> bool:
        """Whether its schemas have nothing against *text*, its length aside."""
        if any(True for word in ("format", "enum", "const") for _ in self.said(word)):
            return False
        try:
            return all(re.search(pattern, text) for pattern in self.said("pattern"))
        except re.error:  # of a dialect that is not Python's
            return False

    @property
    def types(self) -> frozenset[str]:
        """The JSON types that its schemas name."""
        named = (([one] if isinstance(one, str) else one) for one in self.said("type"))
        return frozenset(one for several in named for one in several)


def fields(contract: Contract, schema: Schema, body: Any) -> Iterator[Field]:
    """Yield the whole of *body* and every field within it, the upper ones first.

    Of a list the first item stands for all. What only the service writes is left out, and so is what lies
    below a field that *body* does not have.
    """
    waiting = [Field((), flat(contract, schema), body)]
    while waiting:
        one = waiting.pop(0)
        yield one
        if len(one.steps) < _DEEP and is_in(body, one.steps):
            waiting += _below(contract, one)


def flat(contract: Contract, schema: Any, depth: int = 0) -> tuple[Schema, ...]:
    """Return *schema* and all that it joins, references resolved."""
    found = contract.schema(schema)
    if not found or depth > _DEEP:
        return ()
    parts = (part for keyword in _JOINED for part in found.get(keyword, ()))
    return (found, *(one for part in parts for one in flat(contract, part, depth + 1)))


def _below(contract: Contract, field: Field) -> Iterator[Field]:
    if isinstance(field.value, dict):
        for name, schemas in _properties(contract, field.schemas).items():
            if not any(one.get("readOnly") for one in schemas):
                value = field.value.get(name, _shown(schemas))
                needed = any(name in names for names in field.said("required"))
                yield Field((*field.steps, name), schemas, value, needed and name in field.value)
    elif isinstance(field.value, list) and field.value:
        schemas = tuple(one for items in field.said("items") for one in flat(contract, items))
        yield Field((*field.steps, 0), schemas, field.value[0])


def _properties(contract: Contract, schemas: Sequence[Schema]) -> Mapping[str, tuple[Schema, ...]]:
    found: dict[str, tuple[Schema, ...]] = {}
    for schema in schemas:
        for name, one in schema.get("properties", {}).items():
            found[name] = (*found.get(name, ()), *flat(contract, one))
    return found


def _shown(schemas: Sequence[Schema]) -> Any:
    """Return a value that *schemas* name."""
    for schema in schemas:
        for keyword in ("example", "default", "const"):
            if schema.get(keyword) is not None:
                return schema[keyword]
        several = [one for one in (*schema.get("examples", ()), *schema.get("enum", ())) if one is not None]
        if several:
            return several[0]
    return MISSING


def is_in(body: Any, steps: Steps) -> bool:
    """Whether *body* has something at *steps*."""
    for step in steps:
        if isinstance(body, dict) and step not in body:
            return False
        body = body[step]
    return True


def put(body: Any, steps: Steps, value: Any) -> Any:
    """Return *body* with *value* at *steps*, or without what was there if it is `MISSING`."""
    if not steps:
        return value
    copy: Any = dict(body) if isinstance(body, dict) else list(body)
    first, *rest = steps
    if rest:
        copy[first] = put(copy[first], tuple(rest), value)
    elif value is MISSING:
        del copy[first]
    else:
        copy[first] = value
    return copy
