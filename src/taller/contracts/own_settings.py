"""Settings of one's own, laid over those of this package; both are in the form of ``schemathesis.toml``."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Settings = Mapping[str, Any]


def own_settings(path: Path) -> Settings:
    """Return what the file at *path* says.

    :raises OSError: if it cannot be read.
    :raises ValueError: if it is no TOML, or none in UTF-8.
    """
    return tomllib.loads(path.read_text("utf-8"))


def laid_over(ours: Settings, own: Settings) -> dict[str, Any]:
    """Return *ours* with what *own* says in its place.

    Tables are joined key by key, and projects by their title; operations are added before ours, where
    Schemathesis looks first. Anything else is replaced, lists of statuses and of warnings as well.
    """
    return {**ours, **{key: _joined(key, ours.get(key), value) for key, value in own.items()}}


def _joined(key: str, ours: Any, own: Any) -> Any:
    if isinstance(ours, Mapping) and isinstance(own, Mapping):
        return laid_over(ours, own)
    if key == "operations" and isinstance(own, list):
        return [*own, *(ours or ())]
    if key == "project" and isinstance(own, list):
        return _projects(ours or (), own)
    return own


def _projects(ours: Sequence[Settings], own: Sequence[Settings]) -> list[Settings]:
    known = {one.get("title"): one for one in ours}
    joined = {one.get("title"): laid_over(known.get(one.get("title"), {}), one) for one in own}
    return [*({**known, **joined}).values()]


def tables_of_checks(own: Settings, whole: bool = True) -> Iterator[tuple[Settings, bool]]:
    """Yield each table of checks in *own*, and whether it is for all that is asked of a contract.

    :param whole: whether *own* itself is: what stands for an operation or a phase is not.
    """
    if checks := own.get("checks"):
        yield checks, whole
    for project in own.get("project", ()):
        yield from tables_of_checks(project, whole)
    for part in (*own.get("operations", ()), *own.get("phases", {}).values()):
        if isinstance(part, Mapping):
            yield from tables_of_checks(part, whole=False)
