"""The parameters of a request: from text to values, each checked against its schema."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request

from taller.mocks.contract import Operation, Parameter
from taller.mocks.messages import MISSING
from taller.mocks.problems import Fault, Problem
from taller.mocks.schemas import types
from taller.mocks.validation import Validators

_INTEGER = re.compile("-?[0-9]{1,400}")
_WHOLE_NUMBER = re.compile(r"(-?[0-9]{1,400})\.0{1,400}")  # 623.0 is an integer in JSON Schema
_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")
_BOOLEANS = {"true": True, "false": False}
_UNDESCRIBED = ("accept", "authorization", "content-type")
"""Header parameters that OpenAPI ignores."""

Values = dict[str, Any]


class ParameterReader:
    """Reads what one operation takes from path, query and headers."""

    def __init__(self, operation: Operation, validators: Validators) -> None:
        """Prepare to read the parameters of *operation*."""
        self._operation = operation
        self._validators = validators

    def path(self, texts: Mapping[str, str]) -> Values:
        """Return the value of each path parameter.

        :raises Problem: 404, if one cannot name anything; 400, if it is documented and the
            text breaks its schema in another way.
        """
        values: Values = {}
        for parameter in self._in("path"):
            text = texts[parameter.name]
            value, faults = self._read(parameter, [text])
            if faults:
                number = bool(parameter.types & {"integer", "number"})
                status = 404 if number else self._operation.documented(400, 404)
                raise Problem(status, _PATH_DETAIL[status], () if number else faults)
            values[parameter.name] = value
        return values

    def query_and_headers(self, request: Request) -> Values:
        """Return the value of each query and header parameter that came, or its default.

        :raises Problem: 400, with every error; 428, if all that is amiss is a missing ``If-Match``.
        """
        values, faults = self._query(request)
        for parameter in self._in("header"):
            if parameter.name.lower() in _UNDESCRIBED:
                continue
            text = request.headers.get(parameter.name)
            self._take(parameter, [] if text is None else [text], values, faults)
        if faults:
            raise self._refusal(faults)
        return values

    def _query(self, request: Request) -> tuple[Values, list[Fault]]:
        values: Values = {}
        faults: list[Fault] = []
        declared = list(self._in("query"))
        texts = _query_texts(request) if declared else {}
        for parameter in declared:
            self._take(parameter, texts.get(parameter.name, []), values, faults)
        return values, faults

    def _in(self, place: str) -> Iterator[Parameter]:
        return (one for one in self._operation.parameters if one.place == place)

    def _take(self, parameter: Parameter, texts: list[str], values: Values, faults: list[Fault]) -> None:
        if texts:
            values[parameter.name], found = self._read(parameter, texts)
            faults.extend(found)
        elif parameter.required:
            faults.append({_word(parameter): parameter.name, "detail": MISSING})
        elif parameter.default is not None:
            values[parameter.name] = parameter.default

    def _read(self, parameter: Parameter, texts: Sequence[str]) -> tuple[Any, list[Fault]]:
        """Return the first reading of *texts* that is valid; if none is, what ails the first."""
        first: list[Fault] = []
        for value in _readings(parameter, texts):
            found = self._validators.faults(parameter.schema, value)
            if not found:
                return value, []
            first = first or found
        word = _word(parameter)
        return None, [{word: parameter.name, "detail": fault["detail"]} for fault in first]

    def _refusal(self, faults: list[Fault]) -> Problem:
        tag = self._operation.if_match
        if tag is not None and faults == [{"header": tag.name, "detail": MISSING}]:
            status = next((one for one in (428, 412) if one in self._operation.responses), 400)
            return Problem(status, f"Un cambio necesita la cabecera {tag.name}.", faults)
        status = self._operation.documented(400, 422)
        return Problem(status, "La petición tiene parámetros que no valen.", faults)


_PATH_DETAIL = {
    400: "La ruta no cumple el contrato.",
    404: "No hay nada ahí: la ruta no puede nombrar nada.",
}


def _word(parameter: Parameter) -> str:
    return "header" if parameter.place == "header" else "parameter"


def _query_texts(request: Request) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(request.query_string.decode("latin-1"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise Problem(400, "La consulta no es UTF-8.") from error
    for name, text in pairs:
        texts.setdefault(name, []).append(text)
    return texts


def _readings(parameter: Parameter, texts: Sequence[str]) -> Iterator[Any]:
    """Yield the values that *texts* may mean under the schema of *parameter*, likeliest first."""
    if "array" in parameter.types:
        items = parameter.schema.get("items")
        said = types(items) if items else {"string"}
        several = list(texts) if parameter.explode else ",".join(texts).split(",")
        yield [next(_scalars(said, text)) for text in several]
    elif len(texts) == 1:
        yield from _scalars(parameter.types, texts[0], in_path=parameter.place == "path")
    else:
        yield list(texts)  # twice: the schema will say what it thinks of a list


def _scalars(said: Set[str], text: str, *, in_path: bool = False) -> Iterator[Any]:
    if said & {"integer", "number"}:
        yield from _integers(text, in_path=in_path)
    if "number" in said and _NUMBER.fullmatch(text):
        yield float(text)
    if "boolean" in said and text in _BOOLEANS:
        yield _BOOLEANS[text]
    yield text


def _integers(text: str, *, in_path: bool) -> Iterator[int]:
    whole = _WHOLE_NUMBER.fullmatch(text)
    if _INTEGER.fullmatch(text):
        yield int(text)
    elif whole and not in_path:  # one resource has one path: 7, and not 7.0 as well
        yield int(whole[1])
