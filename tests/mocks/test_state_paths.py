"""State below parameters that no collection answers for, out and in again: as requests find it."""

from typing import Any

import pytest
from tests.mocks.support import Json, answer, contract
from werkzeug.test import Client

from taller.mocks import StandIn, create_stand_in
from taller.mocks.state.dumps import UnfitState

NOTE = {
    "type": "object",
    "required": ["text"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "text": {"type": "string"}},
}
THEME = {"type": "object", "required": ["theme"], "properties": {"theme": {"type": "string"}}}


def sent(schema: Json) -> Json:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


def named(name: str, **schema: Any) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def users(**user: Any) -> StandIn:
    """Return a stand-in for notes and settings of users that it does not have; *user* is how one is named."""
    above = [named("user", **user)]
    paths = {
        "/users/{user}/notes": {
            "parameters": above,
            "get": answer(200, {"type": "array", "items": NOTE}),
            "post": answer(201, NOTE) | sent(NOTE),
        },
        "/users/{user}/notes/{id}": {
            "parameters": [*above, named("id", type="integer")],
            "get": answer(200, NOTE),
            "delete": answer(204),
        },
        "/users/{user}/settings": {
            "parameters": above,
            "get": answer(200, THEME, {"theme": "light"}),
            "put": answer(200, THEME) | sent(THEME),
            "delete": answer(204),
        },
        "/labels/{label}": {
            "parameters": [named("label", **user)],
            "get": answer(200, THEME),
            "put": answer(200, THEME) | sent(THEME),
        },
        "/labels/mine": {"get": answer(200, THEME), "put": answer(200, THEME) | sent(THEME)},
    }
    return create_stand_in(contract(paths))


def brought_in(app: StandIn, **user: Any) -> Client:
    """Return a client of another stand-in that has the state of *app*."""
    dump, other = app.memory.dump(), users(**user)
    other.memory.load(dump)
    assert other.memory.dump() == dump
    return Client(other)


TEXTS = ["42", "007", "--5", "-", "1" * 5000, "a%2Fb", "%C3%B1", "1.5"]


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_below_a_text_is_found_below_that_text_again(name: str) -> None:
    app = users(type="string")
    old = Client(app)
    old.post(f"/v1/users/{name}/notes", json={"text": "a"})
    old.put(f"/v1/users/{name}/settings", json={"theme": "dark"})
    old.put(f"/v1/labels/{name}", json={"theme": "blue"})

    new = brought_in(app, type="string")

    assert new.get(f"/v1/users/{name}/notes").json == [{"id": 1, "text": "a"}]
    assert new.get(f"/v1/users/{name}/settings").json == {"theme": "dark"}
    assert new.get(f"/v1/labels/{name}").json == {"theme": "blue"}


@pytest.mark.parametrize(
    ("user", "name"), [({"type": "integer"}, "42"), ({"type": "number"}, "1.5"), ({"type": "integer"}, "-7")]
)
def test_what_is_below_a_number_is_found_below_that_number_again(user: Json, name: str) -> None:
    app = users(**user)
    Client(app).post(f"/v1/users/{name}/notes", json={"text": "a"})
    Client(app).put(f"/v1/labels/{name}", json={"theme": "blue"})

    new = brought_in(app, **user)

    assert new.get(f"/v1/users/{name}/notes").json == [{"id": 1, "text": "a"}]
    assert new.get(f"/v1/labels/{name}").json == {"theme": "blue"}


def test_a_number_counts_only_where_it_fits() -> None:
    user = {"type": ["integer", "string"], "maximum": 9}
    app = users(**user)
    for name in ("7", "42"):
        Client(app).post(f"/v1/users/{name}/notes", json={"text": name})

    new = brought_in(app, **user)

    assert [new.get(f"/v1/users/{name}/notes").json[0]["text"] for name in ("7", "42")] == ["7", "42"]


def test_a_path_of_its_own_is_no_name() -> None:
    app = users(type="string")
    Client(app).put("/v1/labels/mine", json={"theme": "blue"})

    new = brought_in(app, type="string")

    assert new.get("/v1/labels/mine").json == {"theme": "blue"}


def test_one_resource_by_two_spellings_of_its_path_is_there_once() -> None:
    memory = users(type="string").memory

    with pytest.raises(UnfitState, match="/users/%61/notes #0: the id 1 is there already"):
        memory.load(
            {"/users/a/notes": [{"id": 1, "text": "a"}], "/users/%61/notes": [{"id": 1, "text": "b"}]}
        )


def test_a_single_resource_that_was_deleted_stays_so() -> None:
    app = users(type="string")
    Client(app).delete("/v1/users/a/settings")

    new = brought_in(app, type="string")

    assert new.get("/v1/users/a/settings").status_code == 404
    assert new.get("/v1/users/b/settings").json == {"theme": "light"}
    assert new.put("/v1/users/a/settings", json={"theme": "dark"}).status_code == 200
    assert new.get("/v1/users/a/settings").json == {"theme": "dark"}
