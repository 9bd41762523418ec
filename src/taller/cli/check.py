"""``taller check``: who keeps the contract, and who does not."""

import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from taller.catalog import OURS, SERVICES, Service, contract_path, load_contract, service_named
from taller.cli.check_reports import repeating, report_options, wanted
from taller.cli.options import missing_extra, port_offset
from taller.contracts.phrases import LANGUAGES
from taller.contracts.profiles import PROFILES

if TYPE_CHECKING:
    from taller.cli.checked import Display
    from taller.contracts.checking import Job
    from taller.contracts.outcomes import Outcome

_INTERRUPTED = 130
"""The exit code, as a shell has it for what ends by SIGINT."""
_NAMES = tuple(service.name for service in SERVICES)


class _CannotWork(click.ClickException):
    exit_code = 2


@click.command("check")
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@click.option("--all", "everything", is_flag=True, help="All seven services.")
@click.option("--url", help="Of the API of the one service, base path included; else as its setting says.")
@click.option(
    "--contract",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The OpenAPI document of a service that is none of the seven.",
)
@click.option(
    "--profile",
    type=click.Choice(tuple(PROFILES)),
    default="standard",
    show_default=True,
    help="; ".join(f"{name}: {one.summary}" for name, one in PROFILES.items()) + ".",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63), help="The one of an earlier run, to repeat it exactly."
)
@click.option(
    "--processes", default=2, show_default=True, type=click.IntRange(1, 64), help="Services at once."
)
@click.option(
    "--max-response-time",
    type=click.FloatRange(0),
    metavar="SECONDS",
    help="What the answers of an operation may take, by their median; 0 for any time. Without it more than"
    " a second is told as advice.",
)
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A schemathesis.toml of your own, laid over ours: for a check or a promise to be switched off.",
)
@click.option(
    "--api-key",
    envvar="TALLER_API_KEY",
    show_envvar=True,
    show_default=False,
    help="What facturas, or the service of --contract, asks for (USER:PASSWORD for basic); sent to no other.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of what is said.",
)
@click.option("-v", "--verbose", is_flag=True, help="What was sent and what came, at length.")
@report_options
@port_offset
def command(services: tuple[str, ...], everything: bool, language: str, verbose: bool, **said: Any) -> None:
    """Test services against their contracts, and say who keeps them.

    The services must be running: `taller up` starts stand-ins of all. Each is asked thousands of times, with
    what the contract allows and with what it does not; what is kept there changes.

    The exit code is 0 if all keep their contracts, 1 if one does not, 2 if one could not be tested, 130 if
    it was interrupted: what was found by then is shown and written.

    \b
    Examples:
      taller check clientes --url http://10.0.0.5:4015
      taller check --all --profile quick
      taller check --all --html report.html --history ~/.taller/checks
      taller check --contract petstore.yaml --url http://127.0.0.1:4010
      taller check recambios --seed 20261122        again, exactly
    """
    with missing_extra():
        from taller.cli.checked import Display
        from taller.contracts.outcomes import exit_code
    own = _own_settings(said["config"])
    jobs = [replace(job, own=own) for job in _jobs(services, everything, said)]
    reports = wanted(said)
    display = Display(
        language=language, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ, verbose=verbose
    )
    outcomes, interrupted = _outcomes(jobs, said["processes"], display)
    again = repeating(services, everything, said, jobs[0].seed)
    try:
        reports.write(jobs, outcomes, again, language)
    finally:  # whatever becomes of a file, what was found is shown
        display.end(outcomes, again)
    sys.exit(_INTERRUPTED if interrupted else exit_code(outcomes))


def _outcomes(jobs: Sequence["Job"], processes: int, display: "Display") -> tuple[Sequence["Outcome"], bool]:
    """Return what becomes of *jobs*, in their order, and whether somebody interrupted it."""
    from taller.contracts.checking import check, unfinished

    found, interrupted = {}, False
    try:
        for outcome in check(jobs, processes, display.progress):
            found[outcome.service] = outcome
            display.done(outcome)
    except KeyboardInterrupt:
        interrupted = True
    return [found.get(job.service) or unfinished(job) for job in jobs], interrupted


def _jobs(services: Sequence[str], everything: bool, said: dict[str, Any]) -> Iterator["Job"]:
    from taller.contracts.checking import Job

    seed = secrets.randbelow(2**31) if said["seed"] is None else said["seed"]
    longest = said["max_response_time"]
    if said["contract"] is not None:
        if services or everything or not said["url"]:
            raise click.UsageError("--contract goes with --url, and with no other service.")
        document = _document(said["contract"])
        url = _checked(said["url"])
        yield Job(said["contract"].stem, document, url, seed, said["profile"], said["api_key"], {}, longest)
        return
    chosen = _chosen(services, everything)
    if said["url"] and len(chosen) != 1:
        raise click.UsageError("--url goes with one service.")
    contracts = {name: load_contract(contract_path(name)) for name in _NAMES}
    for service in chosen:
        others = {name: one for name, one in contracts.items() if name != service.name}
        key = said["api_key"] if service.name == OURS else None
        url = _checked(said["url"] or _url(service, said["port_offset"]))
        yield Job(service.name, contracts[service.name], url, seed, said["profile"], key, others, longest)


def _checked(url: str) -> str:
    from taller.contracts.urls import checked

    try:
        return checked(url)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _url(service: Service, offset: int) -> str:
    return service.configured_url(os.environ) or service.shifted(offset).api_url()


def _chosen(services: Sequence[str], everything: bool) -> list[Service]:
    if everything and services:
        raise click.UsageError("name services, or say --all.")
    if not everything and not services:
        raise click.UsageError(
            f"which service? Name some of {', '.join(_NAMES)}, or say --all or --contract FILE."
        )
    try:
        return list(SERVICES) if everything else [service_named(name) for name in dict.fromkeys(services)]
    except LookupError as error:
        raise click.UsageError(str(error)) from error


def _own_settings(path: Path | None) -> dict[str, Any]:
    """Return the settings at *path*, which come before ours."""
    if path is None:
        return {}
    from taller.contracts.own_settings import own_settings
    from taller.contracts.runner import settings

    try:
        own = own_settings(path)
        settings(own=own)
    except (OSError, ValueError) as error:
        raise _CannotWork(f"{path}: {error}") from error
    return dict(own)


def _document(path: Path) -> dict[str, Any]:
    """Return the OpenAPI document at *path*, without what is not sound in it."""
    from taller.documents import UnreadableDocument, read

    try:
        reading = read(path)
    except UnreadableDocument as error:
        raise _CannotWork(str(error)) from error
    if reading.defects:
        click.echo(
            f"{path}: {len(reading.defects)} defects, left out; `taller lint {path}` lists them.", err=True
        )
    return dict(reading.document)
