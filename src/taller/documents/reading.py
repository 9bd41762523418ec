"""Reading a contract: from a file, or several, to one sound document and a list of defects."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taller.documents.defects import Defect, UnreadableDocument
from taller.documents.draft import Draft, Finding
from taller.documents.extensions import check_extensions
from taller.documents.grammar import METHODS
from taller.documents.kinds import KINDS
from taller.documents.leftovers import give_back
from taller.documents.operation_rules import check_operations
from taller.documents.path_rules import check_parameters, check_paths
from taller.documents.schema_checks import check_schemas
from taller.documents.settling import settle
from taller.documents.sources import Source, read_source, source_in_memory
from taller.documents.targets import Files
from taller.documents.value_checks import ValueChecks
from taller.documents.walk import Walk

_MANY = 100
"""Operations of a contract that is worth tidying up after."""


@dataclass(frozen=True)
class Reading:
    """What was read of a contract."""

    document: dict[str, Any]
    """One OpenAPI 3.1 document; all its references lead to places within it."""
    defects: tuple[Defect, ...]
    """By file, line and pointer."""
    files: tuple[Path, ...]
    """The files that it was made from, and those that it refers to in vain: a change in any matters."""

    @property
    def operations(self) -> int:
        """How many operations the paths of the document have."""
        items = self.document.get("paths", {}).values()
        return sum(method in item for item in items if isinstance(item, dict) for method in METHODS)


def read(path: Path | str) -> Reading:
    """Return what the OpenAPI 3.0 or 3.1 document at *path* says, with all the files that it refers to.

    :raises UnreadableDocument: if nothing can be served from it.
    """
    return _tidied(_reading(read_source(Path(path))))


def read_alone(path: Path) -> Reading:
    """Return what the document at *path* says, as `read` does, but with no file that it refers to.

    It is for documents that come from elsewhere: no file of this machine is theirs to read.

    :raises UnreadableDocument: if nothing can be served from it.
    """
    source = read_source(path)
    source.in_memory = True
    return _tidied(_reading(source))


def read_document(document: Mapping[str, Any], name: str = "document") -> Reading:
    """Return what *document*, a value in memory, says; its defects have no lines.

    :param name: what stands for the file in the defects.
    :raises UnreadableDocument: if nothing can be served from it.
    """
    return _tidied(_reading(source_in_memory(document, name)))


def _tidied(reading: Reading) -> Reading:
    if reading.operations > _MANY:
        give_back()
    return reading


def _reading(root: Source) -> Reading:
    _check_version(root)
    draft, files = Draft(root), Files(root)
    Walk(draft, files).run()
    check_parameters(draft)
    check_paths(draft)
    draft.forget()
    check_schemas(draft)
    settle(draft)
    check_operations(draft)
    check_extensions(draft)
    settle(draft)
    draft.forget()
    ValueChecks(draft).run()
    draft.sweep()
    findings = [*_while_reading(files), *draft.findings]
    return Reading(draft.document, tuple(_located(findings)), files.paths)


def _check_version(source: Source) -> None:
    if not isinstance(source.value, dict):
        raise UnreadableDocument(
            source.path, 1, "is no OpenAPI document: it must be a map with `openapi: 3.1.0`"
        )
    version = source.value.get("openapi")
    if isinstance(version, float):  # 3.1, without quotes and without a patch number
        version = source.value["openapi"] = str(version)
    if isinstance(version, str) and version.startswith(("3.0", "3.1")):
        return
    if "swagger" in source.value:
        raise UnreadableDocument(
            source.path,
            source.lines(["/swagger"])["/swagger"],
            "is Swagger 2.0: convert it to OpenAPI 3 first (swagger2openapi does)",
        )
    if version is None:
        raise UnreadableDocument(
            source.path, 1, "has no `openapi`: say which version it is in, as in `openapi: 3.1.0`"
        )
    line = source.lines(["/openapi"])["/openapi"]
    raise UnreadableDocument(source.path, line, f"is OpenAPI {version!r}: write it as '3.0.3' or '3.1.0'")


def _while_reading(files: Files) -> list[Finding]:
    return [
        Finding(note.kind, source, note.pointer, note.detail, note.line)
        for source in files.read
        for note in source.notes
    ]


def _located(findings: list[Finding]) -> list[Defect]:
    by_source: dict[Source, list[Finding]] = {}
    for one in findings:
        by_source.setdefault(one.source, []).append(one)
    defects: list[Defect] = []
    for source, several in by_source.items():
        lines = source.lines({one.pointer for one in several if not one.line})
        found = [_defect(one, one.line or lines[one.pointer]) for one in several]
        defects += sorted(found, key=lambda one: (one.line, one.pointer, one.kind))
    return defects


def _defect(finding: Finding, line: int) -> Defect:
    consequence = KINDS[finding.kind].consequence
    place = f"#{finding.pointer}"
    return Defect(finding.kind, finding.source.path, line, place, finding.detail, consequence)
