"""From what Schemathesis holds against a service to broken promises and troubles."""

from collections.abc import Iterator

from requests.exceptions import ChunkedEncodingError, ContentDecodingError
from schemathesis.cli.context import BaseExecutionContext
from schemathesis.engine.events import EngineFinished, NonFatalError, ScenarioFinished
from schemathesis.engine.recorder import CheckFailureInfo, ScenarioRecorder

from taller.contracts import copied
from taller.contracts.blame import breach_of, garbled
from taller.contracts.events import Breach, Trouble
from taller.contracts.phrases import said

_GARBLED = (ChunkedEncodingError, ContentDecodingError)
"""An answer that began, and that nobody can read: the service's fault, and none of the harness's."""
TITLES = frozenset(
    (
        *("Authentication Error", "Configuration Error", "Failed Health Check", "Hook Error"),
        *("Invalid Link Definition", "Invalid OpenAPI Links Definition", "Missing Open API links"),
        *("Network Error", "Runtime Error", "Schema Error", "Serialization not possible"),
        *("Server Unavailable", "Unhealthy API", "Unresponsive Operation", "XML serialization error"),
    )
)
"""What Schemathesis calls its errors, and what is said of them in Spanish, too; any other stays as it is."""


class NothingTested(RuntimeError):
    """Of all operations none is tested, and why."""


def breaches(event: object) -> Iterator[Breach]:
    """Yield each promise that *event*, of the engine, tells of as broken, each time anew."""
    if isinstance(event, ScenarioFinished):
        recorder = event.recorder
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    yield _breach(recorder, case_id, check.failure_info)
    elif isinstance(event, NonFatalError) and isinstance(event.value, _GARBLED):
        cut = isinstance(event.value, ChunkedEncodingError)
        curl = (copied.shown(event.info.code_sample, None),) if event.info.code_sample else ()
        yield garbled(event.label, cut, curl, event.info.format())
    elif isinstance(event, EngineFinished):
        for failure in event.failures:
            yield breach_of(failure, None, None, ())


def _breach(recorder: ScenarioRecorder, case_id: str, found: CheckFailureInfo) -> Breach:
    # A check that made a request of its own may blame that.
    shown = found.failure.case_id or case_id
    node, response = recorder.cases.get(shown), recorder.find_response(case_id=shown)
    *before, last = [step.curl for step in found.steps] or [found.code_sample]
    asked = recorder.interactions.get(shown)
    body = asked.request.body if asked is not None else None
    curl = (*(copied.shown(one, None) for one in before), copied.shown(last, body))
    return breach_of(found.failure, node.value if node else None, response, curl)


def troubles(verdict: BaseExecutionContext) -> Iterator[Trouble]:
    """Yield what else makes ``schemathesis run`` fail: errors and warnings.

    :raises NothingTested: if no operation was.
    """
    found = [*_errors(verdict), *_warnings(verdict)]
    if verdict.exit_code and not (found or verdict.errors or verdict.statistic.failures):
        raise NothingTested(verdict.nothing_tested_reason or f"exit code {verdict.exit_code}")
    yield from found


def _errors(verdict: BaseExecutionContext) -> Iterator[Trouble]:
    for error in verdict.errors:
        if not isinstance(error.value, _GARBLED):
            title = error.info.title
            yield Trouble(error.label, said(title) if title in TITLES else title, error.info.format())


def _warnings(verdict: BaseExecutionContext) -> Iterator[Trouble]:
    if not verdict.warning_collector.fails_the_run():
        return
    for kind, labels in verdict.warnings.as_labels().items():
        if kind in verdict.config.warnings.fail_on:
            for label in labels:
                title = said("warning: {kind}", kind=kind)
                text = said("schemathesis.toml fails on {kind}.", kind=kind)
                yield Trouble(label, title, text, serious=False)
