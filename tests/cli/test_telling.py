"""The line that ``taller mock -v`` prints for each request."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest

from taller.cli.telling import tell_findings, tell_request
from taller.mocks.journal import Entry, Journal
from taller.mocks.openapi.http import Delivery, Finding, Reply, Request

MISSING = Finding("request", "query page", "Falta.")
WRONG = Finding("response", "body #/email", "Debe ser una dirección de correo.")


def entry(target: str = "/pets", status: int = 200, fault: str | None = None, **reply: Any) -> Entry:
    """Return what the journal has of one GET."""
    path, _, query = target.partition("?")
    return Entry(1, 1.0, 0.00123, Request("GET", path, query), Reply(status, **reply), (0, 0), fault)


def told(made: Entry, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the line about *made*, without the time of day."""
    tell_request("pets", 6, Journal(secrets=["clave"]), made)
    at, _, line = capsys.readouterr().out.partition(" ")
    assert re.fullmatch(r"\d\d:\d\d:\d\d", at)
    return line


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (entry("/pets?a=1"), "pets   GET     200     1.2 ms  /pets?a=1\n"),
        (
            entry("/pets?clave=S3CR3T&token=S3CR3T&b=2"),
            "pets   GET     200     1.2 ms  /pets?clave=***&token=***&b=2\n",
        ),
        (
            entry(status=400, findings=(MISSING,)),
            "pets   GET     400     1.2 ms  /pets  request breaks the contract: query page: Falta.\n",
        ),
        (
            entry(findings=(WRONG, MISSING, MISSING)),
            "pets   GET     200     1.2 ms  /pets  response breaks the contract: body #/email: "
            "Debe ser una dirección de correo. (and 2 more)\n",
        ),
        (
            entry(status=503, fault="reset@0.5", delivery=Delivery(end="reset"), spoilt=(WRONG,)),
            "pets   GET     ---     1.2 ms  /pets  fault: reset@0.5\n",
        ),
        (entry("/a\x1b[2J\n"), "pets   GET     200     1.2 ms  /a�[2J�\n"),
        (entry("/" + "a" * 400), f"pets   GET     200     1.2 ms  /{'a' * 299}…\n"),
    ],
)
def test_a_request_is_a_line_with_what_broke_or_struck_it_and_no_secret(
    made: Entry, line: str, capsys: pytest.CaptureFixture[str]
):
    assert told(made, capsys) == line


def test_each_broken_promise_is_a_line_where_a_service_is_held_to_its_contract(
    capsys: pytest.CaptureFixture[str],
):
    tell_findings("pets", entry(findings=(MISSING, WRONG), operation="GET /pets"))

    assert capsys.readouterr().out.splitlines() == [
        "pets: GET /pets 200: request breaks the contract: query page: Falta.",
        "pets: GET /pets 200: response breaks the contract: body #/email: Debe ser una dirección de correo.",
    ]


def test_where_nobody_reads_any_more_nothing_fails():
    program = "from taller.cli.telling import say\nfor _ in range(3): say('a')\nprint('b')"
    read, write = os.pipe()
    os.close(read)

    ended = subprocess.run([sys.executable, "-c", program], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)

    assert (ended.returncode, ended.stderr) == (0, b"")
