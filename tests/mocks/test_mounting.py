"""Several services on one port: what the root tells of all of them."""

import json
from typing import Any

import pytest
from tests.mocks.support import stand_in

from taller.mocks.admin import Admin
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.serving.hosting import Around, Hosted
from taller.mocks.serving.mounting import Mounted
from taller.mocks.serving.proxy import Service


def mounted(*, admin: bool = True) -> Mounted:
    """Return two services of the workshop on one port."""
    services = {name: Hosted(name, stand_in(name), Around()) for name in ("clientes", "logs")}
    for one in services.values() if admin else ():
        one.admin = Admin(one)
    return Mounted(services)


def got(path: str, app: Mounted | None = None, method: str = "GET", **headers: str) -> Reply:
    """Return what is at *path*."""
    reply = (app or mounted()).answer(Request(method, path, headers=headers))
    assert isinstance(reply, Reply)
    return reply


def read(reply: Reply) -> Any:
    """Return the JSON in *reply*."""
    return json.loads(reply.body)


def test_the_root_says_that_all_are_well():
    assert read(got("/healthz")) == {"status": "ok", "services": {"clientes": "ok", "logs": "ok"}}


@pytest.mark.parametrize("path", ["/", "/_taller/"])
def test_the_root_says_where_each_is(path: str):
    app = mounted()

    services = read(got(path, app))["services"]

    assert services["logs"] == {
        "title": "Taller 7: logs",
        "api": "/logs/api/v1",
        "docs": "/logs/docs/",
        "openapi": "/logs/openapi.json",
        "health": "/logs/healthz",
        "admin": "/logs/_taller/",
    }
    for name in ("docs", "openapi", "health", "admin"):
        assert got(services["clientes"][name], app).status == 200


def test_without_admin_there_is_none_at_the_root():
    app = mounted(admin=False)

    assert got("/_taller/", app).status == 404
    assert read(got("/", app))["services"]["logs"]["admin"] is None


def test_a_page_of_another_site_does_not_learn_what_is_managed():
    assert got("/_taller/", host="localhost:1", origin="http://evil.example").status == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("HEAD", "/healthz", 200), ("POST", "/", 405), ("DELETE", "/healthz", 405), ("GET", "/nada", 404)],
)
def test_the_root_is_only_read(method: str, path: str, status: int):
    assert got(path, method=method).status == status


def test_of_a_service_behind_it_only_what_is_its_own_is_promised():
    hosted = Hosted("clientes", stand_in("clientes"), Around())
    hosted.upstream = Service("http://127.0.0.1:1")

    places = read(got("/", Mounted({"clientes": hosted})))["services"]["clientes"]

    assert {name for name, place in places.items() if place is None} == {"docs", "openapi", "health", "admin"}


def test_a_name_with_a_dot_lets_nobody_in():
    hosted = Hosted("evil.example", stand_in("clientes"), Around())
    hosted.admin = Admin(hosted)

    assert got("/_taller/", Mounted({"evil.example": hosted}), host="evil.example").status == 403
