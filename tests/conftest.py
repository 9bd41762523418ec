"""A service on a database of its own, joined in process to stand-ins of its siblings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask
import httpx2 as httpx
import pytest
from contract_tests.consumers.watching import Watched
from flask.testing import FlaskClient
from hypothesis import settings
from tests.builders import ISSUER
from tests.postgres import PostgresServer

from taller.catalog import SIBLINGS, contract_path, load_contract
from taller.invoices import Invoices, Settings
from taller.invoices.service.app import create_app
from taller.mocks import StandIn, create_stand_in

# How long an example takes says something of the machine, and nothing of the program.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

BOTH_DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/facturas.db"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Started by the first test that asks for it."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def empty_postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    with postgres_server.database(empty=True) as url:
        yield url


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A database for one test; those of the invoices have both kinds (see invoices/conftest.py)."""
    return sqlite_url


@pytest.fixture
def alone(database_url: str) -> Iterator[flask.Flask]:
    """The service with no sibling configured."""
    app = create_app(Settings(database_url=database_url, issuer=ISSUER))
    yield app
    invoices_of(app).close()


@pytest.fixture
def client(alone: flask.Flask) -> FlaskClient:
    return alone.test_client()


@pytest.fixture(scope="session")
def contracts() -> dict[str, dict[str, Any]]:
    return {service.name: load_contract(contract_path(service.name)) for service in SIBLINGS}


@pytest.fixture
def stand_ins(contracts: dict[str, dict[str, Any]]) -> dict[str, StandIn]:
    return {name: create_stand_in(contract) for name, contract in contracts.items()}


class Network:
    """Leads from the service to stand-ins in process; each can be down."""

    def __init__(self, stand_ins: dict[str, StandIn]) -> None:
        self.stand_ins = stand_ins
        self.down: set[str] = set()
        self.broken: list[str] = []
        """What the service sent that breaks a sibling's contract."""

    def transport(self, name: str) -> httpx.BaseTransport:
        """The way of the service, where every request is held against the contract."""
        return Watched(name, self._wire(name), self.broken)

    def _wire(self, name: str) -> httpx.BaseTransport:
        inner = httpx.WSGITransport(app=self.stand_ins[name])

        def handle(request: httpx.Request) -> httpx.Response:
            if name in self.down:
                raise httpx.ConnectError("refused", request=request)
            response = inner.handle_request(request)
            response.read()
            return response

        return httpx.MockTransport(handle)

    def ask(self, name: str) -> httpx.Client:
        """A client of one stand-in."""
        service = next(each for each in SIBLINGS if each.name == name)
        return httpx.Client(base_url=service.api_url("sibling"), transport=self._wire(name))

    @property
    def urls(self) -> dict[str, str]:
        return {service.name: service.api_url("sibling") for service in SIBLINGS}


@pytest.fixture
def network(stand_ins: dict[str, StandIn]) -> Iterator[Network]:
    """It fails the test in which the service broke a sibling's contract, whatever became of that."""
    network = Network(stand_ins)
    yield network
    assert network.broken == []


@pytest.fixture
def workshop(database_url: str, network: Network) -> Iterator[flask.Flask]:
    """The service with all six stand-ins; what is owed goes when a test says so."""
    settings = Settings(database_url=database_url, siblings=network.urls, issuer=ISSUER)
    app = create_app(settings, network.transport)
    yield app
    invoices_of(app).close()


def invoices_of(app: flask.Flask) -> Invoices:
    invoices: Invoices = app.extensions["taller.invoices"]
    return invoices
