"""What a contract that was read again changed, said in a line."""

from collections.abc import Iterator
from dataclasses import dataclass

from taller.documents import Defect, Reading
from taller.mocks.app import StandIn


@dataclass(frozen=True)
class Change:
    """The difference between a contract and the one before it."""

    operations: int
    new: int
    gone: int
    resources: int
    """How many were kept before."""
    left_out: int
    """How many of them no longer fit."""
    defects: tuple[Defect, ...]
    """Those that were not there before."""

    def __str__(self) -> str:
        """Return the change in a line, and the new defects in lines below."""
        first = ", ".join(self._parts())
        return "\n".join([f"{first}:", *map(str, self.defects)]) if self.defects else first

    def _parts(self) -> Iterator[str]:
        several = [f"{count} {word}" for count, word in ((self.new, "new"), (self.gone, "gone")) if count]
        yield counted(self.operations, "operation") + (f" ({', '.join(several)})" if several else "")
        if self.left_out:
            said = counted(self.resources, "resource")
            yield f"{self.left_out} of {said} left out as they no longer fit"
        if self.defects:
            yield counted(len(self.defects), "new defect")


def changed(before: tuple[StandIn, Reading], after: tuple[StandIn, Reading], left_out: int) -> Change:
    """Return what came of reading a contract again, with so many of the resources left out."""
    (old, read), (new, again) = before, after
    were, are = (_operations(one) for one in (old, new))
    known = set(map(_said, read.defects))
    defects = tuple(one for one in again.defects if _said(one) not in known)
    return Change(len(are), len(are - were), len(were - are), len(old.memory), left_out, defects)


def counted(count: int, word: str) -> str:
    """Return *count* with *word*, one or several: ``1 operation``."""
    return f"{count} {word}" + ("" if count == 1 else "s")


def _operations(stand_in: StandIn) -> set[str]:
    return {one.name for one in stand_in.contract.operations()}


def _said(defect: Defect) -> tuple[str, ...]:
    """Return what tells *defect* from others; not its line: one more above it makes it no other."""
    return defect.kind, str(defect.file), defect.pointer, defect.detail
