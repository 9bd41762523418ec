"""A contract as the tests here walk it; it shares no code with the stand-ins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
BRANCHES = ("oneOf", "anyOf", "allOf")

Json = Any


def follow(root: Json, node: Json) -> Json:
    """Return what *node* refers to in the document *root*; the node itself if to nothing."""
    while isinstance(node, dict) and "$ref" in node:
        steps = node["$ref"].removeprefix("#/").split("/")
        node = root
        for step in steps:
            node = node[step.replace("~1", "/").replace("~0", "~")]
    return node


@dataclass(frozen=True)
class Operation:
    """One method on one path, its references followed."""

    root: Json
    path: str
    method: str
    node: Json

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def parameters(self) -> list[Json]:
        shared = self.root["paths"][self.path].get("parameters", [])
        return [follow(self.root, one) for one in shared + self.node.get("parameters", [])]

    @property
    def responses(self) -> dict[str, Json]:
        return {code: follow(self.root, one) for code, one in self.node["responses"].items()}

    @property
    def body(self) -> Json | None:
        return follow(self.root, self.node.get("requestBody"))

    def named(self, place: str) -> set[str]:
        """Return the names of the parameters in *place*: ``path``, ``query`` or ``header``."""
        return {one["name"] for one in self.parameters if one["in"] == place}

    def required(self, place: str) -> set[str]:
        """Return the names of those that a request must have."""
        return {one["name"] for one in self.parameters if one["in"] == place and one.get("required")}


def operations(root: Json) -> Iterator[Operation]:
    """Yield each operation of the document."""
    for path, item in root["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(root, path, method, item[method])


def holders(node: Json, where: str = "#") -> Iterator[tuple[str, Json]]:
    """Yield what has a ``schema``: parameters, headers and media types, wherever they stand."""
    if isinstance(node, dict):
        if "schema" in node:
            yield where, node
        for key, value in node.items():
            if key not in ("schema", "schemas", "example", "examples"):
                yield from holders(value, f"{where}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from holders(value, f"{where}/{index}")


def schemas(root: Json) -> Iterator[tuple[str, Json]]:
    """Yield each schema of the document and each inside it, with the place where it stands."""
    for where, holder in holders(root):
        yield from inside(holder["schema"], f"{where}/schema")
    for name, schema in root["components"]["schemas"].items():
        yield from inside(schema, f"#/components/schemas/{name}")


def inside(schema: Json, where: str = "") -> Iterator[tuple[str, Json]]:
    """Yield *schema* and the schemas written inside it, references not followed."""
    yield where, schema
    for key, child in _children(schema):
        yield from inside(child, f"{where}/{key}")


def reached(root: Json, schema: Json, where: str = "") -> Iterator[tuple[str, Json]]:
    """Yield *schema* and all below it, references followed."""
    schema = follow(root, schema)
    yield where, schema
    for key, child in _children(schema):
        yield from reached(root, child, f"{where}/{key}")


def _children(schema: Json) -> Iterator[tuple[str, Json]]:
    for name, child in schema.get("properties", {}).items():
        yield name, child
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield key, schema[key]
    for key in BRANCHES:
        for index, child in enumerate(schema.get(key, [])):
            yield f"{key}/{index}", child


def types(schema: Json) -> set[str]:
    """Return the types that *schema* names."""
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def properties(root: Json, schema: Json) -> dict[str, Json]:
    """Return the properties of an object, those of its branches included."""
    schema = follow(root, schema)
    found: dict[str, Json] = dict(schema.get("properties", {}))
    for key in BRANCHES:
        for branch in schema.get(key, []):
            found |= properties(root, branch)
    return found


def examples(root: Json, holder: Mapping[str, Json]) -> list[Json]:
    """Return the values of the examples beside a schema."""
    single = [holder["example"]] if "example" in holder else []
    named = [follow(root, one)["value"] for one in holder.get("examples", {}).values()]
    return single + named
