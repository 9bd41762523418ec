"""Compares two contracts, operation by operation."""

from collections.abc import Mapping
from typing import Any

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
    was, now = telling.old.operations(), telling.new.operations()
    _compare_servers(telling, Subject("service", ""), Part("", old), Part("", new))
    for key, operation in was.items():
        if key in now:
            _compare_operations(telling, operation, now[key])
        else:
            subject = Subject("operation", operation.name)
            telling.tell("operation-removed", subject, (operation.part.pointer, "/paths"))
    for key, operation in now.items():
        if key not in was:
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
        _compare_servers(telling, subject, old.servers, new.servers)
    compare_security(telling, old, new)
    Parameters(telling, old, new).compare()
    compare_requests(telling, old, new)
    compare_responses(telling, old, new)
    compare_links(telling, old, new)


def _compare_servers(telling: Telling, subject: Subject, old: Part, new: Part) -> None:
    was, now = urls(old), urls(new)
    pointers = below(old.pointer, "servers"), below(new.pointer, "servers")
    bases = {base_path(url) for url in now}
    for url in was:
        if base_path(url) not in bases:
            words = {"old": base_path(url), "new": ", ".join(sorted(bases))}
            telling.tell("base-path-changed", subject, pointers, **words)
        elif url not in now:
            telling.tell("server-removed", subject, pointers, old=url)
    for url in now:
        if url not in was:
            telling.tell("server-added", subject, pointers, new=url)
