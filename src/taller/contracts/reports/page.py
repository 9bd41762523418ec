"""A run as one HTML file, which needs no network and no script."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from taller import __version__
from taller.contracts.faults import pieces_of_advice
from taller.contracts.outcomes import Verdict
from taller.contracts.phrases import Said, said
from taller.contracts.reports.coverage import coverage
from taller.contracts.reports.history import Point
from taller.contracts.reports.markup import Element, Node, element, rendered
from taller.contracts.reports.page_coverage import coverages
from taller.contracts.reports.page_faults import broken_promises
from taller.contracts.reports.page_matrix import matrix
from taller.contracts.reports.pieces import head, number, scrolling, verdict
from taller.contracts.reports.run import Examined, Run
from taller.contracts.reports.trend import sparkline

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""Whatever came, nothing is loaded and nothing is run."""

Trends = Mapping[str, Sequence[Point]]


def as_html(run: Run, language: str = "en", trends: Trends | None = None) -> str:
    """Return *run* as a page in *language*.

    :param trends: what became of its services in earlier runs; see `taller.contracts.reports.history.trends`.
    """
    page = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("link", rel="icon", href="data:,"),
            element("title", _headline(run)),
            element("style", (files("taller.contracts.reports") / "report.css").read_text("utf-8")),
        ),
        element("body", _body(run, trends or {})),
        lang=language,
    )
    return f"<!DOCTYPE html>\n{rendered(page, language)}\n"


def _body(run: Run, trends: Trends) -> Iterator[Element]:
    contents = (
        ("services", said("Services"), _services(run.examined, trends)),
        ("operations", said("Operations and promises"), matrix(run.examined)),
        ("broken", _found(run), broken_promises(run.examined)),
        ("coverage", said("Coverage of the contracts"), coverages(run.examined)),
    )
    links = [element("li", element("a", title, href=f"#{name}")) for name, title, _ in contents]
    yield element("header", _title(run), element("nav", element("ul", links), aria_label=said("Contents")))
    yield element("main", [_section(name, title, inside) for name, title, inside in contents])
    yield element("footer", element("p", f"taller {__version__}"))


def _found(run: Run) -> Said:
    if any(one.advice for one in run.examined):
        return said("Broken promises, and advice")
    return said("Broken promises")


def _headline(run: Run) -> Said:
    return said("{kept} of {all} services keep their contract", kept=run.kept, all=len(run.examined))


def _title(run: Run) -> Iterator[Element]:
    yield element("h1", _headline(run))
    facts: dict[Said, Node] = {
        said("When"): element("time", f"{run.started:%Y-%m-%d %H:%M %Z}", datetime=run.started.isoformat()),
        said("Took"): said("{seconds} s", seconds=number(round(run.seconds))),
        said("Profile"): run.profile,
        said("Seed"): ", ".join(dict.fromkeys(str(one.outcome.seed) for one in run.examined)),
    }
    pairs = [element("div", element("dt", name), element("dd", fact)) for name, fact in facts.items()]
    yield element("dl", pairs, class_="facts")
    yield element("p", said("The same again:"), " ", element("code", run.command), class_="again")


def _section(name: str, title: Said, inside: Iterable[Element]) -> Element:
    return element("section", element("h2", title, id=name), inside, aria_labelledby=name)


def _services(examined: Sequence[Examined], trends: Trends) -> Iterator[Element]:
    titles: list[Node] = [
        said("service"),
        said("verdict"),
        said("operations"),
        said("requests"),
        said("broken promises"),
    ]
    rows = [_service(one, trends.get(one.name, ())) for one in examined]
    if trends:
        titles.append(said("last runs"))
    yield scrolling(
        element("table", head(titles), element("tbody", rows), class_="services"), said("Services")
    )


def _service(examined: Examined, points: Sequence[Point]) -> Element:
    outcome = examined.outcome
    told = outcome.verdict in (Verdict.KEPT, Verdict.BROKEN) or outcome.cases
    known = coverage(examined)
    asked: Node = said("{number} of {all}", number=known.asked, all=len(known.operations)) if told else "–"
    hint = [element("p", outcome.hint, class_="hint")] if outcome.hint else []
    cells: list[Node] = [
        element("th", element("span", examined.name), element("small", outcome.url), hint, scope="row"),
        element("td", verdict(outcome.verdict), _advice(examined)),
        element("td", asked, class_="number"),
        element("td", number(outcome.cases) if told else "–", class_="number"),
        element("td", _count(examined) if told else "–", class_="number"),
    ]
    if points:
        cells.append(element("td", sparkline(points)))
    return element("tr", cells)


def _count(examined: Examined) -> Node:
    faults = len(examined.faults) - examined.advice
    return element("a", str(faults), href=f"#broken-{examined.anchor}") if faults else "0"


def _advice(examined: Examined) -> list[Node]:
    if not examined.advice:
        return []
    link = element("a", pieces_of_advice(examined.advice), href=f"#broken-{examined.anchor}")
    return [" ", element("small", link)]
