"""Stand-ins for contracts of many kinds, inside this process."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import schemathesis
import yaml

from taller.contracts import Target, settings
from taller.contracts.own_settings import own_settings
from taller.documents import read
from taller.mocks import create_stand_in
from taller.mocks.requests.security import USUAL

LESS = Path(__file__).with_name("stand_ins.toml")
"""What is asked less of them."""
FOLDER = Path(__file__).parent / "contracts"
DEFECTIVE = Path(__file__).parents[1] / "tests" / "documents" / "contracts"
KINDS = {
    path.parent.name if path.stem == "openapi" else path.stem: path
    for path in sorted((*FOLDER.glob("*.*"), *FOLDER.glob("*/openapi.yaml")))
}
"""The contracts of `contracts/`, by name; one in several files has a folder of its own."""
EXAMPLES = 15
"""Requests for each operation in the fuzzing phase, and stories: the contracts are many."""
SILENT = {"shop"}
"""Those that promise few errors, or none."""
ANY_OTHER = {"default": {"description": "Whatever the contract is silent about."}}


def stand_in_of(name: str) -> Target:
    """Return the stand-in for the contract *name* of `KINDS`, as a target.

    It answers for the contract as written. A contract in several files is tested as the one document
    that was read, for Schemathesis is given values.
    """
    path = KINDS[name]
    whole = read(path)
    written = yaml.safe_load(path.read_text()) if len(whole.files) == 1 else whole.document
    contract = with_errors(written) if name in SILENT else written
    return Target(name, contract, start=lambda: create_stand_in(whole.document), key=USUAL)


def sound_part_of(path: Path) -> Target:
    """Return the same for a contract with defects, tested by what is sound in it."""
    document = read(path).document
    return Target(path.stem, with_errors(document), start=lambda: create_stand_in(document), key=USUAL)


def with_errors(contract: Mapping[str, Any]) -> dict[str, Any]:
    """Return *contract* with any other answer allowed than those that it promises.

    So much of such a contract cannot be kept: what a client may do wrong has no answer there.
    """
    return {**contract, "paths": {path: _item(item) for path, item in contract["paths"].items()}}


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _operation(one) if "responses" in one else one for name, one in item.items()}


def _operation(operation: Mapping[str, Any]) -> dict[str, Any]:
    return {**operation, "responses": ANY_OTHER | operation["responses"]}


def brief_settings(*, seed: int | None = None, phases: list[str] | None = None) -> schemathesis.Config:
    """Return the settings of a run that takes seconds.

    :param phases: those that are gone through; all of them.
    """
    config = settings(own=own_settings(LESS), seed=seed)
    config.projects.override.generation.update(max_examples=EXAMPLES)
    config.projects.override.phases.stateful.generation.update(max_examples=EXAMPLES)
    if phases is not None:
        config.projects.override.phases.update(phases=phases)
    return config
