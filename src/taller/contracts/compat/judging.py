"""The whole comparison: two contracts, and whoever is known to use them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from taller.contracts.compat.affecting import with_affected
from taller.contracts.compat.codes import Severity
from taller.contracts.compat.comparing import compare
from taller.contracts.compat.consumers import Consumer, UnreadableConsumer
from taller.contracts.compat.findings import Finding, Spot
from taller.contracts.compat.knowing import Knowing
from taller.documents import read
from taller.documents.pointers import NOTHING, lookup
from taller.documents.sources import Source, read_source


@dataclass(frozen=True)
class Report:
    """What was found between two contracts, the worst first."""

    findings: tuple[Finding, ...]
    consumers: tuple[str, ...]
    """Those that were asked about; without any, a finding counts for somebody unknown."""

    def count(self, *, everyone: bool = False) -> Mapping[Severity, int]:
        """Return how many findings there are of each severity.

        What breaks none of the consumers is counted as compatible, unless *everyone* counts.
        """
        return Counter(one.severity if everyone or one.counts else "compatible" for one in self.findings)


def compare_documents(
    old: Mapping[str, Any], new: Mapping[str, Any], consumers: Sequence[Consumer] = ()
) -> Report:
    """Return what breaks when *new* takes the place of *old*, both as `taller.documents` reads them."""
    findings = compare(old, new)
    if consumers:
        findings = [with_affected(one, consumers) for one in findings]
    return Report(tuple(sorted(findings, key=lambda one: one.rank)), tuple(one.name for one in consumers))


def compare_files(old: Path | str, new: Path | str, consumers: Sequence[Consumer] = ()) -> Report:
    """Return what breaks when the contract at *new* takes the place of that at *old*, with lines.

    :raises UnreadableDocument: if one of them cannot be read.
    :raises UnreadableConsumer: if a consumer relies on what *old* does not have, most likely misspelt.
    """
    documents = read(old).document, read(new).document
    _check(consumers, old, Knowing(documents[0]))
    report = compare_documents(*documents, consumers)
    if not report.findings:
        return report
    spots = _located(old, [one.old for one in report.findings])
    new_spots = _located(new, [one.new for one in report.findings])
    several = zip(report.findings, spots, new_spots, strict=True)
    return replace(report, findings=tuple(replace(one, old=was, new=now) for one, was, now in several))


def _check(consumers: Sequence[Consumer], old: Path | str, knowing: Knowing) -> None:
    told = [f"{one.name}, {old}: {text}" for one in consumers for text in knowing.strangers(one)]
    if told:
        raise UnreadableConsumer("\n".join(told))


def _located(path: Path | str, spots: list[Spot]) -> list[Spot]:
    """Return *spots* with their lines in the file at *path*, as far as they are in it."""
    source = read_source(Path(path))
    lines = source.lines({spot.pointer for spot in spots})
    return [replace(spot, line=lines[spot.pointer]) if _is_in(source, spot) else spot for spot in spots]


def _is_in(source: Source, spot: Spot) -> bool:
    return lookup(source.value, spot.pointer) is not NOTHING
