"""What is wrong with several contracts, together: read, sorted and counted."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from taller.documents.defects import Defect, UnreadableDocument
from taller.documents.reading import read


@dataclass(frozen=True)
class Linted:
    """What came of one contract."""

    file: Path
    operations: int = 0
    """How many of its operations are served."""
    defects: tuple[Defect, ...] = ()
    """Those of its files that are to be told, by file and line."""
    unreadable: UnreadableDocument | None = None
    """Why nothing of it is served at all."""


@dataclass(frozen=True)
class Verdict:
    """What came of all of them."""

    contracts: tuple[Linted, ...]

    @property
    def defects(self) -> list[Defect]:
        """All that is told, by file and line; what two contracts share is told once."""
        several = {(one.file.resolve(), one.line, one.pointer, one.kind): one for one in self._each()}
        return sorted(several.values(), key=_place)

    @property
    def unreadable(self) -> list[UnreadableDocument]:
        """What could not be read."""
        return [one.unreadable for one in self.contracts if one.unreadable]

    def exit_code(self, strict: bool) -> int:
        """Return 2 if a contract cannot be read; 1 for an error, if *strict* for a warning; else 0."""
        counts = Counter(defect.severity for defect in self._each())
        return 2 if self.unreadable else int(counts["error"] > 0 or (strict and counts["warning"] > 0))

    def summary(self) -> str:
        """Return how much is wrong, in one line."""
        counts = Counter(defect.severity for defect in self.defects)
        read = sum(one.unreadable is None for one in self.contracts)
        said = [
            f"{_number(counts['error'], 'error')}, {_number(counts['warning'], 'warning')}"
            f" in {_number(read, 'file')}",
            f"{_number(sum(one.operations for one in self.contracts), 'operation')} served",
        ]
        if self.unreadable:
            said.append(f"{_number(len(self.unreadable), 'file')} unreadable")
        return "; ".join(said)

    def _each(self) -> Iterator[Defect]:
        return (defect for one in self.contracts for defect in one.defects)


def lint(files: Sequence[Path], ignored: Collection[str] = ()) -> Verdict:
    """Return what is wrong with the contracts *files*, but for the kinds *ignored*."""
    return Verdict(tuple(_linted(file, ignored) for file in files))


def _linted(file: Path, ignored: Collection[str]) -> Linted:
    try:
        reading = read(file)
    except UnreadableDocument as error:
        return Linted(file, unreadable=error)
    told = sorted((one for one in reading.defects if one.kind not in ignored), key=_place)
    return Linted(file, reading.operations, tuple(told))


def _place(defect: Defect) -> tuple[str, int, str, str]:
    return str(defect.file), defect.line, defect.pointer, defect.kind


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
