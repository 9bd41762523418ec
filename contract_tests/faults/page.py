"""The page of the documentation with the table as run."""

from collections.abc import Mapping, Sequence

from contract_tests.faults.attempts import CORRECT, Finding
from contract_tests.faults.table import as_markdown, rows, summary

INTRODUCTION = """# It cannot be fooled

`make faults` puts one fault at a time into an otherwise correct service, and lets the harness test it.
A fault sits between the service and whoever asks, rewrites answers, swallows requests or changes them, and
knows of the service nothing but its contract. Below, a number is how many requests it took until the first
broken promise; `NOT FOUND` is a fault that was missed, and – one that the service cannot have, for its
contract offers nothing that would break so.
"""
STOCK = """
`stock` is what plain `schemathesis run --continue-on-failure` finds with its default settings: on how many of
those of {services} that can have the fault it blames an operation for what it does not blame it for in the
correct service. It takes as long as it takes, up to a minute; with `--max-time` it would find less. A whole
run on the correct service, ours and plain: {times}.
"""


def page(runs: Mapping[str, Sequence[Finding]], stock: Sequence[Finding]) -> str:
    """Return the page of *runs*, by their profiles; *stock* is held against the first."""
    first, *more = runs
    return "\n".join(
        (
            INTRODUCTION + (_of_stock(stock, runs[first]) if stock else ""),
            f"{_said(first, runs[first], stock)}\n\n{as_markdown(rows(runs[first], stock))}\n",
            *(_further(profile, runs[profile], runs[first]) for profile in more),
        )
    )


def _of_stock(stock: Sequence[Finding], ours: Sequence[Finding]) -> str:
    took = {one.service: one.seconds for one in ours if one.fault == CORRECT}
    times = [
        f"{one.service} {took[one.service]:.1f} and {one.seconds:.1f} s"
        for one in stock
        if one.fault == CORRECT and one.service in took
    ]
    return STOCK.format(services=", ".join(_services(stock)), times=", ".join(times))


def _services(findings: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(one.service for one in findings))


def _said(profile: str, findings: Sequence[Finding], stock: Sequence[Finding] = ()) -> str:
    """Return what a run comes to."""
    services = _services(findings)
    cases = ", ".join(f"{one.service} {one.cases}" for one in findings if one.fault == CORRECT)
    told = "\n".join(f"- {line}" for line in summary(findings, stock))
    number = "1 service" if len(services) == 1 else f"{len(services)} services"
    said = f"Profile `{profile}`, {number}; requests of a whole run: {cases}."
    return f"## `{profile}`\n\n{said}\n\n{told}"


def _further(profile: str, findings: Sequence[Finding], first: Sequence[Finding]) -> str:
    """Return the same of another profile, with a row only for what either misses somewhere."""
    both = (one for one in (*findings, *first) if one.fault != CORRECT and not one.idle)
    missed = {one.fault for one in both if not one.found}
    table = rows([one for one in findings if one.fault in missed])
    said = _said(profile, findings)
    return f"{said}\n\n{as_markdown(table)}\n" if missed else f"{said}\n"
