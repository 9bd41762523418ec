"""The admin path's own contract: served, and what requests are checked against."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from taller.mocks.openapi.messages import MISSING, UNKNOWN, sentence
from taller.mocks.openapi.problems import Fault
from taller.mocks.openapi.validation import pointer

if TYPE_CHECKING:
    import jsonschema_rs

_URI = "urn:taller:admin"


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the admin path."""
    import yaml  # asked for seldom, and slow to load

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("taller.mocks.admin").joinpath("admin.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - both are safe
    return loaded


@cache
def document_text() -> bytes:
    """Return the document as JSON."""
    return json.dumps(document(), ensure_ascii=False).encode()


def parameters(path: str, method: str) -> dict[str, str]:
    """Return the places of the schemas of an operation's query parameters, by name."""
    # Each stands among the components, under its own name.
    references = [one["$ref"] for one in document()["paths"][path][method].get("parameters", [])]
    return {reference.rpartition("/")[2]: f"{reference}/schema" for reference in references}


def faults(place: str, value: Any) -> list[Fault]:
    """Return what is wrong with *value* under the schema at *place*, a JSON pointer."""
    return [fault for error in _validator(place).iter_errors(value) for fault in _faults(error)]


@cache
def _validator(place: str) -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs

    registry = jsonschema_rs.Registry([(_URI, document())])
    return jsonschema_rs.Draft202012Validator({"$ref": _URI + place}, registry=registry, offline=True)


def _faults(error: "jsonschema_rs.ValidationError") -> Iterator[Fault]:
    keyword, facts = error.kind.name, error.kind.as_dict()
    if keyword == "required":
        yield {"pointer": pointer(*error.instance_path, facts["property"]), "detail": MISSING}
    elif keyword == "additionalProperties":
        for name in facts["unexpected"]:
            yield {"pointer": pointer(*error.instance_path, name), "detail": UNKNOWN}
    else:
        yield {"pointer": pointer(*error.instance_path), "detail": sentence(keyword, facts)}
