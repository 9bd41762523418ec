"""What `taller mock` gives its stand-ins before they answer: credentials, faults, state, real services."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from taller.cli.keeping import check_folder, write_whole
from taller.mocks.faults import FaultError, parse_option
from taller.mocks.openapi.problems import Problem
from taller.mocks.requests.bodies import parse_json
from taller.mocks.requests.security import Credential, check_schemes
from taller.mocks.serving.running import Running

if TYPE_CHECKING:
    from taller.mocks.serving.proxy import Service


def check_credentials(several: Sequence[Running], texts: Sequence[str]) -> None:
    """Let *texts* pass if each is for a security scheme that one of *several* has.

    :raises BadParameter: if one is not.
    """
    try:
        check_schemes(map(Credential.read, texts), [one.hosted.stand_in.contract for one in several])
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--credential") from error


def set_faults(several: Sequence[Running], texts: Sequence[str]) -> None:
    """Let what *texts* say go wrong in those of *several* that they name; in all, if none.

    :raises BadParameter: for what cannot be understood, or names nobody.
    """
    for text in texts:
        try:
            service, faults = parse_option(text)
        except FaultError as error:
            raise click.BadParameter(str(error), param_hint="--fault") from error
        struck = [one for one in several if service in (None, one.source.name)]
        if not struck:
            names = ", ".join(one.source.name for one in several)
            raise click.BadParameter(f"nobody is called {service!r}; there are {names}", param_hint="--fault")
        for one in struck:
            one.hosted.faults.add(faults)


def set_upstreams(several: Sequence[Running], texts: Sequence[str]) -> None:
    """Put the real services that *texts* name, ``URL`` or ``clientes=URL``, behind those of *several*.

    :raises BadParameter: for one that is no URL, or that is nobody's.
    """
    for text in texts:
        name, equals, url = text.partition("=")
        if not equals or "/" in name:
            name, url = "", text
        struck = [one for one in several if name in ("", one.source.name)]
        if not struck or (not name and len(several) > 1):
            names = ", ".join(f"{one.source.name}=URL" for one in several)
            raise click.BadParameter(f"say whose it is: {names}", param_hint="--upstream")
        for one in struck:
            one.hosted.upstream = _service(url, one)


def _service(url: str, one: Running) -> "Service":
    from taller.mocks.serving.proxy import Service  # with it comes an HTTP client

    # With the base path or without: the contract's paths bring it along.
    base = one.hosted.stand_in.contract.base_path
    try:
        return Service(url.rstrip("/").removesuffix(base) if base else url)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--upstream") from error


def set_state(several: Sequence[Running], path: Path | None, *, keep: bool) -> None:
    """Give each of *several* what the file at *path* has for it.

    :param keep: whether it will be written at the end: then it need not be there yet.
    :raises ClickException: if there is none, or it does not fit a contract; nothing is served then.
    """
    if path is None:
        raise click.UsageError("--keep needs --state FILE: where to keep it")
    try:
        if keep:
            check_folder(path)
            names_of(several)
        if path.exists() or not keep:
            _load(several, parse_json(path.read_bytes()))
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    except (Problem, TypeError, ValueError) as error:
        raise click.ClickException(f"{path}: {error}") from error


def keep_state(several: Sequence[Running], path: Path) -> None:
    """Write what *several* hold to the file at *path*, as `set_state` reads it.

    :raises ClickException: if it cannot be written; what was there before is there still.
    """
    states = {one.source.name: one.hosted.memory.dump() for one in several}
    shown = states if len(several) > 1 else next(iter(states.values()))
    try:
        write_whole(path, json.dumps(shown, ensure_ascii=False, indent=2).encode(errors="replace"))
    except OSError as error:
        raise click.ClickException(f"{path}: the state is not kept: {error.strerror}") from error


def _load(several: Sequence[Running], state: Any) -> None:
    known = names_of(several)
    states = state if len(several) > 1 else {known[0]: state}
    if not (isinstance(states, dict) and states.keys() <= set(known)):
        raise ValueError(f"of several, the state of each is below its name: {', '.join(known)}")
    if any(not isinstance(one, dict) for one in states.values()):
        raise ValueError("a state is an object, as /_taller/state shows it")
    for one in several:
        if one.source.name in states:
            one.hosted.memory.load(states[one.source.name])


def names_of(several: Sequence[Running]) -> list[str]:
    """Return the names of *several*, by which their states are told apart.

    :raises ValueError: if two have the same.
    """
    names = [one.source.name for one in several]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"two contracts are called {twice}: each needs a name of its own")
    return names
