"""A quick run sends some of the coverage cases, of each kind at least the first."""

from types import SimpleNamespace
from typing import Any

import flask
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import CoveragePhaseData, CoverageScenario

from taller.contracts import Report, Target, run, settings
from taller.contracts.thinning import FIRST, SHARE, FilterCase, thinned

WIDE = {
    "openapi": "3.1.0",
    "info": {"title": "wide", "version": "1"},
    "paths": {
        "/things": {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {f"field{n}": {"type": "boolean"} for n in range(30)},
                            }
                        }
                    },
                },
                "responses": {"204": {"description": "done"}, "422": {"description": "no"}},
            }
        }
    },
}


def case(scenario: CoverageScenario, label: str = "POST /things") -> Any:
    made = CoveragePhaseData(
        scenario=scenario,
        description="",
        location=None,
        parameter=None,
        parameter_location=ParameterLocation.BODY,
    )
    operation = SimpleNamespace(label=label)
    return SimpleNamespace(operation=operation, meta=SimpleNamespace(phase=SimpleNamespace(data=made)))


def passing(hook: FilterCase, number: int, **said: Any) -> list[bool]:
    wrong_type = CoverageScenario.INCORRECT_TYPE
    return [hook(SimpleNamespace(), case(said.get("scenario", wrong_type))) for _ in range(number)]


def test_the_first_of_every_kind_are_sent() -> None:
    hook = thinned(1)

    first = passing(hook, FIRST)
    passing(hook, 1000)
    others = passing(hook, FIRST, scenario=CoverageScenario.INVALID_PATTERN)

    assert all(first)
    assert all(others)


def test_of_the_others_a_share_is_sent_that_follows_from_the_seed() -> None:
    sent, again, otherwise = (passing(thinned(seed), 2000) for seed in (1, 1, 2))

    assert abs(sum(sent) / 2000 - SHARE) < 0.05
    assert sent == again
    assert sent != otherwise


def test_what_is_no_coverage_case_is_sent() -> None:
    hook = thinned(1)

    sent = [hook(SimpleNamespace(), SimpleNamespace(meta=meta)) for meta in [None] * 100]

    assert all(sent)


def test_a_run_with_less_than_the_standard_share_is_thinned() -> None:
    whole, thin = (
        Report.of(run(Target("wide", WIDE, start=create_wide), settings(seed=1), share)) for share in (1, 0.1)
    )

    assert thin.cases["coverage"] < whole.cases["coverage"] * 0.8


def create_wide() -> flask.Flask:
    app = flask.Flask(__name__)

    @app.post("/things")
    def create() -> tuple[str, int]:
        return "", 204

    return app
