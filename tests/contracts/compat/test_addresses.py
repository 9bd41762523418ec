"""An operation is known by its address: a server's base path, and a path."""

from tests.contracts.compat.test_kinds import Json, contract, found


def serving(url: str, *paths: str, **more: Json) -> Json:
    """Return a contract of one operation at each of *paths*, below the server at *url*."""
    made = contract(servers=[{"url": url}])
    item = made["paths"].pop("/citas/{id}")
    made["paths"] = {path: {**item, **more} for path in paths}
    return made


def told(old: Json, new: Json) -> list[tuple[str, str]]:
    return [(one.kind, one.subject.operation) for one in found(old, new)]


def test_a_base_path_that_moves_into_the_paths_changes_no_address() -> None:
    old, new = serving("/v1", "/p/{id}"), serving("/", "/v1/p/{cita}")

    assert [one.severity for one in found(old, new)] == ["compatible"]
    assert told(old, new) == [("path-parameter-renamed", "POST /p/{id}")]
    assert told(serving("https://a.example/v1", "/p"), serving("https://a.example/", "/v1/p")) == []
    assert told(serving("/", "/v1/p"), serving("/v1", "/p")) == []


def test_a_base_path_may_move_to_the_servers_of_an_operation() -> None:
    assert told(serving("/v1", "/p"), serving("/", "/p", servers=[{"url": "/v1"}])) == []


def test_what_differs_at_the_same_address_is_found() -> None:
    new = serving("/", "/v1/p", post={"deprecated": True, "responses": {"200": {"description": "-"}}})
    new["paths"]["/v1/p"]["parameters"] = []

    assert ("operation-deprecated", "POST /p") in told(serving("/v1", "/p"), new)


def test_a_change_of_host_is_a_server_gone_wherever_the_base_path_is_written() -> None:
    old, new = serving("https://a.example/v1", "/p"), serving("https://b.example", "/v1/p")

    assert told(old, new) == [("server-removed", ""), ("server-added", "")]


def test_another_base_path_for_the_same_paths_is_told_once() -> None:
    assert told(serving("/v1", "/p", "/q"), serving("/v2", "/p", "/q")) == [
        ("base-path-changed", ""),
        ("server-added", ""),
    ]


def test_one_of_several_base_paths_that_is_gone_is_told() -> None:
    old = serving("/v1", "/p")
    old["servers"].append({"url": "/v2"})

    assert told(old, serving("/v1", "/p")) == [("base-path-changed", "")]


def test_an_operation_left_behind_when_the_others_keep_their_address_is_gone() -> None:
    old, new = serving("/v1", "/p", "/q"), serving("/", "/v1/p", "/q")

    assert told(old, new) == [("operation-removed", "POST /q"), ("operation-added", "POST /q")]


def test_servers_of_its_own_that_move_are_told_of_the_operation() -> None:
    old, new = (serving("/", "/p", servers=[{"url": one}]) for one in ("/a", "/b"))

    assert told(old, new) == [("base-path-changed", "POST /p"), ("server-added", "POST /p")]
