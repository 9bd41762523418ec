"""The kinds of findings: how bad each is, what it says, and whom it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass

from taller.contracts.compat.codes import CODES, Severity, Text
from taller.contracts.compat.reasons import reason_for


@dataclass(frozen=True)
class Kind:
    """A kind of finding."""

    severity: Severity
    what: Text
    """What changed, with words in braces."""
    why: Text
    """Whom it breaks, and why; or why nobody."""


def _breaking(what: tuple[str, str], why: tuple[str, str]) -> Kind:
    return Kind("breaking", Text(*what), Text(*why))


def _risky(what: tuple[str, str], why: tuple[str, str]) -> Kind:
    return Kind("risky", Text(*what), Text(*why))


def _compatible(what: tuple[str, str], why: tuple[str, str]) -> Kind:
    return Kind("compatible", Text(*what), Text(*why))


_NEW = "Nobody uses it yet.", "Nadie lo usa todavía."
_OF_OPERATIONS: Mapping[str, Kind] = {
    "operation-removed": _breaking(
        ("the operation is gone", "la operación desaparece"),
        ("Whoever calls it gets 404 or 405.", "Quien la llama recibe 404 o 405."),
    ),
    "operation-added": _compatible(("the operation is new", "la operación es nueva"), _NEW),
    "operation-deprecated": _compatible(
        ("the operation is deprecated now", "la operación queda en desuso"),
        ("It works as before, but may go.", "Funciona como antes, pero puede desaparecer."),
    ),
    "operation-id-changed": _risky(
        ("operationId {old} became {new}", "operationId {old} pasa a {new}"),
        (
            "Generated clients name their functions after it; the wire stays as it is.",
            "Los clientes generados ponen ese nombre a sus funciones; en la red nada cambia.",
        ),
    ),
    "link-removed": _risky(
        ("the link {name} is gone", "desaparece el enlace {name}"),
        ("Clients and tests that follow links lose a way.", "Quien sigue enlaces pierde un camino."),
    ),
    "base-path-changed": _breaking(
        ("the base path {old} is gone; there is {new}", "la ruta base {old} desaparece; queda {new}"),
        (
            "Every address below it leads nowhere.",
            "Las direcciones que empiezan por ella no llevan a nada.",
        ),
    ),
    "server-removed": _risky(
        ("the server {old} is gone", "desaparece el servidor {old}"),
        ("Whoever has its address must change it.", "Quien tiene su dirección debe cambiarla."),
    ),
    "server-added": _compatible(("the server {new} is new", "el servidor {new} es nuevo"), _NEW),
}
_OF_SECURITY: Mapping[str, Kind] = {
    "security-required": _breaking(
        ("{new} is asked for, where nothing was", "se pide {new}, donde no se pedía nada"),
        ("Whoever sends no credentials gets 401.", "Quien no envía credenciales recibe 401."),
    ),
    "security-removed": _breaking(
        ("{old} is no longer enough: {new} is asked for", "{old} ya no basta: se pide {new}"),
        ("Whoever proves who they are in this way gets 401.", "Quien se identifica así recibe 401."),
    ),
    "security-scope-added": _breaking(
        ("{old} needs more scopes: {new}", "{old} necesita más permisos: {new}"),
        ("Tokens without these scopes get 403.", "Los tokens sin esos permisos reciben 403."),
    ),
    "security-added": _compatible(
        ("{new} is accepted, too", "también se acepta {new}"),
        ("What was accepted still is.", "Lo que se aceptaba se sigue aceptando."),
    ),
}
_OF_PARAMETERS: Mapping[str, Kind] = {
    "path-parameter-renamed": _compatible(
        ("it was called {old}", "se llamaba {old}"),
        ("The address has the same shape.", "La dirección tiene la misma forma."),
    ),
    "parameter-added": _compatible(("it is new, and optional", "es nuevo y opcional"), _NEW),
    "parameter-added-required": _breaking(
        ("it is new, and required", "es nuevo y obligatorio"),
        (
            "Nobody sends it yet, so every request is refused.",
            "Nadie lo envía todavía: toda petición se rechaza.",
        ),
    ),
    "parameter-removed": _breaking(
        ("it is gone", "desaparece"),
        (
            "Whoever sends it is refused, or gets an answer as if they had not.",
            "A quien lo envía se le rechaza, o se le responde como si no lo enviara.",
        ),
    ),
    "parameter-required": _breaking(
        ("it is required now", "ahora es obligatorio"),
        ("Whoever leaves it out is refused.", "A quien no lo envía se le rechaza."),
    ),
    "parameter-optional": _compatible(
        ("it is optional now", "ahora es opcional"),
        ("Whoever sends it may go on.", "Quien lo envía puede seguir haciéndolo."),
    ),
    "parameter-moved": _breaking(
        ("it moved to {new}", "pasa a {new}"),
        ("It is not looked for where consumers put it.", "No se busca donde los consumidores lo ponen."),
    ),
    "parameter-style-changed": _breaking(
        ("it is written as {new}, no longer as {old}", "se escribe como {new}, ya no como {old}"),
        ("The same text means something else.", "El mismo texto significa otra cosa."),
    ),
    "parameter-deprecated": _compatible(
        ("it is deprecated now", "queda en desuso"),
        ("It works as before, but may go.", "Funciona como antes, pero puede desaparecer."),
    ),
}
_OF_REQUESTS: Mapping[str, Kind] = {
    "request-body-required": _breaking(
        ("it is required now", "ahora es obligatorio"),
        ("Whoever sends none is refused.", "A quien no lo envía se le rechaza."),
    ),
    "request-body-optional": _compatible(
        ("it is optional now", "ahora es opcional"),
        ("Whoever sends one may go on.", "Quien lo envía puede seguir haciéndolo."),
    ),
    "request-body-added": _compatible(("it is new, and optional", "es nuevo y opcional"), _NEW),
    "request-body-removed": _breaking(
        ("no body is taken any more", "ya no se admite un cuerpo"),
        ("What is sent is refused, or not read.", "Lo que se envía se rechaza o no se lee."),
    ),
    "request-media-type-removed": _breaking(
        ("{name} is no longer taken", "ya no se admite {name}"),
        ("Whoever sends it gets 415.", "Quien lo envía recibe 415."),
    ),
    "request-media-type-added": _compatible(("{name} is taken, too", "también se admite {name}"), _NEW),
}
_OF_RESPONSES: Mapping[str, Kind] = {
    "response-status-removed": _breaking(
        ("the status is gone", "el código desaparece"),
        ("Whoever waits for it waits in vain.", "Quien lo espera no lo recibirá."),
    ),
    "response-status-added": _risky(
        ("the status is new", "el código es nuevo"),
        (
            "Whoever takes only the known ones for success takes it for a failure.",
            "Quien solo da por buenos los conocidos lo toma por un error.",
        ),
    ),
    "response-error-removed": _compatible(
        ("the error is gone", "el error desaparece"),
        ("What handles it is no longer needed.", "Lo que lo trata ya no hace falta."),
    ),
    "response-error-added": _compatible(
        ("the error is new", "el error es nuevo"),
        (
            "A client takes an unknown error for the first of its class (RFC 9110, 15).",
            "Un cliente toma un error desconocido por el primero de su clase (RFC 9110, 15).",
        ),
    ),
    "response-media-type-removed": _breaking(
        ("{name} is no longer offered", "ya no se ofrece {name}"),
        (
            "Whoever reads nothing else gets 406, or what they cannot read.",
            "Quien no lee otra cosa recibe 406, o lo que no sabe leer.",
        ),
    ),
    "response-media-type-added": _compatible(
        ("{name} is offered, too", "también se ofrece {name}"),
        ("It comes to those who ask for it.", "Lo recibe quien lo pide."),
    ),
    "response-header-removed": _breaking(
        ("it is gone", "desaparece"), ("Whoever reads it finds nothing.", "Quien la lee no encuentra nada.")
    ),
    "response-header-optional": _breaking(
        ("it may be absent now", "ahora puede faltar"),
        ("Whoever relies on it fails when it is absent.", "Quien cuenta con ella falla cuando falta."),
    ),
    "response-header-added": _compatible(("it is new", "es nueva"), _NEW),
}


def _of_schemas() -> dict[str, Kind]:
    made: dict[str, Kind] = {}
    for name, code in CODES.items():
        for side, severity in (("request", code.request), ("response", code.response)):
            if severity is not None:
                kind = f"{side}-{name}"
                made[kind] = Kind(severity, code.what, reason_for(kind, severity))
    return made


KINDS: Mapping[str, Kind] = {
    **_OF_OPERATIONS,
    **_OF_SECURITY,
    **_OF_PARAMETERS,
    **_OF_REQUESTS,
    **_OF_RESPONSES,
    **_of_schemas(),
}
"""Each kind of finding by its name, a word in kebab case that stays as it is."""
