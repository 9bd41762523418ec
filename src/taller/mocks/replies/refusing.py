"""Refusals as a contract has them: under a status that it promises, in the shape that it promises."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.encoding import as_json
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.media import PROBLEM_JSON, concrete, is_json, plain
from taller.mocks.openapi.operation import Operation, Promise
from taller.mocks.openapi.problems import Problem, problem_of, problem_reply
from taller.mocks.openapi.schemas import all_properties
from taller.mocks.openapi.validation import Validators
from taller.mocks.replies.error_shapes import filled, in_full
from taller.mocks.replies.negotiation import XML, chosen_for
from taller.mocks.replies.shows import Shows

_INSTEAD: Mapping[int, tuple[int, ...]] = {
    400: (422,),
    404: (410,),
    409: (422, 400),
    415: (400, 422),
    422: (400,),
    428: (412, 400),
}
"""What stands for a status in a contract that does not have it: FastAPI, for one, only knows 422.

405, 406, 412, 413 and the like are HTTP's own affair, and need no contract.
"""


class Refuser:
    """Makes the refusals of one stand-in."""

    def __init__(self, validators: Validators, shows: Shows) -> None:
        """Make bodies that pass *validators*; what they must have and nobody says is as *shows* has it."""
        self._fits = validators.fits
        self._shows = shows

    def reply(self, problem: Problem, operation: Operation | None, request: Request) -> Reply:
        """Return *problem* as the reply to *request*.

        It is a problem document, unless the contract of *operation* promises something else.
        """
        path = request.prefix + request.path
        if operation is None:
            return problem_reply(problem, path)
        statuses = (problem.status, *_INSTEAD.get(problem.status, ()))
        problem.status = next((one for one in statuses if operation.promise(one)), problem.status)
        promise = operation.promise(problem.status)
        if promise is None or not promise.content:
            reply = problem_reply(problem, path, operation)
            headers = dict(reply.headers)
        else:
            media = chosen_for(problem.status, request.headers.get("accept"), promise.content)
            body = self._body(problem_of(problem, path, promise), promise, media)
            headers = {"Content-Type": concrete(media), **problem.headers}
            findings = problem.findings() if 400 <= problem.status < 500 else ()
            reply = Reply(problem.status, (), body, operation.name, findings)
        if promise is not None:
            headers = self._shows.required_headers(promise, headers)
        reply.headers = tuple(headers.items())
        return reply

    def _body(self, document: dict[str, Any], promise: Promise, media: str) -> bytes:
        schema = promise.content[media].get("schema")
        if is_json(media):
            value = self._shaped(document, promise, media, schema) if schema else document
            return as_json(value)
        if plain(media) in XML and schema is not None:
            from taller.mocks.replies.xml import as_xml  # as in the responses

            return as_xml(self._shaped(document, promise, media, schema), schema)
        return in_full(document).encode(errors="replace")

    def _shaped(self, document: dict[str, Any], promise: Promise, media: str, schema: Node) -> Any:
        """Return what *document* says in a value of *schema*, and the document itself if that is one."""
        is_one = plain(media) == PROBLEM_JSON or not all_properties(schema)
        if is_one and self._fits(schema, document):
            return document
        several = self._candidates(document, promise, media, schema)
        return next((one for one in several if self._fits(schema, one)), document)

    def _candidates(
        self, document: dict[str, Any], promise: Promise, media: str, schema: Node
    ) -> Iterator[Any]:
        """Yield what says *document*: by itself, or over what the contract shows; and what that is."""
        yield filled(schema, {}, document, self._fits)
        try:
            shown = self._shows.body(promise, media)
        except Problem:  # it shows nothing, and nothing can be made up
            return
        yield filled(schema, shown, document, self._fits)
        yield shown
