"""What breaks, and for whom, when one contract takes the place of another."""

from taller.contracts.compat.codes import SEVERITIES, Severity
from taller.contracts.compat.consumers import Consumer, UnreadableConsumer, Use
from taller.contracts.compat.findings import Finding, Language, Spot, Subject
from taller.contracts.compat.judging import Report, compare_documents, compare_files
from taller.contracts.compat.kinds import KINDS, Kind

__all__ = [
    "KINDS",
    "SEVERITIES",
    "Consumer",
    "Finding",
    "Kind",
    "Language",
    "Report",
    "Severity",
    "Spot",
    "Subject",
    "UnreadableConsumer",
    "Use",
    "compare_documents",
    "compare_files",
]
