"""The journal at the admin path: queried, verified, emptied."""

from typing import Any

import pytest
from tests.mocks.admin.support import Client, journaled, problem, read

from taller.mocks.openapi.http import Finding, Reply, Request


def test_the_journal_shows_its_entries_without_secrets() -> None:
    shown = journaled().get("journal")

    assert (shown["recorded"], shown["held"]) == (3, 3)
    assert shown["bytes"] > 0
    assert [one["number"] for one in shown["entries"]] == [1, 2, 3]
    assert shown["entries"][0]["request"]["headers"] == {"clave": "***"}
    assert shown["entries"][0]["request"]["query"] == "clave=***"
    assert shown["entries"][1]["fault"] == "status=500"
    assert shown["entries"][2]["reply"]["status"] is None
    assert shown["entries"][2]["request"]["body"] == {"bytes": 1, "cut": False, "base64": "/w=="}


QUERIES: list[tuple[dict[str, Any], list[int]]] = [
    ({"operation": "POST /clientes"}, [1]),
    ({"operation": "crearCliente"}, [1]),
    ({"operation": "verCliente"}, []),
    ({"method": "GET"}, [2, 3]),
    ({"path": "/cl*"}, [1, 2]),
    ({"path": "/y"}, [3]),
    ({"path": "/base/y"}, [3]),
    ({"status": "5xx"}, [2]),
    ({"status": "201"}, [1]),
    ({"contract": "broken"}, [2]),
    ({"contract": "kept"}, [1]),
    ({"contract": "faulted"}, [3]),
    ({"body": "Ana"}, [1]),
    ({"pointer": "/nombre"}, [1]),
    ({"pointer": "/nombre", "equals": "Ana"}, [1]),
    ({"pointer": "/nombre", "equals": '"Ana"'}, [1]),
    ({"pointer": "/nombre", "equals": "null"}, []),
    ({"equals": '{"nombre": "Ana"}'}, [1]),
    ({"since": 1}, [2, 3]),
    ({"since": 0, "limit": 1}, [1]),
    ({"limit": 1}, [3]),
    ({"limit": "2.0"}, [2, 3]),
    ({"method": "GET", "path": "/y"}, [3]),
]


@pytest.mark.parametrize(("query", "numbers"), QUERIES)
def test_the_journal_is_queried(query: dict[str, Any], numbers: list[int]) -> None:
    assert [one["number"] for one in journaled().get("journal", **query)["entries"]] == numbers


FAULTY_QUERIES = {
    "methods=GET": "methods",
    "method=get": "method",
    "method=": "method",
    "status=600": "status",
    "status=404%0A": "status",
    "status=4": "status",
    "contract=yes": "contract",
    "pointer=nombre": "pointer",
    "pointer=/%7E2": "pointer",
    "since=-1": "since",
    "since=x": "since",
    "since=1.5": "since",
    "since=%D9%A3": "since",
    "limit=0": "limit",
    "limit=1001": "limit",
    "limit=" + "9" * 5000: "limit",
    "path=" + "a" * 501: "path",
    "limit=1&limit=2": "limit",
}


@pytest.mark.parametrize("query", FAULTY_QUERIES, ids=lambda query: query[:20])
def test_a_parameter_that_breaks_its_schema_is_named(query: str) -> None:
    refused = problem(Client().send(Request("GET", "/_taller/journal", query)), 400)

    assert {one["parameter"] for one in refused["errors"]} == {FAULTY_QUERIES[query]}


@pytest.mark.parametrize("query", ["a=%FF", "&".join(["a=1"] * 51)])
def test_a_query_that_nobody_can_read_is_refused(query: str) -> None:
    problem(Client().send(Request("GET", "/_taller/journal", query)), 400)


def test_the_journal_is_emptied() -> None:
    client = journaled()

    assert client.ask("DELETE", "journal").status == 204

    assert client.get("journal") == {"recorded": 3, "held": 0, "bytes": 0, "entries": []}


@pytest.mark.parametrize(
    ("expected", "holds", "count", "numbers"),
    [
        ({"matching": {}}, True, 3, [1, 2, 3]),
        ({"matching": {"method": "POST"}, "exactly": 1}, True, 1, [1]),
        ({"matching": {"method": "POST"}, "exactly": 1.0}, True, 1, [1]),
        ({"matching": {"method": "GET"}, "exactly": 1}, False, 2, [2, 3]),
        ({"matching": {"status": 500}, "atLeast": 1, "atMost": 1}, True, 1, [2]),
        ({"matching": {"status": "2xx"}}, True, 1, [1]),
        ({"matching": {"pointer": "/nombre", "equals": None}, "atMost": 0}, True, 0, []),
        ({"matching": {"contract": "broken"}}, True, 1, [2]),
        ({"order": [{"method": "POST"}, {"method": "GET"}]}, True, None, [1, 2]),
        ({"order": [{"method": "GET"}, {"method": "POST"}]}, False, None, [2]),
    ],
)
def test_expectations_are_verified(expected: Any, holds: bool, count: int | None, numbers: list[int]) -> None:
    verdict = read(journaled().ask("POST", "journal/verify", expected))

    assert (verdict["holds"], verdict["count"], verdict["numbers"]) == (holds, count, numbers)


def test_a_verdict_shows_what_came_closest() -> None:
    wanted = {"matching": {"method": "POST", "path": "/clientes", "pointer": "/nombre", "equals": "Eva"}}

    verdict = read(journaled().ask("POST", "journal/verify", wanted))

    assert verdict["nearest"][0] == {
        "number": 1,
        "misses": [{"criterion": "value", "wanted": "Eva", "was": "Ana"}],
    }


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["#/matching"]),
        ({"matching": {"nada": 1}}, ["#/matching/nada"]),
        ({"matching": {}, "exactly": -1}, ["#/exactly"]),
        ({"matching": {}, "order": [{}]}, ["#/matching"]),
        ({"order": []}, ["#/order"]),
        ({"order": [{"method": 1}]}, ["#/order/0/method"]),
        ({"matching": {"status": 99}}, ["#/matching/status"]),
        ({"matching": {"status": True}}, ["#/matching/status"]),
    ],
)
def test_an_expectation_that_is_none_is_refused(body: Any, pointers: list[str]) -> None:
    refused = problem(Client().ask("POST", "journal/verify", body), 422)

    assert [one["pointer"] for one in refused["errors"]] == pointers


def test_broken_promises_are_counted() -> None:
    client = journaled()
    asked = Finding("request", "query page", "Debe ser 1 como mínimo.")
    for _ in range(2):
        client.service.journal.record(Request("GET", "/x"), Reply(400, findings=(asked,)), 0, 0)

    assert client.get("journal/findings") == {
        "operations": [
            {
                "operation": None,
                "broken": 2,
                "promises": [{"side": "request", "place": "query page", "count": 2}],
            },
            {
                "operation": "GET /clientes",
                "broken": 1,
                "promises": [{"side": "response", "place": "status", "count": 1}],
            },
        ]
    }
