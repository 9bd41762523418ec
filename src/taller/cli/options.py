"""Options that several commands share."""

import click

port_offset = click.option(
    "--port-offset",
    default=0,
    show_default=True,
    type=click.IntRange(0, 50_000),
    help="Added to every port, for a second workshop beside the first.",
)
