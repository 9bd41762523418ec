"""Valid requests are made to keep the rules that JSON Schema cannot say, and only those."""

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from schemathesis import HookContext
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase as Phase

from taller.contracts.hooks import EXAMPLE, before_call, filter_failure

GIVEN_BY_A_SERVICE = '"cae322b55320ad78e2d3bc1b1d2e4bd3"'


TITLES = {
    "cambiarVehiculo": "Taller 2: vehiculos",
    "cambiarRecambio": "Taller 6: recambios",
    "crearEquivalencia": "Taller 6: recambios",
    "cambiarLog": "Taller 7: logs",
}


def parameter(name: str, *, allows: bool = True, required: bool = False, form: str = ".*") -> SimpleNamespace:
    def is_valid(value: str) -> bool:
        return allows and re.fullmatch(form, value) is not None

    return SimpleNamespace(name=name, is_required=required, is_valid=is_valid)


def sent(
    operation: str,
    body: Any = None,
    *,
    title: str | None = None,
    parameters: Sequence[SimpleNamespace] = (),
    path: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    phase: Phase = Phase.FUZZING,
    broken: str | None = None,
) -> SimpleNamespace:
    """Return a request as it leaves; its part *broken* breaks the contract on purpose."""
    info = {"title": title or TITLES.get(operation, "Taller 5: facturas")}
    schema = SimpleNamespace(get_operation_id=lambda _: operation, raw_schema={"info": info})
    meta = SimpleNamespace(
        phase=SimpleNamespace(name=phase),
        is_negative_at=lambda location: broken is not None and location is ParameterLocation[broken],
    )
    case = SimpleNamespace(
        operation=SimpleNamespace(schema=schema, iter_parameters=lambda: parameters),
        meta=meta,
        body=body,
        path_parameters=path or {},
        headers=headers or {},
        query=query or {},
    )
    before_call(HookContext(), case, {})  # type: ignore[arg-type]
    return case


def invoice(*amounts: float, total: float = 0) -> dict[str, Any]:
    concepts = [{"trabajoId": job, "importe": amount} for job, amount in enumerate(amounts)]
    return {"Conceptos": concepts, "importe": total}


SELLING = ["crearFactura", "cambiarFactura", "rectificarFactura"]


@pytest.mark.parametrize("operation", SELLING)
def test_the_amount_of_an_invoice_is_the_sum_of_its_concepts(operation: str) -> None:
    case = sent(operation, invoice(400.00, 35.99, total=1))

    assert case.body == invoice(400.00, 35.99, total=435.99)


@pytest.mark.parametrize("operation", SELLING)
def test_an_invoice_that_breaks_the_contract_goes_as_it_is(operation: str) -> None:
    case = sent(operation, invoice(400.00, total=1), broken="BODY")

    assert case.body == invoice(400.00, total=1)


def test_in_a_story_an_invoice_gets_as_far_as_it_can() -> None:
    told = sent("crearFactura", invoice(4000.00), phase=Phase.STATEFUL).body

    assert (told["idCliente"], told["importe"]) == (2022, 50)


def test_in_a_story_the_corrections_of_an_invoice_are_small() -> None:
    body = invoice(4000.00) | {"metodo": "porDiferencias"}

    assert sent("rectificarFactura", body, phase=Phase.STATEFUL).body["importe"] == -0.01


def test_in_a_story_so_are_the_payments_and_elsewhere_they_stay() -> None:
    assert sent("pagarFactura", {"importe": 70.0}, phase=Phase.STATEFUL).body == {"importe": 0.05}
    assert sent("pagarFactura", {"importe": 70.0}).body == {"importe": 70.0}


def test_a_body_that_other_requests_may_share_stays_as_it_is() -> None:
    shared = invoice(400.00, total=1)

    assert sent("crearFactura", shared).body != shared
    assert shared == invoice(400.00, total=1)


def test_what_somebody_wrote_goes_as_it_is() -> None:
    case = SimpleNamespace(meta=None, headers={"If-Match": "0"}, query={"cursor": "0"})

    before_call(HookContext(), case, {})  # type: ignore[arg-type]

    assert (case.headers, case.query) == ({"If-Match": "0"}, {"cursor": "0"})


def test_a_cursor_made_up_is_left_out() -> None:
    assert sent("listarFacturas", query={"cursor": "0", "limit": "5"}).query == {"limit": "5"}


def test_a_cursor_that_breaks_the_contract_goes_as_it_is() -> None:
    case = sent("listarFacturas", query={"cursor": "€"}, broken="QUERY")

    assert case.query == {"cursor": "€"}


def test_a_story_bills_what_the_siblings_know() -> None:
    bill = {"vehiculos": ["X1234567"], "cargos": []}

    story = sent("facturarACliente", dict(bill), path={"idCliente": 5}, phase=Phase.STATEFUL)
    other = sent("facturarACliente", dict(bill), path={"idCliente": 5})

    assert story.path_parameters == {"idCliente": 2022}
    assert story.body["vehiculos"] == ["M109186"]
    assert (other.path_parameters, other.body) == ({"idCliente": 5}, bill)


def test_a_vehicle_keeps_its_vin() -> None:
    case = sent("cambiarVehiculo", {"VIN": "Z1234567"}, path={"VIN": "M109186"})

    assert case.body == {"VIN": "M109186"}


def test_a_log_keeps_its_id_if_the_body_has_one() -> None:
    assert sent("cambiarLog", {"id": 7}, path={"logid": "101"}).body == {"id": 101}
    assert sent("cambiarLog", {}, path={"logid": "101"}).body == {}


def test_the_equivalent_of_a_part_is_another() -> None:
    case = sent("crearEquivalencia", {"recambioEquivalenteId": 9}, path={"recambioId": "2025"})

    assert case.body == {"recambioEquivalenteId": 2024}


def test_in_a_story_a_part_is_changed_into_one_that_is_like_no_other() -> None:
    told = sent("cambiarRecambio", {"modelo": "A"}, path={"recambioId": 7}, phase=Phase.STATEFUL)

    assert told.body == {"modelo": "modelo 7"}
    assert sent("cambiarRecambio", {"modelo": "A"}, path={"recambioId": 7}).body == {"modelo": "A"}


@pytest.mark.parametrize("phase", [Phase.EXAMPLES, Phase.COVERAGE, Phase.FUZZING])
@pytest.mark.parametrize("header", ["If-Match", "IfMatch"])
def test_a_tag_made_up_matches_whatever_is_there(phase: Phase, header: str) -> None:
    assert sent("cambiarCliente", headers={header: "0"}, phase=phase).headers == {header: "*"}
    assert sent("cambiarCliente", headers={header: EXAMPLE}, phase=phase).headers == {header: "*"}


def test_in_a_story_the_tag_of_a_service_stays() -> None:
    def tag(value: str) -> str:
        case = sent("cambiarCliente", headers={"If-Match": value}, phase=Phase.STATEFUL)
        return str(case.headers["If-Match"])

    assert tag(GIVEN_BY_A_SERVICE) == GIVEN_BY_A_SERVICE
    assert tag(EXAMPLE) == tag("0") == "*"


def test_each_request_has_an_idempotency_key_of_its_own() -> None:
    keys = {sent("crearFactura", headers={"Idempotency-Key": "0"}).headers["Idempotency-Key"] for _ in "12"}

    assert len(keys - {"0"}) == 2


def test_a_request_without_an_idempotency_key_gets_none() -> None:
    assert sent("crearFactura").headers == {}


def test_so_has_one_that_breaks_the_contract_elsewhere() -> None:
    case = sent("emitirFactura", headers={"Idempotency-Key": "0"}, broken="HEADER")

    assert case.headers != {"Idempotency-Key": "0"}


def test_an_idempotency_key_that_breaks_the_contract_goes_as_it_is() -> None:
    case = sent("crearFactura", headers={"Idempotency-Key": ""}, broken="HEADER")

    assert case.headers == {"Idempotency-Key": ""}


@pytest.mark.parametrize(
    ("form", "made_up"),
    [
        ("[A-Z0-9]{16}", "AAAAAAAAAAAAAAAA"),
        ("req-[0-9]{8}", "req-00000000"),
        ("[0-9]{1,20}", "0"),
        ("[0-9a-f]{64}", "a" * 64),
    ],
)
def test_an_idempotency_key_has_the_form_that_the_contract_wants(form: str, made_up: str) -> None:
    parameters = [parameter("idempotency-key", form=form)]

    keys = {
        sent("add", headers={"Idempotency-Key": made_up}, parameters=parameters).headers["Idempotency-Key"]
        for _ in range(5)
    }

    assert len(keys - {made_up}) > 3
    assert all(re.fullmatch(form, key) for key in keys)


@pytest.mark.parametrize("key", ["A-B", "a"])
def test_so_does_one_that_can_be_no_other_and_one_that_has_not_that_form(key: str) -> None:
    case = sent(
        "add", headers={"Idempotency-Key": key}, parameters=[parameter("Idempotency-Key", form="A-B")]
    )

    assert case.headers == {"Idempotency-Key": key}


def test_a_tag_that_breaks_the_contract_goes_as_it_is() -> None:
    case = sent("cambiarCliente", headers={"If-Match": ""}, broken="HEADER")

    assert case.headers == {"If-Match": ""}


STRANGER = "Fleet of a stranger"


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("cambiarVehiculo", {"VIN": "Z1234567"}),
        ("crearFactura", {"importe": 1, "Conceptos": [{"trabajoId": 1, "importe": 2}]}),
        ("crearFactura", {}),
    ],
)
def test_what_a_contract_of_somebody_else_names_alike_goes_as_it_is(operation: str, body: Any) -> None:
    assert sent(operation, dict(body), title=STRANGER, path={"placa": "1"}).body == body


@pytest.mark.parametrize("phase", [Phase.FUZZING, Phase.STATEFUL])
@pytest.mark.parametrize("operation", [*TITLES, *SELLING, "pagarFactura", "facturarACliente"])
@pytest.mark.parametrize(
    "body", [{}, {"Conceptos": [{}]}, {"Conceptos": 1, "importe": "x", "id": 1, "metodo": 1}]
)
def test_no_rule_fails_on_another_edition_of_its_contract(operation: str, body: Any, phase: Phase) -> None:
    sent(operation, dict(body), phase=phase)


def test_a_cursor_that_must_be_there_stays() -> None:
    case = sent("list", query={"cursor": "0"}, parameters=[parameter("cursor", required=True)])

    assert case.query == {"cursor": "0"}


def test_a_tag_stays_where_the_contract_allows_no_star() -> None:
    case = sent("change", headers={"If-Match": '"7"'}, parameters=[parameter("If-Match", allows=False)])

    assert case.headers == {"If-Match": '"7"'}


def kept(code: str, status: int, *, method: str = "GET", headers: Sequence[str] = ()) -> bool:
    """Return whether a failure counts: of GET, to a request by *method*, with *headers*."""
    request = SimpleNamespace(method=method, headers=dict.fromkeys(headers, "x"))
    return filter_failure(
        HookContext(),
        SimpleNamespace(code=code),  # type: ignore[arg-type]
        SimpleNamespace(operation=SimpleNamespace(method="get")),  # type: ignore[arg-type]
        SimpleNamespace(status_code=status, request=request),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("header", ["If-Match", "IfMatch", "if-none-match", "If-Unmodified-Since"])
def test_412_is_no_failure_where_a_condition_was_sent(header: str) -> None:
    assert not kept("ST202", 412, headers=["Accept", header])


def test_412_is_one_where_none_was_sent_and_where_it_is_undocumented() -> None:
    assert kept("ST202", 412, headers=["Accept"])
    assert kept("ST103", 412, headers=["If-Match"])


@pytest.mark.parametrize("code", ["ST101", "ST204"])
def test_501_is_no_failure_to_a_method_that_the_operation_does_not_have(code: str) -> None:
    assert not kept(code, 501, method="TRACE")
    assert kept(code, 500, method="TRACE")


def test_501_is_one_to_its_own() -> None:
    assert kept("ST101", 501)
