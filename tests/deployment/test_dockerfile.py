"""The image holds what runs and nothing else, and what runs is not root."""

import importlib.util
import json

import pytest
from tests.deployment.reading import ROOT, compose, instructions


def test_the_user_is_a_number_and_not_root() -> None:
    uid, gid = instructions("USER")[-1].split(":")

    assert int(uid) > 0
    assert int(gid) > 0


def test_the_user_is_the_compose_file_s() -> None:
    for container in compose()["services"].values():
        assert container["user"] == instructions("USER")[-1]


def test_both_stages_stand_on_the_one_base() -> None:
    assert instructions("FROM") == ["${PYTHON_IMAGE} AS build", "${PYTHON_IMAGE}"]


def test_the_public_base_has_a_fixed_version() -> None:
    assert instructions("ARG") == ["PYTHON_IMAGE=python:3.13-slim"]


def test_only_named_things_are_copied() -> None:
    for arguments in instructions("COPY"):
        assert "." not in arguments.split()[:-1]


def test_the_build_begins_with_nothing() -> None:
    patterns = (ROOT / ".dockerignore").read_text("utf-8").split("\n")

    kept = [each for each in patterns if each and not each.startswith("#")]
    assert kept[0] == "*"


@pytest.mark.parametrize("path", ["LICENSE", "README.md", "setup.cfg", "specs", "src", "requirements"])
def test_what_is_copied_is_let_in(path: str) -> None:
    patterns = (ROOT / ".dockerignore").read_text("utf-8").split("\n")

    assert any(each.startswith(f"!{path}") for each in patterns)


def test_the_requirements_are_held_to_their_hashes() -> None:
    installs = [each for each in instructions("RUN") if " install " in each and "pip" in each]

    assert "--require-hashes" in installs[0]
    assert "--no-deps" in installs[1]
    assert all("--no-cache-dir" in each for each in installs)


def test_the_command_serves_to_the_network() -> None:
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["taller"]
    assert json.loads(instructions("CMD")[0]) == ["serve", "--host", "0.0.0.0"]


def test_the_image_and_the_compose_file_ask_the_same_of_the_invoices() -> None:
    _, _, command = instructions("HEALTHCHECK")[0].partition("CMD ")

    assert ["CMD", *json.loads(command)] == compose()["services"]["facturas"]["healthcheck"]["test"]


def test_the_modules_that_prove_the_image_are_there() -> None:
    lines = [line for each in instructions("RUN") for line in each.split("&&") if '-c "import ' in line]
    modules = [name.strip(' "') for line in lines for name in line.split("import ")[1].split(",")]

    assert len(modules) > 5
    for name in modules:
        assert importlib.util.find_spec(name), name
