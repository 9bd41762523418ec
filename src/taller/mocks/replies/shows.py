"""What the contract itself shows of an answer: its examples, and what its schemas let one make up."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.exchange import Samples
from taller.mocks.openapi.operation import Promise
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.schemas import Fits


class Shows:
    """Bodies and headers that nobody made: an example that keeps the contract, or a made-up value."""

    def __init__(self, fits: Fits, samples: Samples) -> None:
        """Choose what passes *fits*, and make up the rest with *samples*."""
        self._fits = fits
        self._samples = samples

    def body(self, promise: Promise, media: str, *, dynamic: bool = False, salt: str = "") -> Any:
        """Return a JSON value for *promise*: the first sound example, else one made up.

        :raises Problem: 501, if there is none.
        """
        node = promise.content[media]
        schema = node.get("schema")
        for value in () if dynamic else _examples(node):
            if schema is None or self._fits(schema, value):
                return value
        if schema is None:
            return {}
        return self._made(schema, dynamic=dynamic, salt=salt)

    def named(self, promise: Promise, media: str, name: str) -> Any:
        """Return the example *name*.

        :raises Problem: 404, if there is none, or it breaks its schema.
        """
        node = promise.content[media]
        example = node.get("examples", name, "value")
        if example is None:
            several = node.get("examples")
            known = ", ".join(one for one, _ in several.items()) if several else "ninguno"
            raise Problem(404, f"El contrato no tiene ahí el ejemplo {name!r}; tiene: {known}.")
        schema = node.get("schema")
        if schema is not None and not self._fits(schema, example.value):
            raise Problem(404, f"El ejemplo {name!r} no cumple su propio esquema.")
        return example.value

    def text(self, promise: Promise, media: str, *, dynamic: bool = False, salt: str = "") -> str:
        """Return the text of an answer that is neither JSON nor XML."""
        node = promise.content[media]
        if node.get("schema") is None and next(_examples(node), None) is None:
            return ""
        return as_text(self.body(promise, media, dynamic=dynamic, salt=salt))

    def headers(self, promise: Promise) -> dict[str, str]:
        """Return all the headers that *promise* declares, as the contract shows them."""
        return {name: self._header(node) for name, node in promise.shown_headers.items()}

    def required_headers(self, promise: Promise, headers: dict[str, str]) -> dict[str, str]:
        """Return *headers* with those that *promise* requires and nobody gave."""
        if not promise.required_headers:
            return headers
        there = {name.lower() for name in headers}
        missing = {
            name: self._header(node)
            for name, node in promise.required_headers.items()
            if name.lower() not in there
        }
        return headers | missing

    def _header(self, node: Node) -> str:
        schema = node.get("schema")
        for value in _examples(node):
            if schema is None or self._fits(schema, value):
                return _in_header(value)
        return _in_header(self._made(schema)) if schema is not None else ""

    def _made(self, schema: Node, *, dynamic: bool = False, salt: str = "") -> Any:
        try:
            return self._samples.value(schema, dynamic=dynamic, salt=salt)
        except ValueError as error:
            detail = f"El contrato no enseña esta respuesta, ni deja inventarla: {error}"
            raise Problem(501, detail) from error


def _examples(node: Node) -> Iterator[Any]:
    """Yield the values of the examples of a media type, a header or its schema, in that order."""
    single = node.get("example")
    several = node.get("examples")
    for _, one in several.items() if several else ():
        value = one.get("value")
        if value is not None:
            yield value.value
    if single is not None:
        yield single.value


def as_text(value: Any) -> str:
    """Return *value* as the body of an answer that is text: a text is itself, and the rest as in JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _in_header(value: Any) -> str:
    """Return *value* as a header has it, in the style ``simple``."""
    match value:
        case bool():
            text = str(value).lower()
        case list():
            text = ",".join(map(_in_header, value))
        case dict():
            text = ",".join(f"{name},{_in_header(one)}" for name, one in value.items())
        case None:
            text = ""
        case _:
            text = str(value)
    return quote(text, safe=" !\"#$&'()*+,/:;=?@[]^_`{|}~<>%-.")
