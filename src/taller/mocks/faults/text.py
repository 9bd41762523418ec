r"""The one written form of faults: in the header ``Taller-Fault``, in ``--fault`` and at the admin path.

Terms are joined by semicolons into a fault, faults by commas (``_`` is optional space)::

    faults    = fault *( _ "," _ fault )
    fault     = term *( _ ";" _ term )          ; at least one effect, no term twice
    term      = effect [ "@" rate ] / limit
    effect    = "latency=" duration [ "~" duration [ ":normal" ] ]
              / "status=" 400-599 / "timeout" / "reset" / "down"
              / "truncate=" ( bytes / percent "%" ) / "slow=" bytes-per-second
              / "content-type=" value / "break"
    limit     = "method=" name *( "|" name ) / "path=" value / "rate=" rate / "times=" count
              / "retry-after=" duration         ; with status, in whole seconds
    duration  = number ( "ms" / "s" )           ; 200ms, 1.5s; ten minutes at most
    rate      = 0 to 1                          ; 0.3: three requests of ten
    value     = what has no " , ; @ \ in it, or all of it in quotes: "text/html; charset=utf-8"

``latency=200ms~50ms; status=503@0.3; path=/clientes/*; times=3`` delays the next three requests
below ``/clientes/`` by 150 to 250 ms, and refuses three of ten of them with 503.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from taller.mocks.faults.model import Effect, Fault, FaultError, Status
from taller.mocks.faults.terms import (
    LIMITS,
    effect_of,
    effect_text,
    limit_texts,
    read_term,
    scope_of,
    wait_of,
)

MAX_TEXT = 2000
MAX_FAULTS = 20
_PIECE = re.compile(r'((?:[^",;\\]|"(?:[^"\\]|\\.)*")*)([,;]|$)', re.DOTALL)
_SERVICE = re.compile(r"\s*([A-Za-z0-9_.-]{1,100})\s*:(.*)", re.DOTALL)


def parse(text: str) -> tuple[Fault, ...]:
    """Return the faults that *text* says, one at least.

    :raises FaultError: naming the fault, the term and the remedy.
    """
    if len(text) > MAX_TEXT:
        raise FaultError(f"a text of faults has {MAX_TEXT} characters at most")
    written = _split(text)
    if len(written) > MAX_FAULTS:
        raise FaultError(f"a text has {MAX_FAULTS} faults at most: give the others in another")
    return tuple(_fault(number, terms) for number, terms in enumerate(written, 1))


def parse_option(text: str) -> tuple[str | None, tuple[Fault, ...]]:
    """Return the service that ``clientes: latency=200ms`` names, None without, and the faults.

    :raises FaultError: as `parse`.
    """
    named = _SERVICE.fullmatch(text)
    return (named[1], parse(named[2])) if named else (None, parse(text))


def written(faults: Fault | Iterable[Fault]) -> str:
    """Return the text of *faults*; `parse` gives them back."""
    if isinstance(faults, Fault):
        terms = [effect_text(effect) for effect in faults.effects]
        return "; ".join([*terms, *limit_texts(faults)])
    return ", ".join(written(fault) for fault in faults)


def _split(text: str) -> list[list[str]]:
    """Return the terms of each fault."""
    faults: list[list[str]] = [[]]
    at = 0
    while True:
        piece = _PIECE.match(text, at)
        if piece is None:
            raise FaultError(
                f"fault {len(faults)}: a quotation mark is not closed, or a \\ stands outside of them"
            )
        faults[-1].append(piece[1].strip())
        if not piece[2]:
            return faults
        if piece[2] == ",":
            faults.append([])
        at = piece.end()


def _fault(number: int, terms: list[str]) -> Fault:
    effects: list[Effect] = []
    limits: dict[str, str | None] = {}
    for term in terms:
        try:
            _take(term, effects, limits)
        except FaultError as error:
            raise FaultError(f"fault {number}, '{term[:100]}': {error}") from None
    try:
        return Fault(_waiting(effects, limits), scope_of(limits))
    except FaultError as error:
        raise FaultError(f"fault {number}: {error}") from None


def _take(term: str, effects: list[Effect], limits: dict[str, str | None]) -> None:
    name, value, rate = read_term(term)
    if name in limits:
        raise FaultError("it stands twice: leave one out")
    if name in LIMITS:
        limits[name] = value
    else:
        effects.append(effect_of(name, value, rate))


def _waiting(effects: list[Effect], limits: dict[str, str | None]) -> tuple[Effect, ...]:
    """Take ``retry-after`` out of *limits*, and put it where it belongs."""
    if "retry-after" not in limits:
        return tuple(effects)
    seconds = wait_of(limits.pop("retry-after"))
    if not any(isinstance(one, Status) for one in effects):
        raise FaultError("'retry-after' goes with a status: status=503; retry-after=30s")
    return tuple(replace(one, retry_after=seconds) if isinstance(one, Status) else one for one in effects)
