"""Contracts as the tests of the reading write and serve them."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from werkzeug.test import Client

from taller.documents import Defect, Reading, read_document
from taller.mocks import create_stand_in

CONTRACTS = Path(__file__).with_name("contracts")
MARK = "# <- aquí"
Json = dict[str, Any]


def marked_lines(path: Path) -> list[int]:
    """Return the lines of *path*, from 1, that carry the mark."""
    lines = path.read_text("utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if line.endswith(MARK)]


def contract(paths: Json | None = None, *, version: str = "3.1.0", **components: Any) -> Json:
    """Return a contract that always has ``GET /sano``, besides *paths*."""
    media = {"schema": {"type": "object"}, "example": {"bien": True}}
    sound = {"get": {"responses": {"200": {"description": "-", "content": {"application/json": media}}}}}
    return {
        "openapi": version,
        "info": {"title": "Citas", "version": "1"},
        "paths": {"/sano": sound} | (paths or {}),
        "components": components,
    }


def returning(schema: Any, **media: Any) -> Json:
    """Return a path item whose GET answers *schema*."""
    content = {"application/json": {"schema": schema, **media}}
    return {"get": {"responses": {"200": {"description": "-", "content": content}}}}


def modern(schema: Any, *, version: str = "3.0.3", **others: Any) -> Any:
    """Return what becomes of *schema*, written in *version*."""
    return read_document(contract(version=version, schemas={"Cita": schema, **others})).document[
        "components"
    ]["schemas"]["Cita"]


def kinds(reading: Reading) -> list[str]:
    """Return the kinds of the defects, in order."""
    return [defect.kind for defect in reading.defects]


def only(reading: Reading) -> Defect:
    """Return the only defect there is."""
    (defect,) = reading.defects
    return defect


def assert_still_served(document: Json) -> None:
    """Check that a stand-in of *document* answers what no defect touches."""
    servers = document.get("servers") or [{"url": ""}]
    base_path = urlsplit(servers[0]["url"]).path

    response = Client(create_stand_in(document)).get(f"{base_path}/sano")

    assert response.status_code == 200, response.text
    assert response.json == {"bien": True}
