"""Whom a finding breaks, among consumers that are known."""

import json
from collections.abc import Iterable
from dataclasses import replace

from taller.contracts.compat.consumers import Consumer, Seen, Use
from taller.contracts.compat.findings import Finding
from taller.contracts.compat.telling import fitting
from taller.contracts.compat.texts import text_of
from taller.contracts.compat.values import key_of
from taller.documents.pointers import parent, steps_of

_UNREAD = {
    "response-property-added",
    "response-property-added-required",
    "response-property-allowed",
    "response-additional-properties-opened",
}
"""Findings about what nobody can read yet."""


def with_affected(finding: Finding, consumers: Iterable[Consumer]) -> Finding:
    """Return *finding*, and whom of *consumers* it breaks, or may break."""
    return replace(finding, affected=tuple(one.name for one in consumers if _affects(finding, one)))


def _affects(finding: Finding, consumer: Consumer) -> bool:
    part = finding.subject.part
    if finding.severity == "compatible":
        return False
    if part == "service":
        return True
    use = consumer.use_of(finding.subject.operation)
    if use is None:
        return False
    if part == "parameter":
        return _affects_parameter(finding, use)
    if part == "request":
        return _affects_request(finding, use)
    return part == "operation" or _affects_response(finding, use)


def _affects_parameter(finding: Finding, use: Use) -> bool:
    name = finding.subject.name
    if finding.kind in ("parameter-added-required", "parameter-required", "request-default-changed"):
        return name not in use.parameters
    return _is_sent_by(use, name) and not _are_still_written(finding, use.parameters.get(name, ()))


def _is_sent_by(use: Use, name: str) -> bool:
    """Tell whether *use* sends the parameter *name*; those of a path are sent always."""
    return name in use.parameters or name.startswith("path/")


def _affects_request(finding: Finding, use: Use) -> bool:
    about, path = finding.subject, finding.subject.path
    if finding.kind == "request-body-required":
        return not (use.sent or use.sent_media_types)
    if not (use.sent or use.sent_media_types):
        return False
    if about.name and use.sent_media_types and not _takes(about.name, use.sent_media_types):
        return False
    if finding.kind in ("request-property-required", "request-default-changed"):
        return not _touches(path, use.sent) and (parent(path) == "" or _touches(parent(path), use.sent))
    if finding.kind == "request-additional-properties-closed":
        return bool(_members(parent(path), use.sent) - (finding.known or frozenset()))
    return path == "" or (_touches(path, use.sent) and not _are_still_taken(finding, _values(path, use.sent)))


def _affects_response(finding: Finding, use: Use) -> bool:
    about = finding.subject
    if finding.kind == "response-status-added":
        return not use.statuses & {*about.statuses}
    if use.statuses and not any(_fits_status(one, use.statuses) for one in about.statuses):
        return False
    if about.part == "header":
        return about.name in use.headers
    if about.name and use.read_media_types and not _takes(about.name, use.read_media_types):
        return False
    if finding.kind in _UNREAD:
        return False
    return about.path == "" or _touches(about.path, use.read)


def _fits_status(status: str, handled: frozenset[str]) -> bool:
    """Tell whether *status* is one of those *handled*; either may be a range, or the rest."""
    if status == "default" or "default" in handled:
        return True
    return any(one == status or ("XX" in one + status and one[0] == status[0]) for one in handled)


def _takes(name: str, media_types: Iterable[str]) -> bool:
    """Tell whether a media type, or range of them, meets one of *media_types*."""
    several = list(media_types)
    return fitting(name, several) is not None or any(fitting(one, [name]) for one in several)


def _touches(path: str, used: Iterable[str]) -> bool:
    """Tell whether *path* is one of the places *used*, or holds one."""
    steps = steps_of(path)
    return any(_begins(steps_of(one), steps) for one in used)


def _begins(steps: list[str], start: list[str]) -> bool:
    pairs = zip(steps, start, strict=False)
    return len(steps) >= len(start) and all(one == other or "*" in (one, other) for one, other in pairs)


def _values(path: str, used: Seen) -> tuple[object, ...]:
    """Return the values that are sent at *path*; none, if they are not known."""
    several = [values for one, values in used.items() if _begins(steps_of(one), steps_of(path))]
    return tuple(value for values in several for value in values) if all(several) else ()


def _members(path: str, used: Iterable[str]) -> set[str]:
    """Return the names below *path* that are *used*."""
    depth = len(steps_of(path))
    return {steps_of(one)[depth] for one in used if _begins(steps_of(one), [*steps_of(path), "*"])}


def _are_still_written(finding: Finding, values: tuple[object, ...]) -> bool:
    """Tell the same of a parameter, whose values are texts."""
    if finding.known is None or finding.kind == "request-additional-properties-closed":
        return False
    known = {key_of(text_of(json.loads(one))) for one in finding.known}
    return bool(values) and {key_of(text_of(one)) for one in values} <= known


def _are_still_taken(finding: Finding, values: tuple[object, ...]) -> bool:
    """Tell whether all *values*, if they are known, are among those that stay."""
    return bool(values) and finding.known is not None and {key_of(one) for one in values} <= finding.known
