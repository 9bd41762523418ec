"""From what Schemathesis has recorded of its requests to a scenario; its recorder is inside Schemathesis."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from schemathesis.engine.events import ScenarioFinished
from schemathesis.engine.recorder import ScenarioRecorder

from taller.contracts.events import Answer, Scenario
from taller.contracts.probing.wire import Request
from taller.contracts.sent import Tally


def scenario_of(event: ScenarioFinished, tally: Tally) -> Scenario:
    """Return what *event* tells of; *tally* takes note of what was sent."""
    recorder = event.recorder
    for request in _requests(recorder):
        tally.see(request)
    got = [
        # By its own method: others than the operation's are tried in the name of it.
        (f"{node.value.method.upper()} {node.value.operation.path}", response)
        for one, node in recorder.cases.items()
        if (response := recorder.find_response(case_id=one)) is not None
    ]
    statuses = tuple((label, response.status_code) for label, response in got)
    times = tuple(response.elapsed for _, response in got)
    return Scenario(
        event.phase.value,
        tuple(_answers(recorder)),
        len(recorder.cases),
        statuses,
        times,
        tally.taken(),
        frozenset(_accepted(recorder)),
    )


def _requests(recorder: ScenarioRecorder) -> Iterator[Request]:
    """Yield what went over the wire."""
    for case_id, node in recorder.cases.items():
        interaction, case = recorder.interactions.get(case_id), node.value
        if interaction is not None:
            request, base = interaction.request, case.operation.schema.base_path
            path = urlsplit(request.uri)._replace(scheme="", netloc="", fragment="").geturl()
            headers = {name: value[0] for name, value in request.headers.items()}
            label = f"{request.method} {case.operation.path}"
            yield Request(label, request.method, "/" + path.removeprefix(base), headers, request.body)


def _accepted(recorder: ScenarioRecorder) -> Iterator[str]:
    """Yield each operation that did what a valid request asked for."""
    for case_id, node in recorder.cases.items():
        response, meta = recorder.find_response(case_id=case_id), node.value.meta
        if response is None or not 200 <= response.status_code < 300:
            continue
        if meta is None or meta.generation.mode.is_positive:
            yield node.value.operation.label


def _answers(recorder: ScenarioRecorder) -> Iterator[Answer]:
    for case_id, node in recorder.cases.items():
        response = recorder.find_response(case_id=case_id)
        if response is not None:
            operation = node.value.operation
            name = operation.schema.get_operation_id(operation) or operation.label
            yield Answer(name, response.status_code)
