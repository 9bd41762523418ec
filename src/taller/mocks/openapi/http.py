"""A request and its reply as values: what every door, server or WSGI, passes in and gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True, eq=False)
class Request:
    """What a client asked, all of it read."""

    method: str
    path: str
    """As it was sent, percent-encoded and without the query: ``/clientes/nombre/Jos%C3%A9``."""
    query: str = ""
    """As it was sent, without its question mark."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case; what came several times is joined by commas (RFC 9110, section 5.3)."""
    body: bytes = b""
    too_large: bool = False
    """Whether the body went over the limit and was left unread."""
    cut: bool = False
    """Whether the client went away before its body was whole."""
    prefix: str = ""
    """What stands before *path* where the stand-in is one of several: ``/clientes-api``."""


class Finding(NamedTuple):
    """A promise of the contract that a request or its reply breaks."""

    side: Literal["request", "response"]
    place: str
    """Where: ``status``, ``body #/nif~1nie``, ``query page``, ``header ETag``."""
    detail: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a reply travels, when not at once and whole: what the server does, and no code of it."""

    delay: float = 0.0
    """Seconds until the first byte."""
    cut_after: int | None = None
    """How many bytes of the body go before the connection is closed; None: all, and it stays."""
    bytes_per_second: int | None = None
    end: Literal["reset", "silence"] | None = None
    """Instead of any reply: a reset connection, or nothing at all until the client gives up."""


@dataclass(slots=True, eq=False)
class Reply:
    """What goes back."""

    status: int
    headers: Headers = ()
    """Without Content-Length and Date, which the door adds."""
    body: bytes = b""
    """Also for HEAD: the door leaves it out."""
    operation: str | None = None
    """The operation that was asked, ``PUT /clientes/{idCliente}``; None if the contract has none."""
    findings: tuple[Finding, ...] = ()
    spoilt: tuple[Finding, ...] = ()
    """What a fault broke on purpose: no findings, for nobody is to mend it."""
    delivery: Delivery | None = None
    lasting: bool = False
    """Whether the same request gets the same reply until something is changed."""

    def header(self, name: str) -> str | None:
        """Return the first header *name*, given in lower case; None without."""
        return next((value for key, value in self.headers if key.lower() == name), None)
