"""``taller mock``: stand-ins of the siblings, all in one process."""

import time
from collections.abc import Sequence
from pathlib import Path

import click

from taller.catalog import SIBLINGS, Service, contract_path, load_contract
from taller.cli.options import missing_extra, port_offset

IDS_PER_SECOND = 20
CLOCK_ROUND = 2_000_000_000
"""Where the clock's ids begin again, three years on: within 32 bits."""
NAMES = [service.name for service in SIBLINGS]


class FirstId(click.ParamType[int]):
    """A number, or ``clock``: one that rises with the time, by 20 a second."""

    name = "number|clock"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if value == "clock":
            return int(time.time() * IDS_PER_SECOND) % CLOCK_ROUND
        if not (value.isascii() and value.isdigit()):
            self.fail(f"{value!r} is neither a number nor `clock`.", param, ctx)
        return int(value)


@click.command("mock")
@click.argument("services", nargs=-1, type=click.Choice(NAMES), metavar="[SERVICE]...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@port_offset
@click.option(
    "--first-id",
    type=FirstId(),
    help="Where the ids that are given begin, or `clock`: with the time, so that what is created after"
    " a restart has other ids than what was created before.",
)
@click.option(
    "--specs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with other contracts than those in the package.",
)
def command(
    services: Sequence[str], host: str, port_offset: int, first_id: int | None, specs: Path | None
) -> None:
    """Serve stand-ins of the siblings, made from their contracts, until Ctrl-C or SIGTERM.

    Without a SERVICE, all six: clientes, vehiculos, trabajos, notificaciones, recambios, logs. Each answers
    on its own ports, and has a documentation page at /docs/. What is created is kept in memory.

    \b
    Examples:
      taller mock
      taller mock clientes logs
      taller mock --first-id clock
    """
    chosen = [service for service in SIBLINGS if not services or service.name in services]
    with missing_extra():
        from taller.mocks import create_stand_in
        from taller.mocks.server import serve
    try:
        stand_ins = [create_stand_in(_contract(each, specs), first_id=first_id) for each in chosen]
        ports = [each.shifted(port_offset).ports for each in chosen]
        serve(list(zip(stand_ins, ports, strict=True)), host)
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}: {error.strerror}") from error


def _contract(service: Service, specs: Path | None) -> dict[str, object]:
    path = contract_path(service.name) if specs is None else specs / f"{service.name}.yaml"
    return load_contract(path)
