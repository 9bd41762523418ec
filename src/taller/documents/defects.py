"""What is wrong with a contract, as values."""

from dataclasses import dataclass
from pathlib import Path

from taller.documents.kinds import KINDS, Severity


class UnreadableDocument(ValueError):
    """Nothing can be served from this file: ``file:line: what is wrong, and the remedy``."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        """Say that *file* cannot be read because of *reason*, found in *line* (from 1; 0: none)."""
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")


@dataclass(frozen=True)
class Defect:
    """Something wrong in a contract, and what comes of it."""

    kind: str
    """One of `taller.documents.KINDS`."""
    file: Path
    line: int
    """From 1; 0 if the document was in memory."""
    pointer: str
    """The place in the file, a JSON pointer as a fragment: ``#/paths/~1clientes/get``."""
    detail: str
    consequence: str

    @property
    def severity(self) -> Severity:
        """``error`` if something is not served as written; ``warning`` if it is, but is doubtful."""
        return KINDS[self.kind].severity

    def __str__(self) -> str:
        """Return the defect in one line, as compilers do."""
        place = f"{self.file}:{self.line}"
        return f"{place}: {self.severity}: {self.detail} — {self.consequence} [{self.kind}]"
