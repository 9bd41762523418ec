"""The kinds of defects that a contract may have: what each means, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Kind:
    """What all defects of one kind have in common."""

    severity: Severity
    """``error``: something is not served as written. ``warning``: served, but doubtful."""
    meaning: str
    consequence: str


def _error(meaning: str, consequence: str) -> Kind:
    return Kind("error", meaning, consequence)


def _warning(meaning: str, consequence: str) -> Kind:
    return Kind("warning", meaning, consequence)


_CUT = "what refers is left out; a schema takes anything"
_NOT_SERVED = "not served"
_SHOWN_NOWHERE = "never shown, nor used as a start"

_OF_FILES = {
    "repeated-key": _error("a name stands twice in one object", "the last one counts"),
    "key-not-text": _warning("a key without quotes is a number, a truth value or null", "read as text"),
    "unquoted-date": _warning("a date without quotes, an object to many readers", "read as text"),
    "yaml-1.1-word": _warning(
        "yes, no, on or off without quotes: a truth value to old readers", "read as text"
    ),
    "not-a-number": _error("NaN or Infinity, which JSON does not have", "left out"),
    "half-character": _error("a lone surrogate, which is no text", "replaced by U+FFFD"),
    "circular-alias": _error("a YAML alias inside what it stands for", "read as null"),
}
_OF_REFERENCES = {
    "reference-to-nothing": _error("a reference leads nowhere", _CUT),
    "circular-reference": _error("a reference leads back to itself, and to nothing else", _CUT),
    "remote-reference": _error("a reference to another host, which is never fetched", _CUT),
    "misplaced-reference": _warning("a reference where OpenAPI allows none", "read as what it refers to"),
    "unreadable-file": _error("a file that is referred to cannot be read", _CUT),
    "reference-with-space": _warning("a reference begins or ends in a space", "read without it"),
    "reference-to-another-kind": _error("a reference leads to an object of another kind", _CUT),
    "beside-reference": _warning("keywords beside a reference, which this version ignores", "ignored"),
}
_OF_STRUCTURE = {
    "wrong-type": _error("a field has another type than OpenAPI gives it", "left out"),
    "misspelt-field": _error("a field that OpenAPI does not know, but nearly", "ignored"),
    "unknown-field": _warning("a field that OpenAPI does not know there", "ignored"),
    "missing-field": _warning(
        "a field that OpenAPI requires is missing", "served without it, which other tools refuse"
    ),
    "media-type": _error("a content whose key is no media type", "left out"),
    "several-contents": _error(
        "a parameter with several contents, or one beside its schema", "the schema counts, or the first"
    ),
    "incomplete-parameter": _error(
        "a parameter lacks its name, place or schema", "any value passes, and is not read"
    ),
    "repeated-parameter": _error("two parameters share a name and a place", "the first one counts"),
    "unknown-style": _error("a style that a parameter in this place cannot have", "read in the usual style"),
    "path-template": _error("a path that no request can be told to fit", _NOT_SERVED),
    "same-path": _error(
        "two paths differ in nothing but their parameters' names", "the second is not served"
    ),
    "undeclared-path-parameter": _error("a path names a parameter that nothing declares", "any text passes"),
    "foreign-path-parameter": _error("a declared path parameter is not in the path", "ignored"),
    "path-parameter-not-required": _warning(
        "a path parameter is not `required: true`", "required all the same"
    ),
    "status-code": _error("a response whose key is no status code", _NOT_SERVED),
    "no-responses": _warning("an operation promises no response", "answers 200 without a body"),
    "repeated-operation-id": _warning("two operations share an operationId", "the second goes without one"),
    "request-body-of-get": _warning(
        "a GET or HEAD with a body, which means nothing in HTTP", "read all the same"
    ),
    "content-without-body": _warning(
        "a content of a 1xx, 204, 205 or 304, which have no body in HTTP", "answered without it"
    ),
    "security-scheme": _error("a security scheme that cannot be asked for", "nobody is asked for it"),
    "unknown-scope": _warning("a scope that its OAuth scheme does not declare", "asked for all the same"),
    "unknown-security-scheme": _error("a security scheme that is not declared", "nobody is asked for it"),
    "link-to-nothing": _error("a link that leads to no operation", "not offered"),
    "server-url": _error("a server whose URL cannot be read, or lacks a variable", "ignored"),
    "relative-server": _warning("a server's URL begins with neither scheme nor slash", "read from the root"),
    "examples-without-names": _warning(
        "examples as an array, where they need names", "named by their number"
    ),
    "example-without-value": _warning("a named example that is the value itself", "read as that value"),
    "example-and-examples": _warning("both `example` and `examples`", "`examples` come first"),
    "extension": _error(
        "an x- extension of the stand-ins in a place, or with a value, that means nothing", "ignored"
    ),
    "misspelt-extension": _warning("an x- name that is nearly one of the stand-ins'", "ignored"),
    "repeated-value": _warning("a list names the same thing twice", "it counts once"),
}
_OF_SCHEMAS = {
    "not-a-schema": _error(
        "a schema, or a keyword in it, is not JSON Schema", "the faulty part checks nothing"
    ),
    "impossible-schema": _error(
        "keywords that contradict one another: no value fits", "what contradicts checks nothing"
    ),
    "keyword-without-effect": _warning("a keyword that means nothing for the type beside it", "not checked"),
    "required-without-property": _warning(
        "`required` names what is no property", "asked for, with any value"
    ),
    "array-without-items": _warning("an array without `items`, which 3.0 requires", "its items are anything"),
    "enum-value": _warning("a value of an enum that its type excludes", "never a value"),
    "pattern": _error("a regular expression that cannot be compiled", "not checked"),
    "unknown-format": _warning("a format that nobody knows", "not checked"),
    "required-on-property": _error("`required: true` on a property: required is a list of names", "ignored"),
    "wrong-version": _warning("a keyword of another version of OpenAPI", "read as it was meant"),
    "nullable-in-3.1": _warning("`nullable`, which 3.1 does not know", "ignored: null is not taken"),
    "enum-without-null": _warning("`nullable` beside an enum without null", "null is taken too"),
    "discriminator": _error(
        "a discriminator whose property no alternative has, or that leads nowhere", "ignored"
    ),
    "dynamic-reference": _warning("a dynamic reference", "read as a plain one"),
}
_OF_VALUES = {
    "example": _error("an example breaks its schema", _SHOWN_NOWHERE),
    "default": _error("a default breaks its schema", "never filled in"),
    "example-as-text": _warning("an example is JSON in a string", "read as the JSON that it holds"),
}

KINDS: Mapping[str, Kind] = _OF_FILES | _OF_REFERENCES | _OF_STRUCTURE | _OF_SCHEMAS | _OF_VALUES
"""Each kind of defect by its name, a word in kebab case that stays as it is."""
