"""What `taller mock` gives its stand-ins before they answer: credentials, faults, state, real services."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taller.mocks.faults import FaultError, parse_option
from taller.mocks.openapi.problems import Problem
from taller.mocks.requests.bodies import parse_json
from taller.mocks.requests.security import ANY, Credential, schemes_of
from taller.mocks.serving.running import Running

if TYPE_CHECKING:
    from taller.mocks.serving.proxy import Service


def credential(text: str) -> Credential:
    """Return the credential that an option says: ``apiKey=secret;read;write``."""
    named, _, scopes = text.partition(";")
    scheme, equals, shown = named.partition("=")
    if not equals:
        scheme, shown = ANY, named
    return Credential(scheme, shown, frozenset(scopes.split(";")) if scopes else None)


def check_credentials(several: Sequence[Running], texts: Sequence[str]) -> None:
    """Let *texts* pass if each is for a security scheme that one of *several* has.

    :raises BadParameter: if one is not.
    """
    known = {name for one in several for name in schemes_of(one.hosted.stand_in.contract)}
    for scheme in [made.scheme for made in map(credential, texts)]:
        if scheme not in (ANY, *known):
            names = ", ".join(sorted(known)) or "none"
            raise click.BadParameter(
                f"no contract has a security scheme {scheme!r}; there are: {names}", param_hint="--credential"
            )


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


def _check_names(several: Sequence[Running], states: Mapping[str, object]) -> None:
    known = [one.source.name for one in several]
    if not set(states) <= set(known):
        raise ValueError(f"of several, the state of each is below its name: {', '.join(known)}")


def set_state(several: Sequence[Running], path: Path) -> None:
    """Give each of *several* what the file at *path* has for it.

    :raises ClickException: if it does not fit a contract; nothing is served then.
    """
    try:
        state = parse_json(path.read_bytes())
        states = state if len(several) > 1 else {several[0].source.name: state}
        _check_names(several, states)
        for one in several:
            if one.source.name in states:
                one.hosted.memory.load(states[one.source.name])
    except (Problem, TypeError, ValueError) as error:
        raise click.ClickException(f"{path}: {error}") from error
