"""The ids in paths, and the answer to what no path matches."""

from typing import Any, NoReturn

import flask
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter, Map, PathConverter, Rule

from taller.invoices.blueprint.fields import INT32


class IdConverter(BaseConverter):
    """A positive 32-bit integer, written in one way only; anything else is no path of ours (404).

    The bound is in the expression: werkzeug tries no other rule once `to_python` has refused.
    """

    regex = (
        "[1-9][0-9]{0,8}|1[0-9]{9}|20[0-9]{8}|21[0-3][0-9]{7}|214[0-6][0-9]{6}|2147[0-3][0-9]{5}"
        "|21474[0-7][0-9]{4}|214748[0-2][0-9]{3}|2147483[0-5][0-9]{2}|21474836[0-3][0-9]|214748364[0-7]"
    )

    def to_python(self, value: str) -> int:
        return int(value)


class RestConverter(PathConverter):
    """The rest of a path, even with a newline in it, which werkzeug's own does not match."""

    regex = "(?s:[^/].*)"


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
    state.app.url_map.converters["taller_rest"] = RestConverter
    # Flask's own way of adding a rule would not let it take every method.
    state.app.url_map.add(Rule(f"{prefix}/<taller_rest:rest>", endpoint=endpoint, methods=None))


def _copy(rule: Rule) -> Rule:
    return Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods)
