"""Writes the examples as the service answers them, and the contract as the annotations say it.

    make contract

What is written is then read by a person, as a promise; a test holds it equal to what the service says.
"""

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import yaml
from tests.invoices.blueprint.scene import played

from taller.catalog import contract_path
from taller.invoices import Settings
from taller.invoices.blueprint import examples
from taller.invoices.service.app import create_app

ORDER = ("openapi", "info", "servers", "security", "tags", "paths", "components")
INFO = ("title", "version", "summary", "description", "license")
OPERATION = ("tags", "operationId", "summary", "description", "parameters", "requestBody", "responses")
COMPONENTS = ("securitySchemes", "parameters", "headers", "responses", "schemas", "examples")
MOST_ON_A_LINE = 8


class OneLine(dict[str, Any]):
    """What is small enough to stand on one line."""


class Words(list[Any]):
    """The same for a list."""


class Dumper(yaml.SafeDumper):
    """Writes text of several lines as such, and repeats instead of referring."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _represent() -> None:
    def mapping(flow: bool) -> Any:
        return lambda dumper, value: dumper.represent_mapping(
            "tag:yaml.org,2002:map", value.items(), flow_style=flow
        )

    def sequence(flow: bool) -> Any:
        return lambda dumper, value: dumper.represent_sequence(
            "tag:yaml.org,2002:seq", value, flow_style=flow
        )

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    Dumper.add_representer(dict, mapping(flow=False))
    Dumper.add_representer(OneLine, mapping(flow=True))
    Dumper.add_representer(list, sequence(flow=False))
    Dumper.add_representer(Words, sequence(flow=True))


_represent()


def main() -> None:
    """Write ``examples.json`` and ``specs/facturas.yaml``."""
    file = Path(examples.__file__).with_suffix(".json")
    if not file.exists():
        file.write_text("{}", "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        shown = played(Path(folder))
        file.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", "utf-8")
        app = create_app(Settings(database_url=f"sqlite:///{folder}/facturas.db"))
        document = app.test_client().get("/api/v1/openapi.json").get_json()
        app.extensions["taller.invoices"].close()
    text = written(document)
    assert yaml.safe_load(text) == document
    contract_path("facturas").write_text(text, "utf-8")


def written(document: dict[str, Any]) -> str:
    """Return *document* as YAML, in the order and the layout in which one reads it."""
    document = _ordered(document, ORDER)
    document["info"] = _ordered(document["info"], INFO)
    document["components"] = _ordered(document["components"], COMPONENTS)
    for item in document["paths"].values():
        for method in item.keys() - {"parameters"}:
            item[method] = _ordered(item[method], OPERATION)
    text = yaml.dump(_shaped(document), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    return _spaced(_with_the_problem_of_all(text))


def _ordered(part: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    return {key: part[key] for key in (*order, *(key for key in part if key not in order)) if key in part}


def _shaped(value: Any) -> Any:
    """Return *value* with what is small and flat marked to stand on one line."""
    if isinstance(value, dict):
        made = {key: _shaped(each) for key, each in value.items()}
        return OneLine(made) if all(map(_flat, value.values())) and len(value) <= MOST_ON_A_LINE else made
    if isinstance(value, list):
        shaped = [_shaped(each) for each in value]
        return Words(shaped) if all(map(_flat, value)) else shaped
    return value


def _flat(value: Any) -> bool:
    return not isinstance(value, dict | list) or not value


def _with_the_problem_of_all(text: str) -> str:
    """Return *text* with the Problema that all the contracts have, to the letter."""
    block = re.compile(r"^    Problema:\n(?:     .*\n)+", re.MULTILINE)
    found = block.search(contract_path("clientes").read_text("utf-8"))
    assert found is not None
    return block.sub(lambda _: found.group(), text)


def _spaced(text: str) -> str:
    """Return *text* with an empty line before each path and each kind of component."""
    text = re.sub(r"^(paths|components):$", r"\n\1:", text, flags=re.MULTILINE)
    head, _, rest = text.partition("\npaths:\n")
    rest = re.sub(r"^(  /\S*:| {2}[a-zA-Z]+:)$", r"\n\1", rest, flags=re.MULTILINE)
    rest = rest.replace("components:\n\n", "components:\n").removeprefix("\n")
    return f"{head}\npaths:\n{rest}"


if __name__ == "__main__":
    main()
