import httpx2 as httpx
import pytest

from taller.siblings.errors import SiblingUnavailable, SiblingUnintelligible
from taller.siblings.http import SiblingClient


def client(answer: httpx.Response | Exception) -> SiblingClient:
    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return SiblingClient("logs", "http://logs/api/v1", httpx.MockTransport(handle))


def test_json_is_read() -> None:
    assert client(httpx.Response(200, json={"id": 1})).get("/logs/1") == {"id": 1}


def test_nothing_there_is_none() -> None:
    assert client(httpx.Response(404, text="no")).get("/logs/1") is None


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("late"),
        httpx.RemoteProtocolError("what"),
        httpx.ReadError("reset"),
        OSError("gone"),
        *(httpx.Response(status) for status in (408, 429, 500, 502, 503, 504)),
    ],
    ids=repr,
)
def test_no_answer_is_one_error_whatever_it_comes_from(failure: httpx.Response | Exception) -> None:
    with pytest.raises(SiblingUnavailable):
        client(failure).get("/logs")


def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taller.siblings.http.MAX_ANSWER", 10)

    with pytest.raises(SiblingUnintelligible):
        client(httpx.Response(200, content=b"[" + b"1," * 10 + b"1]")).get("/logs")
