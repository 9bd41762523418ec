"""From what Schemathesis holds against a service to findings."""

from collections.abc import Iterator

from schemathesis.cli.context import BaseExecutionContext

from taller.contracts.events import Finding


def findings(verdict: BaseExecutionContext) -> list[Finding]:
    """Return all that makes ``schemathesis run`` fail: failures, errors and warnings.

    :raises RuntimeError: if nothing could be tested.
    """
    found = [*_failures(verdict), *_errors(verdict), *_warnings(verdict)]
    if verdict.exit_code and not found:
        raise RuntimeError(verdict.nothing_tested_reason or f"exit code {verdict.exit_code}")
    return found


def _failures(verdict: BaseExecutionContext) -> Iterator[Finding]:
    for label, groups in verdict.statistic.failures.items():
        for group in groups.values():
            title = "; ".join(f"{failure.code} {failure.title}" for failure in group.failures)
            text = group.format(index=None, curl=group.code_sample, config=verdict.config.output)
            yield Finding(label, title, text.strip())


def _errors(verdict: BaseExecutionContext) -> Iterator[Finding]:
    for error in verdict.errors:
        yield Finding(error.label, error.info.title, error.info.format())


def _warnings(verdict: BaseExecutionContext) -> Iterator[Finding]:
    if not verdict.warning_collector.fails_the_run():
        return
    for kind, labels in verdict.warnings.as_labels().items():
        if kind in verdict.config.warnings.fail_on:
            for label in labels:
                yield Finding(label, f"warning: {kind}", f"schemathesis.toml fails on {kind}.")
