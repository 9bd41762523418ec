"""Idempotency-Key: a POST that is sent again is answered again, and not done again.

The answer is rendered before the commit, so that it is stored with the change: whoever asks again
finds either both or neither. What is refused, and so changes nothing, is stored once it is rendered.
"""

import hashlib
import logging
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from typing import Any, cast

import flask
from flask_smorest.response import ResponseMixin
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import Headers

from taller.invoices.blueprint import EXTENSION, story
from taller.invoices.blueprint.conditional import tagged
from taller.invoices.blueprint.json_body import whole_body
from taller.invoices.blueprint.problems import InvalidInput
from taller.invoices.ports import Claims, UnitOfWork
from taller.invoices.receipts import HEADER, Answer, Claim

log = logging.getLogger(__name__)

REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(story.KEY_PATTERN)

View = Callable[..., flask.Response]


def _as_it_is(result: Any) -> Any:
    return result


def idempotent(
    status: int, schema: type[Any], shown: Callable[[Any], Any] = _as_it_is
) -> Callable[[View], View]:
    """Let a POST be repeated under its Idempotency-Key; stands right above ``tagged``.

    :param status: of the answer, with *schema*, to what is done.
    :param shown: turns a use case's result into what the view returns.
    """
    # What stands around the view as well, so that both make the same bytes.
    render: View = tagged(ResponseMixin().response(status, schema)(shown))

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> flask.Response:
            claim = _claim()
            work = partial(view, *args, **kwargs)
            return work() if claim is None else _once(claim, work, render)

        _document(wrapper, status)
        return wrapper

    return decorate


class _Receipt:
    """What a use case calls before it commits; keeps the answer to what is about to be done."""

    def __init__(self, claim: Claim, render: View) -> None:
        self._claim = claim
        self._render = render
        self.answer: Answer | None = None

    def __call__(self, work: UnitOfWork, result: Any) -> None:
        answer = _answer(self._render(result))
        work.receipts.keep(self._claim, answer)
        self.answer = answer


def _once(claim: Claim, work: Callable[[], flask.Response], render: View) -> flask.Response:
    found = _claims().begin(claim, _now())
    if found is not None:
        response = _response(found)
        response.headers[REPLAYED] = "true"
        return response
    receipt = flask.g.taller_receipt = _Receipt(claim, render)
    try:
        response = work()
    except Exception as error:
        # As Flask itself would, but while the answer can still be kept.
        return _settled(claim, _rendered(claim, error))
    finally:
        flask.g.pop("taller_receipt")
    return _settled(claim, response) if receipt.answer is None else _response(receipt.answer)


def _rendered(claim: Claim, error: Exception) -> flask.Response:
    """Return what the application answers to *error*; if it cannot, the key is free again."""
    try:
        rendered = flask.current_app.handle_user_exception(error)
        return flask.current_app.make_response(rendered)
    except Exception:
        _claims().abandon(claim)
        raise


def _settled(claim: Claim, response: flask.Response) -> flask.Response:
    """Keep *response*, unless it is a fault: that may be tried again under the same key.

    Where the change was committed and something failed after it, its answer stands.
    """
    try:
        failed = response.status_code >= 500
        kept = _claims().abandon(claim) if failed else _claims().finish(claim, _answer(response))
    except SQLAlchemyError:
        log.exception("an answer cannot be kept; its key is free once the lease has passed")
        return response
    return response if kept is None else _response(kept)


def _claim() -> Claim | None:
    key = flask.request.headers.get(HEADER)
    if key is None:
        return None
    if len(key) > story.LONGEST_KEY or not _KEY.fullmatch(key):
        message = (
            f"Debe venir una vez y tener de 1 a {story.LONGEST_KEY} caracteres ASCII visibles, sin comas."
        )
        raise InvalidInput("headers", {HEADER: [message]})
    actor = flask.g.get("taller_actor")
    return Claim("" if actor is None else actor.name, key, _fingerprint(flask.request))


def _fingerprint(request: flask.Request) -> str:
    """Return a hash of what makes *request* the same: where it goes, what it brings, what it presumes."""
    match = request.headers.get("If-Match")
    parts = (
        request.method.encode(),
        request.path.encode(),
        request.query_string,
        request.mimetype.encode(),
        b"" if match is None else b"=" + match.encode(),
        whole_body(request),
    )
    digest = hashlib.sha256()
    for part in parts:
        # With its length, lest the end of one pass for the beginning of the next.
        digest.update(b"%d:%b" % (len(part), part))
    return digest.hexdigest()


def _answer(response: flask.Response) -> Answer:
    return Answer(response.status_code, tuple(response.headers), response.get_data(as_text=True))


def _response(answer: Answer) -> flask.Response:
    response = flask.Response(answer.body, status=answer.status)
    response.headers = Headers(list(answer.headers))
    return response


def _claims() -> Claims:
    return cast(Claims, flask.current_app.extensions[EXTENSION].claims)


def _now() -> datetime:
    return cast(datetime, flask.current_app.extensions[EXTENSION].invoicing.clock.now())


def _document(view: View, status: int) -> None:
    """Add the header that is read and the one that is written to what the decorators below noted."""
    documented: dict[str, Any] = view.__dict__.setdefault("_apidoc", {})
    documented.setdefault("arguments", {}).setdefault("parameters", []).append("IdempotencyKey")
    for response in documented["response"]["responses"][status]:
        response["headers"] = {**response.get("headers", {}), REPLAYED: "IdempotencyReplayed"}
