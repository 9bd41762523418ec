"""Markup made of values, so that no text can be anything but text.

What a service answers stands in the reports, and a service may be hostile: nothing here takes markup as text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol

from taller.contracts.phrases import in_language

_VOID = frozenset(("br", "link", "meta", "wbr"))
"""The elements of ours that HTML closes by itself."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What XML does not allow, and what would hide or turn round what stands beside it."""


class Bilingual(Protocol):
    """What has a text in each language, as a promise does."""

    def text(self, language: str, /) -> str:
        """Return it in *language*, ``en`` or ``es``."""


@dataclass(frozen=True)
class Element:
    """An element, its attributes, and what is in it."""

    tag: str
    attributes: Mapping[str, str]
    children: "tuple[Node, ...]"


Node = Element | str | Bilingual


def element(tag: str, *children: Node | Iterable[Node], **attributes: object) -> Element:
    """Return an element; of *children*, those that come in a row are taken one by one.

    :param attributes: ``class_`` is ``class``, ``aria_label`` is ``aria-label``; None and False leave it out,
        and True is one without a value.
    """
    named = {
        name.rstrip("_").replace("_", "-"): _value(value)
        for name, value in attributes.items()
        if value is not None and value is not False
    }
    return Element(tag, named, tuple(_flat(children)))


def _value(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is True else f"{value:g}" if isinstance(value, float) else str(value)


def _flat(children: Iterable[Node | Iterable[Node]]) -> Iterable[Node]:
    for child in children:
        if isinstance(child, Iterable) and not isinstance(child, str):
            yield from child
        else:
            yield child


def visible(text: str) -> str:
    """Return *text* with an escape for each character that XML does not take or that nobody would see."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def rendered(node: Node, language: str) -> str:
    """Return *node* as text that is HTML, or XML if there is no void element in it, in *language*."""
    if isinstance(node, Element):
        return _element(node, language)
    if isinstance(node, str):
        return _escaped(node, language)
    return _escaped(node.text(language), language)


def _element(node: Element, language: str) -> str:
    attributes = "".join(f' {name}="{_escaped(value, language)}"' for name, value in node.attributes.items())
    start = f"<{node.tag}{attributes}>"
    if node.tag in _VOID:
        return start
    if node.tag == "style":  # a style sheet of ours, in which nothing can be escaped
        return f"{start}{''.join(map(str, node.children))}</style>"
    return f"{start}{''.join(rendered(child, language) for child in node.children)}</{node.tag}>"


def _escaped(text: str, language: str) -> str:
    return escape(visible(in_language(text, language)))
