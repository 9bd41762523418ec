"""Runs a target through all the phases of Schemathesis; what happens comes out as values.

The engine and the judge of its events are those of the command ``schemathesis run``, so that the
verdict is the same. Both are inside Schemathesis, not its documented surface: only this module,
``verdict`` and ``in_process`` touch that.
"""

import copy
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.cli.commands.run.context import ExecutionContext
from schemathesis.cli.events import LoadingFinished
from schemathesis.engine import from_schema
from schemathesis.engine.events import ScenarioFinished
from schemathesis.engine.link_calibration import LinkCalibrationState
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.stateful import APIStateMachine
from schemathesis.generation.stateful.state_machine import normalize_name

from taller.contracts.checks import RULES
from taller.contracts.events import Answer, Event, Scenario
from taller.contracts.examples import bodies
from taller.contracts.in_process import reach_with_probes
from taller.contracts.keys import send_key
from taller.contracts.probing.hostile import hostile
from taller.contracts.probing.probe import client_of, probe
from taller.contracts.probing.samples import Samples
from taller.contracts.profiles import PROFILES, scaled
from taller.contracts.targets import Restartable, Target
from taller.contracts.verdict import breaches, troubles

SETTINGS = files("taller.contracts") / "schemathesis.toml"
"""What is asked of the seven services; of any other, what stands there for all."""


def settings(
    path: Path | None = None, *, seed: int | None = None, profile: str = "standard"
) -> schemathesis.Config:
    """Return the settings of one run.

    :param path: a ``schemathesis.toml`` other than that of this package.
    :param seed: another than the file's.
    :param profile: how hard to test, by the name that it has in `PROFILES`.
    """
    text = (path or SETTINGS).read_text("utf-8")
    config = schemathesis.Config.from_dict(scaled(tomllib.loads(text), PROFILES[profile]))
    config.update(seed=seed, max_failures=None)
    return config


def run(target: Target, config: schemathesis.Config, share: float = 1.0) -> Iterator[Event]:
    """Test *target*: yield each scenario when it ends, and each promise as it is broken; troubles at the end.

    :param config: one run's own: a run changes it.
    :param share: of the requests that our own questions take in the standard profile.
    :raises RuntimeError: if nothing could be tested.
    """
    schema, answered = _schema(target, config), False
    verdict = ExecutionContext(config=schema.config)
    verdict.on_event(
        LoadingFinished.from_schema(
            schema, location=target.name, start_time=time.time(), base_url=schema.get_base_url()
        )
    )
    for event in from_schema(schema).execute():
        verdict.on_event(event)
        if isinstance(event, ScenarioFinished) and event.recorder.cases:
            scenario = _scenario(event)
            answered = answered or bool(scenario.statuses)
            yield scenario
        yield from breaches(event)
    if answered:
        yield from _asked(target, schema, config, share)
    yield from troubles(verdict)


def _asked(
    target: Target, schema: schemathesis.BaseSchema, config: schemathesis.Config, share: float
) -> Iterator[Event]:
    """Ask what Schemathesis does not; a service inside this process begins anew."""
    # By another schema, for what was learnt of the first changes what is made up.
    samples = Samples(_loaded(target, config), schema.config.seed)
    _begin_anew(schema)
    yield from probe(target, schema, samples, share=share)
    _begin_anew(schema)
    asked = schema.config.checks
    rules = tuple(one for one in RULES if asked.get_by_name(name=one.__name__).enabled)
    yield from hostile(client_of(target, schema), samples, target.contract, share, rules)


def _begin_anew(schema: schemathesis.BaseSchema) -> None:
    if isinstance(schema.app, Restartable):
        schema.app.restart()


def _scenario(event: ScenarioFinished) -> Scenario:
    recorder = event.recorder
    got = (
        # By its own method: others than the operation's are tried in the name of it.
        (f"{node.value.method.upper()} {node.value.operation.path}", recorder.find_response(case_id=one))
        for one, node in recorder.cases.items()
    )
    statuses = tuple((label, response.status_code) for label, response in got if response is not None)
    return Scenario(event.phase.value, tuple(_answers(recorder)), len(recorder.cases), statuses)


def _schema(target: Target, config: schemathesis.Config) -> schemathesis.BaseSchema:
    schema = _loaded(target, config)
    if target.key is not None:
        send_key(schema, target.key)
    if target.start is not None:
        schema.app = Restartable(target.start)
        reach_with_probes(schema)
        _prepare_stories(schema, schema.app)
    return schema


def _loaded(target: Target, config: schemathesis.Config) -> schemathesis.BaseSchema:
    contract = copy.deepcopy(target.contract)  # Schemathesis adds to it the links that it infers
    schema = schemathesis.openapi.from_dict(contract, config=config)
    schema.config.base_url = target.url
    return schema


def _prepare_stories(schema: schemathesis.BaseSchema, app: Restartable) -> None:
    """Let the scenarios of the stateful phase get far, each with a service that knows of no other.

    A story that is told again must go the same way: where it does not, because the service still
    knows of the last time, Hypothesis takes the tests for flaky, and Schemathesis ends the phase
    there and says nothing. What the phases before have learnt of the service is gone as well.
    """
    build = schema.build_state_machine

    def build_restarting(
        *, feedback: FeedbackSources, link_calibration: LinkCalibrationState | None
    ) -> type[APIStateMachine]:
        unlearnt = replace(feedback, extra_data_source=None)
        machine = build(feedback=unlearnt, link_calibration=link_calibration)

        class Restarting(machine):  # type: ignore[misc, valid-type]
            def __init__(self) -> None:
                app.restart()
                super().__init__()

        _begin_with_what_needs_nothing(Restarting)
        _tell_with_examples(schema)
        return Restarting

    schema.build_state_machine = build_restarting  # type: ignore[method-assign]


def _begin_with_what_needs_nothing(machine: Any) -> None:
    """Let no story of *machine* begin where links of the contract lead: nothing is there yet."""
    steps = machine._transitions.operations
    later = {
        label for label in machine._root_labels if not all(link.is_inferred for link in steps[label].incoming)
    }
    for label in later:
        # Hypothesis finds the steps that a story may take among the attributes.
        setattr(machine, normalize_name(f"RANDOM -> {label}"), None)
    machine._root_labels -= later


def _tell_with_examples(schema: schemathesis.BaseSchema) -> None:
    """Tell stories mostly with the bodies that the contract shows; the other phases try all that may be.

    Hypothesis ends a story for which it has drawn too much, and one large body may be that.
    """
    examples = bodies(schema.raw_schema)

    def before_generate_body(context: schemathesis.HookContext, generated: Any) -> Any:
        name = schema.get_operation_id(context.operation) if context.operation else None
        shown = examples.get(name or "")
        if not shown:
            return generated
        one = st.sampled_from(shown).map(copy.deepcopy)
        return st.integers(0, 19).flatmap(lambda chance: one if chance else generated)

    schema.hook(before_generate_body)


def _answers(recorder: ScenarioRecorder) -> Iterator[Answer]:
    for case_id, node in recorder.cases.items():
        response = recorder.find_response(case_id=case_id)
        if response is not None:
            operation = node.value.operation
            name = operation.schema.get_operation_id(operation) or operation.label
            yield Answer(name, response.status_code)
