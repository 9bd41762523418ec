"""What a promise is."""

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How much a broken promise hurts; the least number the most."""

    CRITICAL = 0
    """Data are lost or laid open, or the service fails."""
    HIGH = 1
    """A client that keeps to the contract gets what it cannot read, or cannot do what it may."""
    MEDIUM = 2
    """A client that relies on the contract in this point is surprised."""
    LOW = 3
    """A nuisance."""
    ADVICE = 4
    """HTTP only says that it SHOULD be so, or no schema can tell: the contract is kept all the same."""

    @property
    def breaks(self) -> bool:
        """Whether what is broken so makes the contract a broken one."""
        return self is not Severity.ADVICE


@dataclass(frozen=True)
class Promise:
    """One thing that whoever keeps a contract has promised."""

    name: str
    """``documented-status``; never changed, for reports and settings name it."""
    severity: Severity
    en: str
    """The promise in a sentence."""
    es: str

    def text(self, language: str) -> str:
        """Return the sentence in *language*, ``en`` or ``es``."""
        return self.es if language == "es" else self.en
