"""Tries the till, or another service, with what is hostile."""

import copy
from collections.abc import Mapping
from typing import Any

import schemathesis
from contract_tests.services import KEY
from tests.contracts.probing.hostile.till import Till
from tests.contracts.probing.hostile.till_contract import CONTRACT
from tests.contracts.probing.hostile.till_faults import Fault

from taller.contracts.credentials import Credentials
from taller.contracts.events import Breach
from taller.contracts.probing.hostile import hostile
from taller.contracts.probing.samples import Samples
from taller.contracts.probing.wire import Client
from taller.contracts.report import Report

QUICK, STANDARD = 0.1, 1.0


def samples(contract: Mapping[str, Any], base: str = "") -> Samples:
    schema = schemathesis.openapi.from_dict(copy.deepcopy(dict(contract)))
    schema.config.base_url = f"http://localhost{base}"
    return Samples(schema, 7)


TILL_S = samples(CONTRACT)
"""They keep what they have made up."""


def report(contract: Mapping[str, Any], app: Any, base: str = "", share: float = STANDARD) -> Report:
    shown = Credentials({"Authorization": f"Bearer {KEY}"})
    client = Client(f"http://localhost{base}", app, shown)
    made = TILL_S if contract is CONTRACT else samples(contract, base)
    return Report.of(hostile(client, made, contract, share))


def found(fault: Fault | None, share: float = STANDARD) -> list[Breach]:
    return report(CONTRACT, Till(fault).app(), share=share).breaches
