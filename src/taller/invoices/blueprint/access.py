"""Who asks, and whether that is enough: the first thing that happens to a request (RFC 6750)."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import flask

from taller.invoices.domain.access import Actor, Forbidden, Role, Unauthenticated

Access = Callable[[flask.Request], Actor | None]
"""Says who makes a request; None if nobody does who is known, and then the answer is 401."""
View = TypeVar("View", bound=Callable[..., Any])

LONGEST_KEY = 500
_SAFE = ("GET", "HEAD", "OPTIONS")
_NEEDED = "_taller_needs"


def needs(role: Role | None) -> Callable[[View], View]:
    """Let in nobody without *role*, instead of the role that its method needs; None lets everybody in."""

    def decorate(view: View) -> View:
        # An attribute goes through every decorator that wraps; it is read before any of them runs.
        setattr(view, _NEEDED, role)
        return view

    return decorate


def admit(access: Access) -> None:
    """Let the request pass if who *access* says has the role that it needs.

    :raises Unauthenticated: if nobody is known to make it (401).
    :raises Forbidden: if the role does not include the one that is needed (403).
    """
    needed = _needed()
    if needed is None:
        return
    actor = access(flask.request)
    if actor is None:
        raise Unauthenticated(given="Authorization" in flask.request.headers)
    if not actor.role.includes(needed):
        raise Forbidden(needed)
    flask.g.taller_actor = actor


def actor() -> Actor:
    """Return who makes the request."""
    return cast(Actor, flask.g.taller_actor)


def bearer(request: flask.Request) -> str | None:
    """Return the key of the request's ``Authorization: Bearer …``; None if it has none such.

    :raises Unauthenticated: if what it has is no key at all.
    """
    scheme, _, key = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return None
    key = key.strip()
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Unauthenticated(given=True)
    return key


def challenge(error: Unauthenticated | Forbidden) -> str:
    """Return the ``WWW-Authenticate`` that goes with a refusal."""
    if isinstance(error, Forbidden):
        return f'Bearer realm="taller", error="insufficient_scope", scope="{error.needed.value}"'
    return 'Bearer realm="taller"' + (', error="invalid_token"' if error.given else "")


def _needed() -> Role | None:
    request = flask.request
    default = Role.READ if request.method in _SAFE else Role.ISSUE
    view = flask.current_app.view_functions[cast(str, request.endpoint)]
    methods = getattr(view, "view_class", None)
    name = "get" if request.method == "HEAD" else request.method.lower()
    return cast("Role | None", getattr(getattr(methods, name, view), _NEEDED, default))
