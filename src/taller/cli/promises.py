"""Whether an answer is what its contract promises: status, headers, media type, body."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, Registry

from taller.catalog import contract_path, load_contract


class Promises:
    """What one contract says of its answers."""

    def __init__(self, service: str) -> None:
        self._root = load_contract(contract_path(service))
        self._uri = f"urn:taller:{service}"
        self._registry = Registry([(self._uri, self._root)])
        self._validator = cache(self._compiled)

    def broken(
        self, method: str, path: str, status: int, headers: Mapping[str, str], body: Any
    ) -> str | None:
        """Return which promise the answer to *method* on *path*, a template, breaks; None if none.

        :param headers: of the answer, their names in lower case.
        :param body: the JSON that came, or None.
        """
        promised, place = self._followed(f"/paths/{_token(path)}/{method.lower()}/responses/{status}")
        if promised is None:
            return f"the contract has no {status} here"
        missing = [name for name in self._required(promised, place) if name.lower() not in headers]
        if missing:
            return f"without the header {missing[0]}"
        media = headers.get("content-type", "").partition(";")[0]
        content = promised.get("content", {})
        if content and media not in content:
            return f"{media or 'no media type'} instead of {', '.join(content)}"
        if not content:
            return None
        return self._misshapen(f"{place}/content/{_token(media)}/schema", body)

    def _required(self, promised: Mapping[str, Any], place: str) -> list[str]:
        """Return the headers that an answer must have."""
        documented = {
            name: self._followed(f"{place}/headers/{_token(name)}")[0] for name in promised.get("headers", {})
        }
        return [name for name, header in documented.items() if header and header.get("required")]

    def _misshapen(self, place: str, body: Any) -> str | None:
        fault = next(self._validator(place).iter_errors(body), None)
        if fault is None:
            return None
        where = "/".join(map(str, fault.instance_path))
        return f"the body breaks its schema at /{where}: {fault.message[:100]}"

    def _compiled(self, place: str) -> Draft202012Validator:
        schema = {"$ref": f"{self._uri}#{quote(place)}"}
        return Draft202012Validator(schema, registry=self._registry, validate_formats=True)

    def _followed(self, place: str) -> tuple[Mapping[str, Any] | None, str]:
        """Return what stands at *place*, and where that really is if it is a reference."""
        node: Any = self._root
        for token in place.split("/")[1:]:
            node = node.get(token.replace("~1", "/").replace("~0", "~"))
            if node is None:
                return None, place
        if "$ref" in node:
            return self._followed(node["$ref"].removeprefix("#"))
        return node, place


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
