"""docker-compose.yml says what the catalogue says, and lets no container do more than it must."""

import re

import pytest
import yaml
from tests.deployment.reading import COMPOSE, ROOT, Node, compose, instructions

from taller import __version__
from taller.catalog import OURS, SERVICES, SIBLINGS, service_named

CONTAINERS = ("facturas", "siblings")


@pytest.fixture(scope="module", params=CONTAINERS)
def container(request: pytest.FixtureRequest) -> Node:
    return compose()["services"][request.param]


@pytest.fixture(scope="module")
def facturas() -> Node:
    return compose()["services"]["facturas"]


@pytest.fixture(scope="module")
def siblings() -> Node:
    return compose()["services"]["siblings"]


def _published(container: Node) -> set[tuple[str, int, int]]:
    """Return ``{(address, port of the host, port of the container)}``."""
    triples = (port.split(":") for port in container["ports"])
    return {(address, int(host), int(inner)) for address, host, inner in triples}


def test_two_containers_are_the_whole_workshop() -> None:
    assert tuple(compose()["services"]) == CONTAINERS


def test_every_port_of_the_catalogue_is_published_on_loopback_and_no_other() -> None:
    published = set().union(*(_published(each) for each in compose()["services"].values()))

    assert published == {("127.0.0.1", port, port) for service in SERVICES for port in service.ports}


def test_the_ports_of_the_siblings_lead_to_the_stand_ins(siblings: Node) -> None:
    expected = {port for service in SIBLINGS for port in service.ports}

    assert {inner for _, _, inner in _published(siblings)} == expected


def test_the_address_of_every_port_is_a_variable() -> None:
    services = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]

    ports = [port for container in services.values() for port in container["ports"]]

    assert all(port.startswith("${TALLER_BIND:-127.0.0.1}:") for port in ports)


def test_every_sibling_has_its_name_in_the_network(siblings: Node) -> None:
    assert siblings["networks"]["default"]["aliases"] == [service.name for service in SIBLINGS]


def test_the_invoices_find_every_stand_in_with_its_base_path(facturas: Node) -> None:
    for service in SIBLINGS:
        assert facturas["environment"][service.variable] == service.api_url(service.name)


def test_a_real_sibling_takes_its_place_by_a_variable() -> None:
    environment = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]["facturas"]["environment"]

    for service in SIBLINGS:
        default = service.api_url(service.name)
        assert environment[service.variable] == f"${{{service.variable}:-{default}}}"


def test_without_a_key_nothing_comes_up_and_none_is_in_the_file() -> None:
    services = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]

    assert re.fullmatch(
        r"\$\{TALLER_API_KEY:\?.*\.env.*\}", services["facturas"]["environment"]["TALLER_API_KEY"]
    )
    assert "TALLER_API_KEY" not in services["siblings"].get("environment", {})


def test_the_file_with_the_key_is_kept_out_of_the_repository() -> None:
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_image_is_a_variable_with_this_version_as_its_default(container: Node) -> None:
    text = COMPOSE.read_text("utf-8")

    assert "image: ${TALLER_IMAGE:-" in text
    assert container["image"] == f"taller:{__version__}"
    assert container["build"]["context"] == "."


def test_the_base_of_the_image_is_the_dockerfile_s(container: Node) -> None:
    assert instructions("ARG") == [f"PYTHON_IMAGE={container['build']['args']['PYTHON_IMAGE']}"]


def test_a_container_is_restrained(container: Node) -> None:
    uid = container["user"].split(":")[0]

    assert int(uid) > 0
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges"]
    assert "privileged" not in container
    assert container["tmpfs"][0].startswith("/tmp:size=")


def test_a_container_has_a_limit_a_health_check_and_a_time_to_stop(container: Node) -> None:
    assert container["mem_limit"].endswith("m")
    assert container["pids_limit"] > 0
    assert container["healthcheck"]["retries"] > 0
    assert container["stop_grace_period"] == "5s"
    assert container["restart"] == "unless-stopped"


def test_the_health_checks_ask_a_port_of_their_own(facturas: Node, siblings: Node) -> None:
    assert facturas["healthcheck"]["test"][-2:] == [str(service_named(OURS).api_port), "/readyz"]
    assert siblings["healthcheck"]["test"][-2:] == [str(SIBLINGS[0].api_port), "/healthz"]


def test_both_together_fit_into_the_smallest_machine() -> None:
    limits = [int(each["mem_limit"].removesuffix("m")) for each in compose()["services"].values()]

    assert sum(limits) <= 256  # of the 500 MB that it has


def test_nothing_waits_for_health(container: Node) -> None:
    # The invoices start without siblings; not every engine runs health checks by itself.
    assert "depends_on" not in container


def test_only_named_volumes_are_mounted() -> None:
    document = compose()

    mounted = [each.split(":")[0] for one in document["services"].values() for each in one.get("volumes", [])]

    assert mounted == list(document["volumes"]) == ["facturas"]


def test_the_database_is_on_the_volume(facturas: Node) -> None:
    environment = " ".join(instructions("ENV"))

    assert facturas["volumes"] == ["facturas:/var/lib/taller"]
    assert "TALLER_DATABASE_URL=sqlite:////var/lib/taller/" in environment
    assert "TALLER_DATABASE_URL" not in facturas["environment"]


def test_every_variable_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    own = ["TALLER_IMAGE", "TALLER_BIND", "PYTHON_IMAGE"]

    for name in [*own, *compose()["services"]["facturas"]["environment"]]:
        assert f"`{name}`" in manual
