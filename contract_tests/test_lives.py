"""What a service creates is read, changed and deleted by the links of its contract, in this order."""

from pathlib import Path

import pytest
from contract_tests.lives import Life
from contract_tests.services import target_in_process

from taller.catalog import OURS, SIBLINGS

KEPT = "clientes"
"""A customer is never deleted."""
DELETED = [sibling.name for sibling in SIBLINGS if sibling.name != KEPT]


@pytest.mark.parametrize("name", DELETED)
def test_what_is_created_can_be_read_changed_and_deleted(name: str, tmp_path: Path) -> None:
    life = Life(target_in_process(name, tmp_path))

    assert life.follow("leer") == 200
    assert life.follow("cambiar") == 200
    assert life.follow("borrar") in (200, 204)
    assert life.follow("leer") == 404
    assert life.follow("cambiar") == 404


def test_a_customer_can_be_read_and_changed(tmp_path: Path) -> None:
    life = Life(target_in_process(KEPT, tmp_path))

    assert life.follow("leer") == 200
    assert life.follow("cambiar") == 200


def test_an_invoice_can_be_changed_until_it_is_issued(tmp_path: Path) -> None:
    invoice = Life(target_in_process(OURS, tmp_path))

    assert invoice.follow("leer") == 200
    assert invoice.follow("cambiar") == 200
    assert invoice.follow("emitir") == 200
    assert invoice.follow("borrar") == 409
    assert invoice.follow("cambiar") == 409
    assert invoice.follow("emitir") == 409
    assert invoice.follow("leer") == 200


def test_a_draft_can_be_deleted(tmp_path: Path) -> None:
    draft = Life(target_in_process(OURS, tmp_path))

    assert draft.follow("borrar") == 204
    assert draft.follow("leer") == 404
