"""Stand-ins for the tests of others: in their process, or on a port of their own."""

import json
import re
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.mocks.support import answer, contract, document
from werkzeug.test import Client

from taller.catalog import contract_path
from taller.documents import UnreadableDocument
from taller.mocks.faults import FaultError
from taller.mocks.requests.security import Credential
from taller.mocks.testing import observed, served

STAND_INS = (Path(__file__).parents[2] / "docs" / "stand-ins.md").read_text("utf-8")
PAGE = STAND_INS.partition("## In tests")[2].partition("\n## ")[0]
BLOCKS = [one for one in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "def test_" in one]
ANA = {
    "nif/nie": "52013776-T",
    "nombre": "Ana",
    "apellidos": "Gil",
    "telefono": "666432534",
    "domicilio": "Calle Mayor 1",
    "email": "ana@example.com",
}


def fetched(url: str, body: Any = None) -> int:
    """Return the status of what is at *url*, or of sending *body* there."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, data, {"Content-Type": "application/json"}), timeout=5
        ) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_stand_in_is_served_while_the_block_lasts():
    with served(contract_path("logs")) as logs:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/api/v1", logs.url)
        assert fetched(f"{logs.url}/logs") == 200

    with pytest.raises(urllib.error.URLError):
        fetched(f"{logs.url}/logs")
    assert "taller" not in [one.name for one in threading.enumerate()]


def test_two_are_served_side_by_side():
    with served(document("logs")) as logs, served(document("clientes")) as clientes:
        assert logs.url != clientes.url
        assert fetched(f"{clientes.url}/clientes") == 200


def test_what_it_was_asked_can_be_seen_and_it_fails_when_told_to():
    with served(document("clientes")) as clientes:
        clientes.fail("status=503; times=1")
        statuses = [fetched(f"{clientes.url}/clientes", ANA) for _ in range(2)]

        assert statuses == [503, 201]
        assert [one.status for one in clientes.asked("POST /clientes")] == statuses
        assert clientes.asked("POST /clientes", status="2xx")[0].json == ANA
        assert len(clientes.asked(pointer="/nombre", equals="Ana", contract="faulted")) == 1
        assert clientes.asked(path="/nada") == []


def test_it_can_begin_anew():
    with served(document("clientes"), first_id=5000) as clientes:
        fetched(f"{clientes.url}/clientes", ANA)
        before = fetched(f"{clientes.url}/clientes/5000")
        clientes.fail("down")

        clientes.reset()

        assert (clientes.asked(), clientes.faults.standing()) == ([], ())
        assert (before, fetched(f"{clientes.url}/clientes/5000")) == (200, 404)
        assert fetched(f"{clientes.url}/_taller/state") == 200


def test_in_the_same_process_it_is_a_wsgi_application():
    clientes = observed(document("clientes"), first_id=5000)
    client = Client(clientes)

    made = client.post("/clientes", json=ANA)
    clientes.fail("reset")
    reset = client.get("/clientes")

    assert (made.status_code, made.json and made.json["idCliente"], reset.status_code) == (201, 5000, 503)
    assert [one.request.method for one in clientes.asked()] == ["POST", "GET"]
    assert clientes.url == ""


def test_a_block_that_fails_ends_the_server_too():
    with pytest.raises(ZeroDivisionError), served(document("logs")) as logs:
        raise ZeroDivisionError

    with pytest.raises(urllib.error.URLError):
        fetched(logs.url)


def test_what_cannot_be_is_said_at_once(tmp_path: Path):
    with pytest.raises(UnreadableDocument):
        observed(tmp_path / "nada.yaml")
    with pytest.raises(FaultError):
        observed(document("logs")).fail("nada")
    with pytest.raises(TypeError):
        observed(document("logs"), nada=1)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_the_examples_of_the_page_work(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    petstore = json.loads(json.dumps(document("clientes")))
    (tmp_path / "clientes.yaml").write_text(json.dumps(petstore), "utf-8")
    monkeypatch.chdir(tmp_path)

    def register(customer: dict[str, str], url: str) -> None:
        for _ in range(2):
            if httpx2.post(f"{url}/clientes", json=ANA | customer).is_success:
                return

    names: dict[str, Any] = {"register": register, "ANA": ANA}
    exec(compile(block, "stand-ins.md", "exec"), names)
    tests = [test for name, test in names.items() if name.startswith("test_")]
    for test in tests:
        test()

    assert tests


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"operation": "POST /cliente"}, "no operation 'POST /cliente': did you mean 'POST /clientes'"),
        ({"contract": "brokn"}, "contract: no entry can be 'brokn'"),
        ({"status": "5x"}, "status: no entry can be '5x'"),
        ({"status": 99}, "status: no entry can be '99'"),
        ({"method": "g t"}, "method: no entry can be 'g t'"),
        ({"pointer": "nombre"}, "pointer: no entry can be 'nombre'"),
    ],
)
def test_what_can_never_have_been_asked_is_said(wish: dict[str, Any], told: str):
    clientes = observed(document("clientes"))

    with pytest.raises(ValueError, match=re.escape(told)):
        clientes.asked(**wish)


def test_an_operation_may_be_called_by_its_id_and_nothing_may_have_come():
    logs = observed(document("logs"))

    assert logs.asked("leerLog", status=404, equals=None) == []


@pytest.mark.parametrize(
    "credentials", ["llave=lunes", ["llave=lunes"], ["lunes"], [Credential("llave", "lunes")]]
)
def test_a_credential_is_said_as_the_option_says_it(credentials: Any):
    scheme = {"type": "apiKey", "in": "header", "name": "X-Llave"}
    guarded = contract({"/x": {"get": answer(204)}}, securitySchemes={"llave": scheme})
    client = Client(observed(guarded | {"security": [{"llave": []}]}, credentials=credentials))

    statuses = [client.get("/v1/x", headers={"X-Llave": one}).status_code for one in ("lunes", "stand-in")]

    assert statuses == [204, 401]


def test_a_credential_for_no_scheme_of_the_contract_is_refused():
    with pytest.raises(ValueError, match="no contract has a security scheme 'llave'; there are: none"):
        observed(document("clientes"), credentials=["llave=lunes"])


@pytest.mark.parametrize("way", ["in the process", "through the admin"])
def test_after_a_reset_the_same_is_made_up_as_at_the_start(way: str):
    clientes = observed(document("clientes"))
    client = Client(clientes)

    def made_up() -> list[str]:
        return [client.get("/clientes", headers={"Prefer": "dynamic=true"}).text for _ in range(3)]

    first = made_up()
    if way == "in the process":
        clientes.reset()
    else:
        client.post("/_taller/reset")

    assert made_up() == first != made_up()
