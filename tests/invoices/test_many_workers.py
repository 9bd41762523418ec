"""Many at once over several processes, as they really run: numbers have no gap, and there is one chain."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.builders import ISSUER, invoice_body
from tests.cli.processes import ask, free_offset, running

WORKERS, CLIENTS, INVOICES_EACH = 4, 16, 3
INVOICES = "/api/v1/facturas"
WHO_ISSUES = {
    "TALLER_ISSUER_NAME": ISSUER.name or "",
    "TALLER_ISSUER_NIF": ISSUER.nif or "",
    "TALLER_ISSUER_ADDRESS": ISSUER.address or "",
}


@pytest.fixture
def port(database_url: str) -> Iterator[int]:
    """Where the service listens, with several workers on one database."""
    port = 8000 + free_offset()
    command = ("serve", "--workers", str(WORKERS), "--port", str(port))
    with running(*command, port=port, TALLER_DATABASE_URL=database_url, **WHO_ISSUES):
        yield port


def issue(port: int, invoice_id: int) -> tuple[int, Any]:
    return ask(port, "POST", f"{INVOICES}/{invoice_id}/emision", **{"If-Match": "*"})


def draft_and_issue(port: int, job_id: int) -> int:
    """Return the number that an invoice got inside its series."""
    made, draft = ask(port, "POST", INVOICES, invoice_body(job_ids=(job_id,)))
    issued, invoice = issue(port, draft["facturaId"])
    assert (made, issued) == (201, 200)
    return int(invoice["numero"])


def test_invoices_issued_at_once_by_several_processes_have_no_gap_and_one_chain(port: int) -> None:
    jobs = range(1, CLIENTS * INVOICES_EACH + 1)

    with ThreadPoolExecutor(CLIENTS) as pool:
        numbers = list(pool.map(lambda job_id: draft_and_issue(port, job_id), jobs))

    assert sorted(numbers) == list(jobs)
    _, verdict = ask(port, "GET", "/api/v1/registros/verificacion")
    assert (verdict["correcta"], verdict["registros"]) == (True, len(jobs))


def test_of_several_processes_asked_for_one_invoice_one_issues_it(port: int) -> None:
    _, draft = ask(port, "POST", INVOICES, invoice_body())

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = pool.map(lambda _: issue(port, draft["facturaId"]), range(CLIENTS))

    assert sorted(status for status, _ in answers) == [200] + [409] * (CLIENTS - 1)
