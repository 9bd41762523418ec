"""What a person reads of what was understood."""

from tests.mocks.support import answer, contract

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
        "/clock": {"get": answer(200, {"type": "object"})},
        "/settings": {"get": answer(200, {"type": "object"}), "put": answer(200, {"type": "object"}) | BODY},
    }
)

TEXT = """\
collection /notes
  item     /notes/{noteId}
  id       id, given by the service
  unique   title
  dated    created
  examples 1

single resource /settings
  examples 0

operations
  GET /notes                 lists /notes
                             - title: filters title by equality
                             - q: searches every text
                             - sort: sorts
                             - page, size: pages, 20 a page if nobody says
                             - mood, shade: not understood
  POST /notes                creates a resource
  GET /notes/{noteId}        answers the resource
  PUT /notes/{noteId}        replaces the resource
  DELETE /notes/{noteId}     deletes the resource
  POST /notes/{noteId}/tags  example: no collection at /notes/{noteId}/tags
  GET /clock                 example: no collection at /clock
  GET /settings              answers the resource
  PUT /settings              replaces the resource, or creates it

notes
  GET /notes: x-page 'depth' of shade is ignored: it is one of page, size, offset, cursor, false
"""


def test_all_that_was_understood_is_said_and_why_the_rest_was_not():
    assert explain(understand(Contract(NOTES))) == TEXT
