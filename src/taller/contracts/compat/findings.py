"""What is found between two contracts, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from taller.contracts.compat.codes import SEVERITIES, Severity
from taller.contracts.compat.kinds import KINDS

Language = Literal["en", "es"]
Part = Literal["service", "operation", "parameter", "request", "response", "header"]

_SUBJECTS: Mapping[Language, Mapping[Part, str]] = {
    "en": {
        "parameter": "the {in} parameter {name}",
        "request": "the request body",
        "response": "the response {statuses}",
        "header": "the header {name} of {statuses}",
    },
    "es": {
        "parameter": "el parámetro {name} ({in})",
        "request": "el cuerpo de la petición",
        "response": "la respuesta {statuses}",
        "header": "la cabecera {name} de {statuses}",
    },
}
_AT: Mapping[Language, str] = {"en": "{path} in {subject}", "es": "{path} en {subject}"}


@dataclass(frozen=True)
class Spot:
    """A place in a contract."""

    pointer: str
    """Into the document as it was read: what other files hold stands among its components."""
    line: int = 0
    """From 1, in the file that was named; 0 if it is unknown, or stands in another file."""


@dataclass(frozen=True)
class Subject:
    """What a finding is about."""

    part: Part
    operation: str
    """``PUT /clientes/{idCliente}``, as the old contract has it if it does; empty for the service."""
    name: str = ""
    """That of the header; of the parameter, with its place: ``query/limit``; or the media type of a body."""
    statuses: tuple[str, ...] = ()
    path: str = ""
    """A pointer into the value, ``*`` for each element: ``/direcciones/*/calle``."""

    def described(self, language: Language) -> str:
        """Return what a sentence begins with; nothing for an operation itself."""
        where, _, bare = self.name.rpartition("/") if self.part == "parameter" else ("", "", self.name)
        words = {"in": where, "name": bare, "statuses": ", ".join(self.statuses)}
        subject = _SUBJECTS[language].get(self.part, "").format(**words)
        return _AT[language].format(path=self.path, subject=subject) if self.path else subject


@dataclass(frozen=True)
class Finding:
    """One change, with whom it breaks."""

    kind: str
    """One of `taller.contracts.compat.KINDS`."""
    subject: Subject
    old: Spot
    new: Spot
    words: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] | None = None
    """Values (as JSON) or names that stay: whoever sends no others does not notice."""
    affected: tuple[str, ...] | None = None
    """The consumers that it breaks, or may break; None if none were named."""

    @property
    def severity(self) -> Severity:
        """How bad it is for a consumer that relies on everything."""
        return KINDS[self.kind].severity

    @property
    def counts(self) -> bool:
        """Whether it is bad for anybody that is known; for somebody unknown, if nobody is."""
        return self.severity != "compatible" and self.affected != ()

    def what(self, language: Language = "en") -> str:
        """Return what changed, in one sentence."""
        said = KINDS[self.kind].what._asdict()[language].format(**self.words)
        subject = self.subject.described(language)
        return f"{subject}: {said}" if subject else said

    def why(self, language: Language = "en") -> str:
        """Return whom it breaks, and why; or why nobody."""
        said: str = KINDS[self.kind].why._asdict()[language]
        return said

    @property
    def rank(self) -> tuple[bool, int]:
        """What findings are sorted by: the worst first."""
        return not self.counts, SEVERITIES.index(self.severity)


def merged(findings: list[Finding]) -> list[Finding]:
    """Return *findings*, where one schema that answers with several statuses is told of once."""
    made: dict[tuple[str | Subject, ...], Finding] = {}
    for one in findings:
        about = one.subject
        # One schema may stand in several media types, too.
        name = "" if about.part == "response" else about.name
        same = replace(about, statuses=(), name=name)
        key = one.kind, same, one.old.pointer, one.new.pointer, str(sorted(one.words.items()))
        first = made.get(key)
        if first is None:
            made[key] = one
        else:
            statuses = tuple(dict.fromkeys((*first.subject.statuses, *about.statuses)))
            kept = about.name if about.name == first.subject.name else ""
            made[key] = replace(first, subject=replace(first.subject, statuses=statuses, name=kept))
    return list(made.values())
