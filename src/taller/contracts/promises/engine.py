"""The promises that Schemathesis's own checks hold a service to, by the codes of its failures."""

from collections.abc import Mapping

from taller.contracts.promises.kinds import Promise, Severity

_CRITICAL, _HIGH, _MEDIUM, _LOW, _ADVICE = Severity

ENGINE: Mapping[str, Promise] = {
    "ST101": Promise(
        "no-server-error",
        _CRITICAL,
        "No request makes the service fail.",
        "Ninguna petición hace fallar al servicio.",
    ),
    "ST102": Promise(
        "no-server-error-on-media-type",
        _HIGH,
        "A body of another media type does not make the service fail.",
        "Un cuerpo de otro tipo no hace fallar al servicio.",
    ),
    "ST103": Promise(
        "documented-status",
        _HIGH,
        "Every answer has a status that the contract documents.",
        "Toda respuesta lleva un estado que el contrato documenta.",
    ),
    "ST104": Promise(
        "content-type-sent",
        _MEDIUM,
        "An answer with a body says its media type.",
        "Una respuesta con cuerpo dice de qué tipo es.",
    ),
    "ST105": Promise(
        "documented-content-type",
        _HIGH,
        "Every answer has a media type that the contract documents for its status.",
        "Toda respuesta es de un tipo que el contrato documenta para su estado.",
    ),
    "ST106": Promise(
        "content-type-well-formed",
        _MEDIUM,
        "Content-Type is a media type.",
        "Content-Type es un tipo de contenido.",
    ),
    "ST107": Promise(
        "required-headers-sent",
        _MEDIUM,
        "An answer has the headers that the contract requires.",
        "Una respuesta lleva las cabeceras que el contrato exige.",
    ),
    "ST108": Promise(
        "answer-fits-schema",
        _HIGH,
        "What comes fits the schema of the contract, formats included.",
        "Lo que llega cumple el esquema del contrato, formatos incluidos.",
    ),
    "ST109": Promise(
        "answer-is-json", _HIGH, "What says that it is JSON, is.", "Lo que dice ser JSON lo es."
    ),
    "ST110": Promise(
        "answer-readable",
        _HIGH,
        "A body can be read as its media type says.",
        "Un cuerpo se puede leer como dice su tipo.",
    ),
    "ST111": Promise(
        "discriminator-known",
        _HIGH,
        "A discriminator has a value that the contract names.",
        "Un discriminador tiene un valor que el contrato nombra.",
    ),
    "ST112": Promise("in-time", _LOW, "An answer comes in time.", "Una respuesta llega a tiempo."),
    "ST201": Promise(
        "refuses-invalid",
        _HIGH,
        "A request that breaks the contract is refused.",
        "Una petición que rompe el contrato se rechaza.",
    ),
    "ST202": Promise(
        "accepts-valid",
        _HIGH,
        "A request that keeps the contract is accepted.",
        "Una petición que cumple el contrato se acepta.",
    ),
    "ST203": Promise(
        "requires-headers",
        _MEDIUM,
        "A request without a required header is refused.",
        "Una petición sin una cabecera obligatoria se rechaza.",
    ),
    "ST204": Promise(
        "refuses-other-methods",
        _MEDIUM,
        "A method that the contract does not have is 405, with Allow.",
        "Un método que el contrato no tiene es 405, con Allow.",
    ),
    "ST205": Promise(
        "allow-is-true",
        _LOW,
        "Allow names the methods that there are, and no others.",
        "Allow nombra los métodos que hay, y ninguno más.",
    ),
    "ST301": Promise("delete-is-final", _CRITICAL, "What was deleted is gone.", "Lo borrado no vuelve."),
    "ST302": Promise(
        "created-is-there", _CRITICAL, "What was created can be read.", "Lo creado se puede leer."
    ),
    "ST401": Promise(
        "credentials-enforced",
        _CRITICAL,
        "Without a credential that is good, nothing is answered.",
        "Sin una credencial que valga no se contesta nada.",
    ),
    "ST402": Promise(
        "others-data-closed",
        _CRITICAL,
        "Nobody gets at what belongs to another.",
        "Nadie llega a lo que es de otro.",
    ),
}
"""Codes are never numbered anew (Schemathesis, ``core/failures.py``)."""

ADVICE: tuple[Promise, ...] = (
    Promise(
        "accepts-all-valid",
        _ADVICE,
        "Every request that keeps the contract is accepted, not only some.",
        "Se acepta toda petición que cumple el contrato, no solo algunas.",
    ),
    Promise(
        "other-methods-are-405",
        _ADVICE,
        "A method that the contract does not have is refused with 405 rather than another 4xx.",
        "Un método que el contrato no tiene se rechaza con 405, y no con otro 4xx.",
    ),
)
"""What the same checks find that a service may well do and keep its contract."""
