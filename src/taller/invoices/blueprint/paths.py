"""The ids in paths, and the answer to what no path matches."""

from typing import Any, NoReturn

import flask
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter, Map, Rule, ValidationError

from taller.invoices.blueprint.fields import INT32


class IdConverter(BaseConverter):
    """A positive 32-bit integer, written in one way only; anything else is no path of ours (404)."""

    regex = "[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        if int(value) > INT32:
            raise ValidationError
        return int(value)


def id_schema(_converter: IdConverter) -> dict[str, Any]:
    return {"type": "integer", "format": "int32", "minimum": 1, "maximum": INT32}


def catch_unmatched(state: BlueprintSetupState) -> None:
    """Answer below the blueprint's prefix what no rule of it matches.

    Flask gives no blueprint the 404 and 405 of its own paths: they go to the application's handlers,
    which are the host's. So one more rule catches all, and a map of our rules alone says which it is.
    """
    prefix = state.url_prefix
    if not prefix:
        return  # it would catch the host's paths as well
    name = f"{state.name_prefix}.{state.name}".lstrip(".")
    rules = [rule for rule in state.app.url_map.iter_rules() if rule.endpoint.startswith(f"{name}.")]
    ours = Map([_copy(rule) for rule in rules], converters=state.app.url_map.converters)

    def unmatched(rest: str) -> NoReturn:  # noqa: ARG001 -- the rule's only argument
        # Raises NotFound, or MethodNotAllowed with the methods that there are.
        ours.bind_to_environ(flask.request.environ).match()
        raise NotFound

    endpoint = f"{name}.unmatched"
    state.app.view_functions[endpoint] = unmatched
    # Flask's own way of adding a rule would not let it take every method.
    state.app.url_map.add(Rule(f"{prefix}/<path:rest>", endpoint=endpoint, methods=None))


def _copy(rule: Rule) -> Rule:
    return Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods)
