"""``Prefer``: which of the contract's answers a client would like to see (RFC 7240, as Prism reads it)."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote

from taller.mocks.openapi.exchange import Answer
from taller.mocks.openapi.http import Delivery, Reply, Request
from taller.mocks.openapi.media import is_json, plain
from taller.mocks.openapi.operation import Operation, Promise
from taller.mocks.openapi.problems import Problem
from taller.mocks.replies.negotiation import XML, chosen_for
from taller.mocks.replies.shows import Shows, as_text

_PREFERENCE = re.compile(r"""\s*([^\s=,;]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;]*)))?\s*(?:[,;]|$)""")
_DURATION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(ms|s)?")
MOST_SECONDS = 600.0
PREFERRED = "La respuesta que se ha pedido con Prefer."
"""The detail of an error that is shown because somebody would like to see it."""
_PLAIN = " !#$&'()*+,/:;<=>?@[]^`{|}~"
_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


@dataclass(frozen=True)
class Preference:
    """What a client prefers; what it leaves open is None."""

    code: int | None = None
    example: str | None = None
    dynamic: bool | None = None
    seed: str | None = None
    """Of what is made up: the same, for the same seed."""
    delay: float = 0.0
    """Seconds."""

    @property
    def chooses(self) -> bool:
        """Whether it wants an answer of the contract, and not one that follows from what is kept."""
        return self.code is not None or self.example is not None or self.dynamic is not None


NOTHING = Preference()


def preference_of(request: Request) -> Preference:
    """Return what ``Prefer``, or Prism's ``__code``, ``__example`` and ``__dynamic``, say.

    :raises Problem: 400, if a value of theirs cannot be meant.
    """
    said: dict[str, str] = {}
    for name, quoted, bare in _PREFERENCE.findall(request.headers.get("prefer", "")):
        said.setdefault(name.lower(), quoted or bare)
    if "__" in request.query:  # where both are, the header counts
        for name, text in parse_qsl(request.query):
            if name.startswith("__"):
                said.setdefault(name[2:], text)
    if not said:
        return NOTHING
    return Preference(
        code=_code(said["code"]) if "code" in said else None,
        example=said.get("example"),
        dynamic=_truth(said["dynamic"]) if "dynamic" in said else None,
        seed=said.get("seed"),
        delay=_seconds(said["delay"]) if "delay" in said else 0.0,
    )


def is_general(preference: Preference, operation: Operation) -> bool:
    """Tell whether *preference* wants an error that has no description of its own, but that of many.

    What the contract shows there is an example for another status: ``4XX``, or ``default``.
    """
    code = preference.code or 0
    own = preference.example is not None or preference.dynamic or code in operation.responses
    return code >= 400 and not own and operation.refuses(code)


def _applied(preference: Preference, *, chosen: bool) -> str:
    """Return what ``Preference-Applied`` says of *preference* (RFC 7240, section 3); nothing, if nothing is.

    :param chosen: whether the answer is the one that it names; its delay applies in any case.
    """
    said = {"code": preference.code, "example": preference.example} if chosen else {}
    if chosen and preference.dynamic is not None:
        said |= {"dynamic": str(preference.dynamic).lower(), "seed": preference.seed}
    if preference.delay:
        said["delay"] = f"{preference.delay:g}s"
    return ", ".join(f"{name}={_word(str(value))}" for name, value in said.items() if value is not None)


def _word(text: str) -> str:
    """Return *text*, which a client may have chosen, as a header can have it: in quotes, if it must be."""
    return text if _TOKEN.fullmatch(text) else f'"{quote(text, safe=_PLAIN)}"'


def prefers(request: Request) -> bool:
    """Tell whether *request* may have a preference, at a glance."""
    return "prefer" in request.headers or "__" in request.query


def honour(request: Request, reply: Reply, *, chosen: bool) -> None:
    """Let *reply* wait as long as *request* prefers, be it a refusal, and say which preferences it obeys.

    :param chosen: whether it is the answer that was preferred. A preference unread is none.
    """
    try:
        preference = preference_of(request)
    except Problem:
        return
    if preference.delay:
        reply.delivery = Delivery(delay=preference.delay)
        reply.lasting = False
    told = _applied(preference, chosen=chosen)
    if told:
        reply.headers += (("Preference-Applied", told),)


def preferred(
    preference: Preference, operation: Operation, request: Request, shows: Shows, salt: str
) -> Answer:
    """Return the answer of the contract that *preference* names; nothing is changed by it.

    :raises Problem: 404, if the contract has no such answer.
    """
    promise = operation.success if preference.code is None else _promise(operation, preference.code)
    status = preference.code or promise.status
    media = chosen_for(status, request.headers.get("accept"), promise.content)
    body = _body(preference, promise, media, shows, salt) if media else None
    return Answer(status, body, headers=shows.headers(promise))


def _body(preference: Preference, promise: Promise, media: str, shows: Shows, salt: str) -> Any:
    is_text = not is_json(media) and plain(media) not in XML
    if preference.example is not None:
        value = shows.named(promise, media, preference.example)
        return as_text(value) if is_text else value
    make = shows.text if is_text else shows.body
    return make(promise, media, dynamic=bool(preference.dynamic), salt=preference.seed or salt)


def _promise(operation: Operation, code: int) -> Promise:
    promise = operation.promise(code)
    if promise is None:
        known = ", ".join((*map(str, sorted(operation.responses)), *operation.ranges)) or "ninguna"
        raise Problem(404, f"El contrato no tiene la respuesta {code} en esta operación; tiene: {known}.")
    return promise


def _code(text: str) -> int:
    if not re.fullmatch("[2-5][0-9][0-9]", text):
        raise _unclear("code", text, "un código de estado, como 404")
    return int(text)


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false", ""):
        raise _unclear("dynamic", text, "true o false")
    return text.lower() != "false"


def _seconds(text: str) -> float:
    found = _DURATION.fullmatch(text)
    seconds = float(found[1]) / (1 if found[2] == "s" else 1000) if found else MOST_SECONDS + 1
    if seconds > MOST_SECONDS:
        raise _unclear("delay", text, "200ms o 1.5s, diez minutos como mucho")
    return seconds


def _unclear(name: str, text: str, remedy: str) -> Problem:
    detail = f"{name}={text[:50]!r} no se entiende: escriba {remedy}."
    return Problem(400, detail, [{"header": "Prefer", "detail": detail}])
