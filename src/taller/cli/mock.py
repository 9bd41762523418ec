"""``taller mock``: stand-ins of the siblings, all in one process."""

from collections.abc import Sequence
from pathlib import Path

import click

from taller.catalog import SIBLINGS, Service, contract_path, load_contract
from taller.cli.options import missing_extra, port_offset

NAMES = [service.name for service in SIBLINGS]


@click.command("mock")
@click.argument("services", nargs=-1, type=click.Choice(NAMES), metavar="[SERVICE]...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@port_offset
@click.option(
    "--specs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with other contracts than those in the package.",
)
def command(services: Sequence[str], host: str, port_offset: int, specs: Path | None) -> None:
    """Serve stand-ins of the siblings, made from their contracts, until Ctrl-C or SIGTERM.

    Without a SERVICE, all six: clientes, vehiculos, trabajos, notificaciones, recambios, logs. Each answers
    on its own ports, and has a documentation page at /docs/. What is created is kept in memory.

    \b
    Examples:
      taller mock
      taller mock clientes logs
    """
    chosen = [service for service in SIBLINGS if not services or service.name in services]
    with missing_extra():
        from taller.mocks import create_stand_in
        from taller.mocks.server import serve
    try:
        stand_ins = [create_stand_in(_contract(each, specs)) for each in chosen]
        ports = [each.shifted(port_offset).ports for each in chosen]
        serve(list(zip(stand_ins, ports, strict=True)), host)
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}: {error.strerror}") from error


def _contract(service: Service, specs: Path | None) -> dict[str, object]:
    path = contract_path(service.name) if specs is None else specs / f"{service.name}.yaml"
    return load_contract(path)
