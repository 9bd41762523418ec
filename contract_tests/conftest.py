"""One run per service, with the seed and the settings of schemathesis.toml.

A service is a stand-in, or ours, in this process; `--service clientes=http://…` says where a real one is.
"""

import os

import pytest
from contract_tests.services import NAMES, settings_of_all, target_in_process

from taller.contracts import Report, Target, run
from taller.contracts.plugin import services
from taller.contracts.secrecy import VARIABLE
from taller.contracts.targets import target as target_at


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Test all seven services, or those alone that are said to be somewhere."""
    if "service" in metafunc.fixturenames:
        metafunc.parametrize("service", list(services(metafunc.config)) or NAMES, scope="module")


@pytest.fixture(scope="module")
def target(service: str, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Target:
    urls = services(pytestconfig)
    if service in urls:
        return target_at(service, url=urls[service], key=os.environ.get(VARIABLE))
    return target_in_process(service, tmp_path_factory.mktemp(service))


@pytest.fixture(scope="module")
def report(target: Target, pytestconfig: pytest.Config) -> Report:
    seed, profile = pytestconfig.getoption("--contract-seed"), pytestconfig.getoption("--contract-profile")
    return Report.of(run(target, settings_of_all(seed, profile or "standard")))


@pytest.fixture
def known(target: Target) -> Target:
    """A service whose data are known, for those are the contract's examples."""
    if target.url is not None:
        pytest.skip("what a service that runs somewhere holds, nobody knows")
    return target
