"""What is read from a contract: resources, and how their lists page, sort and filter."""

import copy
from typing import Any

import pytest
from tests.contracts.probing.garden_contract import CONTRACT

from taller.catalog import contract_path, load_contract
from taller.contracts.probing.contract import Contract
from taller.contracts.probing.filters import Match
from taller.contracts.probing.lists import Listing
from taller.contracts.probing.resources import Collection, collections


def contract(change: Any = lambda _paths: None) -> Contract:
    document = copy.deepcopy(CONTRACT)
    change(document["paths"])
    return Contract(document)


def garden(change: Any = lambda _paths: None) -> Collection:
    (found,) = collections(contract(change))
    return found


def listing(change: Any = lambda _paths: None) -> Listing:
    found = garden(change).listing
    assert found is not None
    return found


def parameters(paths: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = paths["/plants"]["get"]["parameters"]
    return found


@pytest.mark.parametrize(
    ("service", "paths", "identities"),
    [
        ("clientes", ["/clientes"], ["idCliente"]),
        ("vehiculos", ["/vehiculos"], ["VIN"]),
        ("trabajos", ["/trabajo"], ["id"]),
        ("notificaciones", ["/notificacion"], ["notificacionId"]),
        ("facturas", ["/facturas", "/facturas/{id}/pagos"], ["facturaId", "pagoId"]),
        ("recambios", ["/recambios", "/recambios/{recambioId}/equivalencias"], ["id", "id"]),
        ("logs", ["/logs"], ["id"]),
    ],
)
def test_the_resources_of_the_seven_services(service: str, paths: list[str], identities: list[str]) -> None:
    found = collections(Contract(load_contract(contract_path(service))))

    assert [one.path for one in found] == paths
    assert [one.identity for one in found] == identities


def test_the_ids_are_given_by_the_service_if_a_client_does_not_send_them() -> None:
    assert [
        one.given
        for name in ("clientes", "vehiculos", "logs")
        for one in collections(Contract(load_contract(contract_path(name))))
    ] == [True, False, False]


def test_a_header_of_a_slightly_other_name_is_a_precondition_too() -> None:
    (logs,) = collections(Contract(load_contract(contract_path("logs"))))

    assert logs.precondition == "IfMatch"


def test_without_412_no_tag_is_asked_for() -> None:
    def forget(paths: dict[str, Any]) -> None:
        del paths["/plants/{id}"]["put"]["responses"]["412"]

    assert garden().precondition == "If-Match"
    assert garden(forget).precondition is None


def test_a_wrapped_resource_is_opened() -> None:
    (vehicles,) = collections(Contract(load_contract(contract_path("vehiculos"))))

    assert vehicles.shown.open({"vehicle": {"VIN": "M109186"}}) == {"VIN": "M109186"}
    assert vehicles.sent.open({"VIN": "M109186"}) == {"VIN": "M109186"}
    assert vehicles.shown.open([]) is None


def test_an_id_may_be_where_a_link_takes_it_from() -> None:
    def rename(paths: dict[str, Any]) -> None:
        created = paths["/plants"]["post"]["responses"]["201"]
        created["links"]["read"]["parameters"] = {"path.id": "$response.body#/number"}
        for answer in (created, paths["/plants/{id}"]["get"]["responses"]["200"]):
            schema = answer["content"]["application/json"]["schema"] = copy.deepcopy(
                answer["content"]["application/json"]["schema"]
            )
            schema["properties"]["number"] = schema["properties"].pop("id")

    assert garden(rename).identity == "number"


@pytest.mark.parametrize(
    "change",
    [
        lambda paths: paths["/plants"]["post"].pop("requestBody"),
        lambda paths: paths["/plants"]["post"]["responses"].pop("201"),
        lambda paths: paths["/plants/{id}"].pop("get"),
        lambda paths: paths.update({"/plants/{id}": {}, "/plants/{id}/leaf": paths["/plants/{id}"]}),
        lambda paths: paths.update({"/beds/{bed}/plants": paths.pop("/plants")}),
    ],
)
def test_where_it_is_not_plain_there_is_no_resource(change: Any) -> None:
    assert collections(contract(change)) == []


def test_paging_is_told_by_the_names_of_parameters() -> None:
    found = listing()

    assert (found.page and found.page.name, found.size and found.size.name) == ("page", "limit")
    assert (found.cursor and found.cursor.name, found.next_cursor, found.total) == (
        "cursor",
        "nextCursor",
        "total",
    )
    assert (found.first, found.paged, found.offset) == (1, True, None)


def test_what_says_what_it_is_counts_more_than_its_name() -> None:
    def say(paths: dict[str, Any]) -> None:
        parameters(paths)[0]["x-page"] = False
        parameters(paths)[1] |= {"name": "n", "x-page": "size"}
        parameters(paths)[3]["x-sort"] = False
        parameters(paths)[5] |= {"name": "sort", "x-filter": {"property": "name", "match": "substring"}}

    found = listing(say)

    assert found.page is None
    assert found.size is not None
    assert found.size.name == "n"
    assert found.orders == ()
    assert [(one.prop, one.match) for one in found.filters] == [("name", Match.SUBSTRING)]


def test_orders_are_properties_both_ways() -> None:
    orders = listing().orders

    assert len(orders) == 10
    assert str(orders[0]) == "id ascending"
    assert dict(orders[1].query) == {"order": "id", "ordering": "DESC"}


def test_an_order_may_say_its_way_by_a_sign() -> None:
    def sign(paths: dict[str, Any]) -> None:
        parameters(paths)[3] |= {"name": "sort", "schema": {"enum": ["name", "-name", "age"]}}
        del parameters(paths)[4]

    assert list(map(str, listing(sign).orders)) == ["name ascending", "name descending"]


def test_an_order_that_does_not_say_its_way_is_not_asked_for() -> None:
    def silence(paths: dict[str, Any]) -> None:
        del parameters(paths)[4]

    assert listing(silence).orders == ()


def test_a_filter_is_a_parameter_with_the_name_of_a_property() -> None:
    assert [(one.prop, one.match) for one in listing().filters] == [("kind", Match.EQUALITY)]


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        ("kind", {"type": "string", "enum": ["tree"]}, Match.EQUALITY),
        ("id", {"type": "integer"}, Match.EQUALITY),
        ("name", {"type": "string", "pattern": "^[A-Z0-9]{3,9}$"}, Match.EQUALITY),
        ("name", {"type": "string", "pattern": "^[^\\u0000]*$"}, Match.SEARCH),
        ("price", {"type": "number"}, Match.SIDE),
        ("sown", {"type": "string", "format": "date-time"}, Match.SIDE),
        ("notes", {"type": "boolean"}, Match.FLAG),
    ],
)
def test_what_a_name_may_mean_hangs_on_what_it_takes(name: str, schema: Any, expected: Match) -> None:
    found = listing(lambda paths: parameters(paths)[5].update(name=name, schema=schema))

    assert [(one.prop, one.match) for one in found.filters] == [(name, expected)]


@pytest.mark.parametrize(
    ("name", "expected"), [("ownerId", True), ("id_owner", True), ("idOwner", True), ("bid", False)]
)
def test_an_id_is_told_by_its_name(name: str, expected: bool) -> None:
    def offer(paths: dict[str, Any]) -> None:
        parameters(paths)[5] |= {"name": name, "schema": {"type": "integer"}}
        content = paths["/plants"]["get"]["responses"]["200"]["content"]["application/json"]
        content["schema"]["properties"]["plants"]["items"]["properties"][name] = {"type": "integer"}

    assert [one.match is Match.EQUALITY for one in listing(offer).filters] == [expected]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"schema": {"type": "string", "enum": ["tree", "any"], "default": "any"}}, ["kind"]),
        ({"name": "season", "schema": {"type": "string", "default": "summer"}}, ["season"]),
        ({"name": "fields", "schema": {"type": "string", "default": "all"}}, []),
        ({"schema": {"type": "string", "default": ""}}, []),
    ],
)
def test_what_a_list_may_leave_out_has_a_default(changed: dict[str, Any], expected: list[str]) -> None:
    found = listing(lambda paths: parameters(paths)[5].update(changed))

    assert [one.parameter.name for one in found.presets] == expected


@pytest.mark.parametrize(
    "said",
    [
        {"x-filter": False},
        {"name": "sort_of"},
        {"schema": {"type": "array", "items": {"type": "string"}}},
        {"x-filter": {"property": "kind", "match": "each"}},
        {"x-filter": {"property": "nowhere", "match": "equality"}},
    ],
)
def test_what_may_not_filter_is_not_asked(said: dict[str, Any]) -> None:
    assert listing(lambda paths: parameters(paths)[5].update(said)).filters == ()


def test_a_list_that_wants_more_than_paging_is_not_read() -> None:
    assert garden(lambda paths: parameters(paths)[5].update(required=True)).listing is None


def test_a_list_of_two_arrays_is_not_read() -> None:
    def add(paths: dict[str, Any]) -> None:
        content = paths["/plants"]["get"]["responses"]["200"]["content"]["application/json"]
        content["schema"] = copy.deepcopy(content["schema"])
        content["schema"]["properties"]["more"] = {"type": "array", "items": {}}

    assert garden(add).listing is None
