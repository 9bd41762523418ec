"""Which media type an answer takes."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from taller.mocks.openapi.media import concrete, is_json, plain
from taller.mocks.openapi.problems import Problem

XML = ("application/xml", "text/xml")
"""The types that a JSON value can be written in as well."""
_USUAL = 300
"""The length of an ``Accept`` up to which it is remembered: those of browsers are shorter."""


def chosen(accept: str | None, declared: Collection[str]) -> str:
    """Return the one of the *declared* media types that ``Accept: accept`` prefers.

    Without a preference it is JSON, if it is declared, and else the first.

    :raises Problem: 406, if *accept* takes none of them (RFC 9110, section 15.5.7).
    """
    if accept is None or accept == "*/*" or not declared:
        return _offered(declared)[0] if declared else ""
    if accept in declared:
        return accept
    offered = _offered(declared)
    best = (_known_best if len(accept) <= _USUAL else _best)(accept, tuple(offered))
    if best is None:
        raise Problem(406, f"Se contesta en {' o '.join(concrete(one) for one in offered)}.")
    return best


def chosen_for(status: int, accept: str | None, declared: Collection[str]) -> str:
    """Return what `chosen` does; an answer that is an error comes in any case, whatever is accepted.

    :raises Problem: 406, if *status* is none of an error and *accept* takes none of the types.
    """
    try:
        return chosen(accept, declared)
    except Problem:
        if status < 400:
            raise
        return _offered(declared)[0]


def _offered(declared: Collection[str]) -> Sequence[str]:
    """Return the *declared* types, those of JSON first."""
    several = tuple(declared)
    return several if len(several) == 1 else sorted(several, key=lambda name: not is_json(name))


def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    # Only whoever accepts something in particular pays for Werkzeug.
    from werkzeug.datastructures import MIMEAccept
    from werkzeug.http import parse_accept_header

    wanted = parse_accept_header(accept, MIMEAccept)
    if not any("/" in media for media, _ in wanted):  # nothing that is a media type: no preference
        return offered[0]
    names = {plain(concrete(one)): one for one in reversed(offered)}
    best = wanted.best_match([plain(concrete(one)) for one in offered])
    return names[best] if best else None


_known_best = lru_cache(maxsize=200)(_best)
