"""Whether a request keeps the contract of the service that it goes to; judged by jsonschema-rs alone."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import httpx2
from jsonschema_rs import Draft202012Validator, Registry

from taller.catalog import contract_path, load_contract, service_named
from taller.documents.pointers import resolved

OF_HTTP = {
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
}
"""Headers that every client of HTTP sends, and no contract speaks of."""


@dataclass(frozen=True)
class Sent:
    """A request, in the words of the contract."""

    operation: str
    """``GET /clientes/{idCliente}``."""
    parameters: Mapping[str, Any]
    """By place and name: ``path/idCliente``."""
    media_type: str | None
    body: Any


class RequestBroken(AssertionError):
    """A request breaks the contract of the service that it goes to."""


class Requests:
    """What one contract says of requests."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._root = load_contract(contract_path(service))
        self._base = service_named(service).base_path
        self._uri = f"urn:taller:requests:{service}"
        self._registry = Registry([(self._uri, self._root)])
        self._validator = cache(self._compiled)

    def kept_by(self, request: httpx2.Request) -> Sent:
        """Return what *request* says.

        :raises RequestBroken: if the contract does not have it; the message names all that is wrong.
        """
        operation, item, in_path = self._found(request)
        described = item[request.method.lower()]
        media = request.headers.get("content-type", "").partition(";")[0] or None
        raw = {
            **{f"path/{name}": value for name, value in in_path.items()},
            **_in_query(request),
            **{f"header/{name}": value for name, value in request.headers.items() if name not in OF_HTTP},
        }
        said = (*item.get("parameters", ()), *described.get("parameters", ()))
        promised = [resolved(self._root, each) for each in said]
        parameters, faults = self._parameters(raw, promised)
        body, wrong = self._body(described.get("requestBody"), media, request.content)
        if faults or wrong:
            raise RequestBroken(f"{self.service}, {operation}: {'; '.join([*faults, *wrong])}")
        return Sent(operation, parameters, media, body)

    def _found(self, request: httpx2.Request) -> tuple[str, Mapping[str, Any], dict[str, str]]:
        path = request.url.raw_path.decode().partition("?")[0]
        for template, item in self._root["paths"].items():
            match = re.fullmatch(_pattern(self._base + template), path)
            if match and request.method.lower() in item:
                in_path = {
                    name: unquote(value)
                    for name, value in zip(_NAMES.findall(template), match.groups(), strict=True)
                }
                return f"{request.method} {template}", item, in_path
        raise RequestBroken(f"{self.service}: the contract has no {request.method} {path}")

    def _parameters(self, raw: Mapping[str, str], promised: list[Any]) -> tuple[dict[str, Any], list[str]]:
        """Return the values, by what the contract says that they are, and what is wrong with them."""
        known = {f"{each['in']}/{_name(each)}": each for each in promised}
        faults = [
            f"{name} is missing" for name, each in known.items() if each.get("required") and name not in raw
        ]
        faults += [f"{name} is unknown" for name in raw if name.startswith("query/") and name not in known]
        values = {}
        for name, text in raw.items():
            schema = known[name]["schema"] if name in known else {}
            values[name] = _value(text, resolved(self._root, schema))
            faults += self._against(schema, values[name], name)
        return values, faults

    def _body(self, promised: Any, media: str | None, content: bytes) -> tuple[Any, list[str]]:
        """Return the body, and what is wrong with it."""
        if promised is None:
            return None, ["a body, where none is taken"] if content else []
        taken = resolved(self._root, promised)["content"]
        if media not in taken:
            return None, [f"{media} instead of {', '.join(taken)}"]
        body = json.loads(content)
        return body, self._against(taken[media]["schema"], body, "the body")

    def _against(self, schema: Any, value: Any, name: str) -> list[str]:
        found = self._validator(json.dumps(schema)).iter_errors(value)
        return [f"{name}{_place(error.instance_path)}: {error.message[:200]}" for error in found]

    def _compiled(self, schema: str) -> Draft202012Validator:
        # By its text, since a schema is no key; what it refers to is in the contract.
        absolute = json.loads(schema.replace('"$ref": "#', f'"$ref": "{self._uri}#'))
        return Draft202012Validator(absolute, registry=self._registry, validate_formats=True)


_NAMES = re.compile(r"\{([^}]+)\}")


def pointers(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each leaf of *value* with its pointer; ``*`` stands for the elements of a list."""
    if isinstance(value, dict) and value:
        for name, below in value.items():
            yield from pointers(below, f"{at}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list) and value:
        for below in value:
            yield from pointers(below, f"{at}/*")
    else:
        yield at, value


@cache
def _pattern(path: str) -> str:
    fixed = _NAMES.split(path)
    return "".join(re.escape(quote(part)) if at % 2 == 0 else "([^/]+)" for at, part in enumerate(fixed))


def _in_query(request: httpx2.Request) -> dict[str, str]:
    found = parse_qsl(request.url.query.decode(), keep_blank_values=True)
    if len(dict(found)) != len(found):
        raise RequestBroken(f"a parameter comes twice in {request.url}")
    return {f"query/{name}": value for name, value in found}


def _name(parameter: Mapping[str, Any]) -> str:
    name = str(parameter["name"])
    return name.lower() if parameter["in"] == "header" else name


def _value(text: str, schema: Mapping[str, Any]) -> Any:
    if schema.get("type") == "integer" and re.fullmatch("-?(0|[1-9][0-9]*)", text):
        return int(text)
    return text


def _place(path: Any) -> str:
    return "".join(f"/{step}" for step in path)
