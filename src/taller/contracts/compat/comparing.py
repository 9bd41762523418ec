"""Compares two contracts, operation by operation."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from taller.contracts.compat.addresses import Pairs, origin, stays
from taller.contracts.compat.bodies import compare_links, compare_requests, compare_responses
from taller.contracts.compat.contract import Contract, Operation, Part, base_path, urls
from taller.contracts.compat.findings import Finding, Subject, merged
from taller.contracts.compat.parameters import Parameters
from taller.contracts.compat.security import compare_security
from taller.contracts.compat.telling import Telling
from taller.documents.pointers import below


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Finding]:
    """Return what differs between two sound OpenAPI 3.1 documents, as `taller.documents` reads them.

    Callbacks, webhooks, examples and all that is said to people only are not compared.
    """
    telling = Telling(Contract(old), Contract(new))
    pairs = Pairs(telling.old.operations(), telling.new.operations())
    _compare_servers(telling, Subject("service", ""), (Part("", old), Part("", new)), pairs.keeps)
    for key, operation in pairs.old.items():
        now = pairs.counterpart(key)
        if now is not None:
            _compare_operations(telling, operation, now)
        else:
            subject = Subject("operation", operation.name)
            telling.tell("operation-removed", subject, (operation.part.pointer, "/paths"))
    for operation in pairs.come():
        subject = Subject("operation", operation.name)
        telling.tell("operation-added", subject, ("/paths", operation.part.pointer))
    return merged(telling.findings)


def _compare_operations(telling: Telling, old: Operation, new: Operation) -> None:
    subject, pointers = Subject("operation", old.name), (old.part.pointer, new.part.pointer)
    was_called, is_called = old.part.value.get("operationId"), new.part.value.get("operationId")
    if was_called and was_called != is_called:
        words = {"old": was_called, "new": is_called or "–"}
        telling.tell("operation-id-changed", subject, pointers, **words)
    if new.part.value.get("deprecated") is True and old.part.value.get("deprecated") is not True:
        telling.tell("operation-deprecated", subject, pointers)
    if old.servers.pointer or new.servers.pointer:
        keeps = partial(stays, old, new)
        _compare_servers(telling, subject, (old.servers, new.servers), keeps)
    compare_security(telling, old, new)
    Parameters(telling, old, new).compare()
    compare_requests(telling, old, new)
    compare_responses(telling, old, new)
    compare_links(telling, old, new)


def _compare_servers(
    telling: Telling, subject: Subject, holders: tuple[Part, Part], keeps: Callable[[str], bool]
) -> None:
    """Tell which servers went and came; *keeps* tells whether addresses below a base path are kept."""
    was, now = map(urls, holders)
    pointers = below(holders[0].pointer, "servers"), below(holders[1].pointer, "servers")
    bases = {base_path(url) for url in now}
    moved = {base for base in map(base_path, was) if base not in bases and keeps(base)}
    for url in was:
        base = base_path(url)
        if base not in bases and base not in moved:
            words = {"old": base, "new": ", ".join(sorted(bases))}
            telling.tell("base-path-changed", subject, pointers, **words)
        elif url not in now and (base not in moved or origin(url) not in map(origin, now)):
            telling.tell("server-removed", subject, pointers, old=url)
    for url in now:
        if url not in was and not (moved and origin(url) in map(origin, was)):
            telling.tell("server-added", subject, pointers, new=url)
