"""``taller demo``: a day's work, over HTTP alone."""

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from taller.catalog import SERVICES
from taller.cli.options import missing_extra, port_offset


def _url_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for service in reversed(SERVICES):
        function = click.option(
            f"--{service.name}-url",
            envvar=service.variable,
            show_envvar=True,
            show_default=False,
            help=f"The API of {service.name}, base path included; else {service.api_url()}.",
        )(function)
    return function


@click.command("demo")
@_url_options
@click.option(
    "--api-key",
    envvar="TALLER_API_KEY",
    show_envvar=True,
    show_default=False,
    help="What facturas asks for; it is sent to no other service.",
)
@port_offset
def command(port_offset: int, api_key: str | None, **urls: str | None) -> None:
    """Do a day's work against a running workshop and show each step.

    A customer comes with a vehicle; two jobs are planned, started and finished, with parts from the stock;
    the invoice is drafted, issued, paid in two parts and corrected; the chain of records is checked; the
    siblings hold the notification and the events. Each answer is held against its contract: the exit code is
    1 if any is not what it promises, 2 if a service does not answer.

    \b
    Examples:
      taller demo
      taller demo --recambios-url http://10.0.0.6:8095/api/v1
    """
    with missing_extra():
        from taller.cli.workday import Workday
    day = Workday(
        {
            service.name: urls[f"{service.name}_url"] or service.shifted(port_offset).api_url()
            for service in SERVICES
        },
        say=click.echo,
        colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        api_key=api_key,
    )
    sys.exit(day.work())
