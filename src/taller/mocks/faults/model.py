"""What a fault is, as plain values; `taller.mocks.faults.text` has their one written form."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

MAX_SECONDS = 600.0
MAX_BYTES = 2**31 - 1
MAX_TIMES = 1_000_000
MAX_PATH = 500
MAX_METHODS = 20


class FaultError(ValueError):
    """No fault can be made of this: the message says where, what and the remedy."""


def _require(holds: bool, remedy: str) -> None:
    if not holds:
        raise FaultError(remedy)


def _check_rate(rate: float) -> None:
    _require(0 <= rate <= 1 and round(rate, 6) == rate, "a rate is 0 to 1, six decimals at most: 0.25")


def _check_seconds(seconds: float) -> None:
    _require(0 <= seconds <= MAX_SECONDS, "a delay is ten minutes at most: 600s")
    _require(round(seconds, 3) == seconds, "a delay is a whole number of milliseconds: 200ms")


@dataclass(frozen=True, slots=True)
class Latency:
    """The answer comes late."""

    name: ClassVar[str] = "latency"
    seconds: float
    jitter: float = 0.0
    """Seconds: half the width of a uniform spread, or the deviation of a normal one."""
    spread: Literal["uniform", "normal"] = "uniform"
    rate: float = 1.0

    def __post_init__(self) -> None:
        _check_rate(self.rate)
        _check_seconds(self.seconds)
        _check_seconds(self.jitter)
        _require(
            self.jitter > 0 or self.spread == "uniform", "a normal spread needs a jitter: 200ms~50ms:normal"
        )


@dataclass(frozen=True, slots=True)
class Status:
    """An error instead of an answer: the stand-in is not asked."""

    name: ClassVar[str] = "status"
    code: int
    rate: float = 1.0
    retry_after: int | None = None
    """Seconds, for the header ``Retry-After``."""

    def __post_init__(self) -> None:
        _check_rate(self.rate)
        _require(400 <= self.code <= 599, "a status is that of an error, 400 to 599: 503")
        _require(
            self.retry_after is None or 0 <= self.retry_after <= 86_400,
            "retry-after is 86400s, a day, at most",
        )


@dataclass(frozen=True, slots=True)
class Timeout:
    """No answer, ever: the stand-in is not asked."""

    name: ClassVar[str] = "timeout"
    rate: float = 1.0

    def __post_init__(self) -> None:
        _check_rate(self.rate)


@dataclass(frozen=True, slots=True)
class Reset:
    """A reset connection instead of an answer: the stand-in is not asked."""

    name: ClassVar[str] = "reset"
    rate: float = 1.0

    def __post_init__(self) -> None:
        _check_rate(self.rate)


@dataclass(frozen=True, slots=True)
class Down:
    """Every connection is reset at once, whatever is asked: as if the service were not there."""

    name: ClassVar[str] = "down"
    rate: ClassVar[float] = 1.0


@dataclass(frozen=True, slots=True)
class Truncate:
    """The connection closes before the whole body has gone; its full length was announced."""

    name: ClassVar[str] = "truncate"
    amount: int
    """How much of the body goes, in *unit*."""
    unit: Literal["bytes", "percent"] = "bytes"
    rate: float = 1.0

    def __post_init__(self) -> None:
        _check_rate(self.rate)
        if self.unit == "percent":
            _require(0 <= self.amount <= 99, "a share of the body is 0% to 99%: 50%")
        _require(0 <= self.amount <= MAX_BYTES, f"bytes are 0 to {MAX_BYTES}: 100")


@dataclass(frozen=True, slots=True)
class Slow:
    """The body trickles."""

    name: ClassVar[str] = "slow"
    bytes_per_second: int
    rate: float = 1.0

    def __post_init__(self) -> None:
        _check_rate(self.rate)
        _require(1 <= self.bytes_per_second <= MAX_BYTES, f"bytes per second are 1 to {MAX_BYTES}: 1000")


@dataclass(frozen=True, slots=True)
class ContentType:
    """The body says that it is something else."""

    name: ClassVar[str] = "content-type"
    value: str
    rate: float = 1.0

    def __post_init__(self) -> None:
        _check_rate(self.rate)
        # Anything else would not go into a header (RFC 9110, section 5.5).
        fits = 0 < len(self.value) <= 200 and self.value.isascii() and self.value.isprintable()
        _require(
            fits and self.value == self.value.strip(),
            "a content type is up to 200 letters of ASCII: text/html",
        )


@dataclass(frozen=True, slots=True)
class Break:
    """The answer breaks its own schema, or another promise where it has none to break."""

    name: ClassVar[str] = "break"
    rate: float = 1.0

    def __post_init__(self) -> None:
        _check_rate(self.rate)


Effect = Latency | Status | Timeout | Reset | Down | Truncate | Slow | ContentType | Break


@dataclass(frozen=True, slots=True)
class Scope:
    """The requests that a fault may strike; without limits, all."""

    methods: tuple[str, ...] = ()
    path: str | None = None
    """The contract's path or the request's, with ``*`` for any run of characters."""
    rate: float = 1.0
    """How many of these requests are struck, 0 to 1."""
    times: int | None = None
    """After how many struck requests it is over."""

    def __post_init__(self) -> None:
        _check_rate(self.rate)
        _require(len(self.methods) <= MAX_METHODS, f"a fault names {MAX_METHODS} methods at most")
        for method in self.methods:
            valid = method.isascii() and method.isalpha() and method.isupper() and len(method) <= 20
            _require(valid, "a method is written in capitals: POST, or several: POST|PUT")
        _require(self.times is None or 1 <= self.times <= MAX_TIMES, f"times is 1 to {MAX_TIMES}")
        if self.path is not None:
            shaped = self.path.startswith(("/", "*")) and self.path == self.path.strip()
            _require(shaped, "a path begins with / or *: /clientes/*")
            _require(len(self.path) <= MAX_PATH, f"a path has {MAX_PATH} characters at most")
            _require(self.path.isprintable(), "a path has no control characters: percent-encode them")


@dataclass(frozen=True, slots=True)
class Fault:
    """Effects that strike the requests of one scope, each by its own rate."""

    effects: tuple[Effect, ...]
    """At least one, at most one of each kind."""
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        names = [effect.name for effect in self.effects]
        _require(bool(names), "a fault does something: latency=200ms, status=503, reset, …")
        _require(
            len(set(names)) == len(names),
            "each effect stands once in a fault: put a comma between two faults",
        )
        alone = names == ["down"] and self.scope == Scope()
        _require("down" not in names or alone, "'down' stands alone: for a part of the requests, use 'reset'")
