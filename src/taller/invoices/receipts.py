"""What lets a repeated request be done once: its claim to a key, and the answer kept under it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from taller.invoices.domain.errors import Conflict, InvoiceError

HEADER = "Idempotency-Key"


@dataclass(frozen=True)
class Claim:
    """One attempt at what its sender calls *key*."""

    actor: str
    """Who sends it: the keys of others are other keys."""
    key: str
    fingerprint: str
    """A hash of the request, the same for the same one."""
    attempt: str = field(default_factory=lambda: uuid4().hex)
    """Tells it from the others: should one that was given up for dead still live, it may not commit."""


@dataclass(frozen=True)
class Answer:
    """What was answered, to be answered again."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: str


class KeyReused(InvoiceError):
    """The key is that of another request."""

    rule = "clave-reutilizada"
    title = "Clave ya usada en otra petición"

    def __init__(self) -> None:
        super().__init__("Esta clave ya se usó con otra petición: cada una lleva la suya.")


class StillInFlight(Conflict):
    """The first request with the key has no answer yet."""

    rule = "en-curso"
    title = "La petición está en curso"
    retry_after_seconds = 1

    def __init__(self) -> None:
        super().__init__("La primera petición con esta clave aún no ha acabado: hay que repetirla luego.")
