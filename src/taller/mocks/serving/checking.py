"""Whether a request and its reply keep the contract: what the journal notes and the proxy reports."""

from typing import Any

from taller.mocks.app import StandIn
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.http import Finding, Reply, Request
from taller.mocks.openapi.media import declared_for, is_json, plain
from taller.mocks.openapi.operation import Operation, Promise
from taller.mocks.openapi.parameter import parameter_of
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.validation import Validators
from taller.mocks.requests.bodies import parse_json
from taller.mocks.requests.scalars import readings
from taller.mocks.requests.security import ANY, Credential, Gate
from taller.mocks.requests.styles import in_text

_ANYWHERE = (304, 405, 413, 414, 431)
"""What any service may answer, whatever is asked: promised nowhere, and no breach."""


class Checker:
    """Holds requests and replies against the contract of one stand-in."""

    def __init__(self, stand_in: StandIn) -> None:
        """Check by the contract of *stand_in*; its memory stays out of it."""
        self._stand_in = stand_in
        self._validators: Validators = stand_in.validators
        # Who knows which credentials a real service takes? That one comes at all can be seen.
        self._gate = Gate(stand_in.contract, (Credential(ANY, ANY),))

    def request(self, request: Request) -> tuple[Operation | None, tuple[Finding, ...]]:
        """Return the operation that *request* means, and what breaks the contract in it."""
        found = self._stand_in.find(request)
        if found is None:
            return None, (Finding("request", "path", "the contract has no such path"),)
        match, endpoint = found
        if endpoint is None:
            if request.method == "OPTIONS":
                return None, ()
            return None, (Finding("request", "method", f"{match.item.path} takes {match.item.allow}"),)
        try:
            self._gate.check(endpoint.operation, request)
            endpoint.read(request, match.texts)
        except Problem as problem:
            # A path that can name nothing is 404, and breaks the contract all the same.
            what = Finding("request", f"status {problem.status}", problem.detail)
            return endpoint.operation, problem.findings() or (what,)
        return endpoint.operation, ()

    def reply(self, operation: Operation | None, request: Request, reply: Reply) -> tuple[Finding, ...]:
        """Return what breaks the contract of *operation* in *reply*, the answer to *request*."""
        if operation is None:
            return ()
        promise = operation.promise(reply.status)
        if promise is None:
            if reply.status in _ANYWHERE:
                return ()
            known = ", ".join((*map(str, sorted(operation.responses)), *operation.ranges)) or "none"
            return (Finding("response", "status", f"{reply.status} is not promised, but: {known}"),)
        body = () if request.method == "HEAD" else self._body(promise, reply)
        return (*self._headers(promise, reply), *body)

    def breaks(self, request: Request, reply: Reply) -> bool:
        """Tell whether *reply* breaks what the contract promises to *request*."""
        found = self._stand_in.find(request)
        endpoint = found[1] if found else None
        return bool(self.reply(endpoint.operation if endpoint else None, request, reply))

    def _headers(self, promise: Promise, reply: Reply) -> list[Finding]:
        findings = []
        for name, node in promise.shown_headers.items():
            text = reply.header(name.lower())
            if text is None and node.value.get("required"):
                findings.append(Finding("response", f"header {name}", "is promised, and missing"))
            elif text is not None and not self._fits(node, text):
                findings.append(Finding("response", f"header {name}", "breaks its schema"))
        return findings

    def _fits(self, header: Node, text: str) -> bool:
        """Tell whether *text* says something that the schema of *header* takes, in one way or another."""
        described = parameter_of(header, name="", place="header")
        if described is None:
            return True
        fits, schema = self._validators.fits, described.schema
        said = (one for raw in in_text(described, text) for one in readings(schema, raw, fits))
        return any(fits(schema, value) for value in (*said, *_json(text)))

    def _body(self, promise: Promise, reply: Reply) -> list[Finding]:
        content_type = reply.header("content-type")
        if not promise.content:
            return []
        media = declared_for(plain(content_type), promise.content)
        if media is None:
            promised = ", ".join(promise.content)
            came = content_type or "no content type"
            return [Finding("response", "header Content-Type", f"{came} instead of {promised}")]
        schema = promise.content[media].get("schema")
        if schema is None or not is_json(plain(content_type)):
            return []
        try:
            value = parse_json(reply.body)
        except Problem as problem:
            return [Finding("response", "body", f"is no JSON: {problem.detail}")]
        if self._validators.fits(schema, value):
            return []
        faults = self._validators.faults(schema, value)
        return [Finding("response", f"body {fault['pointer']}", fault["detail"]) for fault in faults]


def _json(text: str) -> tuple[Any, ...]:
    """Return what *text* says as JSON: many a header does, and its contract calls it an object."""
    try:
        return (parse_json(text.encode()),)
    except Problem:
        return ()
