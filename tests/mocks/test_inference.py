"""What the six contracts mean, and small ones made to be doubtful."""

from typing import Any

import pytest
from tests.mocks.support import NAMES, answer, contract, document

from taller.mocks.openapi.contract import Contract
from taller.mocks.understanding import model
from taller.mocks.understanding.inference import Meaning, understand


def meaning(name: str) -> Meaning:
    """Return what the contract of the service *name* means."""
    return understand(Contract(document(name)))


COLLECTIONS = {
    "clientes": ("/clientes", "/clientes/{idCliente}", "idCliente", False, (), [2022, 2023]),
    "vehiculos": (
        "/vehiculos",
        "/vehiculos/{VIN}",
        "VIN",
        True,
        (("VIN",),),
        ["M109186", "VSSZZZ6JZ9R000001"],
    ),
    "trabajos": ("/trabajo", "/trabajo/{trabajoId}", "id", False, (), [789, 790, 791]),
    "notificaciones": (
        "/notificacion",
        "/notificacion/{notificacionId}",
        "notificacionId",
        False,
        (),
        [301, 302],
    ),
    "recambios": (
        "/recambios",
        "/recambios/{recambioId}",
        "id",
        False,
        (("nombre", "proveedor", "modelo"),),
        [2022, 2023, 2024],
    ),
    "logs": ("/logs", "/logs/{logid}", "id", True, (("id",),), [101, 102, 103]),
}


@pytest.mark.parametrize("name", NAMES)
def test_each_contract_has_one_collection(name: str):
    (found,) = meaning(name).collections

    assert (
        found.path,
        found.item_path,
        found.id_property,
        found.client_gives_id,
        found.unique,
        [seed[found.id_property or ""] for seed in found.seeds],
    ) == COLLECTIONS[name]


SHAPES = {
    "clientes": (None, "clientes", 1000, set()),
    "vehiculos": ("vehicle", "vehicles", 50, {"prevPage", "nextPage"}),
    "trabajos": ("trabajo", "trabajos", 50, {"prevPage", "nextPage"}),
    "notificaciones": (None, "notificaciones", 1000, set()),
    "recambios": (None, "recambios", 10000, {"first", "last", "prev", "next"}),
    "logs": (None, "logs", 50, {"prevPage", "nextPage"}),
}


@pytest.mark.parametrize("name", NAMES)
def test_each_contract_has_its_wrapper_and_its_list(name: str):
    actions = meaning(name).actions.values()
    creation = next(one for one in actions if isinstance(one, model.Create))
    listing = next(one for one in actions if isinstance(one, model.ListAll)).listing

    assert (
        creation.shape.wrapper,
        listing.array,
        listing.most,
        {link.name for link in listing.links},
    ) == SHAPES[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_of_the_six_is_understood(name: str):
    actions = meaning(name).actions

    assert [key for key, action in actions.items() if isinstance(action, model.ShowExample)] == []
    assert len(actions) == sum(1 for _ in Contract(document(name)).operations())


QUERIES = {
    "clientes": (None, None, []),
    "vehiculos": ("page", None, []),
    "trabajos": ("page", None, [("VIN", "VIN", "equality")]),
    "notificaciones": (None, None, [("clienteId", "clienteId", "equality")]),
    "recambios": ("page", "limit", [("nombreFilter", "nombre", "substring")]),
    "logs": ("page", None, []),
}


@pytest.mark.parametrize("name", NAMES)
def test_each_list_has_its_pages_and_filters(name: str):
    query = next(one for one in meaning(name).actions.values() if isinstance(one, model.ListAll)).query

    filters = [(one.parameter, one.property, one.match) for one in query.filters]

    assert (query.page, query.size, filters) == QUERIES[name]


def test_customers_are_searched_in_two_ways():
    actions = meaning("clientes").actions
    one, several = actions["/clientes/nifnie/{nifnie}", "get"], actions["/clientes/nombre/{nombre}", "get"]

    assert isinstance(one, model.FindOne)
    assert (one.parameter, one.property, one.ignore) == ("nifnie", "nif/nie", "-")
    assert isinstance(several, model.FindAll)
    assert (several.parameter, several.property, several.ignore) == ("nombre", "nombre", "")


def test_equivalences_are_a_symmetric_relation():
    (relation,) = meaning("recambios").relations

    assert relation.path == "/recambios/{recambioId}/equivalencias"
    assert relation.item_path == "/recambios/{recambioId}/equivalencias/{recambioEquivalenteId}"
    assert (relation.other, relation.symmetric) == ("recambioEquivalenteId", True)
    assert relation.seeds == ((2022, 2023),)


def test_the_word_of_a_link_is_the_one_in_the_example():
    links = {link.name: link.rel for link in meaning("trabajos").collections[0].links}

    assert links == {"parent": "trabajos", "self": "self"}


def thing(**changes: Any) -> dict[str, Any]:
    """Return a small contract of one collection, some parts changed."""
    resource = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    parts = {"created": resource, "listed": {"type": "array", "items": resource}} | changes
    data = {"content": {"application/json": {"schema": {"type": "object"}}}}
    return contract(
        {
            "/cosas": {
                "get": answer(200, parts["listed"]),
                "post": answer(201, parts["created"]) | {"requestBody": data},
            },
            "/cosas/{cosa}": {"get": answer(200, parts["created"])},
        }
    )


def test_a_list_may_be_a_bare_array():
    action = understand(Contract(thing())).actions["/cosas", "get"]

    assert isinstance(action, model.ListAll)
    assert action.listing.array is None


def test_each_resource_of_a_list_may_be_wrapped_too():
    resource = {"type": "object", "properties": {"id": {"type": "integer"}}}
    wrapped = {"type": "object", "required": ["cosa"], "properties": {"cosa": resource}}

    action = understand(Contract(thing(created=wrapped, listed={"type": "array", "items": wrapped}))).actions[
        "/cosas", "get"
    ]

    assert isinstance(action, model.ListAll)
    assert action.listing.item.wrapper == "cosa"


def test_what_is_included_by_allof_counts():
    named = {"type": "object", "properties": {"id": {"type": "integer"}}}
    both = {"allOf": [named, {"properties": {"nombre": {"type": "string"}}}], "type": "object"}

    (found,) = understand(Contract(thing(created=both))).collections

    assert set(found.properties) == {"id", "nombre"}


@pytest.mark.parametrize(
    "created",
    [
        {"type": "object", "properties": {"nombre": {"type": "string"}}},
        {"type": "string"},
    ],
)
def test_without_an_id_there_is_no_collection(created: dict[str, Any]):
    found = understand(Contract(thing(created=created, listed={"type": "array", "items": created})))

    assert found.collections == ()
    assert {type(action) for action in found.actions.values()} == {model.ShowExample}


def test_a_collection_inside_another_has_the_others_id_as_its_scope():
    inner = thing()
    inner["paths"] = {f"/cajas/{{caja}}{path}": item for path, item in inner["paths"].items()}

    (found,) = understand(Contract(inner)).collections

    assert found.path == "/cajas/{caja}/cosas"
    assert [(one.parameter, one.property) for one in found.place.scopes] == [("caja", None)]
    assert found.place.owner is None
