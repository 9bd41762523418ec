"""What must hold of operations: names, bodies, statuses, links, credentials, servers."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from taller.documents.credential_rules import check_credentials
from taller.documents.draft import Draft
from taller.documents.pointers import NOTHING, below, lookup, of_fragment
from taller.documents.sense import without_twins

_STATUS = re.compile(r"[1-5][0-9][0-9]|[1-5]XX|default")
_BODILESS = re.compile(r"1[0-9X]{2}|204|205|304")
_NO_PATH = re.compile(r"[{}<>\s]")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def check_operations(draft: Draft) -> None:
    """Leave nothing in the operations of *draft* that cannot be kept."""
    names: dict[str, str] = {}
    for place, method, operation in draft.operations():
        _check_name(draft, place, method, operation, names)
        _check_statuses(draft, place, operation)
        if "tags" in operation:
            kept = [one for one in operation["tags"] if one is not None]
            operation["tags"] = without_twins(draft, below(place, "tags"), kept)
        if method in ("get", "head") and "requestBody" in operation:
            detail = f"a {method.upper()} has a body"
            draft.report("request-body-of-get", below(place, "requestBody"), detail)
    for place, link in _links(draft):
        _check_link(draft, place, link, names)
    check_credentials(draft)
    _check_servers(draft)


def _check_name(
    draft: Draft, place: str, method: str, operation: dict[str, Any], names: dict[str, str]
) -> None:
    name = operation.get("operationId")
    if name in names:
        detail = f"`{name}` names another operation, too: {names[name]}"
        draft.report("repeated-operation-id", below(place, "operationId"), detail)
        del operation["operationId"]
    elif name is not None:
        path = place.split("/")[2].replace("~1", "/").replace("~0", "~")
        names[name] = f"{method.upper()} {path}"


def _check_statuses(draft: Draft, place: str, operation: dict[str, Any]) -> None:
    responses = operation.get("responses", {})
    if not responses:
        draft.report(
            "no-responses",
            below(place, "responses") if "responses" in operation else place,
            "the operation has no responses",
        )
    for status in [one for one in responses if not one.startswith("x-")]:
        _check_status(draft, below(below(place, "responses"), status), status, responses)


def _check_status(draft: Draft, place: str, status: str, responses: dict[str, Any]) -> None:
    response = responses[status]
    if not _STATUS.fullmatch(status):
        draft.report("status-code", place, f"`{status}` is neither a status code nor `default`")
        del responses[status]
    elif _BODILESS.fullmatch(status) and isinstance(response, dict) and response.get("content"):
        draft.report("content-without-body", below(place, "content"), f"a {status} has no body")
        draft.remove(below(place, "content"))


def _links(draft: Draft) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every link that is written out, with its place."""
    for place, response in _responses(draft):
        for name, link in list(response.get("links", {}).items()):
            if "$ref" not in link:
                yield below(below(place, "links"), name), link
    for name, link in list(draft.document.get("components", {}).get("links", {}).items()):
        if "$ref" not in link:
            yield below("/components/links", name), link


def _responses(draft: Draft) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, _, operation in draft.operations():
        for status, response in operation.get("responses", {}).items():
            if isinstance(response, dict):
                yield below(below(place, "responses"), status), response
    for name, response in draft.document.get("components", {}).get("responses", {}).items():
        yield below("/components/responses", name), response


def _check_link(draft: Draft, place: str, link: dict[str, Any], names: dict[str, str]) -> None:
    reference, name = link.get("operationRef"), link.get("operationId")
    if reference is not None:
        leads = reference.startswith("#/paths/") and _is_operation(draft, reference)
        at, detail = below(place, "operationRef"), f"{reference!r} leads to no operation"
    elif name is not None:
        leads, at, detail = name in names, below(place, "operationId"), f"there is no operation `{name}`"
    else:
        leads, at, detail = False, place, "the link names no operation"
    if not leads:
        draft.report("link-to-nothing", at, detail)
        draft.remove(place)


def _is_operation(draft: Draft, reference: str) -> bool:
    found = lookup(draft.document, of_fragment(reference[1:]))
    return found is not NOTHING and reference.count("/") == 3


def _check_servers(draft: Draft) -> None:
    for place, servers in _server_lists(draft):
        for index, server in enumerate(servers):
            if server is not None and (fault := _fault_of_server(draft, below(place, index), server)):
                draft.report("server-url", below(place, index), fault)
                servers[index] = None


def _server_lists(draft: Draft) -> Iterator[tuple[str, list[Any]]]:
    owners: list[tuple[str, dict[str, Any]]] = [("", draft.document)]
    owners += [(place, operation) for place, _, operation in draft.operations()]
    owners += [
        (below("/paths", path), item)
        for path, item in draft.document.get("paths", {}).items()
        if isinstance(item, dict)
    ]
    yield from ((below(place, "servers"), owner["servers"]) for place, owner in owners if "servers" in owner)


def _fault_of_server(draft: Draft, place: str, server: dict[str, Any]) -> str | None:
    url, variables = server.get("url"), server.get("variables", {})
    if url is None:
        return "the server has no `url`"
    for name in _VARIABLE.findall(url):
        if not isinstance(variables.get(name, {}).get("default"), str):
            return f"the server's variable `{name}` has no default"
    filled = _VARIABLE.sub(lambda match: variables[match[1]]["default"], url)
    try:
        path = urlsplit(filled).path
    except ValueError as error:
        return f"{filled!r} is no URL: {error}"
    if _NO_PATH.search(path):
        return f"{filled!r} has a character that no URL has"
    if path and not path.startswith("/"):
        draft.report(
            "relative-server", below(place, "url"), f"{filled!r} begins with neither scheme nor slash"
        )
        server["url"] = "/" + url.lstrip("./")
    return None
