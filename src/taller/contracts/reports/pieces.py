"""What several parts of the page are made of."""

from collections.abc import Iterable

from taller.contracts.outcomes import Verdict
from taller.contracts.phrases import said
from taller.contracts.reports.markup import Element, Node, element

_KINDS = {Verdict.KEPT: ("kept", "✓"), Verdict.UNTESTED: ("doubt", "?")}


def verdict(one: Verdict) -> Element:
    """Return the pill that says a verdict, with a sign beside its colour."""
    kind, sign = _KINDS.get(one, ("broken", "✗"))
    return element("span", _sign(sign), " ", said(one.value), class_=f"pill {kind}")


def operation(label: str) -> Element:
    """Return *label*, ``GET /clientes``, as what breaks before a slash if it must."""
    first, *others = label.split("/")
    return element("code", first, [part for one in others for part in (element("wbr"), f"/{one}")])


def _sign(sign: str) -> Element:
    return element("span", sign, aria_hidden="true")


def head(titles: Iterable[Node]) -> Element:
    """Return the head of a table."""
    return element("thead", element("tr", [element("th", title, scope="col") for title in titles]))


def scrolling(table: Element, name: str) -> Element:
    """Return *table* where it can be wider than the screen, and be moved by keyboard, too."""
    return element("div", table, class_="scroll", role="region", tabindex=0, aria_label=name)


def number(count: int) -> str:
    """Return *count* with a narrow space between thousands, which both languages understand."""
    return f"{count:,}".replace(",", "\u202f")
