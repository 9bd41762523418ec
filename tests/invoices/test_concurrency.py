"""Many at once: numbers have no gap, and of those who change one thing exactly one wins."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import flask
from tests.builders import invoice_body

INVOICES = "/api/v1/facturas"
CLIENTS = 12
ANY = {"If-Match": "*"}
T = TypeVar("T")


def at_once(work: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(work, range(CLIENTS)))


def draft(app: flask.Flask, job_id: int = 1) -> tuple[str, str]:
    made = app.test_client().post(INVOICES, json=invoice_body(job_ids=(job_id,)))
    return made.headers["Location"], made.headers["ETag"]


def issued(app: flask.Flask) -> str:
    href, _ = draft(app)
    assert app.test_client().post(f"{href}/emision", headers=ANY).status_code == 200
    return href


def post(app: flask.Flask, path: str, body: Any = None, **headers: str) -> int:
    content = {} if body is None else {"json": body}
    return app.test_client().post(path, headers=headers, **content).status_code


def records(app: flask.Flask) -> int:
    """Return how many there are in the chain, which is sound."""
    verdict = app.test_client().get("/api/v1/registros/verificacion").get_json()
    assert verdict["correcta"]
    return int(verdict["registros"])


def test_drafts_issued_at_once_get_consecutive_numbers(alone: flask.Flask) -> None:
    drafts = [draft(alone, job_id)[0] for job_id in range(CLIENTS)]

    issued = at_once(lambda at: alone.test_client().post(f"{drafts[at]}/emision", headers=ANY).get_json())

    assert sorted(invoice["numero"] for invoice in issued) == list(range(1, CLIENTS + 1))
    assert records(alone) == CLIENTS


def test_one_draft_is_issued_once_whoever_asks(alone: flask.Flask) -> None:
    href, _ = draft(alone)

    statuses = at_once(lambda _: post(alone, f"{href}/emision", **ANY))

    assert Counter(statuses) == {200: 1, 409: CLIENTS - 1}
    assert records(alone) == 1


def test_of_those_who_have_read_one_draft_one_issues_it(alone: flask.Flask) -> None:
    href, tag = draft(alone)

    statuses = at_once(lambda _: post(alone, f"{href}/emision", **{"If-Match": tag}))

    assert Counter(statuses) == {200: 1, 412: CLIENTS - 1}


def test_of_changes_with_one_tag_exactly_one_wins(alone: flask.Flask) -> None:
    href, tag = draft(alone)

    def change(at: int) -> int:
        body = invoice_body(job_ids=(100 + at,))
        return alone.test_client().put(href, json=body, headers={"If-Match": tag}).status_code

    assert Counter(at_once(change)) == {200: 1, 412: CLIENTS - 1}


def test_of_drafts_for_one_state_of_the_list_exactly_one_is_made(alone: flask.Flask) -> None:
    tag = alone.test_client().get(INVOICES).headers["ETag"]

    statuses = at_once(lambda _: post(alone, INVOICES, invoice_body(), **{"If-Match": tag}))

    assert Counter(statuses) == {201: 1, 412: CLIENTS - 1}


def test_a_job_on_many_drafts_is_charged_by_one(alone: flask.Flask) -> None:
    drafts = [draft(alone)[0] for _ in range(CLIENTS)]

    statuses = at_once(lambda at: post(alone, f"{drafts[at]}/emision", **ANY))

    assert Counter(statuses) == {200: 1, 409: CLIENTS - 1}
    numbers = [each.get("numero") for each in alone.test_client().get(INVOICES).get_json()["facturas"]]
    assert sorted(filter(None, numbers)) == [1]


def test_no_more_is_paid_than_is_owed(alone: flask.Flask) -> None:
    href = issued(alone)

    statuses = at_once(lambda _: post(alone, f"{href}/pagos", {"importe": 10, "metodo": "efectivo"}))

    assert Counter(statuses) == {201: 3, 409: CLIENTS - 3}, "35.99 has room for three"
    invoice = alone.test_client().get(href).get_json()
    assert (invoice["pagado"], invoice["pendiente"]) == (30.0, 5.99)


def test_an_invoice_is_substituted_by_one(alone: flask.Flask) -> None:
    href = issued(alone)
    order = {"metodo": "porSustitucion", "motivo": "Mal", "Conceptos": invoice_body()["Conceptos"][:1]}
    made = [
        alone.test_client().post(f"{href}/rectificativas", json=order).headers["Location"]
        for _ in range(CLIENTS)
    ]

    statuses = at_once(lambda at: post(alone, f"{made[at]}/emision", **ANY))

    assert Counter(statuses) == {200: 1, 409: CLIENTS - 1}
    assert records(alone) == 2


def test_an_invoice_is_paid_or_annulled_and_never_both(alone: flask.Flask) -> None:
    href = issued(alone)

    def race(at: int) -> tuple[str, int]:
        if at % 2:
            return "paid", post(alone, f"{href}/pagos", {"importe": 35.99, "metodo": "efectivo"})
        return "annulled", post(alone, f"{href}/anulacion", {"motivo": "Por error"}, **ANY)

    done = [what for what, status in at_once(race) if status < 300]

    assert len(done) == 1
    state = alone.test_client().get(href).get_json()["estado"]
    assert state == {"paid": "pagada", "annulled": "anulada"}[done[0]]
    assert records(alone) == {"paid": 1, "annulled": 2}[done[0]]
