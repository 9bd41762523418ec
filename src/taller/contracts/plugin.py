"""For pytest: a test that a service keeps its contract, in one line.

    from shop import app
    from taller.contracts.plugin import keeps

    test_the_shop_keeps_its_contract = keeps("openapi.yaml", app=app)

``pytest --service openapi=http://127.0.0.1:5000`` tests the one that runs there instead.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from taller.contracts.targets import Target

_PROFILES = ("quick", "standard", "deep")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what says where the services are, and how hard they are tested."""
    group = parser.getgroup("contracts", "contracts kept by services")
    group.addoption(
        "--service",
        action="append",
        default=[],
        metavar="NAME=URL",
        help="Test the service NAME, as its contract's file is called, at URL, base path included; several.",
    )
    group.addoption(
        "--contract-profile",
        choices=_PROFILES,
        help="How hard services are tested: quick, unless a test says otherwise.",
    )
    group.addoption(
        "--contract-seed", type=int, metavar="N", help="The seed of an earlier run, to repeat it."
    )


def services(config: pytest.Config) -> Mapping[str, str]:
    """Return the URL of each service that the options name.

    :raises pytest.UsageError: if one of them has no URL.
    """
    pairs = [said.partition("=") for said in config.getoption("--service")]
    for name, _, url in pairs:
        if not (name and url.startswith(("http://", "https://"))):
            raise pytest.UsageError("--service wants NAME=URL: --service clientes=http://127.0.0.1:4015")
    return {name: url.rstrip("/") for name, _, url in pairs}


def keeps(
    contract: str | Path,
    *,
    app: "WSGIApplication | None" = None,
    start: "Callable[[], WSGIApplication] | None" = None,
    url: str | None = None,
    key: str | None = None,
    profile: str = "quick",
) -> Callable[[pytest.FixtureRequest], None]:
    """Return a test that the service at *url*, or *app*, keeps *contract*.

    :param contract: an OpenAPI document; a path that begins nowhere begins beside the tests' configuration.
    :param start: returns the application as new, for each story anew; better than one *app* for all.
    :param key: what is sent where the contract asks for a credential.
    :raises ValueError: if not exactly one of *app*, *start* and *url* is given.
    """
    if [app, start, url].count(None) != 2:
        raise ValueError("say where the service is: one of app, start and url")

    def test(request: pytest.FixtureRequest) -> None:
        config = request.config
        path = Path(contract) if Path(contract).is_absolute() else config.rootpath / contract
        there = services(config).get(path.stem, url)
        begun = None if there or url else start or _always(app)
        _keep(_target(path, there, begun, key), config, profile)

    return test


def _always(app: Any) -> "Callable[[], WSGIApplication]":
    return lambda: app


def _target(path: Path, url: str | None, start: Any, key: str | None) -> "Target":
    from taller.contracts.targets import Target
    from taller.documents import read

    return Target(path.stem, dict(read(path).document), url, start, key)


def _keep(target: "Target", config: pytest.Config, profile: str) -> None:
    """Fail, with all that is broken, if *target* does not keep its contract."""
    from taller.contracts.report import Report
    from taller.contracts.runner import run, settings  # Schemathesis takes most of a second to import

    seed, wanted = config.getoption("--contract-seed"), config.getoption("--contract-profile")
    chosen = settings(seed=seed, profile=wanted or profile)
    report = Report.of(run(target, chosen))
    serious = [one for one in report.troubles if one.serious]
    if report.breaches or serious:
        again = f"the same with: --contract-seed {chosen.seed}"
        texts = [str(one) for one in (*report.breaches, *serious)]
        pytest.fail("\n\n".join([*texts, again]), pytrace=False)
