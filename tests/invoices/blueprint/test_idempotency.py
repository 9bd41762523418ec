"""A POST that is sent again with its Idempotency-Key is answered again, and not done again."""

import json
from datetime import timedelta
from typing import Any

import flask
import pytest
from sqlalchemy.exc import OperationalError
from tests.builders import invoice_body
from tests.conftest import invoices_of
from tests.invoices.blueprint.keyed import (
    INVOICES,
    REUSED,
    SettableClock,
    answered,
    before_each_transaction,
    drafts,
    is_problem,
    post,
    raising,
    replayed,
)
from tests.invoices.blueprint.scene import ANNULMENT, CORRECTION, OIL, OLD_REQUEST, PAYMENT

from taller.invoices import Invoices, Settings
from taller.invoices.domain.access import Actor, Role
from taller.invoices.service.app import create_app


def test_the_same_request_is_answered_the_same_and_not_done_again(app: flask.Flask) -> None:
    first = post(app)
    again = post(app)

    assert first.status_code == 201
    assert answered(again) == answered(first)
    assert (replayed(first), replayed(again)) == (False, True)
    assert drafts(app) == 1


def test_it_is_answered_the_same_after_a_restart(database_url: str) -> None:
    answers = []
    for _ in range(2):
        app = create_app(Settings(database_url=database_url))
        answers.append(answered(post(app)))
        count = drafts(app)
        invoices_of(app).close()

    assert answers[0] == answers[1]
    assert count == 1


def test_it_is_answered_the_same_although_the_draft_is_gone(app: flask.Flask) -> None:
    first = post(app)
    app.test_client().delete(first.headers["Location"])

    assert answered(post(app)) == answered(first)
    assert drafts(app) == 0


def test_a_day_later_the_answer_is_still_there(app: flask.Flask, clock: SettableClock) -> None:
    first = post(app)
    clock.moment += timedelta(hours=24, minutes=1)

    assert answered(post(app)) == answered(first)


def test_three_days_later_the_key_is_a_new_one(app: flask.Flask, clock: SettableClock) -> None:
    post(app)
    clock.moment += timedelta(hours=72)

    assert post(app, json=invoice_body(customer_id=2)).status_code == 201


def test_without_a_key_or_with_another_it_is_done_again(app: flask.Flask) -> None:
    responses = [post(app, key) for key in (None, None, "one", "two")]

    assert len({response.data for response in responses}) == drafts(app) == 4


def test_everybody_has_keys_of_their_own(database_url: str) -> None:
    host = flask.Flask("host")
    settings = Settings(database_url=database_url)
    invoices = Invoices(host, settings, access=lambda request: Actor(request.headers["From"], Role.ADMIN))

    hers, his, again = (post(host, headers={"From": name}) for name in ("ana", "blas", "ana"))
    invoices.close()

    assert hers.status_code == his.status_code == 201
    assert hers.data != his.data
    assert answered(again) == answered(hers)


def test_a_key_is_that_of_its_request_alone(app: flask.Flask) -> None:
    with app.app_context():  # which the requests then share, and so what they keep in it
        statuses = [post(app, key).status_code for key in ("one", None)]

    assert statuses == [201, 201]


def test_under_a_key_the_answer_is_what_the_view_makes_without_one(app: flask.Flask) -> None:
    keyed, plain = post(app, "one"), post(app, None)

    assert list(keyed.headers.keys()) == list(plain.headers.keys())
    for made in (keyed, plain):
        read = app.test_client().get(made.headers["Location"])
        assert (read.data, read.headers["ETag"]) == (made.data, made.headers["ETag"])


def test_every_operation_is_done_once(app: flask.Flask) -> None:
    simplified = {
        "idCliente": 1,
        "tipoFactura": "F2",
        "Conceptos": [{**OIL, "trabajoId": 4}],
        "fechaEmision": "2026-03-02T10:00:00Z",
        "importe": 35.99,
    }
    day: list[tuple[str, Any]] = [
        (INVOICES, OLD_REQUEST),
        (f"{INVOICES}/1/emision", None),
        (f"{INVOICES}/1/pagos", PAYMENT),
        (f"{INVOICES}/1/rectificativas", CORRECTION),
        (INVOICES, simplified),
        (f"{INVOICES}/3/emision", None),
        (f"{INVOICES}/3/canje", None),
        (f"{INVOICES}/3/anulacion", ANNULMENT),
    ]
    for number, (path, body) in enumerate(day):
        request = {"path": path, "headers": {"If-Match": "*"}} | ({"json": body} if body else {"data": b""})

        first, again = (post(app, str(number), **request) for _ in range(2))

        assert first.status_code < 300, first.text
        assert answered(again) == answered(first)
        assert replayed(again)
        made = first.headers.get("Location") or first.get_json()["links"]["self"]["href"]
        assert app.test_client().get(made).data == first.data


SAME = {"data": json.dumps(invoice_body()), "content_type": "application/json"}


@pytest.mark.parametrize(
    "other",
    [
        {"data": json.dumps(invoice_body(customer_id=2))},
        {"path": f"{INVOICES}/1/emision"},
        {"path": f"{INVOICES}?a=1"},
        {"headers": {"If-Match": "*"}},
        {"content_type": "text/plain"},
        {"data": b""},
        # An empty one is not the same as none.
        {"headers": {"If-Match": ""}},
    ],
    ids=["body", "path", "query", "precondition", "media type", "no body", "empty precondition"],
)
def test_another_request_with_the_key_is_refused(app: flask.Flask, other: dict[str, Any]) -> None:
    first = post(app, **SAME)

    response = post(app, **SAME | other)

    assert is_problem(response, 422, REUSED)
    assert response.get_json()["errors"][0]["header"] == "Idempotency-Key"
    assert answered(post(app, **SAME)) == answered(first)
    assert drafts(app) == 1


def test_a_charset_does_not_make_it_another_request(app: flask.Flask) -> None:
    with_charset = SAME | {"content_type": "application/json; charset=utf-8"}

    first, again = post(app, **SAME), post(app, **with_charset)

    assert answered(again) == answered(first)


@pytest.mark.parametrize(
    ("path", "body", "tag", "status"),
    [
        (f"{INVOICES}/999/emision", b"", {"If-Match": "*"}, 404),
        (f"{INVOICES}/999/emision", b"", {}, 428),
        (f"{INVOICES}/999/emision", b"{}", {}, 422),
        (INVOICES, b"{", {}, 400),
        (INVOICES, b"{}", {}, 422),
    ],
)
def test_a_refusal_is_kept(
    app: flask.Flask, path: str, body: bytes, tag: dict[str, str], status: int
) -> None:
    request = {"path": path, "data": body, "content_type": "application/json", "headers": tag}

    first, again = post(app, **request), post(app, **request)

    assert first.status_code == status
    assert answered(again) == answered(first)
    assert replayed(again)
    assert is_problem(post(app), 422, REUSED)


def test_a_refusal_is_kept_although_the_request_would_now_be_done(app: flask.Flask) -> None:
    empty = {"If-Match": app.test_client().get(INVOICES).headers["ETag"]}
    draft = post(app, None)
    refused = post(app, headers=empty)
    app.test_client().delete(draft.headers["Location"])

    again, anew = post(app, headers=empty), post(app, "two", headers=empty)

    assert refused.status_code == 412
    assert answered(again) == answered(refused)
    assert (replayed(again), anew.status_code) == (True, 201)


@pytest.mark.parametrize(
    ("fault", "status"),
    [(RuntimeError("a bug"), 500), (OperationalError("SELECT", {}, Exception("busy")), 503)],
)
def test_a_fault_of_ours_is_not_kept(app: flask.Flask, fault: Exception, status: int) -> None:
    faults = iter([raising(fault)])
    before_each_transaction(app, lambda: next(faults, lambda: None)())

    first, again = post(app), post(app)

    assert (first.status_code, again.status_code) == (status, 201)
    assert not replayed(again)
    assert drafts(app) == 1


def test_a_refusal_that_cannot_be_kept_leaves_all_the_same(
    app: flask.Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = OperationalError("UPDATE", {}, Exception("gone"))
    monkeypatch.setattr(invoices_of(app).claims, "finish", raising(gone))

    assert post(app, json={}).status_code == 422
