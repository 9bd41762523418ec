"""The matrix of operations and groups of promises."""

from collections.abc import Iterator, Mapping, Sequence

from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.reports.groups import Group
from taller.contracts.reports.markup import Element, Node, element
from taller.contracts.reports.matrix import Cell, Row, columns, rows
from taller.contracts.reports.pieces import head, operation, scrolling, verdict
from taller.contracts.reports.run import Examined

_SHOWN = 3
"""How many faults one cell leads to by themselves."""


def matrix(examined: Sequence[Examined]) -> Iterator[Element]:
    """Yield the legend, and the table: a row for each operation, a column for each group of promises."""
    yield _legend()
    groups = columns(examined)
    titles = [said("operation"), *(group.title for group in groups)]
    bodies = [_service(one, groups) for one in examined]
    yield scrolling(element("table", head(titles), bodies, class_="matrix"), said("Operations and promises"))


def _legend() -> Element:
    signs = (
        ("kept", "✓", said("kept: asked, and nothing broken was seen")),
        ("broken", "✗", said("broken: the numbers lead to what is told below")),
        ("advice", "!", said("advice: kept, and there is something to say")),
        ("none", "·", said("not asked, or nothing to ask")),
    )
    items = [
        element("li", element("span", sign, class_=f"sign {kind}"), " ", text) for kind, sign, text in signs
    ]
    return element("ul", items, class_="legend")


def _service(examined: Examined, groups: Sequence[Group]) -> Element:
    title = element(
        "th", examined.name, " ", verdict(examined.outcome.verdict), colspan=len(groups) + 1, scope="rowgroup"
    )
    first = element("tr", title, class_="name")
    if not examined.outcome.statuses and not examined.outcome.breaches:
        nothing = said("Nothing of the contract was asked.")
        return element("tbody", first, element("tr", element("td", nothing, colspan=len(groups) + 1)))
    numbers = examined.numbers()
    return element("tbody", first, [_row(examined.anchor, one, numbers) for one in rows(examined, groups)])


def _row(service: str, row: Row, numbers: Mapping[Breach, int]) -> Element:
    label = element("th", operation(row.label), scope="row")
    return element("tr", label, [_cell(service, cell, numbers) for cell in row.cells])


def _cell(service: str, cell: Cell, numbers: Mapping[Breach, int]) -> Element:
    if not cell.asked:
        return _known("none", "·", said("not asked"))
    if not cell.breaches:
        return _known("kept", "✓", said("kept"))
    found = sorted({numbers[one]: one.promise for one in cell.breaches}.items())
    links: list[Node] = [
        element("a", str(at), href=f"#{service}-{at}", title=promise) for at, promise in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        links.append(element("a", f"+{len(found) - _SHOWN}", href=f"#{service}-{found[_SHOWN][0]}"))
    spaced = [part for link in links for part in (" ", link)]
    if not cell.broken:
        return element("td", *_sign("!", said("advice")), spaced, class_="advice")
    return element("td", *_sign("✗", said("broken")), spaced, class_="broken")


def _known(kind: str, sign: str, word: str) -> Element:
    return element("td", *_sign(sign, word), class_=kind)


def _sign(sign: str, word: str) -> tuple[Element, Element]:
    """Return *sign* for eyes, and *word* for whoever has the page read aloud."""
    return element("span", sign, aria_hidden="true"), element("span", word, class_="aloud")
