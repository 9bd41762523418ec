"""Puts the invoices into a Flask application: the place where adapters meet ports."""

import threading
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import flask
from sqlalchemy import Engine

from taller.invoices.blueprint import EXTENSION
from taller.invoices.blueprint.access import Access, bearer
from taller.invoices.blueprint.openapi import InvoicesApi
from taller.invoices.blueprint.paths import IdConverter
from taller.invoices.blueprint.views import blueprint
from taller.invoices.domain.access import Actor
from taller.invoices.doorkeeper import Doorkeeper
from taller.invoices.neighbours import Neighbours
from taller.invoices.persistence.api_keys import SqlKeys
from taller.invoices.persistence.engine import open_database
from taller.invoices.persistence.receipts import SqlClaims
from taller.invoices.persistence.unit_of_work import SqlTransactions
from taller.invoices.ports import Clock
from taller.invoices.settings import Settings
from taller.invoices.use_cases import Invoicing
from taller.siblings.gateway import Gateway, Transports
from taller.siblings.outbox.journal import OutboxJournal
from taller.siblings.outbox.relay import Relay


@dataclass(frozen=True)
class SystemClock:
    """The only one that asks what time it is; in whole seconds, as the law's records have it."""

    zone: ZoneInfo

    def now(self) -> datetime:
        return datetime.now(self.zone).replace(microsecond=0)


class Invoices:
    """The invoices of one application; it is kept in ``app.extensions["taller.invoices"]``."""

    def __init__(
        self,
        app: flask.Flask | None = None,
        settings: Settings | None = None,
        *,
        url_prefix: str = "/api/v1",
        transports: Transports = lambda _: None,
        clock: Clock | None = None,
        access: Access | None = None,
    ) -> None:
        """
        :param app: the application; without one, call :meth:`init_app` later.
        :param settings: by default nothing but an SQLite file in the working directory.
        :param url_prefix: what stands before the paths of the contract; it cannot be empty.
        :param transports: how requests travel to each sibling; by default over the network.
        :param clock: what says the time; by default the system's, in the workshop's zone.
        :param access: what says who makes a request; by default the API keys of the database.
        """
        self._clock = clock
        self._access = access
        self.settings = settings or Settings()
        self.url_prefix = url_prefix.rstrip("/")
        if not self.url_prefix.startswith("/"):
            raise ValueError(f"the prefix {url_prefix!r} does not begin with a path: use '/facturas'")
        self._transports = transports
        self._relaying: threading.Thread | None = None
        if app is not None:
            self.init_app(app)

    def init_app(self, app: flask.Flask) -> None:
        """Open the database, making its tables where they are missing, and add the paths to *app*.

        :raises sqlalchemy.exc.SQLAlchemyError: if the database cannot be reached.
        """
        zone = ZoneInfo(self.settings.zone)
        self.engine: Engine = open_database(self.settings.database_url)
        self.gateway = Gateway(self.settings.siblings, self._transports)
        self.relay = Relay(self.engine, self.gateway)
        self.journal = OutboxJournal(self.engine, self.gateway.services)
        self.claims = SqlClaims(self.engine)
        self.invoicing = Invoicing(
            transactions=SqlTransactions(self.engine, self.gateway.services, self.relay.wake),
            siblings=Neighbours(self.gateway, zone),
            journal=self.journal,
            clock=self._clock or SystemClock(zone),
            issuer=self.settings.issuer,
            legends=self.settings.legends,
            prefixes=self.settings.prefixes,
        )
        self.access: Access = self._access or self._by_key()
        app.extensions[EXTENSION] = self
        app.url_map.converters.update(invoice_id=IdConverter, customer_id=IdConverter)
        self.api = InvoicesApi(app, self.url_prefix)
        self.api.register_blueprint(blueprint, url_prefix=self.url_prefix)

    def _by_key(self) -> Access:
        doorkeeper = Doorkeeper(SqlKeys(self.engine), self.settings.api_key)
        doorkeeper.warn_if_open()

        def access(request: flask.Request) -> Actor:
            return doorkeeper.let_in(bearer(request))

        return access

    def start_relay(self) -> None:
        """Deliver what is owed to the siblings from a thread of this process."""
        if self._relaying is None and self.gateway.services:
            self._relaying = threading.Thread(target=self.relay.run, name="relay", daemon=True)
            self._relaying.start()

    def close(self) -> None:
        """End the threads, store what they hold, and let go of the database."""
        self.relay.stop()
        if self._relaying is not None:
            self._relaying.join(timeout=2)
        self.journal.close()
        self.gateway.close()
        self.engine.dispose()
