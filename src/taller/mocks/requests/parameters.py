"""The parameters of a request: from text to values, each checked against its schema."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from taller.mocks.openapi.http import Request
from taller.mocks.openapi.messages import MISSING
from taller.mocks.openapi.operation import Operation
from taller.mocks.openapi.parameter import Parameter
from taller.mocks.openapi.problems import Fault, Problem
from taller.mocks.openapi.validation import Validators
from taller.mocks.requests.bodies import parse_json
from taller.mocks.requests.pairs import Said, decoded, said_in_cookies, said_in_query
from taller.mocks.requests.scalars import readings, scalars
from taller.mocks.requests.styles import Raw, in_query, in_text

_UNDESCRIBED = ("accept", "authorization", "content-type")
"""Header parameters that OpenAPI ignores."""
_NOTHING_SAID = Said((), str)

Values = dict[str, Any]


class ParameterReader:
    """Reads what one operation takes from path, query, headers and cookies."""

    def __init__(self, operation: Operation, validators: Validators) -> None:
        """Prepare to read the parameters of *operation*."""
        self._operation = operation
        self._validators = validators
        self._path = [one for one in operation.parameters if one.place == "path"]
        self._query = [one for one in operation.parameters if one.place == "query"]
        self._headers = [
            one
            for one in operation.parameters
            if one.place == "header" and one.name.lower() not in _UNDESCRIBED
        ]
        self._cookies = [one for one in operation.parameters if one.place == "cookie"]
        self._none = not (self._query or self._headers or self._cookies)
        self._query_names = frozenset(one.name for one in self._query)

    def path(self, texts: Mapping[str, str]) -> Values:
        """Return the value of each path parameter; *texts* are as they were sent.

        :raises Problem: 404, if one cannot name anything; 400, if it is documented and the
            text breaks its schema in another way.
        """
        values: Values = {}
        if len(texts) > len(self._path):
            values = {name: decoded(text) for name, text in texts.items()}
        for parameter in self._path:
            if parameter.name not in texts:
                continue
            value, faults = self._read(parameter, in_text(parameter, texts[parameter.name], decoded))
            if faults:
                number = bool(parameter.types & {"integer", "number"})
                status = 404 if number else self._operation.documented(400, 404)
                raise Problem(status, _PATH_DETAIL.get(status, _PATH_DETAIL[400]), () if number else faults)
            values[parameter.name] = value
        return values

    def values(self, request: Request) -> Values:
        """Return the value of each query, header and cookie parameter that came, or its default.

        :raises Problem: 400, with every error; 428, if all that is amiss is a missing ``If-Match``.
        """
        values: Values = {}
        if self._none:
            return values
        faults: list[Fault] = []
        for parameter, raws in self._said(request):
            several = list(raws)
            if several:
                value, found = self._read(parameter, several)
                if found and parameter.may_be_empty and "" in several:
                    continue  # named, and no more: a value that the schema takes does not follow
                values[parameter.name] = value
                faults.extend(found)
            elif parameter.required:
                faults.append({_word(parameter): parameter.name, "detail": MISSING})
            elif parameter.default is not None:
                values[parameter.name] = parameter.default
        if faults:
            raise self._refusal(faults)
        return values

    def _said(self, request: Request) -> Iterator[tuple[Parameter, Iterable[Raw]]]:
        """Yield what query, headers and cookies may mean by each parameter; nothing, if it is not there."""
        if self._query:
            query = _query(request.query) if request.query else _NOTHING_SAID
            for one in self._query:
                yield one, in_query(one, query, self._query_names)
        for one in self._headers:
            text = request.headers.get(one.name.lower())
            yield one, () if text is None else in_text(one, text)
        for one in self._cookies:
            exploded = one.explode and "scalar" not in one.shapes
            cookies = said_in_cookies(request.headers.get("cookie", ""), exploded=exploded)
            yield one, in_query(one, cookies)

    def _read(self, parameter: Parameter, raws: Iterable[Raw]) -> tuple[Any, list[Fault]]:
        """Return the first reading of *raws* that is valid; if none is, what ails the first."""
        first: list[Fault] = []
        for value in self._readings(parameter, raws):
            if self._validators.fits(parameter.schema, value):
                return value, []
            first = first or self._validators.faults(parameter.schema, value)
        word = _word(parameter)
        return None, [{word: parameter.name, "detail": fault["detail"]} for fault in first]

    def _readings(self, parameter: Parameter, raws: Iterable[Raw]) -> Iterator[Any]:
        for raw in raws:
            if not isinstance(raw, str):
                yield from readings(parameter.schema, raw, self._validators.fits)
            elif parameter.in_json:
                yield _json(raw)
            else:
                yield from scalars(parameter.types, raw, in_path=parameter.place == "path")

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


def _json(text: str) -> Any:
    """Return the value that *text* says; what is no JSON is a text, and seldom what is wanted."""
    try:
        return parse_json(text.encode(errors="surrogatepass"))
    except Problem:
        return text


def _query(query: str) -> Said:
    """Return what *query* says.

    :raises Problem: 400, if it is not UTF-8.
    """
    try:
        return said_in_query(query)
    except UnicodeError as error:
        raise Problem(400, "La consulta no es UTF-8.") from error
