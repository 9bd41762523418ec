"""Requests with an Idempotency-Key, and what may go wrong while they are served."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import flask
from tests.builders import invoice_body
from tests.conftest import invoices_of
from werkzeug.test import TestResponse

INVOICES = "/api/v1/facturas"
REUSED = "urn:taller:problema:clave-reutilizada"
IN_FLIGHT = "urn:taller:problema:en-curso"


class Killed(BaseException):
    """The process ends here: nothing that comes after it is done."""


class SettableClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


def post(app: flask.Flask, key: str | None = "one", path: str = INVOICES, **request: Any) -> TestResponse:
    headers = request.pop("headers", {}) | ({} if key is None else {"Idempotency-Key": key})
    if path == INVOICES and not request.keys() & {"json", "data"}:
        request["json"] = invoice_body()
    return app.test_client().post(path, headers=headers, **request)


def drafts(app: flask.Flask, customer_id: int = 1) -> int:
    """How many invoices a customer has."""
    page = app.test_client().get(f"/api/v1/clientes/{customer_id}/facturas?limit=100").get_json()
    return len(page["facturas"])


def answered(response: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    """What must be the same each time: all but the word that it is a repetition."""
    headers = {name: value for name, value in response.headers if name != "Idempotency-Replayed"}
    return response.status_code, response.data, headers


def replayed(response: TestResponse) -> bool:
    return response.headers.get("Idempotency-Replayed") == "true"


def is_problem(response: TestResponse, status: int, kind: str) -> bool:
    return response.status_code == status and response.get_json()["type"] == kind


def raising(error: BaseException) -> Callable[..., None]:
    def act(*_: object) -> None:
        raise error

    return act


def before_each_transaction(app: flask.Flask, act: Callable[[], None]) -> None:
    """Have *act* called before a use case of *app* begins to write."""
    invoices = invoices_of(app)
    inner = invoices.invoicing.transactions

    class Delayed:
        def writing(self, **kwargs: Any) -> Any:
            act()
            return inner.writing(**kwargs)

        def reading(self) -> Any:
            return inner.reading()

    invoices.invoicing = replace(invoices.invoicing, transactions=Delayed())


def after_each_commit(app: flask.Flask, act: Callable[[], None]) -> None:
    """Have *act* called when a use case of *app* has committed."""
    invoices = invoices_of(app)
    transactions: Any = invoices.invoicing.transactions
    noticed = replace(transactions, after_commit=act)
    invoices.invoicing = replace(invoices.invoicing, transactions=noticed)
