"""ETag, If-Match and If-None-Match (RFC 9110, 8.8.3 and 13)."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import flask
from flask_smorest.utils import get_appcontext
from werkzeug.http import parse_etags

from taller.invoices.blueprint import EXTENSION
from taller.invoices.blueprint.problems import InvalidInput
from taller.invoices.blueprint.schemas.invoices import InvoiceAnswer
from taller.invoices.domain.errors import InvoiceStale, PreconditionMissing
from taller.invoices.domain.invoice import Invoice

LONGEST_HEADER = 200
_SCHEMA = InvoiceAnswer()

View = Callable[..., flask.Response]


def tag_of(representation: Any) -> str:
    """Return the strong tag of what is answered: hexadecimal, the same for the same content."""
    text = json.dumps(representation, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def require_match(representation: Callable[[], Any]) -> None:
    """Do nothing if the request has no If-Match, or one that the current *representation* has.

    :raises InvoiceStale: otherwise (412).
    """
    given = _given("If-Match")
    if given is None:
        return
    tags = parse_etags(given)
    if not tags.star_tag and not tags.contains(tag_of(representation())):
        raise InvoiceStale


def require_precondition() -> None:
    """Do nothing if the request has an If-Match: what cannot be undone is not done blindly.

    :raises PreconditionMissing: if it has none (428: RFC 6585, 3).
    """
    if _given("If-Match") is None:
        raise PreconditionMissing


def may_be_required() -> None:
    """Do nothing if the request has an If-Match, or the settings do not ask drafts for one.

    :raises PreconditionMissing: otherwise.
    """
    if flask.current_app.extensions[EXTENSION].settings.require_if_match:
        require_precondition()


def as_read(invoice: Invoice) -> None:
    """The use cases' precondition: the caller has read *invoice* as it is now, or does not say.

    :raises InvoiceStale: if the request's If-Match names another state.
    """
    require_match(lambda: _SCHEMA.dump(invoice))


def tagged(view: View) -> View:
    """Give the answer of *view*, which a schema has dumped, its ETag; answer 304 or 412 to a GET."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> flask.Response:
        # Both are read before either is weighed: a malformed one is 400, whatever the other says.
        if_none_match = _given("If-None-Match")
        _given("If-Match")
        response = view(*args, **kwargs)
        dumped = get_appcontext()["result_dump"]
        response.set_etag(tag_of(dumped))
        if flask.request.method in ("GET", "HEAD"):
            require_match(lambda: dumped)
            # Weak comparison (RFC 9110, 13.1.2).
            if if_none_match and parse_etags(if_none_match).contains_weak(tag_of(dumped)):
                return _without_body(response)
        return response

    return wrapper


def _given(name: str) -> str | None:
    value = flask.request.headers.get(name)
    if value is not None and not 1 <= len(value) <= LONGEST_HEADER:
        message = f"Debe tener entre 1 y {LONGEST_HEADER} caracteres."
        raise InvalidInput("headers", {name: [message]})
    return value


def _without_body(response: flask.Response) -> flask.Response:
    fresh = flask.Response(status=304)
    fresh.headers["ETag"] = response.headers["ETag"]
    del fresh.headers["Content-Type"]
    return fresh
