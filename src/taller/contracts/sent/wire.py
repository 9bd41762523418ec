"""From what goes over the wire to the values that the contract speaks of."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote

from taller.contracts.probing.contract import Contract, Parameter, Schema, types

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_HOLE = re.compile(r"\{([^{}]*)\}")
_BETWEEN = {"spaceDelimited": " ", "pipeDelimited": "|"}
_DEEP = 8
Texts = Mapping[str, list[str]]
"""What was sent for each name."""


class Template:
    """A path with parameters."""

    def __init__(self, path: str) -> None:
        parts = _HOLE.split(path)
        self._names = parts[1::2]
        form = "".join("([^/]+)" if turn % 2 else re.escape(part) for turn, part in enumerate(parts))
        self._form = re.compile(form)

    def read(self, path: str) -> Texts:
        """Return the texts that *path* has for the parameters; none if it is another one."""
        found = self._form.fullmatch(path) if self._names else None
        return (
            {name: [unquote(one)] for name, one in zip(self._names, found.groups(), strict=True)}
            if found
            else {}
        )


def query_of(text: str) -> Texts:
    """Return the texts of a query."""
    return parse_qs(text, keep_blank_values=True) if text else {}


def cookies_of(header: str) -> Texts:
    """Return the texts of a header ``Cookie``."""
    pairs = (one.partition("=") for one in header.split(";"))
    return {name.strip(): [value.strip()] for name, _, value in pairs}


@dataclass(frozen=True)
class Reader:
    """Reads one parameter."""

    names: tuple[str, ...]
    """Any of which says that it is there: an object is sent as several."""
    kinds: frozenset[str]
    """The types that it may have; none if any."""
    between: str
    """What parts the items of a list; empty if each is sent by itself."""
    in_json: bool

    def values(self, texts: Texts) -> Iterator[Any]:
        """Yield what was sent: a list as one value, what was sent several times as several."""
        sent = [one for name in self.names for one in texts.get(name, ())]
        if "array" in self.kinds and sent and not self.in_json:
            items = sent[0].split(self.between) if self.between else sent
            yield [self._value(one) for one in items]
        else:
            yield from map(self._value, sent)

    def _value(self, text: str) -> Any:
        """Return *text* as the type that it may have and looks like."""
        if self.in_json or ("boolean" in self.kinds and text in ("true", "false")):
            return _loaded(text)
        if self.kinds & {"integer", "number"} and _NUMBER.fullmatch(text):
            return _loaded(text)
        return text


def reader(contract: Contract, parameter: Parameter) -> Reader:
    """Return what reads *parameter*, by the style that the contract gives it."""
    said, kinds = parameter.said, kinds_of(contract, parameter.schema)
    exploded = said.get("explode", said.get("style", "form") == "form") and parameter.where in (
        "query",
        "cookie",
    )
    name = parameter.name.lower() if parameter.where == "header" else parameter.name
    names = [name]
    if "object" in kinds:
        own = contract.properties(parameter.schema)
        names += own if exploded else ()
        names += [f"{name}[{one}]" for one in own] if said.get("style") == "deepObject" else ()
    between = "" if exploded else _BETWEEN.get(said.get("style", ""), ",")
    return Reader(tuple(names), kinds, between, "content" in said)


def kinds_of(contract: Contract, schema: Schema, depth: int = 0) -> frozenset[str]:
    """Return the types that *schema* allows, those of its parts and of the items of its lists, too."""
    if depth > _DEEP:
        return frozenset()
    parts = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
    parts += [schema["items"]] if "items" in schema else []
    inside = (kinds_of(contract, contract.schema(part), depth + 1) for part in parts)
    return frozenset(types(schema)).union(*inside)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:  # no JSON, or a number of more digits than Python takes
        return text
