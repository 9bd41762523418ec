"""Whom a difference between schemas breaks, and why."""

from collections.abc import Mapping

from taller.contracts.compat.codes import Severity, Text

_UNUSED = Text("Nobody uses it yet.", "Nadie lo usa todavía.")
_REFUSED = Text("What consumers send may be refused.", "Lo que envían los consumidores puede rechazarse.")
_UNEXPECTED = Text(
    "Consumers may get what they could not get before.",
    "Los consumidores pueden recibir lo que antes no podían recibir.",
)
_STILL_TAKEN = Text("All that was taken is still taken.", "Todo lo que se admitía se sigue admitiendo.")
_NOTHING_NEW = Text("Nothing comes that could not come before.", "No viene nada que no pudiera venir antes.")
_BY_KIND: Mapping[str, Text] = {
    "request-property-required": Text(
        "Whoever leaves it out is refused.", "A quien no la envía se le rechaza."
    ),
    "request-property-removed": Text("Whoever sends it is refused.", "A quien la envía se le rechaza."),
    "request-property-ignored": Text(
        "What is sent in it may have no effect.", "Lo que se envía en ella puede no tener efecto."
    ),
    "request-property-added": _UNUSED,
    "request-property-allowed": _UNUSED,
    "request-default-changed": Text(
        "Whoever leaves it out gets something else.", "Quien no lo envía obtiene otra cosa."
    ),
    "request-read-only-set": Text(
        "What is sent in it is refused, or has no effect.",
        "Lo que se envía en ella se rechaza o no tiene efecto.",
    ),
    "response-property-removed": Text("Whoever reads it finds nothing.", "Quien la lee no encuentra nada."),
    "response-property-optional": Text(
        "Whoever relies on it fails when it is absent.", "Quien cuenta con ella falla cuando falta."
    ),
    "response-property-added": Text(
        "Consumers pass over what they do not know.", "Los consumidores pasan por alto lo que no conocen."
    ),
    "response-property-added-required": Text(
        "Consumers pass over what they do not know.", "Los consumidores pasan por alto lo que no conocen."
    ),
    "response-property-allowed": Text(
        "Consumers that refuse what they do not know refuse it.",
        "Los consumidores que rechazan lo que no conocen la rechazan.",
    ),
    "response-write-only-set": Text("Whoever reads it finds nothing.", "Quien la lee no encuentra nada."),
    "response-enum-widened": Text(
        "A consumer that decides by the known values meets one it does not know.",
        "Un consumidor que decide según los valores conocidos encuentra uno que no conoce.",
    ),
    "response-alternative-added": Text(
        "A consumer that decides by the known alternatives meets one it does not know.",
        "Un consumidor que decide según las alternativas conocidas encuentra una que no conoce.",
    ),
    "response-null-added": Text(
        "Whoever reads it without looking fails on null.", "Quien lo lee sin mirar falla con null."
    ),
    "request-deprecated": Text(
        "It works as before, but may go.", "Funciona como antes, pero puede desaparecer."
    ),
    "response-deprecated": Text(
        "It works as before, but may go.", "Funciona como antes, pero puede desaparecer."
    ),
}


def reason_for(kind: str, severity: Severity) -> Text:
    """Return why *kind*, ``request-…`` or ``response-…``, is as bad as it is."""
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if kind.startswith("request-"):
        return _STILL_TAKEN if severity == "compatible" else _REFUSED
    return _NOTHING_NEW if severity == "compatible" else _UNEXPECTED
