"""``taller serve``: the invoices under gunicorn."""

import os

import click

from taller.catalog import OURS, service_named

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
def command(host: str, port: int, workers: int, threads: int, *, relay: bool) -> None:
    """Serve the invoices under gunicorn, until Ctrl-C or SIGTERM.

    The settings come from the environment: TALLER_DATABASE_URL, TALLER_CLIENTES_URL and so on for each
    sibling, TALLER_SERIES, TALLER_ZONE, TALLER_LARGEST_BODY, TALLER_LOG_LEVEL.

    \b
    Examples:
      taller serve
      TALLER_DATABASE_URL=sqlite:////var/lib/taller/facturas.db taller serve --port 8080
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        from taller.invoices.service.server import Server, Serving
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error.name} is not installed: pip install 'taller[service]'") from error
    from taller.invoices.settings import Settings

    try:
        settings = Settings.from_environment(os.environ)
        Server(settings, Serving(host, port, workers, threads, relay)).run()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"the database cannot be opened ({type(error).__name__}): look at TALLER_DATABASE_URL"
        ) from error
