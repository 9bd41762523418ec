"""Options that several commands share."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

port_offset = click.option(
    "--port-offset",
    default=0,
    show_default=True,
    type=click.IntRange(0, 50_000),
    help="Added to every port, for a second workshop beside the first.",
)


@contextmanager
def missing_extra() -> Iterator[None]:
    """Say in one line what to install for the modules that are imported inside."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{error.name} is not installed; the extra `workshop` has it: in a checkout of this project,"
            " pip install '.[workshop]'"
        ) from error


def log_to_stderr() -> None:
    """Write what the service logs, from ``TALLER_LOG_LEVEL`` up, as gunicorn writes its own.

    :raises ValueError: if there is no such level.
    """
    level = os.environ.get("TALLER_LOG_LEVEL", "warning").upper()
    if level not in logging.getLevelNamesMapping():
        raise ValueError(f"TALLER_LOG_LEVEL is {level!r}: write debug, info, warning, error or critical")
    logging.basicConfig(
        level=level,
        format="[%(asctime)s] [%(process)d] [%(levelname)s] %(name)s: %(message)s",
        datefmt="%Y-%m-%d %H:%M:%S %z",
    )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Make one line of a setting that cannot be meant, or a database that cannot be used."""
    try:
        with missing_extra():
            yield
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        # By its name: SQLAlchemy is not imported for the sake of an error.
        if isinstance(error, OSError) or type(error).__module__.startswith("sqlalchemy"):
            # The driver's own words, without SQLAlchemy's: the statement, and where to read on.
            reason = str(getattr(error, "orig", error)).partition("\n")[0]
            raise click.ClickException(
                f"the database cannot be used: {reason} (look at TALLER_DATABASE_URL)"
            ) from error
        raise
