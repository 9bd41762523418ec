"""The invoices inside an application whose time is told by a test."""

from collections.abc import Iterator

import flask
import pytest
from tests.conftest import ISSUER
from tests.invoices.blueprint.keyed import SettableClock

from taller.invoices import Invoices, Settings


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def app(database_url: str, clock: SettableClock) -> Iterator[flask.Flask]:
    host = flask.Flask("host")
    invoices = Invoices(host, Settings(database_url=database_url, issuer=ISSUER), clock=clock)
    yield host
    invoices.close()
