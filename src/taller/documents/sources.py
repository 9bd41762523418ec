"""The files that a contract is made of, each read once."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taller.documents.defects import UnreadableDocument
from taller.documents.pointers import below

DEEPEST = 100
"""Levels of objects and arrays that a file may have, one inside the other."""

_DOUBTFUL_YAML = re.compile(r"NaN|Infinity|[0-9][eE]\+?[0-9]{3}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPEATED_NOTES = ("key-not-text", "unquoted-date", "yaml-1.1-word")
"""Habits of a file rather than slips: told once, with how often they were met."""

Lines = Callable[[Iterable[str]], Mapping[str, int]]


@dataclass(frozen=True)
class Note:
    """Something doubtful that was met while reading a file."""

    kind: str
    pointer: str
    detail: str
    line: int
    """From 1; 0 if it must be looked up."""


@dataclass(eq=False)
class Source:
    """A file, or a document in memory."""

    path: Path
    value: Any
    lines: Lines
    """Finds the lines of places."""
    in_memory: bool = False
    doubtful: bool = False
    """Whether it may hold what JSON cannot say; to look for that takes long in a large one."""
    notes: list[Note] = field(default_factory=list)


def read_source(path: Path) -> Source:
    """Return what the file at *path* says.

    :raises UnreadableDocument: if there is no such file, or it is neither YAML nor JSON.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableDocument(path, 0, f"cannot be read: {error.strerror}; look at its name") from error
    except UnicodeDecodeError as error:
        raise UnreadableDocument(path, 0, "is not UTF-8: save it as UTF-8") from error
    source = _of_json(path, text) if text.lstrip()[:1] in ("{", "[") else None
    return _cleaned(source or _of_yaml(path, text))


def source_in_memory(document: Mapping[str, Any], name: str) -> Source:
    """Return *document* as if it were a file called *name*, without lines.

    :raises UnreadableDocument: if it is not JSON through and through.
    """
    path = Path(name)
    try:
        text = json.dumps(document, default=str, skipkeys=True)
    except (ValueError, RecursionError, TypeError) as error:
        raise UnreadableDocument(path, 0, f"is not JSON: {error}") from error
    read = _parsed(path, text)
    source = Source(path, read.value, lambda pointers: dict.fromkeys(pointers, 0), in_memory=True)
    source.doubtful = read.doubtful
    return _cleaned(source)


def _parsed(path: Path, text: str) -> Any:
    from taller.documents.json_text import JsonText

    try:
        return JsonText(text)
    except RecursionError as error:
        raise _too_deep(path) from error


def _of_json(path: Path, text: str) -> Source | None:
    """Return what the JSON *text* says; None if it is none: YAML begins with a brace at times."""
    try:
        read = _parsed(path, text)
    except UnreadableDocument:
        raise
    except ValueError as error:
        if path.suffix == ".json":
            line = getattr(error, "lineno", 0)
            raise UnreadableDocument(path, line, f"is not JSON: {error}; mend the syntax here") from error
        return None
    notes = [Note(*one) for one in read.notes]
    return Source(path, read.value, read.lines, doubtful=read.doubtful, notes=notes)


def _of_yaml(path: Path, text: str) -> Source:
    try:
        import yaml
    except ModuleNotFoundError as error:
        raise UnreadableDocument(path, 0, "is YAML: install the extra `mocks`, or write JSON") from error
    from taller.documents.yaml_text import YamlText

    try:
        read = YamlText(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).partition("\n")[0]
        line = mark.line + 1 if mark else 0
        raise UnreadableDocument(path, line, f"is not YAML: {reason}; mend the syntax here") from error
    except RecursionError as error:
        raise _too_deep(path) from error
    except ValueError as error:
        raise UnreadableDocument(path, 0, str(error)) from error
    doubtful = _DOUBTFUL_YAML.search(text) is not None
    notes = _condensed(Note(*one) for one in read.notes)
    return Source(path, read.value, read.lines, doubtful=doubtful, notes=notes)


def _condensed(notes: Iterable[Note]) -> list[Note]:
    kept: list[Note] = []
    first: dict[str, tuple[int, int]] = {}
    for note in notes:
        if note.kind not in _REPEATED_NOTES:
            kept.append(note)
        elif note.kind in first:
            at, times = first[note.kind]
            first[note.kind] = at, times + 1
        else:
            first[note.kind] = len(kept), 0
            kept.append(note)
    for at, times in first.values():
        if times:
            note = kept[at]
            kept[at] = Note(
                note.kind, note.pointer, f"{note.detail}, nor have {times} others like it", note.line
            )
    return kept


def _cleaned(source: Source) -> Source:
    """Return *source* without what JSON cannot say, and not too deep for anybody."""
    _check_depth(source)
    told = any(note.kind == "not-a-number" for note in source.notes)
    if told or source.doubtful:
        source.value = _clean(source, source.value, "", told)
    return source


def _clean(source: Source, value: Any, pointer: str, told: bool) -> Any:
    if isinstance(value, dict):
        kept = {}
        for name, inner in value.items():
            whole = _clean(source, name, below(pointer, name), told)
            if not _is_no_number(inner):
                kept[whole] = _clean(source, inner, below(pointer, name), told)
            elif not told:
                _note(source, "not-a-number", below(pointer, name), f"`{name}` is {inner}")
        return kept
    if isinstance(value, list):
        return [_clean(source, one, below(pointer, index), told) for index, one in enumerate(value)]
    if isinstance(value, str) and _SURROGATE.search(value):
        _note(source, "half-character", pointer, "half a character, without its other half")
        return _SURROGATE.sub("\ufffd", value)
    return None if _is_no_number(value) else value


def _is_no_number(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _note(source: Source, kind: str, pointer: str, detail: str) -> None:
    source.notes.append(Note(kind, pointer, detail, 0))


def _check_depth(source: Source) -> None:
    level: list[Any] = [source.value]
    for _ in range(DEEPEST):
        following: dict[int, Any] = {}  # what aliases share is looked at once
        for outer in level:
            inside = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
            following.update((id(one), one) for one in inside if isinstance(one, dict | list))
        level = list(following.values())
        if not level:
            return
    raise _too_deep(source.path)


def _too_deep(path: Path) -> UnreadableDocument:
    return UnreadableDocument(
        path, 0, f"goes deeper than {DEEPEST} levels: take parts of it out into components"
    )
