"""What each keyword of a schema says, in the form that facts have."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.contracts.compat.facts import TYPES, Elements, Limit, Members, Place
from taller.contracts.compat.values import exact, key_of
from taller.documents.pointers import below

_LIMITS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_LOWEST = {"minLength": 0, "minItems": 0, "minProperties": 0}
_ENCODINGS = {"byte": "contentEncoding", "binary": "contentMediaType"}
"""Formats of OpenAPI 3.0, and the keywords that say the same in 3.1 (OpenAPI 3.1.1, 4.4.1)."""
_BESIDE = ("$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas")


def listed(place: Place, name: str) -> Iterator[Place]:
    """Yield the schemas that the list *name* of a schema holds."""
    inside = below(place.pointer, name)
    for index, one in enumerate(place.schema.get(name, ())):
        yield Place(below(inside, index), one)


def types_of(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the types that are allowed."""
    said = schema.get("type")
    several = [said] if isinstance(said, str) else said if isinstance(said, list) else None
    if several is None:
        return TYPES
    found = frozenset(several)
    return (found - {"number"}) | {"integer", "fraction"} if "number" in found else found


def values_of(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the values that are enumerated, by their keys."""
    if "const" in schema:
        return {key_of(schema["const"]): schema["const"]}
    said = schema.get("enum")
    return {key_of(one): one for one in said} if isinstance(said, list) else None


def limits_of(schema: Mapping[str, Any]) -> dict[str, Limit]:
    """Return the bounds; those that every value keeps are none."""
    found = {
        name: Limit(exact(schema[name]))
        for name in (*_LIMITS, "minimum", "maximum")
        if name in schema and schema[name] != _LOWEST.get(name)
    }
    for name, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if name in schema:
            limit = Limit(exact(schema[name]), open=True)
            is_lower = plain == "minimum"
            known = found.get(plain)
            if known is None or (limit.number >= known.number if is_lower else limit.number <= known.number):
                found[plain] = limit
    return found


def texts_of(schema: Mapping[str, Any], name: str) -> frozenset[str]:
    """Return the pattern or format, *name*, if there is one."""
    return frozenset({schema[name]} if isinstance(schema.get(name), str) else ())


def formats_of(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the format, if it says more of a value than the other keywords do."""
    found = texts_of(schema, "format") - {"password"}  # which tells how to show it (OpenAPI 3.1.1, 4.4)
    said = {name for name, keyword in _ENCODINGS.items() if keyword in schema}
    return found - said


def is_plain_end(schema: Mapping[str, Any], name: str) -> bool:
    """Tell whether ``unevaluated…`` means no more than ``additionalProperties`` or ``items`` would."""
    return not any(other in schema for other in _BESIDE) and (
        name == "unevaluatedProperties" or "contains" not in schema
    )


def _end(place: Place, name: str, wider: str) -> Place | None:
    """Return the schema of what is not named, which *name* gives, or *wider* in its stead."""
    schema = place.schema
    for one in (name, wider):
        if one in schema and (one == name or is_plain_end(schema, one)):
            return None if schema[one] is True else Place(below(place.pointer, one), schema[one])
    return None


def members_of(place: Place) -> tuple[Members, ...]:
    """Return what is said of members, if anything is."""
    schema = place.schema
    others = _end(place, "additionalProperties", "unevaluatedProperties")
    named, patterned = (
        {
            one: Place(below(below(place.pointer, name), one), inner)
            for one, inner in schema.get(name, {}).items()
        }
        for name in ("properties", "patternProperties")
    )
    return (Members(named, patterned, others),) if named or patterned or others else ()


def elements_of(place: Place) -> tuple[Elements, ...]:
    """Return what is said of elements, if anything is."""
    first, rest = tuple(listed(place, "prefixItems")), _end(place, "items", "unevaluatedItems")
    return (Elements(first, rest),) if first or rest else ()
