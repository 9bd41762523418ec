"""How the annotations of the views become the contract: names, refusals, headers, links."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask_smorest import Api, Blueprint
from flask_smorest.spec.plugins import FlaskPlugin

from taller.invoices.blueprint import story
from taller.invoices.blueprint.examples import examples
from taller.invoices.blueprint.fields import Day, Flag, Hundredths, Integer, Moment, OneOf
from taller.invoices.blueprint.json_body import StrictParser
from taller.invoices.blueprint.paths import IdConverter, id_schema
from taller.invoices.blueprint.problems import MEDIA_TYPE

View = TypeVar("View", bound=Callable[..., Any])

REFUSALS = {
    400: "Malformado",
    401: "SinClave",
    403: "RolInsuficiente",
    404: "NoEncontrado",
    409: "Conflicto",
    412: "EtiquetaCaducada",
    413: "DemasiadoGrande",
    415: "TipoNoAdmitido",
    422: "NoValido",
    428: "FaltaEtiqueta",
    500: "ErrorInterno",
    502: "OtroServicioFalla",
    503: "NoDisponible",
}
"""The names in the contract of the answers that refuse."""

ALWAYS = (401, 403, 500, 503)
"""Those that any operation may answer."""

READING_ORDER = ("parameters", "get", "post", "put", "delete", "options")
METHODS = frozenset(READING_ORDER) - {"parameters"}

PATH_NAMES = {
    "invoice_id": "id",
    "customer_id": "idCliente",
    "payment_id": "pagoId",
    "position": "posicion",
}
"""From the views' arguments to the contract's parameters."""


class Contract(Blueprint):
    """A flask-smorest blueprint that reads bodies strictly."""

    ARGUMENTS_PARSER = StrictParser()


def refuses(*statuses: int) -> Callable[[View], View]:
    """Document that an operation may answer with these statuses."""

    def decorate(view: View) -> View:
        for status in statuses:
            view = Blueprint.alt_response(None, status, response=REFUSALS[status])(view)
        return view

    return decorate


def example(name: str) -> dict[str, str]:
    """Return the examples of a body: the one called *name* among the components."""
    return {name: name}


def header(name: str) -> Callable[[View], View]:
    """Document a request header by its name among the components."""

    def decorate(view: View) -> View:
        documented: dict[str, Any] = view.__dict__.setdefault("_apidoc", {})
        documented.setdefault("arguments", {}).setdefault("parameters", []).append(name)
        return view

    return decorate


def named(operation_id: str, **more: Any) -> Callable[[View], View]:
    """Document an operation's id, what any may answer, and whatever no other decorator says."""
    document: Callable[[View], View] = Blueprint.doc(operationId=operation_id, **more)
    return lambda view: document(refuses(*ALWAYS)(view))


class _Converter(OpenAPIConverter):
    def schema2jsonschema(self, schema: Any) -> dict[str, Any]:
        document: dict[str, Any] = super().schema2jsonschema(schema)
        document.update(getattr(schema.Meta, "json_schema", {}))
        return document


class _SchemaPlugin(MarshmallowPlugin):
    Converter = _Converter

    def __init__(self) -> None:
        super().__init__(schema_name_resolver=_component_name)


def _component_name(schema: Any) -> str:
    resolved: Any = schema if isinstance(schema, type) else type(schema)
    return getattr(resolved.Meta, "component", "")


class _PathPlugin(FlaskPlugin):
    """Paths below the blueprint's prefix, which is the contract's base path."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._prefix = prefix

    def rule_to_params(self, rule: Any) -> list[dict[str, Any]]:
        params: list[dict[str, Any]] = super().rule_to_params(rule)
        for param in params:
            param["name"] = PATH_NAMES[param["name"]]
            param["description"], param["example"] = story.PATH_PARAMETERS[param["name"]]
        return params

    def path_helper(self, rule: Any, operations: Any, parameters: Any, **kwargs: Any) -> str:
        path: str = super().path_helper(rule, operations, parameters, **kwargs)
        for ours, theirs in PATH_NAMES.items():
            path = path.replace(f"{{{ours}}}", f"{{{theirs}}}")
        return path.removeprefix(self._prefix)


def _in_order(item: dict[str, Any]) -> dict[str, Any]:
    """Return a path item with its methods as one reads them, and the answers by their status."""
    for method in METHODS & item.keys():
        item[method]["responses"] = dict(sorted(item[method]["responses"].items()))
    return {name: item[name] for name in sorted(item, key=READING_ORDER.index)}


_JSON_TYPES = {
    Integer: "integer",
    Hundredths: "number",
    Flag: "boolean",
    Moment: "string",
    Day: "string",
    OneOf: "string",
}


class InvoicesApi(Api):
    """Gathers the contract; it leaves the error pages of the application alone."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Any, prefix: str) -> None:
        self._prefix = prefix
        spec_kwargs = {
            **story.INFORMATION,
            "openapi_version": "3.1.0",
            "flask_plugin": _PathPlugin(prefix),
            "marshmallow_plugin": _SchemaPlugin(),
            "servers": [{"url": prefix or "/", "description": "La base de todas las rutas."}],
            "security": [{story.SECURITY_NAME: []}],
        }
        self._lock = threading.Lock()
        self._undocumented: list[tuple[Any, str, Any]] = []
        super().__init__(app, spec_kwargs=spec_kwargs, config_prefix="TALLER_INVOICES")

    def register_blueprint(self, blp: Any, *, parameters: Any = None, **options: Any) -> None:
        """Add the paths of *blp* to the application; what is written of them waits until somebody asks."""
        name = options.get("name", blp.name)
        self._app.extensions["flask-smorest"]["blp_name_to_api"][name] = self
        self._app.register_blueprint(blp, **options)
        self._undocumented.append((blp, name, parameters))

    def document(self) -> dict[str, Any]:
        """Return the contract as the service keeps it."""
        with self._lock:
            while self._undocumented:
                blp, name, parameters = self._undocumented.pop()
                blp.register_views_in_doc(self, self._app, self.spec, name=name, parameters=parameters)
                self.spec.tag({"name": name, "description": blp.description})
        document: dict[str, Any] = self.spec.to_dict()
        document["paths"] = {path: _in_order(item) for path, item in document["paths"].items()}
        return document

    def _register_error_handlers(self) -> None:
        """Nothing: flask-smorest would take over the errors of the whole application."""

    def _register_doc_blueprint(self) -> None:
        """Nothing: the blueprint itself serves the document."""

    def _register_responses(self) -> None:
        self.register_converter(IdConverter, id_schema)
        for field, kind in _JSON_TYPES.items():
            self.register_field(field, kind, None)
        components = self.spec.components
        components.security_scheme(story.SECURITY_NAME, story.SECURITY)
        components.schema("Problema", story.PROBLEM)
        for name, (description, example) in story.REFUSALS.items():
            content = {MEDIA_TYPE: {"schema": "Problema", "example": example}}
            response = {"description": description, "content": content}
            if name in story.CHALLENGING:
                response["headers"] = {"WWW-Authenticate": "WWW-Authenticate"}
            if name in story.RETRIABLE:
                response["headers"] = {"Retry-After": story.RETRIABLE[name]}
            components.response(name, response)
        for name, (summary, value) in examples().items():
            components.example(name, {"summary": summary, "value": value})
        components.response("Opciones", story.OPTIONS)
        components.response("SinCambios", story.NOT_MODIFIED)

    def _register_etag_headers(self) -> None:
        for name, document in story.HEADERS.items():
            self.spec.components.header(name, document)
        for name, document in story.PARAMETERS.items():
            self.spec.components.parameter(name, "header", document)

    def _register_pagination_header(self) -> None:
        """Nothing: pages have links in the body."""
