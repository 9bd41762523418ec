"""Who is let in: the security schemes of a contract, enforced as it declares them."""

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl

from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.http import Request
from taller.mocks.openapi.operation import Operation
from taller.mocks.openapi.problems import Problem
from taller.mocks.requests.pairs import said_in_cookies

USUAL = "stand-in"
"""What every scheme accepts, unless something else is set; for ``basic``, as name and password."""
ANY = "*"
"""The credential that stands for whatever comes, as Prism has it."""


@dataclass(frozen=True)
class Credential:
    """What a client shows to be let in by one scheme."""

    scheme: str
    """The name that the contract gives to the scheme; ``*`` for all of them."""
    text: str
    """A token, a key, ``name:password`` for ``basic``; ``*`` for anything."""
    scopes: frozenset[str] | None = None
    """What it may do; None for everything."""

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the credential that *text* says: ``apiKey=secret;read``, or ``secret`` for any scheme."""
        named, _, scopes = text.partition(";")
        scheme, equals, shown = named.partition("=")
        if not equals:
            scheme, shown = ANY, named
        return cls(scheme, shown, frozenset(scopes.split(";")) if scopes else None)


def schemes_of(contract: Contract) -> Mapping[str, Node]:
    """Return the security schemes of *contract*, by name."""
    schemes = contract.root.get("components", "securitySchemes")
    return dict(schemes.items()) if schemes else {}


def check_schemes(credentials: Iterable[Credential], contracts: Iterable[Contract]) -> None:
    """Let *credentials* pass if each is for a security scheme that one of *contracts* has.

    :raises ValueError: if one is not.
    """
    known = {name for contract in contracts for name in schemes_of(contract)}
    for one in credentials:
        if one.scheme not in (ANY, *known):
            names = ", ".join(sorted(known)) or "none"
            raise ValueError(f"no contract has a security scheme {one.scheme!r}; there are: {names}")


def key_names(contract: Contract) -> list[str]:
    """Return the names of the headers and query parameters that hold keys under *contract*."""
    several = schemes_of(contract).values()
    return [name for one in several if one.text("type") == "apiKey" and (name := one.text("name"))]


_USUAL = (Credential(ANY, USUAL), Credential(ANY, f"{USUAL}:{USUAL}"))


class Gate:
    """Lets a request through to an operation, or refuses it."""

    def __init__(self, contract: Contract, credentials: Sequence[Credential] = ()) -> None:
        """Accept *credentials* under the schemes of *contract*; where there is none, the usual one."""
        schemes = contract.root.get("components", "securitySchemes")
        self._schemes: Mapping[str, Node] = dict(schemes.items()) if schemes else {}
        self._credentials = {
            name: tuple(one for one in credentials if one.scheme in (name, ANY)) or _USUAL
            for name in self._schemes
        }

    def check(self, operation: Operation, request: Request) -> None:
        """Let *request* pass if it fulfils one of the requirements of *operation*.

        :raises Problem: 401 with a challenge, for a credential that is missing or not accepted; 403,
            for one that lacks a scope.
        """
        if not operation.security:
            return
        failures: list[Problem] = []
        for requirement in operation.security:
            failure = self._failure(requirement, request)
            if failure is None:
                return
            failures.append(failure)
        forbidden = next((one for one in failures if one.status == 403), None)
        raise forbidden or _joined(failures)

    def challenge(self, operation: Operation | None) -> str:
        """Return how *operation* tells clients to show who they are: as a bearer, if nothing says how."""
        names = [name for one in (operation.security if operation else ()) for name in one]
        schemes = [self._schemes[name] for name in names if name in self._schemes]
        several = dict.fromkeys(_challenge(one, "") for one in schemes if one.text("type") != "mutualTLS")
        return ", ".join(several) or f'Bearer realm="{USUAL}"'

    def _failure(self, requirement: Mapping[str, Sequence[str]], request: Request) -> Problem | None:
        """Return why *request* does not fulfil *requirement*, all of whose schemes count."""
        several = (self._refusal(name, scopes, request) for name, scopes in requirement.items())
        return next((one for one in several if one is not None), None)

    def _refusal(self, name: str, scopes: Sequence[str], request: Request) -> Problem | None:
        scheme = self._schemes.get(name)
        if scheme is None or scheme.text("type") == "mutualTLS":
            return None  # nothing says what to ask for; a certificate is not seen here
        shown = _shown(scheme, request)
        accepted = [one for one in self._credentials[name] if shown and one.text in (shown, ANY)]
        if not accepted:
            wrong = "no vale" if shown else "falta"
            error = "invalid_token" if shown else ""
            detail = f"La credencial de {name} {wrong}: {_place(scheme)}."
            return _refused(401, detail, _challenge(scheme, error))
        lacking = [_lacking(one, scopes) for one in accepted]
        if all(lacking):
            detail = f"A la credencial de {name} le falta: {', '.join(lacking[0])}."
            return _refused(403, detail, _challenge(scheme, "insufficient_scope"))
        return None


def _place(scheme: Node) -> str:
    """Return where a client shows what *scheme* wants: ``cabecera X-API-Key``."""
    if scheme.text("type") == "apiKey":
        word = {"query": "parámetro", "cookie": "cookie"}.get(scheme.text("in") or "", "cabecera")
        return f"{word} {scheme.text('name')}"
    return f"cabecera Authorization: {(scheme.text('scheme') or 'Bearer').capitalize()} …"


def _lacking(credential: Credential, scopes: Sequence[str]) -> list[str]:
    """Return those of *scopes* that *credential* does not have."""
    return [one for one in scopes if credential.scopes is not None and one not in credential.scopes]


def _refused(status: int, detail: str, challenge: str) -> Problem:
    return Problem(status, detail, headers={"WWW-Authenticate": challenge})


def _joined(failures: Sequence[Problem]) -> Problem:
    """Return one refusal that says everything that would do, and how to show it."""
    details = dict.fromkeys(one.detail for one in failures)
    challenges = dict.fromkeys(one.headers["WWW-Authenticate"] for one in failures)
    return _refused(401, " O bien: ".join(details), ", ".join(challenges))


def _shown(scheme: Node, request: Request) -> str | None:
    """Return what *request* shows under *scheme*; None or nothing without."""
    if scheme.text("type") == "apiKey":
        return _key(scheme.text("in") or "header", scheme.text("name") or "", request)
    kind, _, text = request.headers.get("authorization", "").partition(" ")
    wanted = (scheme.text("scheme") or "bearer").lower()
    if kind.lower() != wanted:
        return None
    return _basic(text.strip()) if wanted == "basic" else text.strip()


def _key(place: str, name: str, request: Request) -> str | None:
    if place == "query":
        return dict(parse_qsl(request.query)).get(name)
    if place == "cookie":
        return next(iter(said_in_cookies(request.headers.get("cookie", "")).texts.get(name, ())), None)
    return request.headers.get(name.lower())


def _basic(text: str) -> str:
    """Return ``name:password`` (RFC 7617); nothing if it is none."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _challenge(scheme: Node, error: str) -> str:
    """Return what ``WWW-Authenticate`` says: the scheme to use, and where, for a key of its own.

    A bearer is told its *error*, too (RFC 6750, section 3).
    """
    if scheme.text("type") == "apiKey":
        return f'ApiKey realm="{scheme.text("in")} {scheme.text("name")}"'
    word = (scheme.text("scheme") or "bearer").capitalize()
    told = f', error="{error}"' if error and word == "Bearer" else ""
    return f'{word} realm="{USUAL}"{told}'
