"""The seven services inside this process: the invoice service, and stand-ins for the other six."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import flask
import httpx2
import schemathesis
from contract_tests.consumers.watching import Watched
from schemathesis.config import SchemathesisWarning

from taller.catalog import OURS, SERVICES, SIBLINGS, contract_path, load_contract, service_named
from taller.contracts import Target, settings, target
from taller.invoices import Invoices, Settings
from taller.invoices.blueprint.access import Access
from taller.invoices.domain.party import Issuer
from taller.invoices.ports import Clock
from taller.mocks import create_stand_in
from taller.siblings.gateway import Transports

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

NAMES = tuple(service.name for service in SERVICES)
KEY = "the-key-of-the-contract-tests"
ISSUER = Issuer("Talleres Ruiz, S.L.", "B12345674", "Calle Mayor 1, 28013 Madrid", "28/1234")
"""Without one nothing can be issued."""


def settings_of_all(seed: int | None = None, profile: str = "standard") -> schemathesis.Config:
    """Return the settings of a run of any of the seven: each has all that is said there of operations."""
    config = settings(seed=seed, profile=profile)
    config.projects.default.warnings.fail_on.append(SchemathesisWarning.UNMATCHED_FILTER)
    return config


def target_in_process(name: str, folder: Path) -> Target:
    """Return the service *name* as a target; the invoices keep their database in *folder*."""
    if name != OURS:
        return target(name, start=_stand_in(name))
    return target(name, start=InvoiceService(folder), key=KEY)


def _stand_in(name: str) -> "Callable[[], WSGIApplication]":
    contract = load_contract(contract_path(name))
    return lambda: create_stand_in(contract)


@dataclass(frozen=True)
class StoppedClock:
    """Says the same every time, so that what is done again goes the same way."""

    moment: datetime = datetime(2026, 3, 2, 10, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


def to_stand_ins() -> Transports:
    """Return the ways to stand-ins; on each, every request is held against the contract."""
    stand_ins = {
        sibling.name: create_stand_in(load_contract(contract_path(sibling.name))) for sibling in SIBLINGS
    }
    return lambda name: Watched(name, httpx2.WSGITransport(app=stand_ins[name]))


class InvoiceService:
    """Starts the invoice service as new, over an empty database.

    It only reads from its siblings, for nothing delivers what it owes them unless it is told to.
    """

    def __init__(
        self,
        folder: Path,
        access: Access | None = None,
        transports: Transports | None = None,
        clock: Clock = StoppedClock(),
    ) -> None:
        """
        :param access: another check than the service's own, which asks for :data:`KEY`.
        :param transports: the ways to the siblings; by default they are stand-ins.
        """
        self._database = folder / "facturas.db"
        self._empty = folder / "empty.db"
        self._access = access
        self._transports = transports or to_stand_ins()
        self._clock = clock

    def __call__(self) -> flask.Flask:
        if not self._empty.exists():
            self._app = self._created()
            _copy(self._database, self._empty)
        else:
            # What is in the database is all that the service remembers, and to make it anew takes longer.
            _copy(self._empty, self._database)
        return self._app

    def _created(self) -> flask.Flask:
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
            transports=self._transports,
            clock=self._clock,
            access=self._access,
        )
        return app


def _copy(source: Path, target: Path) -> None:
    """Make the database *target*, which may be in use, the same as *source*."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)
