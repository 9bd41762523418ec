"""One term of a fault's text, read and written."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from taller.mocks.faults.model import (
    Break,
    ContentType,
    Down,
    Effect,
    Fault,
    FaultError,
    Latency,
    Reset,
    Scope,
    Slow,
    Status,
    Timeout,
    Truncate,
)

LIMITS = ("method", "path", "rate", "times", "retry-after")
_TERM = re.compile(r"([a-z-]+)\s*(.*)", re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r'[",;@\\]')
_DURATION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(ms|s)")
_LATENCY = re.compile(r"([^~]*)(?:~([^:]*)(:normal)?)?", re.DOTALL)
_RATE = re.compile(r"[0-9](?:\.[0-9]{1,9})?")
_NUMBER = re.compile("[0-9]{1,10}")


def read_term(term: str) -> tuple[str, str | None, float]:
    """Return the name of *term*, its value, None without, and its rate.

    :raises FaultError: if it has not the shape of a term.
    """
    matched = _TERM.fullmatch(term)
    if matched is None:
        raise FaultError("a term is a word, or a word and its value: status=503")
    name, rest = matched[1], matched[2]
    rate = 1.0
    if name not in LIMITS and "@" in rest and not rest.endswith('"'):
        rest, _, said = rest.rpartition("@")
        rate = _rate(said.strip())
    rest = rest.strip()
    if rest and not rest.startswith("="):
        raise FaultError(f"between '{name}' and its value stands =")
    return name, _unquoted(rest[1:].strip()) if rest else None, rate


def effect_of(name: str, value: str | None, rate: float) -> Effect:
    """Return the effect *name*.

    :raises FaultError: if there is none, or *value* is none of its values.
    """
    if name in _BARE:
        if value is not None:
            raise FaultError(f"'{name}' has no value: write it alone")
        return _BARE[name](rate)
    if name not in _VALUED:
        raise FaultError(f"no such term: there are {', '.join([*_VALUED, *_BARE, *LIMITS])}")
    if value is None:
        raise FaultError(f"'{name}' needs a value, as in {_EXAMPLES[name]}")
    return _VALUED[name](value, rate)


def scope_of(limits: Mapping[str, str | None]) -> Scope:
    """Return the scope that the terms *limits* give.

    :raises FaultError: if one of them has no value, or not one of its values.
    """
    given: dict[str, Any] = {}
    for name, value in limits.items():
        if not value:
            raise FaultError(f"'{name}' needs a value")
        key, read = _READERS[name]
        given[key] = read(value)
    return Scope(**given)


def wait_of(value: str | None) -> int:
    """Return the seconds of ``retry-after``.

    :raises FaultError: if *value* is no duration in whole seconds.
    """
    seconds = _seconds(value or "")
    if seconds != int(seconds):
        raise FaultError("retry-after is in whole seconds: 30s")
    return int(seconds)


def effect_text(effect: Effect) -> str:
    """Return the term that says *effect*; `read_term` and `effect_of` give it back."""
    value = _value(effect)
    chance = "" if effect.rate == 1 else f"@{rate_text(effect.rate)}"
    return effect.name + (f"={value}" if value else "") + chance


def limit_texts(fault: Fault) -> list[str]:
    """Return the terms that limit *fault*."""
    scope = fault.scope
    waits = [one.retry_after for one in fault.effects if isinstance(one, Status)]
    said = {
        "retry-after": None if waits in ([], [None]) else f"{waits[0]}s",
        "method": "|".join(scope.methods),
        "path": None if scope.path is None else _quoted(scope.path),
        "rate": None if scope.rate == 1 else rate_text(scope.rate),
        "times": scope.times,
    }
    return [f"{name}={value}" for name, value in said.items() if value not in (None, "")]


def rate_text(rate: float) -> str:
    """Return *rate* without an exponent: ``0.000001``."""
    return f"{rate:.6f}".rstrip("0").rstrip(".")


def _value(effect: Effect) -> str:
    match effect:
        case Latency():
            jitter = f"~{_duration(effect.jitter)}" if effect.jitter else ""
            return _duration(effect.seconds) + jitter + (":normal" if effect.spread == "normal" else "")
        case Status():
            return str(effect.code)
        case Truncate():
            return f"{effect.amount}%" if effect.unit == "percent" else str(effect.amount)
        case Slow():
            return str(effect.bytes_per_second)
        case ContentType():
            return _quoted(effect.value)
    return ""


def _unquoted(value: str) -> str:
    if '"' not in value:
        return value
    quoted = _QUOTED.fullmatch(value)
    if quoted is None:
        raise FaultError("quotation marks stand around the whole of a value")
    return _ESCAPED.sub(r"\1", quoted[1])


def _quoted(value: str) -> str:
    if not _SPECIAL.search(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _rate(text: str) -> float:
    if not _RATE.fullmatch(text):
        raise FaultError("a rate is 0 to 1: 0.3")
    return float(text)


def _count(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise FaultError(f"'{text[:40]}' is no whole number")
    return int(text)


def _seconds(text: str) -> float:
    matched = _DURATION.fullmatch(text.strip())
    if matched is None:
        raise FaultError("a duration has its unit: 200ms or 1.5s")
    return float(matched[1]) if matched[2] == "s" else round(float(matched[1]) / 1000, 9)


def _duration(seconds: float) -> str:
    if seconds < 1:
        return f"{round(seconds * 1000)}ms"
    return f"{seconds:.3f}".rstrip("0").rstrip(".") + "s"


def _latency(value: str, rate: float) -> Latency:
    matched = _LATENCY.fullmatch(value)
    if matched is None:
        raise FaultError("a latency is a duration, perhaps with its jitter: 200ms~50ms or 200ms~50ms:normal")
    jitter = 0.0 if matched[2] is None else _seconds(matched[2])
    return Latency(_seconds(matched[1]), jitter, "normal" if matched[3] else "uniform", rate)


def _truncate(value: str, rate: float) -> Truncate:
    if value.endswith("%"):
        return Truncate(_count(value[:-1]), "percent", rate)
    return Truncate(_count(value), "bytes", rate)


def _down(rate: float) -> Down:
    if rate != 1:
        raise FaultError("'down' has no rate: use 'reset'")
    return Down()


_BARE: Mapping[str, Callable[[float], Effect]] = {
    "timeout": Timeout,
    "reset": Reset,
    "down": _down,
    "break": Break,
}
_VALUED: Mapping[str, Callable[[str, float], Effect]] = {
    "latency": _latency,
    "status": lambda value, rate: Status(_count(value), rate),
    "truncate": _truncate,
    "slow": lambda value, rate: Slow(_count(value), rate),
    "content-type": ContentType,
}
_EXAMPLES = {
    "latency": "latency=200ms",
    "status": "status=503",
    "truncate": "truncate=50%",
    "slow": "slow=1000",
    "content-type": "content-type=text/html",
}
_READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "method": ("methods", lambda value: tuple(one.strip() for one in value.split("|"))),
    "path": ("path", str),
    "rate": ("rate", _rate),
    "times": ("times", _count),
}
