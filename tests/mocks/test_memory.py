"""What a stand-in remembers, at its limits and under threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.mocks.support import assert_problem, document, sample
from werkzeug.test import Client

from taller.mocks import create_stand_in
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.validation import Validators
from taller.mocks.state.memory import Memory
from taller.mocks.understanding.inference import understand


def test_an_example_that_breaks_its_schema_is_left_out(caplog: pytest.LogCaptureFixture):
    broken = document("clientes")
    broken["components"]["examples"]["Clientes"]["value"]["clientes"][1]["telefono"] = "no"

    contract = Contract(broken)
    meaning = understand(contract)
    memory = Memory(meaning, Validators(contract).fits)

    assert [one.id for one in memory.shelf(meaning.collections[0]).in_order()] == [2022]
    assert caplog.messages == ["an example of /clientes breaks its own schema: left out"]


def test_what_goes_to_make_room_takes_its_relations_along():
    contract = Contract(document("recambios"))
    meaning = understand(contract)
    memory = Memory(meaning, Validators(contract).fits, capacity=4)
    parts, equals = meaning.collections[0], memory.relations(meaning.relations[0])
    memory.put(parts, {"id": 3000})
    equals.add(3000, 2022)

    memory.put(parts, {"id": 3001})

    assert memory.shelf(parts).get(3000) is None
    assert equals.of(2022) == [2023]


def test_ids_begin_where_they_are_told_to_if_the_contract_has_room():
    jobs = Client(create_stand_in(document("trabajos"), first_id=28_000_000))
    logs = Client(create_stand_in(document("logs"), first_id=28_000_000))

    first, second = (jobs.post("/trabajo", json=sample("trabajos").data).json["trabajo"]["id"] for _ in "12")

    assert (first, second) == (28_000_000, 28_000_001)
    event = {name: value for name, value in sample("logs").data.items() if name != "id"}
    assert logs.post("/api/v1/logs", json=event).json["id"] < 99_999


def test_when_no_id_is_left_nothing_is_created():
    few = document("trabajos")
    few["components"]["schemas"]["IdTrabajo"]["minimum"] = 789
    few["components"]["schemas"]["IdTrabajo"]["maximum"] = 792
    jobs, data = Client(create_stand_in(few)), few["components"]["examples"]["TrabajoDatos"]["value"]

    assert jobs.post("/trabajo", json=data).location == "/trabajo/792"
    assert_problem(jobs.post("/trabajo", json=data), 507)


def test_threads_never_get_one_id_twice():
    service = sample("trabajos")

    with ThreadPoolExecutor(8) as pool:
        locations = list(pool.map(lambda _: service.create().location, range(200)))

    assert len(set(locations)) == 200


def test_of_two_changes_with_one_tag_one_is_made():
    service = sample("trabajos")
    location, tag, _ = service.created()

    def change(number: int) -> int:
        data = service.data | {"nombre": f"Cambio {number}"}
        return service.client.put(location, json=data, headers={"If-Match": tag}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(change, range(16)))

    assert statuses == [200] + [412] * 15
