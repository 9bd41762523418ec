"""The journal: what it keeps, shows and hides."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.mocks.journal import BODY, Entry, Journal
from taller.mocks.openapi.http import Delivery, Finding, Reply, Request

NOON = 1_772_452_800.25  # 2026-03-02T12:00:00.250Z
BROKEN = Finding("response", "body #/nombre", "Falta.")


def recorded(journal: Journal, **changes: Any) -> None:
    """Record a request, some of its values changed."""
    request = Request(
        changes.get("method", "POST"),
        changes.get("path", "/clientes"),
        changes.get("query", ""),
        changes.get("headers", {}),
        changes.get("body", b'{"nombre":"Ana"}'),
    )
    reply = Reply(
        changes.get("status", 201),
        changes.get("reply_headers", ()),
        changes.get("reply_body", b""),
        changes.get("operation", "POST /clientes"),
        changes.get("findings", ()),
        changes.get("spoilt", ()),
        changes.get("delivery"),
    )
    journal.record(
        request, reply, changes.get("seconds", 0.001), changes.get("at", NOON), changes.get("fault")
    )


def only(journal: Journal) -> dict[str, Any]:
    """Return the one entry of *journal* as it is shown."""
    (entry,) = journal.entries()
    return entry.shown(journal.masks)


def test_an_entry_shows_all_of_a_request_and_its_reply() -> None:
    journal = Journal()

    recorded(
        journal,
        query="a=1",
        headers={"content-type": "application/json"},
        reply_headers=(("Location", "/clientes/1"),),
        reply_body="ñ".encode(),
        findings=(BROKEN,),
        spoilt=(Finding("response", "body", "cut"),),
        fault="latency=1s",
        delivery=Delivery(1.0, 2, 3),
    )

    assert only(journal) == {
        "number": 1,
        "at": "2026-03-02T12:00:00.250+00:00",
        "seconds": 0.001,
        "operation": "POST /clientes",
        "contract": "broken",
        "fault": "latency=1s",
        "request": {
            "method": "POST",
            "path": "/clientes",
            "query": "a=1",
            "headers": {"content-type": "application/json"},
            "body": {"bytes": 16, "cut": False, "text": '{"nombre":"Ana"}'},
        },
        "reply": {
            "status": 201,
            "headers": {"location": "/clientes/1"},
            "body": {"bytes": 2, "cut": False, "text": "ñ"},
            "delivery": {"delay": 1.0, "cutAfter": 2, "bytesPerSecond": 3, "end": None},
        },
        "findings": [{"side": "response", "place": "body #/nombre", "detail": "Falta."}],
        "spoilt": [{"side": "response", "place": "body", "detail": "cut"}],
    }


def test_what_was_never_answered_has_no_status() -> None:
    journal = Journal()

    recorded(journal, status=503, delivery=Delivery(end="reset"))

    assert only(journal)["reply"]["status"] is None


def test_headers_of_one_name_are_joined() -> None:
    journal = Journal()

    recorded(journal, reply_headers=(("Vary", "Accept"), ("vary", "Origin")))

    assert only(journal)["reply"]["headers"] == {"vary": "Accept, Origin"}


def test_no_body_is_null() -> None:
    journal = Journal()

    recorded(journal, body=b"")

    assert only(journal)["request"]["body"] is None


def test_a_body_that_is_no_text_is_base64() -> None:
    journal = Journal()

    recorded(journal, body=b"\xff\x00")

    assert only(journal)["request"]["body"] == {"bytes": 2, "cut": False, "base64": "/wA="}


@pytest.mark.parametrize("pad", range(4))
def test_a_long_body_is_cut_between_two_characters_and_says_so(pad: int) -> None:
    journal = Journal()

    recorded(journal, body=b"a" * pad + "😀".encode() * BODY, reply_body=b"\xff" * (BODY + 1))

    shown = only(journal)
    assert shown["request"]["body"]["bytes"] == pad + 4 * BODY
    assert shown["request"]["body"]["cut"] is True
    assert BODY - 4 < len(shown["request"]["body"]["text"].encode()) <= BODY
    assert shown["reply"]["body"]["cut"] is True
    assert "base64" in shown["reply"]["body"]


def test_only_as_much_of_a_body_is_kept_and_the_caller_keeps_the_whole() -> None:
    journal, request, reply = (
        Journal(),
        Request("POST", "/", body=b"a" * 99_999),
        Reply(200, body=b"b" * 99_999),
    )

    journal.record(request, reply, 0, 0)

    (entry,) = journal.entries()
    assert (len(entry.request.body), len(entry.reply.body)) == (BODY, BODY)
    assert (len(request.body), len(reply.body)) == (99_999, 99_999)


def test_numbers_go_on_when_entries_go() -> None:
    journal = Journal(count=3)
    for _ in range(5):
        recorded(journal)

    assert [one.number for one in journal.entries()] == [3, 4, 5]
    journal.reset()
    assert (len(journal), journal.bytes, journal.recorded) == (0, 0, 5)
    recorded(journal)
    assert [one.number for one in journal.entries()] == [6]


def test_a_hundred_thousand_records_stay_within_both_bounds() -> None:
    journal, request = Journal(), Request("POST", "/clientes", headers={"accept": "*/*"}, body=b"a" * 5000)
    reply = Reply(200, (("Content-Type", "application/json"),), b"b" * 20_000)

    for _ in range(100_000):
        journal.record(request, reply, 0.0, NOON)

    assert journal.recorded == 100_000
    assert 0 < len(journal) <= 1000
    assert 4_000_000 < journal.bytes <= 4 * 1024 * 1024


@given(st.lists(st.integers(0, 40_000), max_size=60), st.integers(1, 20), st.integers(1, 100_000))
def test_no_bound_is_ever_passed(sizes: list[int], count: int, size: int) -> None:
    journal = Journal(count, size)

    for length in sizes:
        recorded(journal, body=b"a" * length)

        assert len(journal) <= count
        assert journal.bytes <= size
    journal.reset()
    assert journal.bytes == 0


@pytest.mark.parametrize(("headers", "length"), [(0, 10), (4, 100), (12, 1000), (6, 20_000), (60, 0)])
def test_the_bytes_reckoned_are_no_less_than_what_python_spends(headers: int, length: int) -> None:
    tracemalloc.start()
    try:
        journal = Journal(count=10_000, size=20_000_000)
        for number in range(500):
            names = {f"x-name-{number}-{one}": f"value-{number}-{one}" for one in range(headers)}
            pairs = tuple((f"X-{number}-{one}", f"value {number} {one}") for one in range(headers))
            recorded(
                journal,
                path=f"/clientes/{number}",
                headers=names,
                reply_headers=pairs,
                body=bytes(length),
                reply_body=bytes(length),
                findings=(Finding("request", f"query {number}", f"a detail {number}"),),
                at=NOON + number,
                seconds=number / 7,
            )
        names, pairs = {}, ()
        spent = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()

    assert len(journal) == 500
    assert spent <= journal.bytes


def test_an_entry_shows_no_secret_anywhere() -> None:
    journal = Journal(secrets=["clave"])

    recorded(
        journal,
        query="clave=S3CR3T&token=S3CR3T",
        headers={"authorization": "Bearer S3CR3T", "clave": "S3CR3T", "cookie": "a=S3CR3T"},
        reply_headers=(("Set-Cookie", "a=S3CR3T"), ("Set-Cookie", "b=S3CR3T")),
    )

    assert "S3CR3T" not in json.dumps(only(journal))


def test_entries_are_those_of_the_moment_when_they_were_asked_for() -> None:
    journal = Journal()
    recorded(journal)
    entries = journal.entries()

    recorded(journal)

    assert [type(one) for one in entries] == [Entry]
