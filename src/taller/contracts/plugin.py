"""For pytest: a test that a service keeps its contract, in one line.

    from shop import app
    from taller.contracts.plugin import keeps

    test_the_shop_keeps_its_contract = keeps("openapi.yaml", app=app)

``pytest --service openapi=http://127.0.0.1:5000`` tests the one that runs there instead.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from taller.contracts.own_settings import Settings, own_settings
from taller.contracts.secrecy import VARIABLE
from taller.contracts.urls import checked

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from taller.contracts.checking import Job

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
    max_response_time: float | None = None,
    config: str | Path | None = None,
) -> Callable[[pytest.FixtureRequest], None]:
    """Return a test that the service at *url*, or *app*, keeps *contract*.

    :param contract: an OpenAPI document; a path that begins nowhere begins beside the tests' configuration.
    :param start: returns the application as new, for each story anew; better than one *app* for all.
    :param key: what is sent where the contract asks for a credential; without it, to a service at a URL what
        the variable ``TALLER_API_KEY`` holds.
    :param max_response_time: seconds that the answers of an operation may take, by their median; 0 for any.
        None takes a second, and makes more of it advice.
    :param config: a ``schemathesis.toml`` of one's own, laid over ours; its path as that of *contract*.
    :raises ValueError: if not exactly one of *app*, *start* and *url* is given.
    """
    if [app, start, url].count(None) != 2:
        raise ValueError("say where the service is: one of app, start and url")

    def test(request: pytest.FixtureRequest) -> None:
        root = request.config.rootpath
        path = root / contract
        there = _checked(services(request.config).get(path.stem, url))
        begun = None if there else start or _always(app)
        with _told():
            own = own_settings(root / config) if config is not None else {}
            job = _job(path, there, request.config, profile, own)
        shown = os.environ.get(VARIABLE) if key is None and there else key
        _keep(replace(job, key=shown, max_response_time=max_response_time), begun)

    test.service = Path(contract).stem  # type: ignore[attr-defined]  # of a function, where the hook finds it
    return test


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse a service that no test is of, which else would pass untested.

    :raises pytest.UsageError: if there is one.
    """
    known = {name for item in session.items for name in _services_of(item)}
    for name in services(session.config).keys() - known:
        there = ", ".join(sorted(known)) or "none"
        raise pytest.UsageError(f"--service {name}: no test is of that service; those that are: {there}")


def _services_of(item: pytest.Item) -> Iterator[str]:
    """Yield the service that *item* is of: of `keeps`, or of a parameter by that name."""
    own = getattr(getattr(item, "obj", None), "service", None)
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    yield from (one for one in (own, parameters.get("service")) if isinstance(one, str))


def _always(app: Any) -> "Callable[[], WSGIApplication]":
    return lambda: app


@contextmanager
def _told() -> Iterator[None]:
    """Fail with what is wrong with a file, and not with a traceback."""
    try:
        yield
    except (OSError, ValueError) as error:
        pytest.fail(str(error), pytrace=False)


def _checked(url: str | None) -> str | None:
    with _told():
        return url and checked(url)


def _job(path: Path, url: str | None, config: pytest.Config, profile: str, own: Settings) -> "Job":
    from taller.contracts.checking import Job
    from taller.contracts.runner import settings  # Schemathesis takes most of a second to import
    from taller.documents import read

    chosen = config.getoption("--contract-profile") or profile
    seed = settings(own=own, seed=config.getoption("--contract-seed")).seed
    return Job(path.stem, dict(read(path).document), url or "", seed, chosen, own=own)


def _keep(job: "Job", start: "Callable[[], WSGIApplication] | None") -> None:
    """Fail, with all that is broken, if the service of *job* does not keep its contract."""
    from taller.contracts.checking import examine
    from taller.contracts.outcomes import Verdict
    from taller.contracts.reports.markup import visible

    outcome = examine(job, start)
    if outcome.verdict is not Verdict.KEPT:
        found = [one for one in outcome.breaches if one.breaks]
        serious = [one for one in outcome.troubles if one.serious]
        said = f"{outcome.service} is {outcome.verdict.value}"
        again = f"the same with: --contract-seed {outcome.seed} --contract-profile {job.profile}"
        texts = [*map(str, (*found, *serious)), f"{said}: {outcome.hint}" if outcome.hint else said, again]
        pytest.fail(visible("\n\n".join(texts)), pytrace=False)
