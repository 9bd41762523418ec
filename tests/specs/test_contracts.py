"""The seven contracts keep the rules that specs/README.md states."""

import copy
import re
from collections.abc import Callable

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.specs import rules
from tests.specs.reading import Json

from taller.catalog import SERVICES, contract_path, load_contract
from taller.documents.extensions import EXTENSIONS

WRITTEN = [service.name for service in SERVICES if contract_path(service.name).exists()]
README = contract_path("README").with_suffix(".md")


@pytest.fixture(scope="module", params=WRITTEN)
def contract(request: pytest.FixtureRequest) -> Json:
    return load_contract(contract_path(request.param))


@pytest.fixture
def trabajos() -> Json:
    return copy.deepcopy(load_contract(contract_path("trabajos")))


def test_each_of_the_seven_services_has_a_contract() -> None:
    assert [service.name for service in SERVICES] == WRITTEN


def test_a_contract_is_valid_openapi_3_1(contract: Json) -> None:
    assert contract["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(contract).iter_errors()] == []


def test_no_operation_id_is_used_twice(contract: Json) -> None:
    assert rules.repeated_operation_ids(contract) == []


def test_every_operation_has_an_id_a_summary_and_tags(contract: Json) -> None:
    assert rules.unnamed_operations(contract) == []


def test_no_response_is_the_default_one(contract: Json) -> None:
    assert rules.default_responses(contract) == []


def test_every_body_has_an_example(contract: Json) -> None:
    assert rules.bodies_without_example(contract) == []


def test_every_example_keeps_its_own_schema(contract: Json) -> None:
    assert rules.broken_examples(contract) == []


def test_every_example_is_shown_somewhere(contract: Json) -> None:
    assert rules.unused_examples(contract) == []


def test_the_example_of_a_list_holds_the_example_of_an_item(contract: Json) -> None:
    assert rules.lists_without_their_item(contract) == []


def test_every_error_is_a_problem_document(contract: Json) -> None:
    assert rules.errors_that_are_no_problem(contract) == []


def test_the_problem_document_is_written_alike_in_every_contract() -> None:
    texts = {_text_of_problem(contract_path(name).read_text("utf-8")) for name in WRITTEN}

    assert len(texts) == 1


def _text_of_problem(text: str) -> str:
    found = re.search(r"^    Problema:\n(?:     .*\n|\n)+", text, re.MULTILINE)
    assert found
    return found.group().rstrip()


def test_what_is_created_has_an_address_and_a_tag(contract: Json) -> None:
    assert rules.creations_without_address(contract) == []


def test_what_is_created_has_links_to_what_can_be_done_with_it(contract: Json) -> None:
    assert rules.creations_without_links(contract) == []


def test_a_link_leads_to_an_operation_and_names_its_parameters(contract: Json) -> None:
    assert rules.links_that_lead_nowhere(contract) == []


def test_a_change_needs_the_tag_of_what_was_read(contract: Json) -> None:
    assert rules.changes_without_precondition(contract) == []


def test_options_name_the_methods_in_allow(contract: Json) -> None:
    assert rules.options_without_allow(contract) == []


def test_every_string_number_and_array_has_bounds(contract: Json) -> None:
    assert rules.unbounded(contract) == []


def test_every_pattern_is_anchored(contract: Json) -> None:
    assert rules.loose_patterns(contract) == []


def test_a_request_takes_no_unknown_property(contract: Json) -> None:
    assert rules.open_requests(contract) == []


def test_the_extensions_in_use_are_among_those_that_the_readme_explains() -> None:
    contracts = [load_contract(contract_path(name)) for name in WRITTEN]
    explained = set(re.findall(r"^\| `(x-[a-z-]+)", README.read_text("utf-8"), re.MULTILINE))

    assert set().union(*map(rules.extensions, contracts)) <= explained == set(EXTENSIONS)


def _lose_a_field_of_an_example(root: Json) -> None:
    del root["components"]["examples"]["Trabajo"]["value"]["trabajo"]["nombre"]


def _lose_an_item_of_the_list(root: Json) -> None:
    del root["components"]["examples"]["Trabajos"]["value"]["trabajos"][0]


def _lose_an_example(root: Json) -> None:
    del root["components"]["requestBodies"]["Trabajo"]["content"]["application/json"]["examples"]


def _lose_the_target_of_a_link(root: Json) -> None:
    del root["paths"]["/trabajo/{trabajoId}"]["delete"]


def _lose_the_location(root: Json) -> None:
    del root["paths"]["/trabajo"]["post"]["responses"]["201"]["headers"]["Location"]


def _lose_the_missing_tag(root: Json) -> None:
    del root["paths"]["/trabajo/{trabajoId}"]["put"]["responses"]["428"]


def _lose_a_bound(root: Json) -> None:
    del root["components"]["schemas"]["Nombre"]["maxLength"]


def _lose_an_anchor(root: Json) -> None:
    root["components"]["schemas"]["VIN"]["pattern"] = "[0-9]{7}$"


def _lose_the_media_type_of_an_error(root: Json) -> None:
    content = root["components"]["responses"]["NoEncontrado"]["content"]
    content["application/json"] = content.pop("application/problem+json")


def _open_the_request(root: Json) -> None:
    del root["components"]["schemas"]["TrabajoDatos"]["additionalProperties"]


@pytest.mark.parametrize(
    ("lose", "rule"),
    [
        (_lose_a_field_of_an_example, rules.broken_examples),
        (_lose_an_item_of_the_list, rules.lists_without_their_item),
        (_lose_an_example, rules.bodies_without_example),
        (_lose_the_target_of_a_link, rules.links_that_lead_nowhere),
        (_lose_the_location, rules.creations_without_address),
        (_lose_the_missing_tag, rules.changes_without_precondition),
        (_lose_a_bound, rules.unbounded),
        (_lose_an_anchor, rules.loose_patterns),
        (_lose_the_media_type_of_an_error, rules.errors_that_are_no_problem),
        (_open_the_request, rules.open_requests),
    ],
)
def test_a_rule_notices_what_breaks_it(
    trabajos: Json, lose: Callable[[Json], None], rule: Callable[[Json], list[str]]
) -> None:
    assert rule(trabajos) == []

    lose(trabajos)

    assert rule(trabajos) != []
