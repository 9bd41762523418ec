"""From an answer to the reply: status, headers, body, checked against the contract."""

from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.encoding import as_json
from taller.mocks.openapi.exchange import Answer
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.media import concrete, is_json, plain
from taller.mocks.openapi.operation import Operation, Promise
from taller.mocks.openapi.validation import Validators
from taller.mocks.replies.negotiation import XML, chosen, chosen_for
from taller.mocks.replies.shows import Shows
from taller.mocks.state.conditional import if_none_match, tag_of

_NEVER_A_BODY = (204, 205, 304)


class BrokenPromise(Exception):
    """An answer that does not keep to the contract; the message says where, and no value."""


class Responder:
    """Makes the replies of one stand-in."""

    def __init__(self, validators: Validators, shows: Shows, *, check: bool) -> None:
        """Check every body before it leaves, if *check*; *shows* has what no handler made."""
        self._validators = validators
        self._shows = shows
        self._check = check

    def check_acceptable(self, operation: Operation, request: Request) -> None:
        """Let *request* pass if it takes what it would get, before anything is changed for it.

        :raises Problem: 406, if it does not.
        """
        accept = request.headers.get("accept")
        if accept is not None and accept != "*/*":
            chosen(accept, operation.success.content)

    def reply(self, answer: Answer, operation: Operation, request: Request) -> Reply:
        """Return *answer* as the reply to *request*.

        :raises BrokenPromise: if it breaks the contract of *operation*.
        :raises Problem: 406, if the client takes none of the media types that there are.
        """
        promise = operation.promise(answer.status) or operation.success
        headers = self._headers(answer, promise)
        varies = (("Vary", "Accept"),) if len(promise.content) > 1 else ()
        if _is_known(headers.get("ETag"), operation, request):
            known = (("ETag", headers["ETag"]), *varies)
            return Reply(304, known, operation=operation.name, lasting=answer.lasting)
        body = b""
        media = chosen_for(answer.status, request.headers.get("accept"), promise.content)
        if media and answer.status not in _NEVER_A_BODY:
            body = self._body(answer, promise, media)
            headers["Content-Type"] = concrete(media)
            headers.update(varies)
        return Reply(answer.status, tuple(headers.items()), body, operation.name, lasting=answer.lasting)

    def _headers(self, answer: Answer, promise: Promise) -> dict[str, str]:
        if not promise.headers and answer.allow is None:
            return {}
        headers = {name: text for name, text in answer.headers.items() if promise.declares(name)}
        if answer.tagged is not None and promise.declares("ETag"):
            headers["ETag"] = answer.tag or tag_of(answer.tagged)
        if answer.location is not None and promise.declares("Location"):
            headers["Location"] = answer.location
        if answer.allow is not None:
            # One contract calls it Options: whatever header such an answer declares, has the methods.
            headers |= dict.fromkeys(("Allow", *promise.headers), answer.allow)
        return self._shows.required_headers(promise, headers)

    def _body(self, answer: Answer, promise: Promise, media: str) -> bytes:
        """Return *value* as *media* has it; what is neither JSON nor XML is as the contract shows it."""
        value, schema = answer.body, promise.content[media].get("schema")
        if is_json(media):
            value = self._shows.body(promise, media) if value is None else value
            if schema is not None and self._check and not answer.checked:
                self._check_body(value, promise.status, schema)
            return as_json(value)
        if plain(media) in XML:
            from taller.mocks.replies.xml import as_xml  # its parser comes along, and few ask for it

            return as_xml(self._shows.body(promise, media) if value is None else value, schema)
        text = value if isinstance(value, str) else self._shows.text(promise, media)
        return text.encode(errors="replace")

    def _check_body(self, value: Any, status: int, schema: Node) -> None:
        if self._validators.fits(schema, value):
            return
        fault = self._validators.faults(schema, value)[0]
        raise BrokenPromise(f"{status} at {fault['pointer']}: {fault['detail']}")


def _is_known(tag: str | None, operation: Operation, request: Request) -> bool:
    """Tell whether the client has what has *tag*, and the contract lets it say so."""
    parameter = operation.if_none_match if tag is not None else None
    header = request.headers.get(parameter.name.lower()) if parameter else None
    return tag is not None and header is not None and if_none_match(header, tag)
