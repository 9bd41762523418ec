"""Every schema of the workshop's contracts has values, as shown and at random."""

import time

import pytest

from taller.catalog import SERVICES, contract_path, load_contract
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.validation import Validators
from taller.mocks.sampling import Sampler

SALTS = [str(number) for number in range(20)]


def contract_of(name: str) -> Contract:
    """Return the contract of the service *name*."""
    return Contract(load_contract(contract_path(name)))


def schemas(contract: Contract) -> list[Node]:
    """Return each schema that has a place of its own: components, and what operations exchange."""
    found = [node for _, node in contract.root.at("components", "schemas").items()]
    for operation in contract.operations():
        found += operation.schemas()
        found += [one.schema for one in operation.responses.values() if one.schema is not None]
    return list({node.pointer: node for node in found}.values())


@pytest.mark.parametrize("name", [service.name for service in SERVICES])
def test_every_schema_of_a_contract_has_values(name: str):
    contract = contract_of(name)
    validators = Validators(contract)
    sampler = Sampler(validators.fits)

    for schema in schemas(contract):
        values = [sampler.value(schema, dynamic=True, salt=salt) for salt in SALTS]

        assert all(validators.fits(schema, value) for value in values)
        assert validators.fits(schema, sampler.value(schema, dynamic=False))


def test_a_value_takes_little_time():
    contract = contract_of("clientes")
    sampler = Sampler(Validators(contract).fits)
    schema = contract.root.at("components", "schemas", "Clientes")
    sampler.value(schema, dynamic=True)

    started = time.process_time()
    for salt in SALTS:
        sampler.value(schema, dynamic=True, salt=salt)

    assert (time.process_time() - started) / len(SALTS) < 0.02
