"""The seven services inside this process: the invoice service, and stand-ins for the other six."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import flask
import httpx2

from taller.catalog import OURS, SERVICES, SIBLINGS, contract_path, load_contract, service_named
from taller.contracts import Target, target
from taller.invoices import Invoices, Settings
from taller.invoices.blueprint.access import Access
from taller.invoices.domain.party import Issuer
from taller.mocks import StandIn, create_stand_in

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

NAMES = tuple(service.name for service in SERVICES)
KEY = "the-key-of-the-contract-tests"
ISSUER = Issuer("Talleres Ruiz, S.L.", "B12345674", "Calle Mayor 1, 28013 Madrid", "28/1234")
"""Without one nothing can be issued."""


def target_in_process(name: str, folder: Path) -> Target:
    """Return the service *name* as a target; the invoices keep their database in *folder*."""
    if name != OURS:
        return target(name, start=_stand_in(name))
    return target(name, start=InvoiceService(folder), key=KEY)


def _stand_in(name: str) -> "Callable[[], WSGIApplication]":
    contract = load_contract(contract_path(name))
    return lambda: create_stand_in(contract)


class StoppedClock:
    """Says the same every time, so that what is done again goes the same way."""

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 10, tzinfo=UTC)


class InvoiceService:
    """Starts the invoice service as new, over an empty database.

    Its siblings are stand-ins. It only reads from them, for nothing delivers what it owes them.
    """

    def __init__(self, folder: Path, access: Access | None = None) -> None:
        """:param access: another check than the service's own, which asks for :data:`KEY`."""
        self._database = folder / "facturas.db"
        self._empty = folder / "empty.db"
        self._access = access
        self._siblings: dict[str, StandIn] = {
            sibling.name: create_stand_in(load_contract(contract_path(sibling.name))) for sibling in SIBLINGS
        }

    def __call__(self) -> "WSGIApplication":
        if not self._empty.exists():
            self._app = self._created()
            _copy(self._database, self._empty)
        else:
            # What is in the database is all that the service remembers, and to make it anew takes longer.
            _copy(self._empty, self._database)
        return self._app

    def _created(self) -> "WSGIApplication":
        app = flask.Flask(__name__)
        Invoices(
            app,
            Settings(
                database_url=f"sqlite:///{self._database}",
                siblings={each.name: f"http://{each.name}{each.base_path}" for each in SIBLINGS},
                issuer=ISSUER,
                api_key=KEY,
            ),
            url_prefix=service_named(OURS).base_path,
            transports=lambda name: httpx2.WSGITransport(app=self._siblings[name]),
            clock=StoppedClock(),
            access=self._access,
        )
        return app


def _copy(source: Path, target: Path) -> None:
    """Make the database *target*, which may be in use, the same as *source*."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)
