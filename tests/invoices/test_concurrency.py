"""Many at once: numbers have no gap, and of those who change one thing exactly one wins."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import flask
from tests.builders import invoice_body

INVOICES = "/api/v1/facturas"
CLIENTS = 12
T = TypeVar("T")


def at_once(work: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(work, range(CLIENTS)))


def draft(app: flask.Flask, job_id: int = 1) -> tuple[str, str]:
    made = app.test_client().post(INVOICES, json=invoice_body(job_ids=(job_id,)))
    return made.headers["Location"], made.headers["ETag"]


def test_drafts_issued_at_once_get_consecutive_numbers(alone: flask.Flask) -> None:
    drafts = [draft(alone, job_id)[0] for job_id in range(CLIENTS)]

    issued = at_once(lambda at: alone.test_client().post(f"{drafts[at]}/emision").get_json())

    assert sorted(invoice["numero"] for invoice in issued) == list(range(1, CLIENTS + 1))


def test_one_draft_is_issued_once_whoever_asks(alone: flask.Flask) -> None:
    href, _ = draft(alone)

    statuses = at_once(lambda _: alone.test_client().post(f"{href}/emision").status_code)

    assert Counter(statuses) == {200: 1, 409: CLIENTS - 1}


def test_of_changes_with_one_tag_exactly_one_wins(alone: flask.Flask) -> None:
    href, tag = draft(alone)

    def change(at: int) -> int:
        body = invoice_body(job_ids=(100 + at,))
        return alone.test_client().put(href, json=body, headers={"If-Match": tag}).status_code

    assert Counter(at_once(change)) == {200: 1, 412: CLIENTS - 1}


def test_of_drafts_for_one_state_of_the_list_exactly_one_is_made(alone: flask.Flask) -> None:
    tag = alone.test_client().get(INVOICES).headers["ETag"]

    def create(_: int) -> int:
        headers = {"If-Match": tag}
        return alone.test_client().post(INVOICES, json=invoice_body(), headers=headers).status_code

    assert Counter(at_once(create)) == {201: 1, 412: CLIENTS - 1}


def test_a_job_on_many_drafts_is_charged_by_one(alone: flask.Flask) -> None:
    drafts = [draft(alone)[0] for _ in range(CLIENTS)]

    statuses = at_once(lambda at: alone.test_client().post(f"{drafts[at]}/emision").status_code)

    assert Counter(statuses) == {200: 1, 409: CLIENTS - 1}
    numbers = [each.get("numero") for each in alone.test_client().get(INVOICES).get_json()["facturas"]]
    assert sorted(filter(None, numbers)) == [1]
