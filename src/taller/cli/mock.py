"""``taller mock``: stand-ins of the siblings, or of any service that has a contract."""

import time
from pathlib import Path
from typing import Any

import click

from taller.cli.options import missing_extra, port_offset

IDS_PER_SECOND = 20
CLOCK_ROUND = 2_000_000_000
"""Where the clock's ids begin again, three years on: within 32 bits."""


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
@click.argument("contracts", nargs=-1, metavar="[SERVICE|FILE|URL]...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port of the first, the others on those after it. Without, a service of the workshop has its"
    " own ports, and files begin at 4010.",
)
@port_offset
@click.option(
    "--prefix",
    is_flag=True,
    help="All on one port, each below its name: /clientes/…, /pets/…; 4010 or --port.",
)
@click.option(
    "--first-id",
    type=FirstId(),
    help="Where the ids that are given begin, or `clock`: with the time, so that what is created after"
    " a restart has other ids than what was created before.",
)
@click.option(
    "--specs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with other contracts of the workshop's services than those in the package.",
)
@click.option(
    "-d",
    "--dynamic",
    is_flag=True,
    help="Where no state answers, make values up instead of showing examples.",
)
@click.option(
    "--seed", default=0, show_default=True, help="Of what is made up, ids among it, and of the faults' dice."
)
@click.option(
    "--credential",
    "credentials",
    multiple=True,
    metavar="[SCHEME=]TEXT[;SCOPE…]",
    help="What a security scheme accepts, `*` for anything; without, `stand-in`. Repeatable.",
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What they hold at the start, as /_taller/state shows it: of one, or of several by name.",
)
@click.option(
    "--keep",
    is_flag=True,
    help="Write what they hold to the file of --state when they end; the first time it need not be there.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="[SERVICE:]FAULT",
    help="What goes wrong on purpose: 'latency=200ms~50ms', 'clientes: status=503@0.3'. Repeatable.",
)
@click.option(
    "--fault-header/--no-fault-header",
    default=None,
    help="Whether a request may ask for faults of its own, in the header Taller-Fault; by default only on"
    " loopback.",
)
@click.option("--cors/--no-cors", default=True, show_default=True, help="Let pages of other sites ask.")
@click.option(
    "--admin/--no-admin",
    default=None,
    help="Show and change state, faults and journal below /_taller/; by default only on loopback.",
)
@click.option(
    "--journal",
    default=1000,
    show_default=True,
    type=click.IntRange(0, 100_000),
    help="How many requests each remembers.",
)
@click.option(
    "--upstream",
    "upstreams",
    multiple=True,
    metavar="[SERVICE=]URL",
    help="Pass requests on to a real service, and say what breaks the contract. Repeatable.",
)
@click.option("--strict", is_flag=True, help="Serve nothing if a contract has a defect.")
@click.option(
    "--reload/--no-reload", default=True, show_default=True, help="Read a contract again when it changes."
)
@click.option("--explain", is_flag=True, help="Print what is inferred from each contract, and end.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Print a line for every request: when, who, what, the status, how long, what broke.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def command(**wishes: Any) -> None:
    """Serve stand-ins, made from contracts alone, until Ctrl-C or SIGTERM.

    A FILE is an OpenAPI document, 3.0 or 3.1, YAML or JSON; a URL, of http or https, is one on the web,
    all in one file; a SERVICE is one of the workshop's: clientes, vehiculos, trabajos, notificaciones,
    recambios, logs. Without any, all six. Each answers on its own port, with a documentation page at
    /docs/. What is created is kept in memory, or with --keep in a file.

    \b
    Examples:
      taller mock                                   the six siblings
      taller mock clientes logs                     two of them
      taller mock petstore.yaml --port 4010         any other contract
      taller mock https://example.com/shop.yaml     one on the web
      taller mock a.yaml b.json --prefix            both on one port: /a/…, /b/…
      taller mock shop.yaml --fault 'latency=1s'    slowly
      taller mock shop.yaml --state s.json --keep   go on tomorrow where it ended today
      taller mock shop.yaml --explain               what is inferred from it
      taller mock shop.yaml --upstream http://localhost:8080
    """
    with missing_extra():
        from taller.cli.stand_ins import Wish, run
    run(Wish(**wishes))
