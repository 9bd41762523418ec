"""The contract tests notice a service that answers without a key."""

from pathlib import Path

import schemathesis
from contract_tests.services import KEY, InvoiceService

from taller.catalog import OURS
from taller.contracts import Report, run, settings, target
from taller.invoices import Actor, Role

ENFORCED = "credentials-enforced"


def quick() -> schemathesis.Config:
    """Return the settings of a run of the examples alone."""
    config = settings()
    config.projects.override.phases.update(phases=["examples"])
    return config


def test_a_service_that_lets_anybody_in_is_found_out(tmp_path: Path) -> None:
    with_a_hole = InvoiceService(tmp_path, access=lambda _: Actor("cualquiera", Role.ADMIN))

    report = Report.of(run(target(OURS, start=with_a_hole, key=KEY), quick()))

    assert {"GET /facturas", "POST /facturas"} <= {
        each.operation for each in report.breaches if each.promise == ENFORCED
    }


def test_with_a_wrong_key_nothing_succeeds(tmp_path: Path) -> None:
    report = Report.of(run(target(OURS, start=InvoiceService(tmp_path), key="wrong"), quick()))

    assert [each for each in report.troubles if "missing_auth" in each.title]
