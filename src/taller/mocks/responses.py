"""From an answer to the HTTP response: status, headers, body, checked against the contract."""

import json

from werkzeug.wrappers import Request, Response

from taller.mocks.conditional import if_none_match, tag_of
from taller.mocks.contract import Operation, Promise
from taller.mocks.exchange import Answer
from taller.mocks.negotiation import XML, as_xml, preferred
from taller.mocks.validation import Validators


class BrokenPromise(Exception):
    """An answer that does not keep to the contract; the message says where, and no value."""


class Responder:
    """Makes the responses of one stand-in."""

    def __init__(self, validators: Validators, *, check: bool) -> None:
        """Check every body before it leaves, if *check*."""
        self._validators = validators
        self._check = check

    def response(self, answer: Answer, operation: Operation, request: Request) -> Response:
        """Return *answer* as the response to *request*.

        :raises BrokenPromise: if it breaks the contract of *operation*.
        """
        promise = operation.responses.get(answer.status) or operation.success
        headers = _headers(answer, promise)
        if _is_known(headers.get("ETag"), operation, request):
            return Response(status=304, headers={"ETag": headers["ETag"]})
        if answer.body is None:
            response = Response(status=answer.status, headers=headers)
            del response.headers["Content-Type"]
            return response
        if self._check:
            self._check_body(answer, promise)
        media = preferred(request.headers.get("Accept"), promise.content)
        if XML in promise.content:
            headers["Vary"] = "Accept"
        return Response(_written(answer, promise, media), answer.status, headers, mimetype=media)

    def _check_body(self, answer: Answer, promise: Promise) -> None:
        if promise.schema is None or self._validators.fits(promise.schema, answer.body):
            return
        fault = self._validators.faults(promise.schema, answer.body)[0]
        raise BrokenPromise(f"{answer.status} at {fault['pointer']}: {fault['detail']}")


def _headers(answer: Answer, promise: Promise) -> dict[str, str]:
    headers = {}
    if answer.tagged is not None and promise.declares("ETag"):
        headers["ETag"] = tag_of(answer.tagged)
    if answer.location is not None and promise.declares("Location"):
        headers["Location"] = answer.location
    if answer.allow is not None:
        # One contract calls it Options: whatever header such an answer declares, has the methods.
        headers |= dict.fromkeys(("Allow", *promise.headers), answer.allow)
    return headers


def _is_known(tag: str | None, operation: Operation, request: Request) -> bool:
    """Tell whether the client has what has *tag*, and the contract lets it say so."""
    parameter = operation.if_none_match
    header = request.headers.get(parameter.name) if parameter else None
    return tag is not None and header is not None and if_none_match(header, tag)


def _written(answer: Answer, promise: Promise, media: str) -> bytes:
    if media == XML:
        return as_xml(answer.body, promise.content[XML].get("schema"))
    return json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode()
