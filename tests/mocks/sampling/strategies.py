"""Random JSON Schemas: some that surely have values, and some that may have none."""

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

NAMES = ["a", "b", "nombre", "email", "codigo postal", "nif/nie", "importe", "~x"]
PATTERNS = [
    "^[a-z]{3,8}$",
    "^[A-Z]{2}-[0-9]+$",
    "[0-9]",
    "^(ab|cd)*x?$",
    "^[^\\u0000]*$",
    "^(?!x)[a-z]+$",
    "^\\+34 ?[67]\\d{8}$",
    "^[\\w.-]+@[\\w-]+\\.[a-z]{2,3}$",
    "^.{2,4}\\.pdf$",
    "a(?=b)",
]
FORMATS = [
    *("date", "time", "date-time", "duration", "email", "idn-email", "hostname", "ipv4", "ipv6", "uri"),
    *("uri-reference", "iri", "uri-template", "uuid", "json-pointer", "relative-json-pointer", "regex"),
    *("byte", "binary", "password", "de-nadie"),
]
CIRCULAR: Json = {
    "Nodo": {
        "type": "object",
        "required": ["nombre", "hijos", "padre"],
        "properties": {
            "nombre": {"type": "string"},
            "hijos": {"type": "array", "items": {"$ref": "#/components/schemas/Nodo"}},
            "padre": {"anyOf": [{"$ref": "#/components/schemas/Nodo"}, {"type": "null"}]},
        },
    },
    "Lista": {
        "oneOf": [
            {"type": "object", "required": ["fin"], "properties": {"fin": {"const": True}}},
            {
                "type": "object",
                "required": ["resto"],
                "properties": {"resto": {"$ref": "#/components/schemas/Lista"}, "x": {"type": "integer"}},
            },
        ]
    },
}

small = st.integers(0, 5)
bounds = st.tuples(st.integers(-50, 50), st.integers(0, 60)).map(lambda pair: (pair[0], sum(pair)))


def some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """Some of *keywords*, perhaps none."""
    return st.fixed_dictionaries({}, optional=keywords)


def sized(least: str, most: str) -> st.SearchStrategy[Json]:
    """A least and a greatest size that agree, or one of them, or neither."""
    both = st.tuples(small, st.integers(0, 30)).map(lambda pair: {least: pair[0], most: sum(pair)})
    return both | st.just({}) | small.map(lambda size: {least: size})


def merged(*parts: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """All of *parts* in one."""
    return st.tuples(*parts).map(lambda some: {name: value for one in some for name, value in one.items()})


def of_type(*names: str) -> st.SearchStrategy[Json]:
    """A ``type``, null allowed or not; now and then none."""
    return st.sampled_from([{"type": names[0]}, {"type": [*names, "null"]}, {"type": ["null", *names]}])


numbers = merged(
    of_type("integer") | of_type("number"),
    st.one_of(
        bounds.map(lambda pair: {"minimum": pair[0], "maximum": pair[1]}),
        bounds.map(lambda pair: {"exclusiveMinimum": pair[0] - 1, "exclusiveMaximum": pair[1] + 1}),
        st.sampled_from([{"multipleOf": 7}, {"multipleOf": 0.5, "minimum": 3}, {"multipleOf": 1000}]),
        st.sampled_from([{"format": "int32"}, {"format": "int64", "minimum": 2**40}, {"format": "double"}]),
        st.just({}),
    ),
)
texts = merged(
    of_type("string"),
    sized("minLength", "maxLength")
    | st.sampled_from(PATTERNS).map(lambda one: {"pattern": one})
    | st.sampled_from(FORMATS).map(lambda one: {"format": one})
    | st.sampled_from(
        [{"contentEncoding": "base64"}, {"minLength": 300}, {"format": "uri", "minLength": 90}]
    ),
)
named = st.one_of(
    st.lists(
        st.sampled_from(["uno", "dos", 3, None, 4.5, True, [1], {"a": 1}]), min_size=1, unique_by=repr
    ).map(lambda values: {"enum": values}),
    st.sampled_from([{"const": "x"}, {"const": 0}, {"const": None}, {"type": "boolean"}, {"type": "null"}]),
    st.sampled_from([{}, True, {"description": "-"}, {"$ref": "#/components/schemas/Nodo"}]),
    st.just({"$ref": "#/components/schemas/Lista", "description": "-"}),
)
leaves = numbers | texts | named


def _arrays(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    open_ended = merged(
        of_type("array"), sized("minItems", "maxItems"), inner.map(lambda one: {"items": one})
    )
    listed = st.lists(inner, min_size=1, max_size=3).map(lambda several: {"prefixItems": several})
    unique = st.just({"type": "array", "items": {"type": "integer"}, "uniqueItems": True, "minItems": 4})
    containing = merged(
        st.just({"type": "array"}),
        inner.map(lambda one: {"contains": one}),
        some(minContains=st.integers(1, 3)),
    )
    return st.one_of(
        open_ended,
        merged(listed, st.sampled_from([{}, {"items": False}, {"minItems": 1}])),
        unique,
        containing,
    )


def _objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    fields = st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    plain = st.tuples(fields, st.lists(st.sampled_from(NAMES), unique=True, max_size=3), st.booleans()).map(
        lambda three: {
            "type": "object",
            "properties": three[0],
            "required": [name for name in three[1] if not three[2] or name in three[0]],
            **({"additionalProperties": False} if three[2] else {}),
        }
    )
    maps = merged(
        st.just({"type": "object"}),
        inner.map(lambda one: {"additionalProperties": one}),
        some(minProperties=small, propertyNames=st.just({"pattern": "^[a-z]+"})),
    )
    patterned = inner.map(
        lambda one: {
            "patternProperties": {"^x-[a-z]+$": one},
            "minProperties": 2,
            "additionalProperties": False,
        }
    )
    dependent = fields.map(
        lambda some: {"properties": some, "dependentRequired": {name: ["b"] for name in some}}
    )
    return plain | maps | patterned | dependent


def _wholes(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    tagged = st.lists(inner, min_size=1, max_size=3).map(
        lambda several: {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["tipo", "valor"],
                    "properties": {"tipo": {"const": number}, "valor": one},
                }
                for number, one in enumerate(several)
            ]
        }
    )
    either = st.lists(inner, min_size=1, max_size=3).map(lambda several: {"anyOf": several})
    both = st.tuples(inner, inner).map(
        lambda pair: {
            "allOf": [
                {"type": "object", "properties": {"a": pair[0]}, "required": ["a"]},
                {"properties": {"z": pair[1]}, "required": ["z"], "unevaluatedProperties": True},
            ]
        }
    )
    chosen = inner.map(
        lambda one: {
            "properties": {"pais": {"enum": ["ES", "FR"]}, "cp": {"type": "string"}},
            "required": ["pais"],
            "if": {"properties": {"pais": {"const": "ES"}}},
            "then": {"required": ["cp"], "properties": {"extra": one}},
            "else": {"not": {"required": ["cp"]}},
        }
    )
    return tagged | either | both | chosen


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return _arrays(inner) | _objects(inner) | _wholes(inner)


sound = st.recursive(leaves, _deeper, max_leaves=8)
"""Schemas that have values."""

_mixed = st.tuples(sound, sound, sound).flatmap(
    lambda some: st.sampled_from(
        [
            {"allOf": [*some[:2]]},
            {"oneOf": [*some]},
            {"not": some[0]},
            {**(some[0] if isinstance(some[0], dict) else {}), "not": some[1]},
            {"if": some[0], "then": some[1], "else": some[2]},
            {"type": "object", "properties": {"a": some[0]}, "dependentSchemas": {"a": some[1]}},
            {"type": "array", "contains": some[0], "maxContains": 1, "items": some[1], "minItems": 2},
            {"type": "array", "items": some[0], "uniqueItems": True, "minItems": 2},
            {"allOf": [some[0]], "unevaluatedProperties": False},
            {"enum": [0, "uno", {"a": 1}, []], "anyOf": [*some]},
            {"properties": {"a": False, "b": some[0]}, "required": ["b"]},
            {"allOf": [{"pattern": "^[a-z]+$"}, {"pattern": "x"}, some[0]]},
            False,
        ]
    )
)
wild = st.recursive(_mixed, _deeper, max_leaves=4)
"""Schemas that may have none."""
