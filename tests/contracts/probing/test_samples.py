"""What is made up keeps the rules that no schema says."""

from typing import Any

import pytest
import schemathesis
from tests.contracts.probing.garden_contract import CONTRACT, EXAMPLE

from taller.contracts import hooks
from taller.contracts.probing.samples import Samples


@pytest.fixture
def samples(monkeypatch: pytest.MonkeyPatch) -> Samples:
    def name_the_kind(_case: Any, body: dict[str, Any]) -> None:
        body["name"] = body["kind"]

    monkeypatch.setattr(hooks, "_RULES", {"Garden": {"sow": name_the_kind}})
    return Samples(schemathesis.openapi.from_dict(CONTRACT, config=schemathesis.Config()), seed=1)


def test_a_body_that_was_changed_is_brought_to_the_rules_again(samples: Samples) -> None:
    (made,) = samples.bodies("POST /plants", 1)
    changed = {**made, "name": "another", "kind": "vine"}

    kept = samples.kept("POST /plants", changed)

    assert kept == changed | {"name": "vine"}
    assert changed["name"] == "another"


def test_the_rules_of_what_was_made_up_stay_its_own(samples: Samples) -> None:
    before = samples.bodies("POST /plants", 1)

    samples.kept("POST /plants", EXAMPLE)

    assert samples.bodies("POST /plants", 1) == before
    assert samples.kept("PUT /plants/{id}", EXAMPLE) == EXAMPLE
