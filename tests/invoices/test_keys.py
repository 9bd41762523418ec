"""A service without keys is open until the first is made; the environment may bring one more."""

from collections.abc import Iterator

import flask
import pytest
from flask.testing import FlaskClient
from tests.builders import invoice_body
from tests.conftest import invoices_of

from taller.invoices import Role, Settings
from taller.invoices.persistence.api_keys import SqlKeys
from taller.invoices.service.app import create_app

PREFIX = "/api/v1"
MASTER = "k" * 32


@pytest.fixture
def keys(alone: flask.Flask) -> SqlKeys:
    return SqlKeys(invoices_of(alone).engine)


def with_key(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_a_service_without_keys_is_open_until_the_first_and_never_again(
    keys: SqlKeys, client: FlaskClient
) -> None:
    def status(**headers: str) -> int:
        return client.get(f"{PREFIX}/facturas", headers=headers).status_code

    assert (status(), status(Authorization="Bearer whatever")) == (200, 200)
    key = keys.create("the only one", Role.READ)
    assert (status(), status(**with_key(key))) == (401, 200)
    keys.revoke(key.split("_")[1])
    assert (status(), status(**with_key(key))) == (401, 401)


def test_a_new_process_is_closed_too_if_every_key_is_revoked(database_url: str, keys: SqlKeys) -> None:
    keys.revoke(keys.create("the only one", Role.READ).split("_")[1])
    later = create_app(Settings(database_url=database_url))

    assert later.test_client().get(f"{PREFIX}/facturas").status_code == 401
    invoices_of(later).close()


def test_an_open_service_says_so_in_its_log(caplog: pytest.LogCaptureFixture, alone: flask.Flask) -> None:
    assert [record.levelname for record in caplog.get_records("setup")] == ["WARNING"]
    assert "taller keys create" in caplog.get_records("setup")[0].message


@pytest.fixture
def mastered(database_url: str) -> Iterator[flask.Flask]:
    app = create_app(Settings(database_url=database_url, api_key=MASTER))
    yield app
    invoices_of(app).close()


def test_the_key_of_the_environment_needs_no_database_and_has_every_role(mastered: flask.Flask) -> None:
    client = mastered.test_client()

    assert client.get(f"{PREFIX}/facturas").status_code == 401
    assert client.get(f"{PREFIX}/facturas", headers=with_key(MASTER + "k")).status_code == 401
    assert client.post(f"{PREFIX}/facturas", json=invoice_body(), headers=with_key(MASTER)).status_code == 201
    assert not SqlKeys(invoices_of(mastered).engine).any_ever()


def test_keys_of_the_database_are_good_beside_it(mastered: flask.Flask) -> None:
    key = SqlKeys(invoices_of(mastered).engine).create("somebody", Role.READ)

    assert mastered.test_client().get(f"{PREFIX}/facturas", headers=with_key(key)).status_code == 200


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 201, "with a space in the middle", "clave-con-eñe-dentro", "a" * 30 + "\n"]
)
def test_a_key_that_is_soon_guessed_or_cannot_be_sent_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(ValueError, match="TALLER_API_KEY") as refused:
        Settings.from_environment({"TALLER_API_KEY": key})

    assert not key or key not in str(refused.value)


def test_settings_never_show_the_key() -> None:
    assert MASTER not in repr(Settings(api_key=MASTER))
