"""A key is shown as the contract's schemes want it, and where they want none, to nobody."""

from typing import Any

import pytest

from taller.contracts.credentials import Credentials, credentials


def contract(**scheme: str) -> dict[str, Any]:
    return {"components": {"securitySchemes": {"key": scheme}}}


@pytest.mark.parametrize(
    ("scheme", "key", "headers"),
    [
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, "abc", {"X-Key": "abc"}),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, "abc", {"Cookie": "sid=abc"}),
        ({"type": "http", "scheme": "Bearer"}, "abc", {"Authorization": "Bearer abc"}),
        ({"type": "oauth2"}, "abc", {"Authorization": "Bearer abc"}),
        ({"type": "openIdConnect"}, "abc", {"Authorization": "Bearer abc"}),
        # RFC 7617, 2: the pair of its example.
        (
            {"type": "http", "scheme": "basic"},
            "Aladdin:open sesame",
            {"Authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
        ),
        ({"type": "http", "scheme": "basic"}, "abc", {"Authorization": "Basic YWJjOg=="}),
        ({"type": "http", "scheme": "digest"}, "abc", {}),
        ({"type": "mutualTLS"}, "abc", {}),
    ],
)
def test_each_scheme_gets_the_key_in_its_own_way(
    scheme: dict[str, str], key: str, headers: dict[str, str]
) -> None:
    assert credentials(contract(**scheme), key) == Credentials(headers)


def test_a_key_of_the_query_is_added_where_it_is_not_there() -> None:
    shown = credentials(contract(type="apiKey", **{"in": "query"}, name="token"), "a/b")

    assert shown.headers == {}
    assert shown.on("/books") == "/books?token=a%2Fb"
    assert shown.on("/books?page=1") == "/books?page=1&token=a%2Fb"
    assert shown.on("/books?token=") == "/books?token="


def test_where_no_scheme_is_nothing_is_shown() -> None:
    assert credentials({}, "abc") == Credentials()
    assert credentials(contract(type="http", scheme="bearer"), None) == Credentials()


def test_a_scheme_may_stand_elsewhere_in_the_contract() -> None:
    document = contract(**{"$ref": "#/components/securitySchemes/other"})
    document["components"]["securitySchemes"]["other"] = {"type": "http", "scheme": "bearer"}

    assert credentials(document, "abc").headers == {"Authorization": "Bearer abc"}
