"""Runs a target through all the phases of Schemathesis; what happens comes out as values.

The engine and the judge of its events are those of the command ``schemathesis run``, so that the
verdict is the same. Both are inside Schemathesis, not its documented surface: only this module,
``scenarios``, ``stories``, ``verdict`` and ``in_process`` touch that.
"""

import copy
import importlib
import time
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import schemathesis
from schemathesis.checks import CHECKS
from schemathesis.cli.commands.run.context import ExecutionContext
from schemathesis.cli.events import LoadingFinished
from schemathesis.core.errors import SchemathesisError
from schemathesis.engine import from_schema
from schemathesis.engine.events import ScenarioFinished

from taller.contracts.acceptance import Acceptance
from taller.contracts.checks import RULES
from taller.contracts.events import Asked, Breach, Event, Scenario
from taller.contracts.finality import Finality
from taller.contracts.in_process import reach_with_probes
from taller.contracts.keys import own_run, send_key
from taller.contracts.own_settings import Settings, laid_over, tables_of_checks
from taller.contracts.probing.contract import Contract
from taller.contracts.probing.hostile import hostile
from taller.contracts.probing.probe import client_of, probe
from taller.contracts.probing.samples import Samples
from taller.contracts.profiles import PROFILES, scaled
from taller.contracts.promises import PROMISES
from taller.contracts.scenarios import scenario_of
from taller.contracts.secrecy import Secrecy
from taller.contracts.sent import Tally
from taller.contracts.stories import prepare_stories
from taller.contracts.targets import Restartable, Target
from taller.contracts.thinning import thinned
from taller.contracts.timing import Times
from taller.contracts.verdict import breaches, troubles

SETTINGS = files("taller.contracts") / "schemathesis.toml"
"""What is asked of the seven services; of any other, what stands there for all."""


def settings(
    path: Path | None = None,
    *,
    own: Settings | None = None,
    seed: int | None = None,
    profile: str = "standard",
) -> schemathesis.Config:
    """Return the settings of one run.

    :param path: a ``schemathesis.toml`` other than that of this package.
    :param own: what is to be otherwise than there; see `own_settings`.
    :param seed: another than the file's.
    :param profile: how hard to test, by the name that it has in `PROFILES`.
    :raises ValueError: if *own* has what settings do not have, or names checks or hooks that are not there.
    """
    ours = tomllib.loads((path or SETTINGS).read_text("utf-8"))
    if own and "hooks" in own and "hooks" in ours:
        importlib.import_module(ours["hooks"])  # those of one's own come beside ours
    try:
        config = schemathesis.Config.from_dict(scaled(laid_over(ours, own or {}), PROFILES[profile]))
    except SchemathesisError as error:
        raise ValueError(str(error)) from error
    _look_for_misspellings(own or {})
    config.update(seed=seed, max_failures=None)
    config.output.sanitization.update(
        enabled=False
    )  # commands are to do what was done: `Secrecy` hides the key
    return config


def _look_for_misspellings(own: Settings) -> None:
    """Check the names in all checks of *own*: Schemathesis takes any, and nothing would be switched off.

    A promise is switched off for a whole contract, wherever it was broken.
    """
    checks = {*CHECKS.get_all_names(), "enabled", "max_response_time"}
    for table, whole in tables_of_checks(own):
        unknown = sorted(table.keys() - checks - PROMISES.keys())
        if unknown:
            raise ValueError(f"no check and no promise is called {', '.join(unknown)}")
        if not whole and (misplaced := sorted(table.keys() & PROMISES.keys() - checks)):
            raise ValueError(
                f"a promise is switched off for all operations or for none: {', '.join(misplaced)}"
            )


def run(
    target: Target,
    config: schemathesis.Config,
    share: float = 1.0,
    *,
    max_response_time: float | None = None,
) -> Iterator[Event]:
    """Test *target*: yield each scenario when it ends, and each promise as it is broken; troubles at the end.

    :param config: one run's own: a run changes it.
    :param share: of the requests that our own questions take in the standard profile.
    :param max_response_time: seconds that the answers of an operation may take, by their median; 0 for any.
        None takes a second, and makes more of it advice.
    :raises NothingTested: if no operation is tested.
    """
    checks = config.projects.get(target.contract).checks
    secrecy = Secrecy.of(target.contract, target.key, target.url)
    for event in map(secrecy.event, _judged(target, config, share, max_response_time)):
        if not isinstance(event, Breach | Asked) or checks.get_by_name(name=event.promise).enabled:
            yield event


def _judged(
    target: Target, config: schemathesis.Config, share: float, max_response_time: float | None
) -> Iterator[Event]:
    """Yield what happens, and what only the whole run tells."""
    times, acceptance = Times(target.contract, max_response_time), Acceptance(target.contract)
    finality = Finality()
    for event in _events(target, config, share):
        if isinstance(event, Breach) and (acceptance.hold(event) or finality.hold(event)):
            continue
        yield event
        if isinstance(event, Asked):
            finality.see(event)
        if isinstance(event, Scenario):
            acceptance.see(event)
            yield from times.added(event)
    yield from acceptance.breaches()
    yield from finality.breaches()
    yield from times.breaches()


def _events(target: Target, config: schemathesis.Config, share: float) -> Iterator[Event]:
    schema, answered = _schema(target, config), False
    if share < 1:
        schema.hooks.register_hook_with_name(thinned(schema.config.seed), "filter_case")
    tally = Tally(Contract(target.contract))
    verdict = ExecutionContext(config=schema.config)
    verdict.on_event(
        LoadingFinished.from_schema(
            schema, location=target.name, start_time=time.time(), base_url=schema.get_base_url()
        )
    )
    for event in from_schema(schema).execute():
        verdict.on_event(event)
        if isinstance(event, ScenarioFinished) and event.recorder.cases:
            scenario = scenario_of(event, tally)
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


def _schema(target: Target, config: schemathesis.Config) -> schemathesis.BaseSchema:
    schema = _loaded(target, config)
    if target.key is not None:
        send_key(schema, target.key)
    if target.start is not None:
        schema.app = Restartable(target.start)
        reach_with_probes(schema)
        prepare_stories(schema, schema.app)
    return schema


def _loaded(target: Target, config: schemathesis.Config) -> schemathesis.BaseSchema:
    contract = copy.deepcopy(target.contract)  # Schemathesis adds to it the links that it infers
    with own_run():
        schema = schemathesis.openapi.from_dict(contract, config=config)
    schema.config.base_url = target.url
    return schema
