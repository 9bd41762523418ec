"""What a run tells, as it goes: values that know nothing of how they were found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What an operation answered once."""

    operation: str
    """Its ``operationId``."""
    status: int

    def __str__(self) -> str:
        return f"{self.operation} {self.status}"


@dataclass(frozen=True)
class Scenario:
    """Requests made one after another: of one operation, or in the stateful phase of several."""

    phase: str
    """``examples``, ``coverage``, ``fuzzing`` or ``stateful``."""
    answers: tuple[Answer, ...]
    cases: int
    """How many requests were tried; one without an answer is among them."""


@dataclass(frozen=True)
class Finding:
    """A promise that was not kept."""

    operation: str
    """Its method and path, or what else is at fault."""
    title: str
    """The check that failed, with its code: ``ST103 Undocumented HTTP status code``."""
    text: str
    """What was promised, what came instead, and the command that shows it again."""

    def __str__(self) -> str:
        return f"{self.operation}: {self.title}\n\n{self.text}"


Event = Scenario | Finding
