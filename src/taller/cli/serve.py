"""``taller serve``: the invoices under gunicorn."""

import logging
import os

import click

from taller.catalog import OURS, service_named
from taller.cli.access import require_key
from taller.cli.options import log_to_stderr, plain_errors

PORT = service_named(OURS).api_port


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--relay/--no-relay",
    default=True,
    show_default=True,
    help="Deliver to the siblings from the workers; without it, run `taller relay` beside them.",
)
@click.option("--warning/--no-warning", default=True, hidden=True)  # `taller up` says it by itself
def command(host: str, port: int, workers: int, threads: int, *, relay: bool, warning: bool) -> None:
    """Serve the invoices under gunicorn, until Ctrl-C or SIGTERM.

    The settings come from the environment: TALLER_DATABASE_URL, TALLER_CLIENTES_URL and so on for each
    sibling, TALLER_SERIES, TALLER_ZONE, TALLER_LARGEST_BODY, TALLER_LOG_LEVEL, TALLER_API_KEY.

    Without a key (`taller keys create`, or TALLER_API_KEY) whoever reaches the service may do everything, so
    then it listens on loopback only.

    \b
    Examples:
      taller serve
      TALLER_DATABASE_URL=sqlite:////var/lib/taller/facturas.db taller serve --port 8080
    """
    # Here, so that `--help` does without them.
    with plain_errors():
        from taller.invoices.service.server import Server, Serving
        from taller.invoices.settings import Settings

        log_to_stderr()
        if not warning:
            logging.getLogger("taller.invoices.doorkeeper").setLevel(logging.ERROR)
        settings = Settings.from_environment(os.environ)
        require_key(host, settings.api_key, settings.database_url)
        Server(settings, Serving(host, port, workers, threads, relay)).run()
