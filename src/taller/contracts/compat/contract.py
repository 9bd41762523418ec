"""A contract's operations, as they are found and compared: references followed, shared parts joined."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from taller.contracts.path_items import path_items
from taller.documents.pointers import below, followed

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_NOT_PARAMETERS = {"accept", "content-type", "authorization"}
"""Headers that OpenAPI tells of elsewhere (3.1.1, 4.8.12.2.1)."""


@dataclass(frozen=True)
class Part:
    """A part of a contract, and the pointer to it; references followed."""

    pointer: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """An operation, and where it is."""

    method: str
    path: str
    part: Part
    parameters: Mapping[tuple[str, str], Part]
    """By place and name; headers in lower case."""
    servers: Part
    """What holds the list of its servers."""

    @property
    def name(self) -> str:
        """Its method and path."""
        return f"{self.method.upper()} {self.path}"

    @property
    def template(self) -> list[str]:
        """The names of the parameters in its path, in order."""
        return template_of(self.path)


def template_of(path: str) -> list[str]:
    """Return the names of the parameters in *path*, in order."""
    return _TEMPLATE.findall(path)


def shape_of(path: str) -> str:
    """Return *path* without the names of its parameters, which no request shows."""
    return _TEMPLATE.sub("{}", path)


class Contract:
    """One document, ready to be compared."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Look at *document*, a sound OpenAPI 3.1 document as `taller.documents` reads it."""
        self.document = document

    def part(self, pointer: str, value: Any) -> Part:
        """Return what *value*, which stands at *pointer*, is once its references are followed."""
        place, found = followed(self.document, pointer, value)
        return Part(place, found if isinstance(found, dict) else {})

    def inside(self, part: Part, name: str) -> dict[str, Part]:
        """Return what the map *name* of *part* holds."""
        several = part.value.get(name, {})
        place = below(part.pointer, name)
        return {key: self.part(below(place, key), one) for key, one in several.items()}

    def answers(self, operation: Operation) -> dict[str, Part]:
        """Return the responses of *operation* by their statuses, extensions left out."""
        found = self.inside(operation.part, "responses")
        return {status: one for status, one in found.items() if not status.startswith("x-")}

    def operations(self) -> dict[tuple[str, str], Operation]:
        """Return each operation by its method and the shape of its path."""
        found: dict[tuple[str, str], Operation] = {}
        for path, item in path_items(self.document).items():
            holder = self.part(below("/paths", path), item)
            for method in METHODS:
                if isinstance(holder.value.get(method), dict):
                    operation = self._operation(method, path, holder)
                    found.setdefault((method, shape_of(path)), operation)
        return found

    def _operation(self, method: str, path: str, item: Part) -> Operation:
        part = Part(below(item.pointer, method), item.value[method])
        parameters = {**dict(self._parameters(item)), **dict(self._parameters(part))}
        root = Part("", self.document)
        servers = next((one for one in (part, item) if one.value.get("servers")), root)
        return Operation(method, path, part, parameters, servers)

    def _parameters(self, holder: Part) -> Iterator[tuple[tuple[str, str], Part]]:
        for index, one in enumerate(holder.value.get("parameters", ())):
            found = self.part(f"{holder.pointer}/parameters/{index}", one)
            place, name = found.value.get("in", ""), found.value.get("name", "")
            plain = name.lower() if place == "header" else name
            if not (place == "header" and plain in _NOT_PARAMETERS):
                yield (place, plain), found


def urls(servers: Part) -> list[str]:
    """Return the addresses of *servers*, their variables filled in, without a slash at the end."""
    return [_url(one) for one in servers.value.get("servers") or [{"url": "/"}]]


def _url(server: Mapping[str, Any]) -> str:
    url: str = server["url"]
    for name, variable in server.get("variables", {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    return url.rstrip("/") or "/"


def base_path(url: str) -> str:
    """Return the path of *url*, which all paths of a contract follow."""
    return urlsplit(url).path.rstrip("/") or "/"
