"""How much of each contract was seen, for the page."""

from collections.abc import Iterable, Iterator, Sequence

from taller.contracts.events import Trouble
from taller.contracts.phrases import Said, said
from taller.contracts.reports.coverage import Coverage, Seen, coverage
from taller.contracts.reports.markup import Element, Node, element
from taller.contracts.reports.page_sending import sent
from taller.contracts.reports.pieces import head, operation, scrolling
from taller.contracts.reports.run import Examined


def coverages(examined: Sequence[Examined]) -> Iterator[Element]:
    """Yield for each service what was seen of its contract, what never, and what could not be asked."""
    asked = [one for one in examined if one.outcome.statuses]
    if not asked:
        yield element("p", said("Nothing of the contract was asked."))
    else:
        yield scrolling(_totals(asked), said("Coverage of the contracts"))
    for one in asked:
        known = coverage(one)
        yield element("h3", one.name)
        yield element("dl", _lists(known), class_="bars")
        yield _details(said("Answers, operation by operation"), scrolling(_statuses(known), one.name))
        if one.outcome.sent:
            yield _details(said("Requests, operation by operation"), scrolling(sent(known), one.name))
        yield from _unasked(one)
        yield from _troubles(one.outcome.troubles)


def _totals(asked: Sequence[Examined]) -> Element:
    titles = (
        said("service"),
        said("operations asked"),
        said("documented statuses seen"),
        said("parameters sent"),
        said("properties sent"),
        said("keywords from both sides"),
    )
    rows = (_total(one, titles[1:]) for one in asked)
    return element("table", head(titles), element("tbody", rows), class_="totals")


def _total(examined: Examined, names: Sequence[Said]) -> Element:
    known = coverage(examined)
    numbers = (
        (known.asked, len(known.operations)),
        (known.met, known.documented),
        *(known.parameters, known.properties, known.keywords),
    )
    cells = [
        element("td", _bar(name, *number), class_="number")
        for name, number in zip(names, numbers, strict=True)
    ]
    return element("tr", element("th", examined.name, scope="row"), cells)


def _bar(name: Said, part: int, whole: int) -> Sequence[Node]:
    if not whole:
        return ("–",)
    bar = element("progress", value=part, max=whole, aria_label=name)
    return said("{number} of {all}", number=part, all=whole), element("br"), bar


def _lists(known: Coverage) -> Iterator[Element]:
    yield from _listed(said("documented, never seen"), [(one, one.never) for one in known.operations])
    yield from _listed(said("seen, not documented"), [(one, one.undocumented) for one in known.operations])


def _listed(name: Said, codes: Iterable[tuple[Seen, Iterable[object]]]) -> Iterator[Element]:
    items = [element("li", operation(one.promised.label), " ", _codes(some)) for one, some in codes if some]
    if items:
        yield element("dt", name)
        yield element("dd", element("ul", items))


def _statuses(known: Coverage) -> Element:
    titles = (said("operation"), said("seen"), said("never seen"), said("not in the contract"))
    return element("table", head(titles), element("tbody", map(_row, known.operations)), class_="statuses")


def _row(seen: Seen) -> Element:
    return element(
        "tr",
        element("th", operation(seen.promised.label), scope="row"),
        element("td", _codes(seen.met), class_="seen"),
        element("td", _codes(seen.never), class_="never"),
        element("td", _codes(seen.undocumented), class_="undocumented"),
    )


def _codes(codes: Iterable[object]) -> Node:
    return ", ".join(map(str, codes)) or "–"


def _unasked(examined: Examined) -> Iterator[Element]:
    questions = [one for one in examined.outcome.questions if one.why_not]
    if questions:
        titles = (said("resource"), said("promise"), said("why not"))
        rows = [
            element("tr", [element("td", text) for text in (one.operation, one.promise, one.why_not)])
            for one in questions
        ]
        table = scrolling(element("table", head(titles), element("tbody", rows)), examined.name)
        yield _details(said("Questions that could not be asked: {number}", number=len(rows)), table)


def _troubles(troubles: Sequence[Trouble]) -> Iterator[Element]:
    if troubles:
        items = [
            element("li", element("code", one.about), " ", one.title, element("pre", one.text, tabindex=0))
            for one in troubles
        ]
        title = said("What could not be tested, or not wholly: {number}", number=len(items))
        yield _details(title, element("ul", items))


def _details(title: Said, inside: Element) -> Element:
    return element("details", element("summary", title), inside)
