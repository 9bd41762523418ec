"""The commands; each is imported when it is called, so that none pays for the others."""

import importlib
from typing import Any

import click

from taller import __version__

COMMANDS = {
    "up": "Start the whole workshop on this machine.",
    "serve": "Serve the invoices under gunicorn.",
    "mock": "Serve stand-ins of the siblings, or of any contract.",
    "check": "Test services against their contracts.",
    "lint": "Say what is wrong with contracts.",
    "compat": "Say what breaks when a contract changes.",
    "demo": "Do a day's work against a running workshop.",
    "keys": "Make and revoke API keys.",
    "chain": "Check the chain of records.",
    "relay": "Deliver what is owed to the siblings.",
    "db": "Look after the database.",
}
"""From each command, in a module of its name, to what ``taller --help`` says of it."""


class Commands(click.Group):
    """Finds a command in the module of its name."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module: Any = importlib.import_module(f"taller.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="taller")
def main() -> None:
    """The invoice service of a chain of car workshops, and stand-ins for its six siblings.

    \b
    taller up                the whole workshop, on this machine
    taller demo              a day's work against it
    taller COMMAND --help    what a command takes, with examples
    """
