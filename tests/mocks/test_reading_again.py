"""A contract that changes while it is served: what is said, and what is kept."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from tests.mocks.support import contract

from taller.mocks.app import Manner
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.serving.hosting import Around
from taller.mocks.serving.running import Running, Source, watch

Json = dict[str, Any]


def pets(**changes: Any) -> Json:
    """Return a contract of pets, with what each has under ``toys``; *changes* are of a pet's schema."""
    pet = {
        "type": "object",
        "required": ["name"],
        "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
    }
    return contract(
        {**crud("/pets", "Pet"), **crud("/pets/{pet}/toys", "Toy")},
        schemas={"Pet": pet | changes, "Toy": pet},
    )


def crud(path: str, schema: str) -> Json:
    """Return the paths of a collection."""
    one: Json = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    many: Json = {
        "application/json": {"schema": {"type": "array", "items": one["application/json"]["schema"]}}
    }
    ids = [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]
    above = [{"name": "pet", "in": "path", "required": True, "schema": {"type": "integer"}}]
    above = above if "{pet}" in path else []
    return {
        path: {
            "parameters": above,
            "get": {"responses": {"200": {"description": "-", "content": many}}},
            "post": {
                "requestBody": {"content": one},
                "responses": {"201": {"description": "-", "content": one}},
            },
        },
        f"{path}/{{id}}": {
            "parameters": above + ids,
            "get": {"responses": {"200": {"description": "-", "content": one}, "404": {"description": "-"}}},
        },
    }


@pytest.fixture
def running(tmp_path: Path) -> Running:
    """Pets being served from a file: Rex with two toys, and Al with one."""
    path = tmp_path / "pets.json"
    path.write_text(json.dumps(pets()), "utf-8")
    made = Running(Source("pets", path, (1,)), Manner(), Around())
    for where, name in (
        ("", "Rex"),
        ("", "Al"),
        ("/1/toys", "ball"),
        ("/1/toys", "bone"),
        ("/2/toys", "box"),
    ):
        assert ask(made, "POST", f"/v1/pets{where}", name).status == 201
    return made


def ask(running: Running, method: str, path: str, name: str = "") -> Reply:
    """Return the reply, to a body with *name* if there is one."""
    body = json.dumps({"name": name}).encode() if name else b""
    reply = running.hosted.answer(Request(method, path, "", {"content-type": "application/json"}, body))
    assert isinstance(reply, Reply)
    return reply


def rewritten(running: Running, document: Json) -> str:
    """Return what is said once *document* is served instead."""
    running.source.path.write_text(json.dumps(document), "utf-8")
    return str(running.read_again())


def test_nothing_but_a_title_is_nothing_to_tell(running: Running):
    assert rewritten(running, pets() | {"info": {"title": "Otra", "version": "2"}}) == "6 operations"
    assert ask(running, "GET", "/v1/pets/2/toys/3").status == 200


def test_operations_come_and_go(running: Running):
    changed = pets()
    del changed["paths"]["/pets/{pet}/toys/{id}"]["get"]
    changed["paths"]["/a"] = changed["paths"]["/b"] = {"get": {"responses": {"200": {"description": "-"}}}}

    assert rewritten(running, changed).startswith("7 operations (2 new, 1 gone)")


def test_what_no_longer_fits_is_left_out_with_what_hangs_on_it_and_the_rest_stays(running: Running):
    properties = {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string", "minLength": 3}}

    told = rewritten(running, pets(properties=properties))

    assert told == "6 operations, 2 of 5 resources left out as they no longer fit"
    assert [
        ask(running, "GET", f"/v1/pets{one}").status for one in ("/1", "/2", "/1/toys/1", "/2/toys/3")
    ] == [
        200,
        404,
        200,
        404,
    ]


def test_a_collection_that_is_new_begins_with_its_examples(running: Running):
    changed = pets()
    cats = crud("/cats", "Pet")
    cats["/cats"]["get"]["responses"]["200"]["content"]["application/json"]["example"] = [
        {"id": 7, "name": "Tom"}
    ]
    changed["paths"] |= cats

    assert rewritten(running, changed) == "9 operations (3 new)"
    assert ask(running, "GET", "/v1/cats/7").status == 200


def test_an_example_that_nobody_touched_is_as_the_contract_has_it_now(running: Running):
    shown = pets()
    cats = shown["paths"] | crud("/cats", "Pet")
    content = cats["/cats"]["get"]["responses"]["200"]["content"]["application/json"]
    content["example"] = [{"id": 7, "name": "Tom"}]
    rewritten(running, shown | {"paths": cats})
    content["example"] = [{"id": 7, "name": "Kim"}]

    told = rewritten(running, shown | {"paths": cats})

    assert told == "9 operations"
    assert json.loads(ask(running, "GET", "/v1/cats/7").body)["name"] == "Kim"


def test_only_the_defects_that_are_new_are_told(running: Running):
    broken = pets(description={})

    first = rewritten(running, broken).splitlines()
    again = rewritten(running, {"x-a": 1} | broken).splitlines()

    assert first[0] == "6 operations, 1 new defect:"
    assert "description" in first[1]
    assert (len(first), again) == (2, ["6 operations"])


def test_a_contract_that_cannot_be_read_leaves_the_one_before(
    running: Running, monkeypatch: pytest.MonkeyPatch
):
    told: list[str] = []
    running.source.path.write_text("openapi: [", "utf-8")

    async def watched() -> None:
        ended = asyncio.Event()
        task = asyncio.ensure_future(watch([running], lambda text: (told.append(text), ended.set())[0]))
        await asyncio.wait_for(ended.wait(), 5)
        task.cancel()

    monkeypatch.setattr("taller.mocks.serving.running.LOOK_EVERY", 0.0)
    asyncio.run(watched())

    assert told[0].startswith("pets: contract not read again, the one before is served: ")
    assert ask(running, "GET", "/v1/pets/1").status == 200
