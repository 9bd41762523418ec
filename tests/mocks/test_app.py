"""A stand-in creates, reads, changes and deletes as its contract promises."""

import pytest
from tests.mocks.support import (
    Sample,
    answer,
    assert_problem,
    client,
    contract,
    document,
    pointers,
    sample,
    unwrapped,
    without,
)
from werkzeug.test import Client

from taller.mocks import create_stand_in

DELETING = ["vehiculos", "trabajos", "notificaciones", "recambios", "logs"]


def test_it_starts_from_the_examples_of_the_list(service: Sample):
    listing = service.client.get(service.path)
    collection = service.stand_in.meaning.collections[0]

    resources = next(value for value in listing.json.values() if isinstance(value, list))

    assert resources == list(collection.seeds)
    assert len(resources) >= 2


def test_what_is_created_is_found_where_location_says(service: Sample):
    location, tag, created = service.created()

    response = service.client.get(location)

    assert response.status_code == 200
    assert response.headers["ETag"] == tag
    assert unwrapped(response.json) == created
    assert service.data.items() <= created.items()
    assert created["links"]["self"]["href"] == location


def test_what_is_created_is_in_the_list(service: Sample):
    _, _, created = service.created()

    body = service.client.get(service.path).json

    assert created in next(value for value in body.values() if isinstance(value, list))


def test_a_change_with_the_right_tag_is_made(service: Sample):
    location, tag, created = service.created()
    name = next(one for one in ("nombre", "modelo", "descripcion", "mensaje") if one in created)

    changed = service.client.put(
        location, json=service.data | {name: "Otra cosa"}, headers={service.tag_header: tag}
    )

    assert changed.status_code == 200
    assert unwrapped(changed.json) == created | {name: "Otra cosa"}
    assert changed.headers["ETag"] != tag
    assert service.client.get(location).headers["ETag"] == changed.headers["ETag"]


def test_a_change_replaces_so_what_is_left_out_is_gone():
    service = sample("recambios")
    location, tag, _ = service.created()

    changed = service.client.put(location, json=without(service.data, "peso"), headers={"If-Match": tag})

    assert changed.status_code == 200
    assert "peso" not in service.client.get(location).json


def test_a_stale_tag_is_refused_and_nothing_changes(service: Sample):
    location, tag, created = service.created()

    response = service.client.put(location, json=service.data, headers={service.tag_header: '"0123456789"'})

    assert_problem(response, 412)
    assert service.client.get(location).headers["ETag"] == tag
    assert unwrapped(service.client.get(location).json) == created


@pytest.mark.parametrize("form", ["W/{tag}", "{bare}", '"a, b"', "*, {bare}", "garbage"])
def test_only_a_strong_tag_in_quotes_matches(service: Sample, form: str):
    location, tag, _ = service.created()
    header = form.format(tag=tag, bare=tag.strip('"'))

    response = service.client.put(location, json=service.data, headers={service.tag_header: header})

    assert_problem(response, 412)


@pytest.mark.parametrize("form", ["*", "{tag}", '"otra", {tag}', '{tag}, W/"x"'])
def test_a_tag_matches_alone_or_in_a_list_and_so_does_the_asterisk(service: Sample, form: str):
    location, tag, _ = service.created()

    response = service.client.put(
        location, json=service.data, headers={service.tag_header: form.format(tag=tag)}
    )

    assert response.status_code == 200


def test_a_change_without_a_tag_needs_one(service: Sample):
    location, _, _ = service.created()

    problem = assert_problem(service.client.put(location, json=service.data), 428)

    assert problem["errors"] == [{"header": service.tag_header, "detail": "Falta."}]


def test_a_change_of_nothing_is_not_found(service: Sample):
    path = f"{service.path}/{'B000001' if service.name == 'vehiculos' else 99998}"
    data = service.data | ({"VIN": "B000001"} if service.name == "vehiculos" else {})

    assert_problem(service.client.put(path, json=data, headers={service.tag_header: "*"}), 404)


@pytest.mark.parametrize("name", DELETING)
def test_what_is_deleted_is_gone(name: str):
    service = sample(name)
    location, _, _ = service.created()

    deleted = service.client.delete(location)

    assert deleted.status_code == (200 if name == "logs" else 204)
    assert deleted.data == b""
    assert "Content-Type" not in deleted.headers
    assert_problem(service.client.get(location), 404)
    assert_problem(service.client.delete(location), 404)
    assert_problem(service.client.options(location), 404)


def test_customers_are_not_deleted():
    response = client("clientes").delete("/clientes/2022")

    assert_problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, PUT, OPTIONS"


def test_ids_go_on_from_the_highest_and_never_come_back():
    service = sample("trabajos")
    first, _, _ = service.created()
    service.client.delete(first)

    second, _, _ = service.created()

    assert (first, second) == ("/trabajo/792", "/trabajo/793")


def test_a_client_gives_the_id_where_the_request_has_one():
    service = sample("vehiculos")

    response = service.create(VIN="B000001")

    assert response.location == "/vehiculos/B000001"


@pytest.mark.parametrize(("name", "taken"), [("vehiculos", {"VIN": "M109186"}), ("logs", {"id": 101})])
def test_an_id_that_is_taken_is_a_conflict(name: str, taken: dict[str, object]):
    problem = assert_problem(sample(name).create(**taken), 409)

    assert pointers(problem) == {f"#/{next(iter(taken))}"}


def test_an_id_may_be_left_to_the_service():
    service = sample("logs")
    service.create(id=500)

    assert service.create().location == "/api/v1/logs/501"


def test_once_a_client_took_the_highest_id_the_gaps_are_filled():
    service = sample("logs")
    service.create(id=99999)

    locations = [service.create().location for _ in range(3)]

    assert locations == ["/api/v1/logs/1", "/api/v1/logs/2", "/api/v1/logs/3"]


@pytest.mark.parametrize(("name", "other"), [("vehiculos", {"VIN": "B000001"}), ("logs", {"id": 9})])
def test_a_change_cannot_move_a_resource(name: str, other: dict[str, object]):
    service = sample(name)
    location, tag, _ = service.created()

    response = service.client.put(location, json=service.data | other, headers={service.tag_header: tag})

    assert pointers(assert_problem(response, 409)) == {f"#/{next(iter(other))}"}
    assert service.client.get(location).headers["ETag"] == tag


def test_two_parts_cannot_agree_in_what_is_unique():
    service = sample("recambios")
    location, tag, _ = service.created()
    other = unwrapped(service.create(modelo="Otro").json)

    again = assert_problem(service.create(), 409)
    moved = service.client.put(
        location, json=service.data | {"modelo": other["modelo"]}, headers={"If-Match": tag}
    )
    kept = service.client.put(location, json=service.data | {"precio": 1}, headers={"If-Match": tag})

    assert pointers(again) == {"#/nombre", "#/proveedor", "#/modelo"}
    assert_problem(moved, 409)
    assert kept.status_code == 200


def test_a_default_of_the_request_is_kept():
    service = sample("trabajos")

    created = service.client.post(service.path, json=without(service.data, "urgente"))

    assert unwrapped(created.json)["urgente"] is False


def test_a_whole_number_is_kept_as_one_where_the_contract_says_integer():
    service = sample("vehiculos")

    response = service.client.post(
        service.path,
        data='{"VIN":"B000001","matricula_actual":"1","tipo_de_vehiculo":null,"modelo":"m","marca":"m",'
        '"tipo_de_combustible":"Gasolina","CV":85.0,"peso":6.0,'
        '"extra_tipo_de_vehiculo":{"numeroPuertas":4.0,"numeroDePlazas":1e0}}',
        content_type="application/json",
    )

    assert response.status_code == 201, response.text
    assert '"CV":85,' in response.text
    assert '"peso":6.0,' in response.text
    assert '"extra_tipo_de_vehiculo":{"numeroPuertas":4,"numeroDePlazas":1}' in response.text


def test_options_tells_the_methods_of_every_path(service: Sample):
    base = service.stand_in.contract.base_path
    for item in service.stand_in.contract.paths.values():
        if "options" not in item.operations:
            continue
        path = base + item.path.replace("{VIN}", "M109186").replace("{recambioEquivalenteId}", "2023")
        path = path.replace("{idCliente}", "2022").replace("{trabajoId}", "789").replace("{logid}", "101")
        path = path.replace("{notificacionId}", "301").replace("{recambioId}", "2022")

        response = service.client.options(path)

        assert response.status_code == 204
        assert response.headers["Allow"] == item.allow
        assert response.headers.get("Options") == (item.allow if service.name == "logs" else None)


@pytest.mark.parametrize("method", ["PATCH", "TRACE", "QUERY", "DELETE"])
def test_a_method_that_is_not_declared_is_refused_with_those_that_are(service: Sample, method: str):
    response = service.client.open(service.path, method=method)

    assert_problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_options_tells_the_methods_where_it_is_not_declared_too():
    response = client("clientes").options("/clientes/nombre/Ana")

    assert (response.status_code, response.data) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_head_is_get_without_its_body(service: Sample):
    location, tag, _ = service.created()

    get, head = service.client.get(location), service.client.head(location)

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == tag
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize("path", ["/nada", "/clientes/", "/clientes/2022/", "/api/v1/clientes"])
def test_a_path_that_the_contract_does_not_have_is_not_found(path: str):
    problem = assert_problem(client("clientes").get(path), 404)

    assert problem["instance"] == path


def test_what_is_below_the_base_path_is_nowhere_else():
    problem = assert_problem(client("logs").get("/logs"), 404)

    assert "/api/v1/" in problem["detail"]


@pytest.mark.parametrize("path", ["/notificacion", "/notificaciones", "/notificaciones/"])
def test_an_alias_answers_the_same(path: str):
    notifications = client("notificaciones")

    assert notifications.get(path).json == notifications.get("/notificacion").json
    assert notifications.get(path, query_string={"clienteId": 7}).json == {"notificaciones": []}


def test_a_customer_is_found_by_tax_id_whatever_its_hyphens_and_letter_case():
    customers = client("clientes")

    found = [customers.get(f"/clientes/nifnie/{text}") for text in ("52013776-T", "52013776t", "x1234567l")]

    assert [one.json["idCliente"] for one in found] == [2022, 2022, 2023]
    assert found[0].headers["ETag"] == customers.get("/clientes/2022").headers["ETag"]
    assert_problem(customers.get("/clientes/nifnie/00000000T"), 404)


def test_customers_are_found_by_name_and_nobody_is_an_empty_list():
    customers = client("clientes")

    assert [one["idCliente"] for one in customers.get("/clientes/nombre/LUCÍA").json["clientes"]] == [2023]
    assert customers.get("/clientes/nombre/Luc").json == {"clientes": []}


def test_a_link_of_the_contract_is_filled_from_the_resource():
    service = sample("notificaciones")

    links = service.create(clienteId=7).json["links"]

    assert links["notificacionesCliente"] == {
        "href": "/notificacion?clienteId=7",
        "rel": "notificacionesCliente",
    }
    assert links["parent"] == {"href": "/notificacion", "rel": "notificaciones"}
    listed = service.client.get(links["notificacionesCliente"]["href"]).json["notificaciones"]
    assert [one["clienteId"] for one in listed] == [7]


def test_two_stand_ins_of_one_contract_share_nothing():
    one, other = sample("trabajos"), sample("trabajos")

    location, _, _ = one.created()

    assert one.client.get(location).status_code == 200
    assert other.client.get(location).status_code == 404


def test_what_an_operation_means_that_nobody_understands_is_its_example():
    shown = {"hora": "12:00"}
    schema = {"type": "object"}
    paths = {"/hora": {"get": answer(200, schema, shown), "post": answer(200, schema)}}
    clock = Client(create_stand_in(contract(paths)))

    assert clock.get("/v1/hora").json == shown
    assert clock.post("/v1/hora").json == {}


def test_an_answer_that_would_break_the_contract_does_not_leave(caplog: pytest.LogCaptureFixture):
    def with_a_broken_customer(**manner: bool) -> Client:
        customers = create_stand_in(document("clientes"), **manner)
        customers.memory.put(customers.meaning.collections[0], {"idCliente": 7, "nombre": "Nadie"})
        return Client(customers)

    assert_problem(with_a_broken_customer().get("/clientes/7"), 500)
    assert "GET /clientes/{idCliente}: 200 at #" in caplog.text
    assert "Nadie" not in caplog.text
    assert with_a_broken_customer(check_responses=False).get("/clientes/7").json["nombre"] == "Nadie"


def test_the_log_says_what_was_done_and_nothing_that_was_said(caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO", "taller.mocks")

    client("clientes").get("/clientes/nifnie/52013776-T")

    assert caplog.messages == ["Taller 1: clientes: GET /clientes/nifnie/{nifnie} 200"]
