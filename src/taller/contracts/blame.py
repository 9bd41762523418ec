"""From a failure that Schemathesis found to the promise that it breaks, and where that is made.

The failures' attributes are inside Schemathesis, not its documented surface.
"""

from collections.abc import Callable, Mapping
from typing import Any

from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case as AnyCase

from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.promises.engine import ENGINE

Case = AnyCase[Any]
_REFUSALS = frozenset(range(400, 500)) - {405}
_ENOUGH = 4000
"""How many characters of a detail are kept."""
SEEN_AFTER_DELETE = "seen after DELETE"
"""The mark of what Schemathesis says of a deleted resource, which our own question may know better."""


def breach_of(
    failure: Failure, case: Case | None, response: Response | None, curl: tuple[str, ...]
) -> Breach:
    """Return the promise that *failure* tells of as broken.

    :param case: the request that showed it, and *response* what came; None if it was no single one.
    """
    own = getattr(failure, "breach", None)
    if isinstance(own, Breach):
        return own
    operation = failure.operation or (case.operation.label if case else "")
    status = response.status_code if response is not None else None
    part, name = _wrong_part(case)
    place = _place(operation, failure, _documented(case, operation, status), part)
    if _is_about_credentials(failure, name):
        came: Told = said("status {status} without a credential that is good", status=status), ""
        place = _operation(operation)
        return Breach(
            operation, ENGINE["ST401"].name, place, came[:1], "credential", curl, failure.message[:_ENOUGH]
        )
    came = _CAME.get(failure.code, _title)(failure, case, status)
    promise = ENGINE[failure.code].name if failure.code in ENGINE else failure.title
    if failure.code == "ST204" and status in _REFUSALS:
        promise = "other-methods-are-405"  # which it only should be (RFC 9110, 9.1)
    return Breach(operation, promise, place, came[:1], came[1], curl, failure.message[:_ENOUGH])


def _is_about_credentials(failure: Any, name: str) -> bool:
    """Tell whether the credential is what was wrong: several checks look at that."""
    return (
        failure.code == "ST401"
        or (failure.code == "ST203" and failure.header_name.lower() == "authorization")
        or (failure.code == "ST201" and name.lower() == "authorization")
    )


def garbled(operation: str, cut: bool, curl: tuple[str, ...], detail: str) -> Breach:
    """Return that *operation* began an answer that nobody can read; *cut*: it is shorter than it says."""
    came = said("an answer that is cut off") if cut else said("an answer that cannot be decoded as it says")
    return Breach(
        operation,
        "no-server-error" if cut else "answer-readable",
        _operation(operation),
        (came,),
        "cut off" if cut else "garbled",
        curl,
        detail[:_ENOUGH],
    )


def pointer(*steps: str) -> str:
    """Return the JSON pointer of *steps* as a fragment: ``#/paths/~1clientes``."""
    return "#" + "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _operation(operation: str) -> str:
    method, _, path = operation.partition(" ")
    return pointer("paths", path, method.lower()) if path else ""


def _documented(case: Case | None, operation: str, status: int | None) -> str:
    """Return the key that the contract has for *status*: ``404``, ``4XX``, ``default``; itself, if none."""
    if case is None or case.operation.label != operation or status is None:
        return str(status or "")
    found = case.operation.responses.find_by_status_code(status)
    return str(found.status_code if found else status)


def _place(operation: str, failure: Any, documented: str, part: str) -> str:
    """Return the JSON pointer of what *failure* breaks; of *part* of the request, if it is in that."""
    method, _, path = operation.partition(" ")
    steps = ["paths", path, method.lower()]
    if failure.code == "ST103":
        steps.append("responses")
    elif failure.code == "ST201":
        steps.append("requestBody" if part == "body" else "parameters")
    elif failure.code in _OF_THE_ANSWER and documented:
        steps += ["responses", documented, _OF_THE_ANSWER[failure.code]]
        if failure.code == "ST108" and "header" in failure.title:
            steps[-1] = "headers"
    return pointer(*steps) if path else ""


_OF_THE_ANSWER: Mapping[str, str] = {
    **dict.fromkeys(("ST104", "ST105", "ST108", "ST109", "ST110", "ST111"), "content"),
    "ST107": "headers",
}


Told = tuple[str, str]
"""What came, and what tells it from another failure of the same promise in the same place."""


def _title(failure: Any, _case: Case | None, status: int | None) -> Told:
    return (
        said("{title}, status {status}", title=failure.title, status=status) if status else failure.title
    ), ""


def _status(failure: Any, _case: Case | None, _status: int | None) -> Told:
    return said("status {status}", status=failure.status_code), str(failure.status_code)


def _schema(failure: Any, _case: Case | None, _status: int | None) -> Told:
    place = "".join(f"/{'*' if isinstance(step, int) else step}" for step in failure.instance_path)
    keyword = next((str(step) for step in reversed(failure.schema_path) if isinstance(step, str)), "schema")
    if not place:
        return said("the whole breaks `{keyword}`", keyword=keyword), keyword
    return said("{place} breaks `{keyword}`", place=place, keyword=keyword), f"{place} {keyword}"


def _invalid(failure: Any, case: Case | None, _status: int | None) -> Told:
    location, name = _wrong_part(case)
    if not location:
        part = said("what breaks the contract")
    elif location == "body":
        part = said("a wrong body")
    else:
        part = said("a wrong {location} parameter {name}", location=location, name=name)
    scenario: Any = getattr(_phase_data(case), "scenario", None)
    if scenario is None:
        return said("status {status} to {part}", status=failure.status_code, part=part), f"{location} {name}"
    fault = str(scenario.value).replace("_", " ")
    return (
        said("status {status} to {part}: {fault}", status=failure.status_code, part=part, fault=fault),
        f"{location} {name}",
    )


def _wrong_part(case: Case | None) -> tuple[str, str]:
    """Return where a request that was to be refused breaks the contract, and the parameter's name."""
    data = _phase_data(case)
    if data is None or data.parameter_location is None:
        return "", ""
    location = str(data.parameter_location.value).lower()
    return location, "" if location == "body" else data.parameter or ""


def _phase_data(case: Case | None) -> Any:
    return case.meta.phase.data if case is not None and case.meta is not None else None


def _method(failure: Any, _case: Case | None, _status: int | None) -> Told:
    if failure.status_code == 405:
        return said("status 405 without Allow to {method}", method=failure.method), "405"
    status = failure.status_code
    return said("status {status} to {method}", status=status, method=failure.method), str(status)


def _without_header(failure: Any, _case: Case | None, _status: int | None) -> Told:
    name = str(failure.header_name)
    return said("status {status} without {header}", status=failure.status_code, header=name), name


def _missing(failure: Any, _case: Case | None, _status: int | None) -> Told:
    return said("without {headers}", headers=", ".join(failure.missing_headers)), ""


def _after(failure: Any, _case: Case | None, status: int | None) -> Told:
    if failure.code == "ST301":
        return said("status {status} after DELETE", status=status), SEEN_AFTER_DELETE
    return said("status {status} after {method}", status=status, method=failure.created_with.split()[0]), ""


_CAME: Mapping[str, Callable[[Any, Case | None, int | None], Told]] = {
    **dict.fromkeys(("ST101", "ST102", "ST103", "ST202"), _status),
    "ST104": lambda *_: (said("no Content-Type"), ""),
    "ST105": lambda failure, _case, _status: (str(failure.content_type), str(failure.content_type)),
    "ST107": _missing,
    "ST108": _schema,
    "ST201": _invalid,
    "ST203": _without_header,
    "ST204": _method,
    "ST205": lambda failure, _case, _status: (f"Allow: {failure.allow_header}", ""),
    "ST301": _after,
    "ST302": _after,
}
