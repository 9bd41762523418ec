"""The keywords of a schema, each judged by itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

Schema = Mapping[str, Any]

KINDS: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
    list: "array",
    dict: "object",
}
"""What JSON calls a value of Python."""
_OF = {
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format"), "string"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "number"),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems"), "array"),
    **dict.fromkeys(("minProperties", "maxProperties", "additionalProperties"), "object"),
    **dict.fromkeys(("type", "enum", "const"), ""),
}
"""The keywords that are judged one by one, and the kind of value that each speaks of; all, if empty."""
_OF_ALL_INSIDE = frozenset(("enum", "const", "uniqueItems"))
_LEAST = frozenset(("minLength", "minItems", "minProperties"))
_FORMATS = frozenset(
    (
        *("date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname"),
        *("ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid", "regex"),
        *("json-pointer", "relative-json-pointer"),
    )
)
"""Those that a judge knows: ``int64`` and its like are never broken."""


@dataclass(frozen=True)
class Word:
    """A keyword, and the schema that says it and nothing else."""

    name: str
    alone: Schema

    def speaks_of(self, kind: str) -> bool:
        """Whether a value of *kind*, one of `KINDS`, can break it."""
        return _OF[self.name] in ("", kind)

    @property
    def looks_inside(self) -> bool:
        """Whether it judges what is in an array or an object, and not only how many or by which names."""
        return self.name in _OF_ALL_INSIDE


def words(schema: Schema) -> Iterator[Word]:
    """Yield the keywords of *schema* that a value can break, without those that look at other schemas."""
    for name, said in schema.items():
        if name in _OF and not _is_idle(name, said):
            beside = ("properties", "patternProperties") if name == "additionalProperties" else ()
            names = {one: dict.fromkeys(schema[one], True) for one in beside if one in schema}
            yield Word(name, {**names, name: said})


def _is_idle(name: str, said: Any) -> bool:
    """Tell whether every value keeps a keyword; `additionalProperties` is one only if it is false."""
    if name == "format":
        return said not in _FORMATS
    if name == "additionalProperties":
        return said is not False
    return (name in _LEAST and said == 0) or (name == "uniqueItems" and said is False)


def judge(*alone: Schema) -> "jsonschema_rs.Draft202012Validator":
    """Return what tells whether a value keeps all of the keywords *alone*."""
    return _judge(json.dumps({name: said for one in alone for name, said in one.items()}))


@cache
def _judge(schema: str) -> "jsonschema_rs.Draft202012Validator":
    return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=True)


def outside(value: Any) -> Any:
    """Return *value* without what is in it, if it is an array or an object: that many, or by those names."""
    if isinstance(value, dict):
        return dict.fromkeys(value)
    return [None] * len(value) if isinstance(value, list) else value
