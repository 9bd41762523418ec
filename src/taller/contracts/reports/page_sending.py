"""What of each operation was sent, for the page."""

from collections.abc import Sequence

from taller.contracts.phrases import said
from taller.contracts.reports.coverage import Coverage, Seen
from taller.contracts.reports.markup import Element, Node, element
from taller.contracts.reports.pieces import head, operation
from taller.contracts.reports.sending import Sides, by_place


def sent(known: Coverage) -> Element:
    """Return a table of what was sent of each operation that takes anything."""
    titles = (
        said("operation"),
        said("parameters sent"),
        said("properties sent"),
        said("keywords from both sides"),
        said("never broken"),
        said("never kept"),
        said("never met"),
    )
    rows = [_row(one) for one in known.operations if one.sending.keywords.all or one.sending.parameters.all]
    return element("table", head(titles), element("tbody", rows), class_="sending")


def _row(seen: Seen) -> Element:
    known = seen.sending
    return element(
        "tr",
        element("th", operation(seen.promised.label), scope="row"),
        element("td", _part(known.parameters)),
        element("td", _part(known.properties)),
        element("td", _count(len(known.keywords.both), known.keywords.all)),
        element("td", _keywords(known.keywords.kept)),
        element("td", _keywords(known.keywords.broken), class_="never"),
        element("td", _keywords(known.keywords.never), class_="never"),
    )


def _part(sides: Sides) -> Sequence[Node]:
    named = (said("never:"), sides.never), (said("never right:"), sides.broken)
    lists = [
        node
        for title, names in named
        if names
        for node in (element("p", title), element("ul", [element("li", operation(one)) for one in names]))
    ]
    return [_count(sides.sent, sides.all), *lists]


def _count(part: int, whole: int) -> Node:
    return said("{number} of {all}", number=part, all=whole) if whole else "–"


def _keywords(keywords: tuple[str, ...]) -> Node:
    """Return *keywords*, those of one place together; many are folded up."""
    items = [element("li", operation(place), ": ", ", ".join(some)) for place, some in by_place(keywords)]
    if not items:
        return "–"
    return element("details", element("summary", str(len(keywords))), element("ul", items))
