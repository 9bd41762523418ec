"""Any value that the schemas of a contract allow, the outlandish ones above all."""

import json
import string
from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, Registry

from taller.catalog import contract_path, load_contract
from taller.documents.pointers import resolved

Value = st.SearchStrategy[Any]
UNKNOWN_NAMES = ["otro", "id2", "__class__", "", " ", "constructor", "Ñ/~"]
UNKNOWN: Value = st.sampled_from(
    [None, "", "x" * 3000, [], {}, [[[]]], {"otro": [1, {}]}, 10**30, -1.5e300, True]
)
"""What an object may hold of which its contract says nothing."""
SOME = 24
"""Characters of most texts; others are as long as can be."""
LETTERS = st.characters(codec="utf-8")
REFERENCES = ["/", "?page=2", "#", "//otro/x", "http://[::1]/", "urn:x:1", "x" * 2000]
EMAILS = ["a@b.es", '"a b"@example.com', "x" * 64 + "@example.com"]


class Values:
    """What one contract's schemas allow."""

    def __init__(self, service: str) -> None:
        self._root = load_contract(contract_path(service))
        self._uri = f"urn:taller:values:{service}"
        self._registry = Registry([(self._uri, self._root)])
        self._kinds = {
            "object": self._object,
            "array": self._array,
            "string": _text,
            "integer": _integer,
            "number": _number,
            "boolean": lambda _: st.booleans(),
            "null": lambda _: st.none(),
        }
        self.of = cache(self._of)
        self.allowed = cache(self._validator)

    def responses(self, operation: str) -> Mapping[int, Any]:
        """Return what is documented of each status of *operation*, references to a whole one resolved."""
        method, path = operation.split()
        documented = self._root["paths"][path][method.lower()]["responses"]
        return {int(code): self.resolved(each) for code, each in documented.items()}

    def resolved(self, part: Any) -> Any:
        """Return *part*, or what it refers to."""
        return resolved(self._root, part)

    def _of(self, schema: str) -> Value:
        """Return what *schema*, as JSON, allows; jsonschema-rs has the last word."""
        return self._within(json.loads(schema)).filter(self.allowed(schema).is_valid)

    def _validator(self, schema: str) -> Draft202012Validator:
        absolute = json.loads(schema.replace('"$ref": "#', f'"$ref": "{self._uri}#'))
        return Draft202012Validator(absolute, registry=self._registry, validate_formats=True)

    def _within(self, schema: Any) -> Value:
        schema = self.resolved(schema)
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if "oneOf" in schema:
            return st.one_of([self._within(each) for each in schema["oneOf"]])
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        exact = [self._kinds[kind](schema) for kind in kinds]
        return st.one_of(exact).filter(self._validator(json.dumps(schema)).is_valid)

    def _object(self, schema: Any) -> Value:
        properties = {name: self._within(below) for name, below in schema.get("properties", {}).items()}
        required = {name: properties.pop(name) for name in schema.get("required", ())}
        known = st.fixed_dictionaries(required, optional=properties)
        if schema.get("additionalProperties", True) is False:
            return known
        names = [name for name in UNKNOWN_NAMES if name not in properties | required]
        unknown = st.just({}) | st.dictionaries(st.sampled_from(names), UNKNOWN, max_size=2)
        return st.builds(lambda one, other: {**other, **one}, known, unknown)

    def _array(self, schema: Any) -> Value:
        few = min(schema.get("maxItems", 3), 3)
        return st.lists(self._within(schema["items"]), min_size=schema.get("minItems", 0), max_size=few)


def _text(schema: Any) -> Value:
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", 100)
    if "format" in schema:
        return _FORMATS[schema["format"]]
    if "[^" not in schema.get("pattern", "[^"):
        return st.from_regex(schema["pattern"])
    some = st.text(LETTERS, min_size=shortest, max_size=min(longest, max(SOME, shortest)))
    extreme = st.sampled_from(["x", " ", "ß", "😀", "\n", "'", "\u202e", "é"]).flatmap(
        lambda each: st.sampled_from([each * longest, each * shortest])
    )
    return some | extreme


_FORMATS: dict[str, Value] = {
    "date": st.dates().map(str) | st.sampled_from(["0000-01-01", "2024-02-29", "9999-12-31"]),
    "email": st.sampled_from(EMAILS),
    "uri-reference": st.sampled_from(REFERENCES),
}


def _integer(schema: Any) -> Value:
    low, high = schema.get("minimum", -(2**63)), schema.get("maximum", 2**63 - 1)
    exact = st.integers(low, high) | st.sampled_from([low, high])
    # 6.0 is an integer in JSON Schema; beyond 2**53 a float may be another one.
    return exact | exact.filter(lambda value: abs(value) <= 2**53).map(float)


def _number(schema: Any) -> Value:
    low, high = schema.get("minimum", -1e9), schema.get("maximum", 1e9)
    if "multipleOf" in schema:
        hundredths = st.integers(round(low * 100), round(high * 100)).map(lambda value: value / 100)
        return hundredths | st.sampled_from([low, high, 0.01, 0, -0.0])
    return st.floats(low, high) | st.integers(round(low), round(high)) | st.sampled_from([low, high])


def header(value: str) -> str:
    """Return *value* as a header can carry it."""
    return "".join(each for each in value if each in string.printable and each.isprintable())
