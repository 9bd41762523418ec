"""What was found, as a table: for a terminal, or as a page of the documentation."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from contract_tests.faults.attempts import CORRECT, Finding
from contract_tests.faults.catalogue import FAULTS

NONE = "–"
"""Where a fault does not apply."""
Cells = Mapping[tuple[str, str], Finding]


def by_cell(findings: Sequence[Finding]) -> dict[tuple[str, str], Finding]:
    """Return *findings* by fault and service."""
    return {(one.fault, one.service): one for one in findings}


def rows(findings: Sequence[Finding], stock: Sequence[Finding] = ()) -> list[tuple[str, ...]]:
    """Return the table: a row per fault, with each service, the promises, and the stock run."""
    cells, plain = by_cell(findings), by_cell(stock)
    services = list(dict.fromkeys(one.service for one in findings))
    names = [name for name in FAULTS if any(fault == name for fault, _ in cells)]
    head = ("fault", "what is wrong", *services, "by which promise", *(["stock"] if stock else []))
    return [head, *(_row(name, services, cells, plain) for name in names)]


def _row(name: str, services: Sequence[str], cells: Cells, plain: Cells) -> tuple[str, ...]:
    here = [cells.get((name, service)) for service in services]
    promises = dict.fromkeys(one for finding in here if finding for one in finding.promises[:2])
    stock = [plain[name, service] for service in services if (name, service) in plain]
    return (
        name,
        FAULTS[name].summary,
        *map(_cell, here),
        ", ".join(list(promises)[:3]),
        *([_share(stock)] if plain else []),
    )


def _cell(finding: Finding | None) -> str:
    if finding is None or finding.idle:
        return NONE
    if finding.error:
        return "error"
    return str(finding.cases) if finding.found else "NOT FOUND"


def _share(findings: Sequence[Finding]) -> str:
    return f"{sum(one.found for one in findings)} of {len(findings)}" if findings else NONE


def summary(findings: Sequence[Finding], stock: Sequence[Finding] = ()) -> Iterator[str]:
    """Yield what the table comes to."""
    real = [one for one in findings if one.fault != CORRECT and not one.idle]
    found = sum(one.found for one in real)
    names = {one.fault for one in real}
    always = names - {one.fault for one in real if not one.found}
    yield (
        f"{len(always)} of {len(names)} faults are found on every service that can have them;"
        f" {found} of {len(real)} when each is counted on each service ({found / max(len(real), 1):.1%})."
    )
    wrong = [one for one in findings if one.fault == CORRECT and one.found]
    yield f"On the correct services {len(wrong) or 'nothing'} {'have' if wrong else 'is'} found."
    lost = [f"{one.service} {one.fault or '(none)'}" for one in findings if one.error]
    if lost:
        yield f"Nothing can be said of {len(lost)}, which ended in an error: {', '.join(lost)}."
    if stock:
        yield f"Plain schemathesis run: {_plainly(stock)}."


def _plainly(stock: Sequence[Finding]) -> str:
    """Return how much of all that it was asked the stock run found, and how many faults how often."""
    plain = [one for one in stock if one.fault != CORRECT]
    seen: dict[str, set[bool]] = {}
    for one in plain:
        seen.setdefault(one.fault, set()).add(one.found)
    often = Counter(frozenset(found) for found in seen.values())
    always, never = often[frozenset((True,))], often[frozenset((False,))]
    sometimes = len(seen) - always - never
    return f"{_share(plain)}; faults: {always} always, {sometimes} sometimes, {never} never"


def as_text(table: Sequence[tuple[str, ...]]) -> str:
    """Return *table* in columns, without what is wrong in words."""
    brief = [(row[0], *row[2:]) for row in table]
    widths = [max(len(row[column]) for row in brief) for column in range(len(brief[0]))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in brief)


def as_markdown(table: Sequence[tuple[str, ...]]) -> str:
    """Return *table* for a page."""
    head, *body = (f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in table)
    return "\n".join((head, "|" + "---|" * len(table[0]), *body))
