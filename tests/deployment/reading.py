"""The deployment files as the tests here read them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
BASE = ROOT / "k8s" / "base"
COMPOSE = ROOT / "docker-compose.yml"
KEY = "the-key-of-these-tests"

Node = Any


def interpolated(text: str) -> str:
    """Return *text* with the default of every ``${NAME:-default}`` in its place, and the key that must be."""
    text = re.sub(r"\$\{TALLER_API_KEY:\?[^}]*\}", KEY, text)
    return re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", text)


def compose() -> Node:
    """Return what docker-compose.yml says where no variable is set but the one that must be."""
    return yaml.safe_load(interpolated(COMPOSE.read_text("utf-8")))


def resources() -> list[Node]:
    """Return every object of the base, in the order of kustomization.yaml."""
    listed = yaml.safe_load((BASE / "kustomization.yaml").read_text("utf-8"))["resources"]
    return [node for name in listed for node in in_file(BASE / name)]


def in_file(path: Path) -> list[Node]:
    return list(yaml.safe_load_all(path.read_text("utf-8")))


def of_kind(kind: str) -> dict[str, Node]:
    """Return the objects of the base of one kind, by name."""
    return {node["metadata"]["name"]: node for node in resources() if node["kind"] == kind}


def pod(deployment: Node) -> Node:
    return deployment["spec"]["template"]["spec"]


def instructions(name: str) -> list[str]:
    """Return what the Dockerfile gives to each instruction called *name*, lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    pairs = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return [pair[1] for pair in pairs if pair[0] == name]


def strings(node: Node) -> Iterator[str]:
    """Yield every string of *node*, the keys too."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)
    elif isinstance(node, str):
        yield node
