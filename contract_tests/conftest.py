"""One run per service, with the seed and the settings of schemathesis.toml."""

import pytest
from contract_tests.services import NAMES, target_in_process

from taller.contracts import Report, Target, run, settings


@pytest.fixture(scope="module", params=NAMES)
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Target:
    return target_in_process(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def report(target: Target) -> Report:
    return Report.of(run(target, settings()))
