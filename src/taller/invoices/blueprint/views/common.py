"""What the operations share: the blueprint, the use cases at hand, and what a created thing answers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any, TypeVar, cast

import flask
from flask.blueprints import BlueprintSetupState
from flask.views import MethodView

from taller.invoices.blueprint import EXTENSION, story
from taller.invoices.blueprint.access import admit, needs
from taller.invoices.blueprint.conditional import tagged
from taller.invoices.blueprint.json_body import whole_body
from taller.invoices.blueprint.openapi import Contract, example, header, named, refuses
from taller.invoices.blueprint.problems import InvalidInput
from taller.invoices.domain.invoice import Invoice
from taller.invoices.use_cases import Invoicing

Created = tuple[Invoice, int, dict[str, str]]
View = TypeVar("View", bound=Callable[..., Any])

blueprint = Contract("facturas", __name__, description=story.TAG["description"])

TAGGED = {"ETag": "ETag"}
CREATED = {"ETag": "ETag", "Location": "Location"}


def invoicing() -> Invoicing:
    """The use cases of the application that serves the request, with who is at work."""
    use_cases = cast(Invoicing, flask.current_app.extensions[EXTENSION].invoicing)
    known: dict[str, Any] = {}
    if "taller_actor" in flask.g:
        known["actor"] = flask.g.taller_actor.name
    if "taller_receipt" in flask.g:
        known["receipt"] = flask.g.taller_receipt
    return replace(use_cases, **known) if known else use_cases


def created(invoice: Invoice) -> Created:
    return invoice, 201, {"Location": flask.url_for(".invoice", invoice_id=invoice.id)}


def refuse_body() -> None:
    """Do nothing if the request has no body.

    :raises InvalidInput: if it has one: it would mean nothing, and its sender thinks otherwise.
    """
    if whole_body(flask.request):
        raise InvalidInput("json", {"_schema": ["Esta operación no lleva cuerpo."]})


class Resource(MethodView):
    """Something that says which methods it takes."""

    def allowed(self) -> flask.Response:
        methods = set(self.methods or ())
        if "GET" in methods:
            methods.add("HEAD")
        response = flask.Response(status=204, headers={"Allow": ", ".join(sorted(methods))})
        del response.headers["Content-Type"]
        return response


def together(*decorators: Callable[[Any], Any]) -> Callable[[View], View]:
    """Return one decorator that does what these do, the first of them outermost."""
    return lambda view: reduce(lambda done, decorate: decorate(done), reversed(decorators), view)


def reads(
    operation_id: str,
    schema: type[Any],
    description: str,
    examples: Mapping[str, str],
    *,
    query: type[Any] | None = None,
    links: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """Document and tag a GET that answers 200 or 304."""
    more = {} if links is None else {"responses": {200: {"links": links}}}
    arguments = [] if query is None else [blueprint.arguments(query, location="query", error_status_code=400)]
    return together(
        named(operation_id, **more),
        refuses(400, 404, 412),
        header("IfMatch"),
        header("IfNoneMatch"),
        tagged,
        *arguments,
        blueprint.alt_response(304, response="SinCambios"),
        blueprint.response(200, schema, description=description, headers=TAGGED, examples=dict(examples)),
    )


def options(operation_id: str, *, absent: bool = True) -> Callable[[View], View]:
    """Document an OPTIONS; *absent* if what it asks of may not be there."""
    refusal = [refuses(404)] if absent else []
    return together(named(operation_id), *refusal, blueprint.alt_response(204, response="Opciones"))


@blueprint.before_request
def authenticate() -> None:
    """Let nobody in who may not, before anything else of the request is looked at."""
    admit(flask.current_app.extensions[EXTENSION].access)


@blueprint.before_request
def limit_body() -> None:
    """Keep to our own limit, whatever the host's is."""
    flask.request.max_content_length = flask.current_app.extensions[EXTENSION].settings.largest_body


def serve_document(state: BlueprintSetupState) -> None:
    """Serve the contract, as the annotations make it, below the blueprint's prefix."""

    @needs(None)
    def document() -> flask.Response:
        return flask.jsonify(state.app.extensions[EXTENSION].api.document())

    endpoint = f"{state.name_prefix}.{state.name}.document".lstrip(".")
    state.app.add_url_rule(f"{state.url_prefix}/openapi.json", endpoint, document)


__all__ = [
    "CREATED",
    "TAGGED",
    "Created",
    "Resource",
    "View",
    "blueprint",
    "created",
    "example",
    "invoicing",
    "options",
    "reads",
    "refuse_body",
    "together",
]
