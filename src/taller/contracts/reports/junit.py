"""A run as JUnit's XML, which GitLab, GitHub's actions and Jenkins show.

Whoever shows it looks at one failure for each test case, so that a test case is an operation in one group of
promises, and its failure tells of all that is broken there.
"""

from collections.abc import Iterable, Iterator

from taller.contracts.events import Breach
from taller.contracts.outcomes import Verdict
from taller.contracts.phrases import in_language, said
from taller.contracts.reports.markup import Element, Node, element, rendered
from taller.contracts.reports.matrix import Cell, rows
from taller.contracts.reports.run import Examined, Run

_ANSWERED = frozenset((Verdict.KEPT, Verdict.BROKEN))


def as_junit(run: Run, language: str = "en") -> str:
    """Return *run* as XML, its texts in *language*."""
    suites = [_suite(run, one, language) for one in run.examined]
    root = element("testsuites", suites, name="taller check", time=_time(run.seconds), **_sums(suites))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{rendered(root, language)}\n'


def _suite(run: Run, examined: Examined, language: str) -> Element:
    outcome = examined.outcome
    cases = [*_cases(examined, language), *_errors(examined, language)]
    facts = {
        "url": outcome.url,
        "seed": outcome.seed,
        "profile": run.profile,
        "verdict": outcome.verdict.value,
    }
    return element(
        "testsuite",
        element("properties", [element("property", name=name, value=fact) for name, fact in facts.items()]),
        cases,
        name=outcome.service,
        tests=len(cases),
        failures=_holding("failure", cases),
        errors=_holding("error", cases),
        skipped=0,
        time=_time(outcome.seconds),
        timestamp=f"{run.started:%Y-%m-%dT%H:%M:%S}",
    )


def _cases(examined: Examined, language: str) -> Iterator[Element]:
    for row in rows(examined):
        for cell in row.cells:
            if cell.asked:
                name = f"{row.label}: {in_language(cell.group.title, language)}"
                yield _case(examined, name, _found(cell, language))


def _found(cell: Cell, language: str) -> Iterator[Element]:
    """Yield what is broken as a failure; advice, which is none, is what the test says."""
    broken, advice = cell.broken, [one for one in cell.breaches if not one.breaks]
    if broken:
        names = ", ".join(dict.fromkeys(one.promise for one in broken))
        came = "; ".join(_came(broken, language))
        text = "\n\n".join(_told(one, language) for one in broken)
        yield element("failure", text, message=f"{names}: {came}", type=broken[0].promise)
    if advice:
        yield element("system-out", "\n\n".join(_told(one, language) for one in advice))


def _came(breaches: Iterable[Breach], language: str) -> Iterator[str]:
    yield from dict.fromkeys(in_language(text, language) for one in breaches for text in one.came)


def _told(breach: Breach, language: str) -> str:
    promise = breach.kept
    severity = in_language(said(promise.severity.name.lower()), language)
    lines = [
        f"{promise.name} ({severity}): {promise.text(language)}",
        breach.place,
        *_came([breach], language),
        *breach.curl,
        breach.detail,
    ]
    return "\n".join(line for line in lines if line)


def _errors(examined: Examined, language: str) -> Iterator[Element]:
    """Yield a test case if the service could not be tested, in whole or in part."""
    outcome = examined.outcome
    serious = "\n\n".join(str(one) for one in outcome.troubles if one.serious)
    if outcome.verdict not in _ANSWERED or serious:
        verdict = in_language(said(outcome.verdict.value), language)
        hint = in_language(outcome.hint, language)
        message = f"{verdict}: {hint}" if hint else verdict
        error = element("error", serious or message, message=message, type=outcome.verdict.value)
        yield _case(examined, in_language(said("can be tested"), language), [error])


def _case(examined: Examined, name: str, children: Iterable[Node]) -> Element:
    return element("testcase", children, classname=examined.name, name=name, time=_time(0))


def _holding(tag: str, cases: Iterable[Element]) -> int:
    """Return how many of *cases* have a child *tag*."""
    return sum(any(isinstance(one, Element) and one.tag == tag for one in case.children) for case in cases)


def _sums(suites: Iterable[Element]) -> dict[str, int]:
    names = ("tests", "failures", "errors")
    return {name: sum(int(suite.attributes[name]) for suite in suites) for name in names}


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"
