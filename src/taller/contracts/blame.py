"""From a failure that Schemathesis found to the promise that it breaks, and where that is made.

The failures' attributes are inside Schemathesis, not its documented surface.
"""

from collections.abc import Callable, Mapping
from typing import Any

from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case as AnyCase

from taller.contracts.events import Breach
from taller.contracts.promises.engine import ENGINE

Case = AnyCase[Any]
_ENOUGH = 4000
"""How many characters of a detail are kept."""


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
    promise = ENGINE[failure.code].name if failure.code in ENGINE else failure.title
    status = response.status_code if response is not None else None
    came, mark = _CAME.get(failure.code, _title)(failure, case, status)
    place = _place(operation, failure, status)
    return Breach(operation, promise, place, (came,), mark, curl, failure.message[:_ENOUGH])


def pointer(*steps: str) -> str:
    """Return the JSON pointer of *steps* as a fragment: ``#/paths/~1clientes``."""
    return "#" + "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _place(operation: str, failure: Any, status: int | None) -> str:
    method, _, path = operation.partition(" ")
    steps = ["paths", path, method.lower()]
    if failure.code in ("ST103", "ST204", "ST205"):
        steps.append("responses") if failure.code == "ST103" else None
    elif failure.code in _OF_THE_ANSWER and status is not None:
        steps += ["responses", str(status), *_OF_THE_ANSWER[failure.code]]
        if failure.code == "ST108" and "header" in failure.title:
            steps[-1] = "headers"
    elif failure.code in ("ST201", "ST202", "ST203"):
        steps.append("requestBody" if failure.code == "ST201" else "")
    return pointer(*(step for step in steps if step)) if path else ""


_OF_THE_ANSWER: Mapping[str, tuple[str, ...]] = {
    "ST104": ("content",),
    "ST105": ("content",),
    "ST107": ("headers",),
    "ST108": ("content",),
    "ST109": ("content",),
    "ST110": ("content",),
    "ST111": ("content",),
}


Told = tuple[str, str]
"""What came, and what tells it from another failure of the same promise in the same place."""


def _title(failure: Any, _case: Case | None, status: int | None) -> Told:
    return (f"{failure.title}, status {status}" if status is not None else str(failure.title)), ""


def _status(failure: Any, _case: Case | None, _status: int | None) -> Told:
    return f"status {failure.status_code}", str(failure.status_code)


def _schema(failure: Any, _case: Case | None, _status: int | None) -> Told:
    place = "/".join("*" if isinstance(step, int) else str(step) for step in failure.instance_path)
    keyword = next((str(step) for step in reversed(failure.schema_path) if isinstance(step, str)), "schema")
    said = f"/{place} breaks `{keyword}`" if place else f"the whole breaks `{keyword}`"
    return said, f"{place} {keyword}"


def _invalid(failure: Any, case: Case | None, _status: int | None) -> Told:
    part, fault = _invalid_part(case)
    return f"status {failure.status_code} to {part}{f': {fault}' if fault else ''}", part


def _invalid_part(case: Case | None) -> tuple[str, str]:
    """Return which part of a request that was to be refused broke the contract, and how."""
    data: Any = case.meta.phase.data if case is not None and case.meta is not None else None
    if data is None or data.parameter_location is None:
        return "what breaks the contract", ""
    location = data.parameter_location.value.lower()
    name = f" {data.parameter}" if data.parameter and location != "body" else ""
    scenario = getattr(data, "scenario", None)
    return f"a wrong {location}{name}", str(scenario.value).replace("_", " ") if scenario else ""


def _without_header(failure: Any, _case: Case | None, _status: int | None) -> Told:
    return f"status {failure.status_code} without {failure.header_name}", str(failure.header_name)


def _method(failure: Any, _case: Case | None, _status: int | None) -> Told:
    how = "" if failure.status_code != 405 else ", without Allow"
    return f"status {failure.status_code}{how} to {failure.method}", str(failure.status_code)


_CAME: Mapping[str, Callable[[Any, Case | None, int | None], Told]] = {
    "ST101": _status,
    "ST102": _status,
    "ST103": _status,
    "ST104": lambda *_: ("no Content-Type", ""),
    "ST105": lambda failure, _case, _status: (str(failure.content_type), str(failure.content_type)),
    "ST107": lambda failure, _case, _status: (f"without {', '.join(failure.missing_headers)}", ""),
    "ST108": _schema,
    "ST201": _invalid,
    "ST202": _status,
    "ST203": _without_header,
    "ST204": _method,
    "ST205": lambda failure, _case, _status: (f"Allow: {failure.allow_header}", ""),
    "ST301": lambda _failure, _case, status: (f"status {status} after DELETE", ""),
    "ST302": lambda failure, _case, status: (f"status {status} after {failure.created_with.split()[0]}", ""),
}
