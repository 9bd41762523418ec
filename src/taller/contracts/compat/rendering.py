"""A report as text for people, or as a value for programs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from taller.contracts.compat.codes import SEVERITIES, Severity
from taller.contracts.compat.findings import Finding, Language, Spot
from taller.contracts.compat.judging import Report

Style = Callable[[str, Severity], str]
_LABELS: Mapping[Language, Mapping[Severity, str]] = {
    "en": {"breaking": "breaking", "risky": "risky", "compatible": "compatible"},
    "es": {"breaking": "rompe", "risky": "arriesga", "compatible": "compatible"},
}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "service": "the whole service",
        "breaks": "breaks",
        "may break": "may break",
        "nobody": "{severity}, but for no known consumer",
        "summary": "{breaking} breaking, {risky} risky, {compatible} compatible",
        "nothing": "nothing differs for who uses it",
    },
    "es": {
        "service": "todo el servicio",
        "breaks": "rompe a",
        "may break": "puede romper a",
        "nobody": "{severity}, pero para ningún consumidor conocido",
        "summary": "{breaking} que rompen, {risky} que arriesgan, {compatible} compatibles",
        "nothing": "nada cambia para quien lo usa",
    },
}


@dataclass(frozen=True)
class Rendering:
    """How a report is shown."""

    old: str
    """The name of the file."""
    new: str
    language: Language = "en"
    everyone: bool = False
    """Whether what breaks no known consumer is shown as bad as it is for others."""

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        """Yield the lines of *report*: by operation, the worst first; *style* may colour a label."""
        ranks: dict[str, int] = {}
        for at, one in enumerate(sorted(report.findings, key=self._rank)):
            ranks.setdefault(one.subject.operation, at)
        found = sorted(report.findings, key=lambda one: (ranks[one.subject.operation], self._rank(one)))
        for operation, several in groupby(found, key=lambda one: one.subject.operation):
            yield operation or _WORDS[self.language]["service"]
            for one in several:
                yield from self._finding(one, style)
            yield ""
        yield self._summary(report)

    def _severity(self, finding: Finding) -> Severity:
        return finding.severity if self.everyone or finding.counts else "compatible"

    def _rank(self, finding: Finding) -> int:
        return SEVERITIES.index(self._severity(finding))

    def _finding(self, finding: Finding, style: Style) -> Iterator[str]:
        severity = self._severity(finding)
        label = style(_LABELS[self.language][severity].ljust(10), severity)
        yield f"  {label}  {finding.what(self.language)} [{finding.kind}]"
        words = _WORDS[self.language]
        if severity != finding.severity:
            named = _LABELS[self.language][finding.severity]
            yield f"              {words['nobody'].format(severity=named)}"
        elif severity != "compatible":
            verb = words["breaks" if severity == "breaking" else "may break"]
            whom = f" ({verb}: {', '.join(finding.affected)})" if finding.affected else ""
            yield f"              {finding.why(self.language)}{whom}"
            yield f"              {_place(self.old, finding.old)} → {_place(self.new, finding.new)}"

    def _summary(self, report: Report) -> str:
        words = _WORDS[self.language]
        counts = report.count(everyone=self.everyone)
        said = words["summary"].format(**{one: counts.get(one, 0) for one in SEVERITIES})
        return f"{self.old} → {self.new}: {said if report.findings else words['nothing']}"

    def as_json(self, report: Report) -> dict[str, Any]:
        """Return *report* as a value of JSON."""
        counts = report.count(everyone=self.everyone)
        return {
            "old": self.old,
            "new": self.new,
            "consumers": list(report.consumers),
            "summary": {severity: counts.get(severity, 0) for severity in SEVERITIES},
            "findings": [self._as_json(one) for one in report.findings],
        }

    def _as_json(self, finding: Finding) -> dict[str, Any]:
        about = finding.subject
        return {
            "kind": finding.kind,
            "severity": finding.severity,
            "counts": self.everyone or finding.counts,
            "affects": None if finding.affected is None else list(finding.affected),
            "operation": about.operation or None,
            "part": about.part,
            "name": about.name or None,
            "statuses": list(about.statuses),
            "path": about.path,
            "what": finding.what(self.language),
            "why": finding.why(self.language),
            "old": {"pointer": f"#{finding.old.pointer}", "line": finding.old.line},
            "new": {"pointer": f"#{finding.new.pointer}", "line": finding.new.line},
        }


def _place(file: str, spot: Spot) -> str:
    return f"{file}:{spot.line}" if spot.line else f"{file}#{spot.pointer}"


def verdict(report: Report, *, strict: bool, everyone: bool) -> int:
    """Return the exit code for *report*: 1 if something breaks, or, if *strict*, may break."""
    counts = report.count(everyone=everyone)
    bad: Sequence[Severity] = ("breaking", "risky") if strict else ("breaking",)
    return int(any(counts.get(severity) for severity in bad))
