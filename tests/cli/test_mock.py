"""`taller mock` with any contract: really started, on free ports."""

import errno
import json
import os
import random
import re
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import yaml
from click.testing import CliRunner

from taller.cli.keeping import write_whole
from taller.cli.main import main
from taller.cli.stand_ins import Wish, sources

PETS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "/v2"}],
    "paths": {
        "/pets": {
            "get": {
                "responses": {
                    "200": {
                        "description": "-",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                            }
                        },
                    }
                }
            },
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
                },
                "responses": {
                    "201": {
                        "description": "-",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            },
        },
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "responses": {
                    "200": {
                        "description": "-",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                }
            },
        },
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "name": {"type": "string"},
                    "tag": {"type": "string", "nullable": True},
                },
            }
        }
    },
}


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A contract of somebody else's, in a file."""
    return written(tmp_path / "pets.yaml", PETS)


def written(path: Path, document: dict[str, Any]) -> Path:
    """Write *document* as YAML to *path*."""
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


def free_port(count: int = 1) -> int:
    """Return the first of *count* neighbouring ports that nobody has, below those that systems give out."""
    while True:
        first = random.randrange(15_000, 30_000)
        if all(_is_free(first + number) for number in range(count)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0 and port < 65000


@contextmanager
def mocking(port: int, *arguments: str | Path) -> Iterator["subprocess.Popen[str]"]:
    """Run ``taller mock`` on *port*; yield it once it listens."""
    command: Sequence[str] = [sys.executable, "-W", "error", "-m", "taller", "mock", "--port", str(port)]
    process = subprocess.Popen(
        [*command, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        deadline = time.monotonic() + 20
        while _is_free(port):
            assert process.poll() is None, process.stdout and process.stdout.read()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=10)


def ask(port: int, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Ask for *path*; return the status and the JSON that came."""
    data = None if body is None else json.dumps(body).encode()
    sent = {name.replace("_", "-"): text for name, text in headers.items()}
    if data is not None:
        sent["Content-Type"] = "application/json"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, sent), timeout=10
        ) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def said(process: "subprocess.Popen[str]", wanted: str) -> str:
    """Return the first line of *process* that has *wanted*; what it says comes in lines."""
    assert process.stdout is not None
    lines: list[str] = []
    patience = threading.Timer(15, process.kill)  # a pipe has no time-out of its own
    patience.start()
    try:
        for line in process.stdout:
            lines.append(line)
            if wanted in line:
                return line
    finally:
        patience.cancel()
    raise AssertionError(f"it never said {wanted!r}, but {lines}")


def test_any_contract_is_served_with_a_memory(pets: Path):
    port = free_port()

    with mocking(port, pets) as process:
        created = ask(port, "/v2/pets", {"name": "Rex"})
        found = ask(port, f"/v2/pets/{created[1]['id']}")
        refused = ask(port, "/v2/pets", {"tag": None})
        where = said(process, "Pets")

    assert created == (201, {"id": 1, "name": "Rex"})
    assert found == (200, {"id": 1, "name": "Rex"})
    assert refused[0] == 422
    assert where == f"Pets: http://127.0.0.1:{port}/v2 (3 operations)\n"


def test_several_are_served_each_on_its_port(pets: Path, tmp_path: Path):
    shop = written(tmp_path / "shop.json", PETS | {"info": {"title": "Shop", "version": "1"}})
    port = free_port(3)

    with mocking(port, pets, shop, "clientes"):
        titles = [ask(port + number, "/openapi.json")[1]["info"]["title"] for number in range(3)]

    assert titles == ["Pets", "Shop", "Taller 1: clientes"]


def test_several_are_served_on_one_port_each_below_its_name(pets: Path):
    port = free_port()

    with mocking(port, pets, "logs", "--prefix"):
        index = ask(port, "/")
        created = ask(port, "/pets/v2/pets", {"name": "Rex"})
        first = ask(port, "/logs/api/v1/logs")[1]["logs"][0]
        nowhere = ask(port, "/v2/pets")

    assert {name: one["api"] for name, one in index[1]["services"].items()} == {
        "pets": "/pets/v2",
        "logs": "/logs/api/v1",
    }
    assert created[0] == 201
    assert first["links"]["self"]["href"].startswith("/logs/api/v1/logs/")
    assert nowhere[0] == 404


def test_a_contract_is_read_again_when_it_changes_and_what_was_created_stays(pets: Path):
    port = free_port()

    with mocking(port, pets) as process:
        ask(port, "/v2/pets", {"name": "Rex"})
        written(pets, PETS | {"info": {"title": "Beasts", "version": "2"}})
        changed = said(process, "pets: contract read again")
        title = ask(port, "/openapi.json")[1]["info"]["title"]
        found = ask(port, "/v2/pets/1")
        pets.write_text("openapi: [", encoding="utf-8")
        said(process, "pets: contract not read again, the one before is served: ")
        still = ask(port, "/v2/pets/1")

    assert title == "Beasts"
    assert changed == "pets: contract read again: 3 operations\n"
    assert found == still == (200, {"id": 1, "name": "Rex"})


def test_faults_are_made_by_option_by_header_and_through_the_admin(pets: Path):
    port = free_port()

    with mocking(port, pets, "--fault", "pets: status=503; method=POST"):
        by_option = ask(port, "/v2/pets", {"name": "Rex"})
        by_header = ask(port, "/v2/pets", Taller_Fault="status=418")
        reset = ask(port, "/_taller/reset", {})
        after = ask(port, "/v2/pets", {"name": "Rex"})

    assert by_option[0] == 503
    assert by_header[0] == 418
    assert (reset[0] // 100, after[0]) == (2, 201)


def test_a_real_service_is_held_to_its_contract(pets: Path, tmp_path: Path):
    broken = json.loads(json.dumps(PETS))
    broken["components"]["schemas"]["Pet"]["properties"]["name"] = {"type": "integer", "example": 7}
    real, port = free_port(), free_port()

    with (
        mocking(real, written(tmp_path / "real.yaml", broken)),
        mocking(port, pets, "--upstream", f"http://127.0.0.1:{real}/v2") as process,
    ):
        banner = [process.stdout.readline() for _ in range(2)] if process.stdout else []
        status, body = ask(port, "/v2/pets", {"name": 7})
        asked = said(process, "request breaks the contract")
        answered = said(process, "response breaks the contract")

    assert banner[1] == f"  admin http://127.0.0.1:{port}/_taller/\n"
    assert (status, body["name"]) == (201, 7)
    assert "POST /v2/pets" in asked or "POST /pets" in asked
    assert "#/name" in answered


def test_it_starts_with_a_state_that_another_gave_out(pets: Path, tmp_path: Path):
    port, state = free_port(), tmp_path / "state.json"

    with mocking(port, pets):
        ask(port, "/v2/pets", {"name": "Rex"})
        state.write_text(json.dumps(ask(port, "/_taller/state")[1]), encoding="utf-8")
    with mocking(port, pets, "--state", state):
        found = ask(port, "/v2/pets/1")

    assert found == (200, {"id": 1, "name": "Rex"})


def test_what_is_kept_outlives_a_restart(pets: Path, tmp_path: Path):
    port, state = free_port(), tmp_path / "state.json"

    with mocking(port, pets, "logs", "--prefix", "--state", state, "--keep"):
        ask(port, "/pets/v2/pets", {"name": "Rex"})
    with mocking(port, pets, "logs", "--prefix", "--state", state, "--keep"):
        found = ask(port, "/pets/v2/pets/1")

    assert found == (200, {"id": 1, "name": "Rex"})
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if "state" in one.name] == ["state.json"]


def test_a_file_that_cannot_be_replaced_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    state = tmp_path / "state.json"
    state.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", Mock(side_effect=OSError(28, "no space")))

    with pytest.raises(OSError, match="no space"):
        write_whole(state, b"new")

    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("state.json", "old")]


def test_what_a_link_leads_to_is_replaced_and_not_the_link(tmp_path: Path):
    link, target = tmp_path / "link.json", tmp_path / "target.json"
    link.symlink_to(target)

    write_whole(link, b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_file_that_is_a_mount_of_its_own_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    state = tmp_path / "state.json"
    state.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", Mock(side_effect=OSError(errno.EBUSY, "busy")))

    write_whole(state, b"new")

    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("state.json", "new")]


@pytest.mark.parametrize("state", ["[]", "null", '"x"', "7"])
@pytest.mark.parametrize(
    ("services", "template", "words"),
    [
        (["clientes"], "%s", "a state is an object"),
        (["clientes", "logs"], "%s", "of several, the state of each is below its name: clientes, logs"),
        (["clientes", "logs"], '{"logs": %s}', "a state is an object"),
    ],
)
def test_a_state_that_is_none_is_said_in_a_line(
    services: list[str], template: str, words: str, state: str, tmp_path: Path
):
    file = tmp_path / "state.json"
    file.write_text(template % state, encoding="utf-8")

    result = CliRunner().invoke(main, ["mock", *services, "--state", str(file)])

    assert (result.exit_code, words in result.output) == (1, True)


def test_every_request_is_a_line_without_secrets(pets: Path):
    port = free_port()

    with mocking(port, pets, "-v", "--fault", "break") as process:
        ask(port, "/v2/pets?api_key=S3CR3T")
        line = said(process, "GET")

    assert re.fullmatch(
        r"[\d:]{8} pets GET     \d{3} +[\d.]+ ms  /v2/pets\?api_key=\*\*\*  fault: break\n", line
    )


def test_defects_are_said_and_strictly_none_is_served(pets: Path):
    broken = json.loads(json.dumps(PETS))
    broken["components"]["schemas"]["Pet"]["properties"]["tag"] = {"$ref": "#/components/schemas/Tag"}
    written(pets, broken)

    result = CliRunner().invoke(main, ["mock", str(pets), "--strict"])

    assert result.exit_code == 1
    assert "pets.yaml:" in result.output
    assert "nothing is served" in result.output


def test_what_was_inferred_is_explained(pets: Path):
    result = CliRunner().invoke(main, ["mock", str(pets), "--explain"])

    assert result.exit_code == 0
    assert "/pets/{id}" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nadie"], "neither a file, a URL nor one of clientes"),
        (["clientes", "--fault", "nada"], "--fault"),
        (["clientes", "--fault", "logs: reset"], "nobody is called 'logs'"),
        (["clientes", "--upstream", "ftp://x"], "write one like http://"),
        (["clientes", "logs", "--upstream", "http://localhost:1"], "clientes=URL, logs=URL"),
        (["clientes", "--upstream", "logs=http://localhost:1"], "clientes=URL"),
        (["clientes", "--credential", "nada=1"], "no contract has a security scheme 'nada'"),
        (["clientes", "clientes", "--prefix"], "two contracts are called clientes"),
        (["clientes", "clientes"], "port 4015"),
        (["clientes", "--port", "65535", "--port-offset", "1"], "65535"),
        (["clientes", "--state", __file__], "test_mock.py: "),
        (["clientes", "--state", "/nowhere/a.json"], "/nowhere/a.json: No such file"),
        (["clientes", "--state", "/nowhere/a.json", "--keep"], "/nowhere/a.json: No such file"),
        (["clientes", "--keep"], "--keep needs --state FILE"),
        (["clientes", "clientes", "--state", "a.json", "--keep"], "two contracts are called clientes"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(arguments: list[str], words: str):
    result = CliRunner().invoke(main, ["mock", *arguments])

    assert result.exit_code != 0
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_file_that_is_no_contract_is_unreadable(tmp_path: Path):
    nothing = tmp_path / "nada.yaml"
    nothing.write_text("hola", encoding="utf-8")

    result = CliRunner().invoke(main, ["mock", str(nothing)])

    assert result.exit_code == 2
    assert "nada.yaml" in result.output


def test_files_without_a_port_stand_side_by_side(pets: Path, tmp_path: Path):
    others: dict[str, Any] = dict.fromkeys((field.name for field in fields(Wish)), None)
    shop = written(tmp_path / "shop.yaml", PETS)

    found = sources(Wish(**others | {"contracts": (str(pets), "logs", str(shop)), "port_offset": 0}))

    assert [one.ports[0] for one in found if one.name != "logs"] == [4010, 4011]


@pytest.mark.parametrize(
    ("file", "name"),
    [("my api.v2.yaml", "my-api"), (".hid.yaml", "hid"), ("ñ.yaml", "contract"), ("a_b", "a_b")],
)
def test_a_file_has_a_name_that_can_stand_in_a_path(file: str, name: str, tmp_path: Path):
    wish: dict[str, Any] = dict.fromkeys((field.name for field in fields(Wish)), None)
    contract = written(tmp_path / file, PETS)

    (source,) = sources(Wish(**wish | {"contracts": (str(contract),), "port_offset": 0}))

    assert source.name == name
