"""JSON values as XML."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET  # writes only: nothing from outside is parsed

from taller.mocks.document import Node
from taller.mocks.schemas import keyword, properties

# Not all the letters that XML has, but none that a parser of its fourth edition does not know.
_NOT_IN_A_NAME = re.compile("[^A-Za-z0-9_.\xc0-\xd6\xd8-\xf6\xf8-\xff-]")
_NOT_AT_THE_START = re.compile("^(?=[0-9.-]|$)")
_NOT_A_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(value: Any, schema: Node | None) -> bytes:
    """Return *value* as an XML document, its elements named after the schema's ``xml``."""
    root = _element(_name(schema, "root"), value, schema)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _element(name: str, value: Any, schema: Node | None) -> ET.Element:
    element = _named(name)
    if isinstance(value, dict):
        known = properties(schema) if schema else {}
        for key, inner in value.items():
            element.extend(_members(key, inner, known.get(key)))
    elif isinstance(value, list):
        element.extend(_members("item", value, schema))
    elif value is not None:
        text = value if isinstance(value, str) else json.dumps(value)
        element.text = _NOT_A_CHARACTER.sub("\ufffd", text)
    return element


def _named(name: str) -> ET.Element:
    return ET.Element(_NOT_AT_THE_START.sub("_", _NOT_IN_A_NAME.sub("_", name)))


def _members(key: str, value: Any, schema: Node | None) -> list[ET.Element]:
    """Return the elements of the property *key*: one, or one for each element of an array."""
    name = _name(schema, key)
    if not isinstance(value, list):
        return [_element(name, value, schema)]
    items = schema.get("items") if schema else None
    several = [_element(_name(items, name), one, items) for one in value]
    if schema is None or not (keyword(schema, "xml") or {}).get("wrapped"):
        return several
    wrapper = _named(name)
    wrapper.extend(several)
    return [wrapper]


def _name(schema: Node | None, otherwise: str) -> str:
    said = (keyword(schema, "xml") or {}).get("name") if schema else None
    return str(said or otherwise)
