"""A look at a service before it is tested: is there one at all, and is it this one?

A handful of requests that change nothing. Whoever deploys wants to hear of a wrong port as a wrong port, and
not as four hundred broken promises.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from taller.contracts.credentials import NOTHING, Credentials
from taller.contracts.looking import Look, NoAnswer, Seen, Unreachable
from taller.contracts.outcomes import Verdict
from taller.contracts.path_items import path_items
from taller.contracts.phrases import said
from taller.contracts.sameness import is_documented, rightly_empty, same_to_everything
from taller.contracts.urls import shown

_MOST = 12
"""How many operations are asked."""
_ENOUGH = 0.6
"""The share of its paths that another contract must explain to be taken for the right one."""
_ELSEWHERE = (404, 405, 501)
"""What a service may say of what only another has."""


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with a service as a whole, and why that may be."""

    verdict: Verdict
    hint: str


@dataclass(frozen=True)
class Question:
    """A request that changes nothing."""

    method: str
    path: str
    template: str
    """The path as the contract has it."""


def diagnose(
    contract: Mapping[str, Any],
    url: str,
    others: Mapping[str, Mapping[str, Any]],
    credentials: Credentials = NOTHING,
) -> Diagnosis | None:
    """Return what is wrong with the service at *url* as a whole; None if it can be tested.

    :param url: of the API, base path included.
    :param others: the contracts of other services, by name, which may be what answers there.
    :param credentials: what every request carries.
    """
    look, plain = Look(credentials), _questions(contract)
    asked = plain or _made_up(contract)
    try:
        seen = _answers(look, url, asked)
        gone = [_is_gone(look, url, contract, *one) for one in zip(plain, seen, strict=False)]
    except NoAnswer as error:
        verdict = Verdict.UNREACHABLE if isinstance(error, Unreachable) else Verdict.NOT_HTTP
        return Diagnosis(verdict, error.hint)
    if not seen:
        return None
    pairs = [(question.template, one) for question, one in zip(asked, seen, strict=False)]
    wrong = _failing(seen) or _wrong_service(look, url, contract, others, gone) if plain else None
    if wrong is not None:
        return wrong
    lacks = [_is_missing(contract, *pair) or one for one, pair in zip(gone, pairs, strict=False)]
    if any(lacks) and False not in lacks:
        return Diagnosis(Verdict.SERVES_NOTHING, _why_nothing(url, seen))
    same = same_to_everything(look, url, contract, pairs)
    return Diagnosis(*same) if same else None


def _failing(seen: Sequence[Seen]) -> Diagnosis | None:
    """Return that all fails; 501 only says that the method is not known (RFC 9110, 9.1)."""
    fails = all(one.status >= 500 and (one.method, one.status) != ("OPTIONS", 501) for one in seen)
    return Diagnosis(Verdict.FAILING, _why_failing(seen)) if fails else None


def _is_gone(
    look: Look, url: str, contract: Mapping[str, Any], question: Question, seen: Seen
) -> bool | None:
    """Whether *seen* shows that nothing is at the path of *question*; None if nobody can tell.

    Another method may be there: 405 proves it, and 404 to one that the contract does not have rules nothing
    out. Nor does a 404 that the contract has, for a basket that nobody has filled; then OPTIONS may tell.

    :raises NoAnswer: if that is asked, and not answered.
    """
    item = path_items(contract)[question.template]
    if seen.status != 404:
        return False
    if seen.method.lower() in item and not is_documented(contract, question.template, seen):
        return True
    if seen.method == "OPTIONS" or "options" not in item or look.is_over:
        return None
    return _is_gone(look, url, contract, question, look.asked(url, "OPTIONS", question.path))


def _wrong_service(
    look: Look,
    url: str,
    contract: Mapping[str, Any],
    others: Mapping[str, Mapping[str, Any]],
    gone: Sequence[bool | None],
) -> Diagnosis | None:
    known = [one for one in gone if one is not None]
    if sum(known) * 2 <= len(known):
        return None
    name = _fits_better(look, url, contract, others, sum(known) / len(known))
    text = said("{url} answers as {name} does: are two URLs swapped?", url=shown(url), name=name)
    return Diagnosis(Verdict.WRONG_SERVICE, text) if name else None


def _is_missing(contract: Mapping[str, Any], path: str, seen: Seen) -> bool:
    return seen.is_empty and not rightly_empty(contract, path, seen)


def _answers(look: Look, url: str, questions: Sequence[Question]) -> list[Seen]:
    """Return what is answered to *questions*, as far as the time goes.

    :raises NoAnswer: if one of them is not answered.
    """
    return [look.asked(url, one.method, one.path) for one in questions if not look.is_over]


def _questions(contract: Mapping[str, Any]) -> list[Question]:
    """Return some requests that change nothing, and that are seldom rightly 404.

    Behind a path with parameters may be nothing, so those without are asked; where none can be read, OPTIONS.
    """
    plain = {path: item for path, item in path_items(contract).items() if "{" not in path}
    found = [Question("GET" if "get" in item else "OPTIONS", path, path) for path, item in plain.items()]
    reading = [one for one in found if one.method == "GET"]
    return sorted(reading or found, key=lambda one: one.path.count("/"))[:_MOST]


def _made_up(contract: Mapping[str, Any]) -> list[Question]:
    """Return a request for what may well not be there: what comes matters only if all gets the same."""
    paths = sorted(path_items(contract), key=lambda path: path.count("/"))
    return [Question("GET", re.sub(r"\{[^}]*\}", "1", path), path) for path in paths[:1]]


def _fits_better(
    look: Look,
    url: str,
    contract: Mapping[str, Any],
    others: Mapping[str, Mapping[str, Any]],
    absent: float,
) -> str | None:
    """Return the name of the contract of which more is there than of *contract*; None if none is."""
    base = urlsplit(url)
    root = f"{base.scheme}://{base.netloc}"
    own = path_items(contract)
    for name, other in others.items():
        asked = [one for one in _questions(other) if one.path not in own]
        for place in dict.fromkeys((url, root + _base_path(other))):
            try:
                there = [one.status not in _ELSEWHERE for one in _answers(look, place, asked)]
            except NoAnswer:
                continue
            if there and sum(there) / len(there) > max(_ENOUGH, 1 - absent):
                return name
    return None


def _base_path(contract: Mapping[str, Any]) -> str:
    servers = contract.get("servers") or [{}]
    return urlsplit(str(servers[0].get("url", ""))).path.rstrip("/")


_SIGNS = {
    b"no such table": "a table is not there: have the migrations been run?",
    b"does not exist": "a table is not there: have the migrations been run?",
    b"doesn't exist": "a table is not there: have the migrations been run?",
    b"table not found": "a table is not there: have the migrations been run?",
    b"could not connect": "it cannot reach its database: is that started, and are its credentials right?",
    b"connection refused": "it cannot reach what it depends on: is that started?",
    b"bad gateway": "what answers is a proxy, and the service behind it does not: is that started?",
}


def _why_failing(seen: Sequence[Seen]) -> str:
    statuses = ", ".join(str(one) for one in sorted({one.status for one in seen}))
    for one in seen:
        for sign, cause in _SIGNS.items():
            if sign in one.body.lower():
                return said("every answer is {statuses}: {cause}", statuses=statuses, cause=said(cause))
    return said("every answer is {statuses}: {cause}", statuses=statuses, cause=said("its log will say why."))


def _why_nothing(url: str, seen: Sequence[Seen]) -> str:
    if any(one.status == 404 for one in seen):
        return nothing_below(url)
    return said("every answer is empty: is it this image?")


def nothing_below(url: str) -> str:
    """Return why nothing but 404 may come from *url*."""
    return said(
        "nothing of the contract is below {url}: is the base path right, and is it this image?",
        url=shown(url),
    )
