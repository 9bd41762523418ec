"""A transport that holds every request against the contract of the sibling that it goes to."""

from functools import cache

import httpx2
from contract_tests.consumers.reliance import committed, unaccounted
from contract_tests.consumers.requests import RequestBroken, Requests, Sent

rules = cache(Requests)
"""What a sibling's contract says of requests; read once."""


class Watched(httpx2.BaseTransport):
    """Carries requests on, if they keep the contract and the consumer's file accounts for them."""

    def __init__(self, service: str, inner: httpx2.BaseTransport, broken: list[str] | None = None) -> None:
        """
        :param inner: where requests go.
        :param broken: where what is wrong is told too, for who asks and hides it.
        """
        self.service = service
        self._inner = inner
        self._broken = [] if broken is None else broken

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """:raises RequestBroken: if the request is not what was promised; then it is not sent."""
        request.read()
        try:
            self.judged(request)
        except RequestBroken as error:
            self._broken.append(str(error))
            raise
        return self._inner.handle_request(request)

    def judged(self, request: httpx2.Request) -> Sent:
        """Return what *request* says. :raises RequestBroken: if it is not what was promised."""
        sent = rules(self.service).kept_by(request)
        strange = unaccounted(sent, committed(self.service))
        if strange:
            raise RequestBroken(
                f"{self.service}, {sent.operation}: contract_tests/consumers/{self.service}.yaml does not"
                f" account for {', '.join(strange)}; write it anew: python -m contract_tests.consumers.write"
            )
        return sent
