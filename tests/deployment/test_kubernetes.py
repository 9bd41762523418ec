"""The base for Kubernetes says what the catalogue says, and lets no pod do more than it must."""

import pytest
from tests.deployment.reading import (
    BASE,
    ROOT,
    Node,
    compose,
    in_file,
    instructions,
    of_kind,
    pod,
    resources,
    strings,
)

from taller import __version__
from taller.catalog import OURS, SERVICES, SIBLINGS, Service, service_named

DEPLOYMENTS = ("facturas", "siblings")
LONGEST_PORT_NAME = 15


@pytest.fixture(scope="module", params=DEPLOYMENTS)
def deployment(request: pytest.FixtureRequest) -> Node:
    return of_kind("Deployment")[request.param]


@pytest.fixture(scope="module")
def container(deployment: Node) -> Node:
    (only,) = pod(deployment)["containers"]
    return only


@pytest.fixture(params=SERVICES, ids=lambda service: service.name)
def service(request: pytest.FixtureRequest) -> Service:
    chosen: Service = request.param
    return chosen


def _port_names(deployment: Node) -> dict[str, int]:
    (only,) = pod(deployment)["containers"]
    return {port["name"]: port["containerPort"] for port in only["ports"]}


def _behind(service: Node) -> Node:
    """Return the deployment that *service* leads to."""
    return of_kind("Deployment")[service["spec"]["selector"]["app.kubernetes.io/name"]]


def test_the_kustomization_lists_every_file() -> None:
    listed = in_file(BASE / "kustomization.yaml")[0]["resources"]

    assert sorted([*listed, "kustomization.yaml"]) == sorted(each.name for each in BASE.iterdir())


def test_no_object_is_there_twice() -> None:
    keys = [(node["kind"], node["metadata"]["name"]) for node in resources()]

    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_file_has_the_deployment_its_services_and_its_account_in_that_order(name: str) -> None:
    kinds = [node["kind"] for node in in_file(BASE / f"{name}.yaml")]

    assert list(dict.fromkeys(kinds)) == ["Deployment", "Service", "ServiceAccount"]


def test_each_of_the_seven_has_a_service_at_the_ports_of_the_catalogue(service: Service) -> None:
    ports = of_kind("Service")[service.name]["spec"]["ports"]

    assert [port["port"] for port in ports] == list(service.ports)


def test_a_service_leads_to_the_port_of_the_same_number(service: Service) -> None:
    node = of_kind("Service")[service.name]

    names = _port_names(_behind(node))

    assert [names[port["targetPort"]] for port in node["spec"]["ports"]] == list(service.ports)


def test_there_is_no_other_service() -> None:
    assert sorted(of_kind("Service")) == sorted(service.name for service in SERVICES)


def test_a_port_has_a_name_that_a_cluster_takes(deployment: Node) -> None:
    assert all(len(name) <= LONGEST_PORT_NAME for name in _port_names(deployment))


@pytest.mark.parametrize("sibling", SIBLINGS, ids=lambda service: service.name)
def test_the_invoices_find_every_sibling_with_its_base_path(sibling: Service) -> None:
    assert of_kind("ConfigMap")["facturas"]["data"][sibling.variable] == sibling.api_url(sibling.name)


def test_the_invoices_take_the_settings() -> None:
    (container,) = pod(of_kind("Deployment")["facturas"])["containers"]

    assert container["envFrom"] == [{"configMapRef": {"name": "facturas"}}]


def test_the_key_comes_from_a_secret_that_is_not_in_the_files() -> None:
    (container,) = pod(of_kind("Deployment")["facturas"])["containers"]
    manual = (ROOT / "docs" / "deployment.md").read_text("utf-8")

    reference = {"name": "facturas-keys", "key": "TALLER_API_KEY"}
    assert container["env"] == [{"name": "TALLER_API_KEY", "valueFrom": {"secretKeyRef": reference}}]
    assert of_kind("Secret") == {}
    assert "kubectl create secret generic facturas-keys --from-literal=TALLER_API_KEY=" in manual


def test_a_pod_is_no_root_and_knows_no_secret(deployment: Node) -> None:
    spec = pod(deployment)

    assert spec["securityContext"]["runAsNonRoot"] is True
    assert (
        f"{spec['securityContext']['runAsUser']}:{spec['securityContext']['runAsGroup']}"
        == (instructions("USER")[-1])
    )
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    assert of_kind("ServiceAccount")[spec["serviceAccountName"]]["automountServiceAccountToken"] is False


def test_a_container_can_neither_write_to_its_root_nor_gain_rights(container: Node) -> None:
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_a_container_has_requests_and_limits(container: Node) -> None:
    for each in ("requests", "limits"):
        assert sorted(container["resources"][each]) == ["cpu", "memory"]


def test_the_limits_are_those_of_the_compose_file(deployment: Node, container: Node) -> None:
    name = deployment["metadata"]["name"]

    limit = container["resources"]["limits"]["memory"]

    assert limit.replace("Mi", "m") == compose()["services"][name]["mem_limit"]


def test_a_container_runs_what_the_compose_file_runs(deployment: Node, container: Node) -> None:
    assert container["args"] == compose()["services"][deployment["metadata"]["name"]]["command"]


def test_a_container_has_both_probes_at_a_named_port(deployment: Node, container: Node) -> None:
    for probe in ("livenessProbe", "readinessProbe"):
        assert container[probe]["httpGet"]["port"] in _port_names(deployment)
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"


def test_readiness_of_the_invoices_is_apart_from_liveness() -> None:
    (container,) = pod(of_kind("Deployment")["facturas"])["containers"]

    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert _port_names(of_kind("Deployment")["facturas"]) == {"http": service_named(OURS).api_port}


def test_the_image_has_this_version(container: Node) -> None:
    assert container["image"] == f"taller:{__version__}"
    assert container["imagePullPolicy"] == "IfNotPresent"


def test_sqlite_has_one_writer_even_while_it_is_replaced() -> None:
    spec = of_kind("Deployment")["facturas"]["spec"]

    assert spec["replicas"] == 1
    assert spec["strategy"] == {"type": "Recreate"}


def test_the_database_is_on_the_claim() -> None:
    spec = pod(of_kind("Deployment")["facturas"])

    claims = {each["name"]: each["persistentVolumeClaim"]["claimName"] for each in spec["volumes"][:1]}
    mounts = {each["mountPath"]: each["name"] for each in spec["containers"][0]["volumeMounts"]}

    assert list(of_kind("PersistentVolumeClaim")) == [claims[mounts["/var/lib/taller"]]]


def test_a_pod_mounts_nothing_of_its_machine() -> None:
    assert "hostPath" not in list(strings(resources()))
    assert "hostNetwork" not in list(strings(resources()))


def test_every_object_says_what_it_is_and_what_it_is_part_of() -> None:
    for node in resources():
        labels = node["metadata"]["labels"]
        assert labels["app.kubernetes.io/name"] == node["metadata"]["name"]
        assert labels["app.kubernetes.io/part-of"] == "taller"


def test_a_deployment_selects_its_own_pods(deployment: Node) -> None:
    selector = deployment["spec"]["selector"]["matchLabels"]

    assert selector.items() <= deployment["spec"]["template"]["metadata"]["labels"].items()
