"""The files are what Kubernetes and compose take, by schemas of theirs that come as packages."""

import kubernetes_validate
import pytest
import yaml
from compose_spec import PyCompose
from tests.deployment.reading import Node, compose, resources


@pytest.mark.parametrize("version", ["1.25", "1.30", "1.37"])
@pytest.mark.parametrize("node", resources(), ids=lambda node: f"{node['kind']} {node['metadata']['name']}")
def test_kubernetes_takes_every_object(node: Node, version: str) -> None:
    kubernetes_validate.validate(node, version, strict=True)


def test_compose_takes_the_file() -> None:
    plain = {key: value for key, value in compose().items() if not key.startswith("x-")}

    read = PyCompose.from_yaml(yaml.safe_dump(plain))

    assert set(read.services) == {"facturas", "siblings"}


def test_compose_refuses_a_key_that_is_not_there() -> None:
    broken = {"services": {"facturas": {"image": "taller", "immage": "taller"}}}

    with pytest.raises(ValueError, match="immage"):
        PyCompose.from_yaml(yaml.safe_dump(broken))
