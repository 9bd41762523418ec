"""What `taller mock` does: from its options to services that answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from taller.catalog import SIBLINGS, contract_path
from taller.cli.access import is_loopback
from taller.cli.fetching import at_hand, is_url, name_of, placed, plain_name
from taller.cli.setting_up import (
    check_credentials,
    keep_state,
    names_of,
    set_faults,
    set_state,
    set_upstreams,
)
from taller.cli.telling import say, tell_findings, tell_request
from taller.documents import UnreadableDocument
from taller.mocks.app import Manner
from taller.mocks.openapi.document import ContractError
from taller.mocks.requests.security import Credential
from taller.mocks.serving.hosting import ADMIN, Around
from taller.mocks.serving.mounting import Mounted
from taller.mocks.serving.ready import Application
from taller.mocks.serving.running import Running, Source, close_at_the_end, watch
from taller.mocks.serving.server import Task, serve

FIRST_PORT = 4010
"""That of the first file, as Prism has it."""
UNREADABLE = 2


@dataclass(frozen=True)
class Wish:
    """The options of `taller mock`, as they were given."""

    contracts: tuple[str, ...]
    host: str
    port: int | None
    port_offset: int
    prefix: bool
    first_id: int | None
    specs: Path | None
    dynamic: bool
    seed: int
    credentials: tuple[str, ...]
    state: Path | None
    keep: bool
    faults: tuple[str, ...]
    fault_header: bool | None
    cors: bool
    admin: bool | None
    journal: int
    upstreams: tuple[str, ...]
    strict: bool
    reload: bool
    explain: bool
    verbose: bool
    quiet: bool


def run(wish: Wish) -> None:
    """Serve what *wish* asks for, until told to end.

    :raises ClickException: if that cannot be; it says why.
    """
    several = [_running(source, wish) for source in sources(wish)]
    _tell_defects(several, wish)
    if wish.explain:
        return _explain(several)
    check_credentials(several, wish.credentials)
    set_faults(several, wish.faults)
    set_upstreams(several, wish.upstreams)
    if wish.state is not None or wish.keep:
        set_state(several, wish.state, keep=wish.keep)
    _serve(several, wish)
    if wish.keep and wish.state is not None:
        keep_state(several, wish.state)
    return None


def _serve(several: Sequence[Running], wish: Wish) -> None:
    _listen(several, wish)
    tasks: list[Task] = [partial(watch, several, partial(click.echo, err=True))] if wish.reload else []
    tasks += [partial(close_at_the_end, one) for one in several if one.hosted.upstream]
    try:
        serve(_applications(several, wish), wish.host, partial(_tell_where, several, wish), tasks)
    except (OSError, OverflowError) as error:  # the second, for a port beyond the last
        reason = getattr(error, "strerror", None) or str(error)
        raise click.ClickException(f"cannot listen on {wish.host}: {reason}") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def sources(wish: Wish) -> list[Source]:
    """Return the contracts that *wish* names, with the ports where each is served.

    :raises ClickException: for a name that is neither a service nor a file, nor a URL.
    """
    names = wish.contracts or tuple(service.name for service in SIBLINGS)
    found: list[Source] = []
    workshop = [service.name for service in SIBLINGS]
    for index, name in enumerate(names):
        taken = index if wish.port else sum(one not in workshop for one in names[:index])
        found.append(_source(name, wish, (wish.port or FIRST_PORT) + taken))
    return found


def _source(name: str, wish: Wish, port: int) -> Source:
    service = next((one for one in SIBLINGS if one.name == name), None)
    if is_url(name):
        return Source(name_of(name), Path(), (port + wish.port_offset,), name)
    if service is None:
        path = Path(name)
        if not path.is_file():
            known = ", ".join(one.name for one in SIBLINGS)
            click.echo(f"Error: {name!r} is neither a file, a URL nor one of {known}.", err=True)
            raise SystemExit(UNREADABLE)
        return Source(plain_name(path.name), path, (port + wish.port_offset,))
    path = contract_path(name) if wish.specs is None else wish.specs / f"{name}.yaml"
    ports = (port + wish.port_offset,) if wish.port else service.shifted(wish.port_offset).ports
    return Source(name, path, ports)


def _manner(source: Source, wish: Wish) -> Manner:
    return Manner(
        first_id=wish.first_id,
        dynamic=wish.dynamic,
        seed=wish.seed,
        credentials=tuple(map(Credential.read, wish.credentials)),
        prefix=f"/{source.name}" if wish.prefix else "",
    )


def _around(wish: Wish) -> Around:
    return Around(
        cors=wish.cors,
        admin=is_loopback(wish.host) if wish.admin is None else wish.admin,
        fault_header=is_loopback(wish.host) if wish.fault_header is None else wish.fault_header,
        journal=wish.journal,
        seed=wish.seed,
    )


def _running(source: Source, wish: Wish) -> Running:
    try:
        with at_hand(source) as local:
            return Running(local, _manner(source, wish), _around(wish))
    except (UnreadableDocument, ContractError) as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(UNREADABLE) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _applications(several: Sequence[Running], wish: Wish) -> list[tuple[Application, Sequence[int]]]:
    if not wish.prefix:
        return [(one.hosted, one.source.ports) for one in several]
    names_of(several)
    port = (wish.port or FIRST_PORT) + wish.port_offset
    return [(Mounted({one.source.name: one.hosted for one in several}), (port,))]


def _tell_defects(several: Sequence[Running], wish: Wish) -> None:
    for one in several:
        for defect in one.reading.defects if wish.strict or not wish.quiet else ():
            click.echo(placed(str(defect), one.source), err=True)
    count = sum(len(one.reading.defects) for one in several)
    if wish.strict and count:
        raise click.ClickException(f"{count} defects, and --strict: nothing is served.")


def _listen(several: Sequence[Running], wish: Wish) -> None:
    width = max(len(one.source.name) for one in several)
    for one in several:
        hosted, name = one.hosted, one.source.name
        if wish.verbose:
            hosted.listeners.append(partial(tell_request, name, width, hosted.journal))
        elif hosted.upstream:
            hosted.listeners.append(partial(tell_findings, name))


def _explain(several: Sequence[Running]) -> None:
    from taller.mocks.understanding.explain import explain

    for one in several:
        click.echo(explain(one.hosted.stand_in.meaning))


def _tell_where(several: Sequence[Running], wish: Wish) -> None:
    if wish.quiet:
        return
    host = f"[{wish.host}]" if ":" in wish.host else wish.host
    for one in several:
        port = (wish.port or FIRST_PORT) + wish.port_offset if wish.prefix else one.source.ports[0]
        root = f"http://{host}:{port}" + (f"/{one.source.name}" if wish.prefix else "")
        stand_in = one.hosted.stand_in
        count = len(stand_in.meaning.actions)
        say(f"{stand_in.title}: {root}{stand_in.contract.base_path or '/'} ({count} operations)")
        beside = [] if one.hosted.upstream else [f"documentation {root}/docs/"]
        beside += [f"admin {root}{ADMIN}/"] if one.hosted.admin else []
        if beside:
            say(f"  {', '.join(beside)}")
