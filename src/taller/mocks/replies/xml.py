"""JSON values as XML."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET  # writes only: nothing from outside is parsed

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import all_properties, keyword

# Not all the letters that XML has, but none that a parser of its fourth edition does not know.
_NOT_IN_A_NAME = re.compile("[^A-Za-z0-9_.\xc0-\xd6\xd8-\xf6\xf8-\xff-]")
_NOT_AT_THE_START = re.compile("^(?=[0-9.-]|$)")
_NOT_A_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMPONENT = re.compile("/components/schemas/([^/]+)")


def as_xml(value: Any, schema: Node | None) -> bytes:
    """Return *value* as an XML document, written as the schema's ``xml`` says.

    Its root has the name that the schema has among the components, unless ``xml`` says another.
    """
    component = _COMPONENT.fullmatch(schema.pointer) if schema else None
    root = _element(component[1] if component else "root", value, schema)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _element(name: str, value: Any, schema: Node | None) -> ET.Element:
    element = _named(name, schema)
    if isinstance(value, dict):
        known = all_properties(schema) if schema else {}
        for key, inner in value.items():
            _put(element, key, inner, known.get(key))
    elif isinstance(value, list):
        element.extend(_items("item", value, schema))
    elif value is not None:
        element.text = _text(value)
    return element


def _put(element: ET.Element, key: str, value: Any, schema: Node | None) -> None:
    """Put the property *key* into *element*: as an attribute, an element, or one for each item."""
    if _said(schema, "attribute") and value is not None and not isinstance(value, dict | list):
        element.set(_tag(key, schema), _text(value))
    elif not isinstance(value, list):
        element.append(_element(key, value, schema))
    elif _said(schema, "wrapped"):
        wrapper = _named(key, schema)
        wrapper.extend(_items(_name(key, schema), value, schema))
        element.append(wrapper)
    else:
        element.extend(_items(_name(key, schema), value, schema))


def _items(name: str, value: list[Any], schema: Node | None) -> list[ET.Element]:
    items = schema.get("items") if schema else None
    return [_element(name, one, items) for one in value]


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return _NOT_A_CHARACTER.sub("\ufffd", text)


def _named(name: str, schema: Node | None) -> ET.Element:
    """Return an empty element called *name*, or as its schema says, in that one's namespace."""
    element = ET.Element(_tag(name, schema))
    namespace, prefix = _said(schema, "namespace"), _said(schema, "prefix")
    if namespace:
        element.set(f"xmlns:{_sound(str(prefix))}" if prefix else "xmlns", _text(str(namespace)))
    return element


def _tag(name: str, schema: Node | None) -> str:
    """Return the name with its prefix; without a namespace a prefix would mean nothing."""
    local = _sound(_name(name, schema))
    prefix = _said(schema, "prefix") if _said(schema, "namespace") else None
    return f"{_sound(str(prefix))}:{local}" if prefix else local


def _name(otherwise: str, schema: Node | None) -> str:
    return str(_said(schema, "name") or otherwise)


def _said(schema: Node | None, what: str) -> Any:
    """Return what the Object ``xml`` of *schema* says under *what*; None without."""
    said = keyword(schema, "xml") if schema else None
    return said.get(what) if isinstance(said, dict) else None


def _sound(name: str) -> str:
    return _NOT_AT_THE_START.sub("_", _NOT_IN_A_NAME.sub("_", name))
