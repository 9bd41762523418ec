"""What happens to one request: decided before it is answered, carried out as values."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from taller.mocks.faults.model import (
    MAX_SECONDS,
    Break,
    ContentType,
    Down,
    Effect,
    Latency,
    Reset,
    Status,
    Timeout,
)
from taller.mocks.faults.spoiling import Breaks, broken, delivered, retyped
from taller.mocks.openapi.http import Delivery, Finding, Reply, Request
from taller.mocks.openapi.problems import Problem

Fails = Callable[[Problem, Request], Reply]
"""Makes the reply to a request that fails, in the shape that its contract has for that."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The effects that strike one request, the dice already thrown."""

    effects: tuple[Effect, ...]
    text: str
    """The faults that they come from, written, for the journal."""
    delay: float
    """Seconds before the first byte."""
    random: Random

    def instead(self, request: Request, fail: Fails, breaks: Breaks) -> Reply | None:
        """Return what comes instead of an answer; None: the stand-in is to be asked.

        :param fail: makes an error in the shape that the contract has for it.
        :param breaks: tells whether a reply breaks the contract.
        """
        for effect in self.effects:
            if isinstance(effect, Status):
                return self._error(effect, request, fail, breaks)
            if isinstance(effect, Timeout):
                return _nothing(Delivery(end="silence"), "no answer")
            if isinstance(effect, Down | Reset):
                delay = 0.0 if isinstance(effect, Down) else self.delay
                return _nothing(Delivery(delay, end="reset"), "a reset connection")
        return None

    def spoilt(self, request: Request, reply: Reply, breaks: Breaks) -> Reply:
        """Return *reply*, which stays as it is, as the effects would have it; *breaks* as in `instead`."""
        bodiless = request.method == "HEAD"
        made = replace(reply, lasting=False)
        if any(isinstance(one, Break) for one in self.effects):
            made = broken(made, self.random, breaks, bodiless=bodiless)
        for effect in self.effects:
            if isinstance(effect, ContentType):
                made = retyped(made, effect)
        return self._late(delivered(made, self.effects, bodiless=bodiless))

    def _error(self, effect: Status, request: Request, fail: Fails, breaks: Breaks) -> Reply:
        wait = {} if effect.retry_after is None else {"Retry-After": str(effect.retry_after)}
        problem = Problem(effect.code, "Un fallo pedido: no se ha consultado al servicio.", headers=wait)
        reply = fail(problem, request)
        if breaks(reply):
            finding = Finding("response", "status", f"{effect.code}, by a fault")
            reply = replace(reply, spoilt=(finding,))
        return self._late(reply)

    def _late(self, reply: Reply) -> Reply:
        if not self.delay:
            return reply
        delivery = reply.delivery or Delivery()
        delay = min(MAX_SECONDS, delivery.delay + self.delay)
        return replace(reply, delivery=replace(delivery, delay=delay))


def drawn(effect: Latency, random: Random) -> float:
    """Return how late an answer comes, in seconds, as the spread of *effect* has it."""
    if effect.spread == "normal":
        late = random.gauss(effect.seconds, effect.jitter)
    else:
        late = effect.seconds + effect.jitter * random.uniform(-1, 1)
    return min(MAX_SECONDS, max(0.0, late))


def _nothing(delivery: Delivery, what: str) -> Reply:
    # The status is for doors that cannot but answer, such as WSGI.
    finding = Finding("response", "connection", f"{what}, by a fault")
    return Reply(503, spoilt=(finding,), delivery=delivery)
