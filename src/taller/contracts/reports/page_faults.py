"""The broken promises of the page, each once."""

from collections.abc import Iterator, Sequence

from taller.contracts.faults import Fault
from taller.contracts.phrases import said
from taller.contracts.reports.groups import group_of
from taller.contracts.reports.markup import Element, Node, element
from taller.contracts.reports.pieces import number, operation
from taller.contracts.reports.run import Examined

_OPEN = 3
"""Up to how many faults of a service are open from the start."""


def broken_promises(examined: Sequence[Examined]) -> Iterator[Element]:
    """Yield the faults of each service, the worst first, and what is only advice last."""
    broken = [one for one in examined if one.outcome.breaches]
    if not broken:
        yield element("p", said("No promise was seen broken."))
    for one in broken:
        faults = one.faults
        yield element("h3", one.name, id=f"broken-{one.anchor}")
        for at, fault in enumerate(faults, 1):
            yield _fault(f"{one.anchor}-{at}", at, fault, shown=len(faults) <= _OPEN)


def _fault(name: str, at: int, fault: Fault, *, shown: bool) -> Element:
    """Return *fault* as what opens by itself where a link leads to what is inside of it."""
    promise = fault.breach.kept
    severity = promise.severity.name.lower()
    summary = element(
        "summary",
        element("span", str(at), class_="at"),
        element("span", said(severity), class_=f"pill {severity}"),
        element("span", promise, class_="promise"),
        operation(_where(fault)),
        element("span", fault.came[0] if fault.came else "", class_="came"),
    )
    return element("details", summary, element("div", _told(fault), id=name), class_="fault", open=shown)


def _where(fault: Fault) -> str:
    more = len(fault.operations)
    return f"{fault.breach.operation} +{more}" if more else fault.breach.operation


def _told(fault: Fault) -> Iterator[Element]:
    breach = fault.breach
    facts: list[tuple[str, Node | list[Node]]] = [
        (said("promise"), [element("code", breach.promise), " · ", group_of(breach.promise).title]),
        (said("place in the contract"), element("code", breach.place or "HTTP")),
        (said("came"), element("ul", [element("li", one) for one in fault.came])),
        (said("how often"), _times(fault.times)),
    ]
    if fault.operations:
        others = [element("li", operation(one)) for one in fault.operations]
        facts.append((said("also"), element("ul", others)))
    yield element("dl", [part for name, fact in facts for part in (element("dt", name), element("dd", fact))])
    if breach.curl:
        yield element("h4", said("To see it"))
        yield element("pre", element("code", "\n".join(breach.curl)), tabindex=0)
    if breach.detail:
        detail = element("pre", element("code", breach.detail), tabindex=0)
        yield element("details", element("summary", said("What was sent, and what came")), detail)


def _times(count: int) -> str:
    return said("once") if count == 1 else said("{number} times", number=number(count))
