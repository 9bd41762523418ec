"""The moment of issue decides number and date, in the workshop's own time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import flask
import pytest
from tests.builders import ISSUER, invoice_body
from tests.conftest import invoices_of

from taller.invoices import Invoices, Settings

NEW_YEAR_IN_MADRID = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


class StoppedClock:
    """Says one time, in the zone of the workshop."""

    def __init__(self, moment: datetime, zone: str) -> None:
        self._moment = moment.astimezone(ZoneInfo(zone))

    def now(self) -> datetime:
        return self._moment


@pytest.mark.parametrize(
    ("zone", "series", "day", "stamp"),
    [
        ("Europe/Madrid", "S2027", "2027-01-01", "2027-01-01T00:30:00+01:00"),
        ("Atlantic/Canary", "S2026", "2026-12-31", "2026-12-31T23:30:00+00:00"),
    ],
)
def test_the_year_of_a_number_and_its_date_are_the_workshop_s(
    database_url: str, zone: str, series: str, day: str, stamp: str
) -> None:
    app = flask.Flask("shop")
    settings = Settings(database_url=database_url, zone=zone, issuer=ISSUER)
    Invoices(app, settings, clock=StoppedClock(NEW_YEAR_IN_MADRID, zone))
    client = app.test_client()
    client.post("/api/v1/facturas", json=invoice_body(tipoFactura="F2"))

    issued = client.post("/api/v1/facturas/1/emision", headers={"If-Match": "*"}).get_json()

    assert (issued["serie"], issued["numero"]) == (series, 1)
    assert issued["fechaEmision"] == "2026-12-31T23:30:00Z", "not what its maker had said"
    assert issued["fechaExpedicion"] == day, "and on paper the day is the workshop's"
    (record,) = client.get("/api/v1/registros").get_json()["registros"]
    assert (record["fechaExpedicion"], record["fechaHoraHusoGenRegistro"]) == (day, stamp)
    invoices_of(app).close()


def test_the_system_s_clock_is_in_the_zone_of_the_settings(database_url: str) -> None:
    app = flask.Flask("shop")
    invoices = Invoices(app, Settings(database_url=database_url, zone="Atlantic/Canary"))

    assert invoices.invoicing.clock.now().tzinfo == ZoneInfo("Atlantic/Canary")
    invoices.close()
