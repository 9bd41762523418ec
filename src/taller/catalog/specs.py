"""The contracts as they ship with the package."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any


def contract_path(name: str) -> Path:
    """Return where the contract of the service *name* stands: ``…/taller/specs/clientes.yaml``."""
    with as_file(files("taller") / "specs" / f"{name}.yaml") as path:
        return path


def load_contract(path: Path) -> dict[str, Any]:
    """Return the OpenAPI document at *path*, references unresolved.

    :raises ModuleNotFoundError: without PyYAML, which the extras ``mocks`` and ``contracts`` bring.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as file:
        document: dict[str, Any] = yaml.load(file, Loader=loader)  # noqa: S506 -- a safe loader
    return document
