"""Makes the stateful phase of Schemathesis get far with a service inside this process."""

import copy
from dataclasses import replace
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.engine.link_calibration import LinkCalibrationState
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.stateful import APIStateMachine
from schemathesis.generation.stateful.state_machine import normalize_name

from taller.contracts.examples import bodies
from taller.contracts.targets import Restartable


def prepare_stories(schema: schemathesis.BaseSchema, app: Restartable) -> None:
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
