"""What a person reads of what was understood."""

import pytest
from tests.mocks.support import answer, contract, document

from taller.mocks.openapi.contract import Contract
from taller.mocks.understanding.explain import explain
from taller.mocks.understanding.inference import understand

NOTE = {
    "type": "object",
    "required": ["id"],
    "x-unique": [["title"]],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "title": {"type": "string"},
        "created": {"type": "string", "format": "date-time", "readOnly": True},
    },
}
BODY = {"requestBody": {"content": {"application/json": {"schema": NOTE}}}}


def query(name: str, kind: str = "string", **others: object) -> dict[str, object]:
    """Return a query parameter."""
    return {"name": name, "in": "query", "schema": {"type": kind}, **others}


NOTES = contract(
    {
        "/notes": {
            "get": answer(200, {"type": "array", "items": NOTE}, [{"id": 1}])
            | {
                "parameters": [
                    query("title"),
                    query("q"),
                    query("sort"),
                    query("page", "integer"),
                    query("size", "integer"),
                    query("mood"),
                    query("shade", **{"x-page": "depth"}),
                ]
            },
            "post": answer(201, NOTE) | BODY,
        },
        "/notes/{noteId}": {"get": answer(200, NOTE), "put": answer(200, NOTE) | BODY, "delete": answer(204)},
        "/notes/{noteId}/tags": {"post": answer(201, {"type": "object"})},
        "/notes/{noteId}/title": {"put": answer(200, NOTE) | BODY},
        "/notes/{noteId}/seal": {"post": answer(200, NOTE)},
        "/clock": {"get": answer(200, {"type": "object"}, {"now": "noon"})},
        "/settings": {"get": answer(200, {"type": "object"}), "put": answer(200, {"type": "object"}) | BODY},
        "/settings/reset": {"post": answer(204)},
    }
)

TEXT = """\
collection /notes
  item     /notes/{noteId}
  id       id, given by the service
  unique   title: no two have the same
  dated    created: when it is made
  start    with 1 from the examples

single resource /settings
  start    empty

operations
  GET /notes                 lists /notes
                             - title: only those with this title
                             - q: only those with this in one of their texts
                             - sort: what to sort by
                             - page: which page
                             - size: how many at most, 20 if nobody says
                             - mood, shade: accepted, without effect
  POST /notes                adds one to /notes
  GET /notes/{noteId}        shows one of /notes
  PUT /notes/{noteId}        replaces one of /notes
  DELETE /notes/{noteId}     deletes one of /notes
  POST /notes/{noteId}/tags  answers a made-up value, if one of /notes is there: nothing tells what it does
  PUT /notes/{noteId}/title  changes title of one of /notes, and shows it
  POST /notes/{noteId}/seal  shows one of /notes as it is: nothing tells what it changes
  GET /clock                 answers the contract's example: the path is that of no collection
  GET /settings              shows /settings
  PUT /settings              replaces /settings, or makes it
  POST /settings/reset       answers 204 without a body: nothing tells what it does

notes
  GET /notes: x-page 'depth' of shade is ignored: it is one of page, size, offset, cursor, false
"""


def test_all_that_was_understood_is_said_and_why_the_rest_was_not():
    assert explain(understand(Contract(NOTES))) == TEXT


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "clientes",
            "GET /clientes/nifnie/{nifnie}  shows the first of /clientes whose nif/nie is that of the path",
        ),
        (
            "clientes",
            "GET /clientes/nombre/{nombre}  lists those of /clientes whose nombre is that of the path\n",
        ),
        ("recambios", "lists those that one of /recambios is related to\n"),
        ("recambios", "relates one of /recambios to the one that recambioEquivalenteId names\n"),
        ("recambios", "shows the other one of /recambios, if the two are related\n"),
        ("recambios", "ends the relation of the two\n"),
        ("recambios", "- nombreFilter: only those with this in their nombre\n"),
        ("recambios", "between  two of /recambios, each to the other\n"),
        ("trabajos", "- page: which page, of 50\n"),
        ("vehiculos", "OPTIONS /vehiculos/{VIN}  says which methods the path has, if it is there\n"),
    ],
)
def test_each_line_says_in_words_what_is_done_to_what(name: str, line: str):
    assert line in explain(understand(Contract(document(name))))


def test_what_a_path_shows_of_a_collection_that_lives_elsewhere_is_said():
    parts = {"type": "object", "properties": {"id": {"type": "integer"}, "noteId": {"type": "integer"}}}
    sent = {"requestBody": {"content": {"application/json": {"schema": parts}}}}
    listed = answer(200, {"type": "array", "items": parts})
    paths = {
        "/notes/{noteId}": {"get": answer(200, NOTE), "put": answer(201, NOTE) | BODY},
        "/parts": {"get": listed, "post": answer(201, parts) | sent},
        "/parts/{id}": {"get": answer(200, parts), "patch": answer(200, parts) | sent},
        "/notes/{noteId}/parts": {"get": listed, "post": answer(201, parts) | sent},
    }

    text = explain(understand(Contract(contract(paths))))

    assert "lists those of /parts with the noteId of the path\n" in text
    assert "adds one to /parts, with the noteId of the path\n" in text
    assert "changes part of one of /parts\n" in text
    assert "replaces one of /notes, or makes it\n" in text


def test_of_many_properties_that_an_action_changes_the_first_are_named():
    wide = {"type": "object", "properties": {"id": {"type": "integer"}} | {one: {} for one in "abcdef"}}
    sent = {"requestBody": {"content": {"application/json": {"schema": wide}}}}
    paths = {
        "/wides": {"post": answer(201, wide) | sent},
        "/wides/{id}": {"get": answer(200, wide), "post": answer(200, wide) | sent},
    }

    text = explain(understand(Contract(contract(paths))))

    assert "POST /wides/{id}  changes a, b, c, d and 2 more of one of /wides, and shows it\n" in text
