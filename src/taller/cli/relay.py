"""``taller relay``: deliver what is owed to the siblings."""

import os
import signal
import sys

import click

from taller.cli.options import log_to_stderr, plain_errors


@click.command("relay")
@click.option("--once", is_flag=True, help="Try what is due once, say what is left, and end.")
def command(*, once: bool) -> None:
    """Deliver what is owed to the siblings, until Ctrl-C or SIGTERM.

    `taller serve` does this from its workers; with `--no-relay` there, this process does it instead. The
    settings are the same: TALLER_DATABASE_URL, TALLER_NOTIFICACIONES_URL, TALLER_LOGS_URL.

    \b
    Examples:
      taller relay
      taller relay --once     exits with 1 while something is still owed
    """
    # Here, so that `--help` does without them.
    with plain_errors():
        from taller.invoices.persistence.engine import open_database
        from taller.invoices.settings import Settings
        from taller.siblings.gateway import Gateway
        from taller.siblings.outbox.relay import Relay, Round

        log_to_stderr()
        settings = Settings.from_environment(os.environ)
        relay = Relay(open_database(settings.database_url), Gateway(settings.siblings))
    if once:
        done = Round()
        while step := relay.deliver_due():
            done += step
        owed = relay.owed()
        click.echo(f"{done.delivered} delivered, {done.refused} refused, {owed} still owed")
        sys.exit(1 if owed else 0)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: relay.stop())
    relay.run()
