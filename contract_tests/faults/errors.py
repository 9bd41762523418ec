"""Faults of errors: their form, and what they tell that is nobody's business."""

from collections.abc import Callable
from typing import Any

from contract_tests.faults.fault import Fault, rewriting
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.wire import Behaviour, Reply

TRACE = "Traceback (most recent call last):\n  File \"/srv/app/views.py\", line 41, in post\nKeyError: 'id'"
SQL = "(sqlite3.OperationalError) no such table: items [SQL: SELECT items.id FROM items WHERE items.id = ?]"
FILE = "Not found in /usr/lib/python3/dist-packages/app/storage.py"
JAVA = "java.lang.NullPointerException\n\tat com.example.shop.ItemController.post(ItemController.java:41)"
HTML = b"<!doctype html>\n<html lang=en>\n<title>Not Found</title>\n<h1>Not Found</h1>\n"


def _error(change: Callable[[Any], Any], *statuses: int) -> Callable[[Ground], Behaviour]:
    """Return what answers other problem documents, with *statuses* if given."""

    def rewrite(_: object, reply: Reply) -> Reply:
        problem = reply.json if reply.status >= 400 else None
        meant = isinstance(problem, dict) and (not statuses or reply.status in statuses)
        return reply.with_json(change(problem)) if meant else reply

    return lambda ground: rewriting(ground, rewrite)


def _page(content_type: str, body: bytes, *statuses: int) -> Callable[[Ground], Behaviour]:
    """Return what answers errors of *statuses* with something that is no problem document."""

    def rewrite(_: object, reply: Reply) -> Reply:
        if reply.status not in statuses:
            return reply
        return reply.but({"Content-Type": content_type}, body=body)

    return lambda ground: rewriting(ground, rewrite)


def _page_for_a_method(ground: Ground) -> Behaviour | None:
    """Return what answers 405 in HTML, if all errors of the contract, of each operation, are JSON."""
    for item in ground.contract["paths"].values():
        for method in {"get", "post", "put", "patch", "delete"} & item.keys():
            types = _types_of_errors(ground, item[method])
            if not types or not all(name.endswith("json") for name in types):
                return None
    return _page("text/html; charset=utf-8", HTML, 405)(ground)


def _types_of_errors(ground: Ground, operation: Any) -> set[str]:
    errors = (one for status, one in operation["responses"].items() if status[0] in "45d")
    return {name for one in errors for name in ground.resolved(one).get("content", {})}


def _detail(text: str, *statuses: int) -> Callable[[Ground], Behaviour]:
    return _error(lambda problem: {**problem, "detail": text}, *statuses)


def _in_header(ground: Ground) -> Behaviour:
    """Return what tells the failure of its database in a header."""
    return rewriting(ground, lambda _, reply: reply.but({"X-Debug": SQL}), Role.READ, status=404)


FAULTS = (
    Fault("html-error", "an error page in HTML", _page("text/html; charset=utf-8", HTML, 404)),
    Fault("html-405", "an error page in HTML for a method that there is not", _page_for_a_method),
    Fault("text-error", "an error in plain text", _page("text/plain", b"invalid", 400, 422)),
    Fault("empty-error", "an error that says nothing", _page("application/problem+json", b"", 404)),
    Fault(
        "text-in-problem",
        "a problem document that is a text",
        _page("application/problem+json", b'"not found"', 404),
    ),
    Fault(
        "problem-other-status",
        "a problem document that states another status",
        _error(lambda problem: {**problem, "status": 400 if problem.get("status") != 400 else 422}, 404, 412),
    ),
    Fault(
        "problem-text-status",
        "a problem document whose status is a text",
        _error(lambda problem: {**problem, "status": str(problem.get("status"))}),
    ),
    Fault(
        "problem-without-title",
        "a problem document without its title",
        _error(lambda problem: {name: value for name, value in problem.items() if name != "title"}),
    ),
    Fault("stack-trace", "a stack trace in a refusal", _detail(TRACE, 400, 422)),
    Fault("java-trace", "a stack trace of Java in a refusal", _detail(JAVA, 400, 422)),
    Fault("sql-shown", "SQL in an error", _detail(SQL, 404)),
    Fault("file-shown", "the path of a file in an error", _detail(FILE, 404)),
    Fault("sql-in-header", "SQL in a header", _in_header),
)
