"""The parts of the contract that are prose and examples, and the shapes that no schema of ours makes."""

from typing import Any

INFORMATION: dict[str, Any] = {
    "title": "Taller 5: facturas",
    "version": "1.0.0",
    "info": {
        "summary": "Las facturas del taller: borradores, emisión, rectificación, pagos y registros.",
        "description": (
            "Una factura cobra a un cliente trabajos terminados. Nace como borrador, que se cambia y se"
            " borra libremente y no tiene número. Al emitirla recibe el siguiente número de su serie, se"
            " encadena su registro (VERI*FACTU) y ya no cambia: lo que estaba mal se corrige con otra"
            " factura, rectificativa, y la que nunca debió existir se anula.\n"
        ),
        "license": {"name": "MIT", "identifier": "MIT"},
    },
}

TAG = {"name": "facturas", "description": "Las facturas del taller."}

PATH_PARAMETERS = {
    "id": ("El identificador de la factura.", 1),
    "idCliente": ("El identificador del cliente.", 2022),
    "pagoId": ("El identificador del pago.", 1),
    "posicion": ("La posición en la cadena, desde 1.", 1),
}

_BY_ID = {"id": "$response.body#/facturaId"}
_AS_IT_IS = {"path.id": "$response.body#/facturaId", "header.If-Match": "$response.header.ETag"}


def _link(operation_id: str, description: str, parameters: dict[str, str]) -> dict[str, Any]:
    return {"operationId": operation_id, "description": description, "parameters": parameters}


DRAFT_LINKS = {
    "leer": _link("leerFactura", "Lee el borrador.", _BY_ID),
    "cambiar": _link("cambiarFactura", "Cambia el borrador.", _AS_IT_IS),
    "emitir": _link("emitirFactura", "Emite el borrador.", _AS_IT_IS),
    "borrar": _link("borrarFactura", "Borra el borrador.", _AS_IT_IS),
}
"""What can be done with a draft."""

_RECORDS = _link(
    "listarRegistros", "Lee los registros de la factura.", {"facturaId": "$response.body#/facturaId"}
)

ISSUED_LINKS = {
    "leer": _link("leerFactura", "Lee la factura.", _BY_ID),
    "pagar": _link("pagarFactura", "Anota un pago de la factura.", _AS_IT_IS),
    "rectificar": _link("rectificarFactura", "Rectifica la factura.", _AS_IT_IS),
    "canjear": _link("canjearFactura", "Canjea una simplificada por una completa.", _AS_IT_IS),
    "anular": _link("anularFactura", "Anula la factura.", _AS_IT_IS),
    "pagos": _link("listarPagos", "Lee los pagos de la factura.", _BY_ID),
    "historial": _link("leerHistorial", "Lee el historial de la factura.", _BY_ID),
    "registros": _RECORDS,
}
"""What can be done with an issued invoice."""

ANNULLED_LINKS = {
    "leer": _link("leerFactura", "Lee la factura anulada.", _BY_ID),
    "registros": _RECORDS,
}
"""What is left of an annulled one."""

PAYMENT_LINKS = {
    "leer": _link(
        "leerPago",
        "Lee el pago anotado.",
        {"id": "$request.path.id", "pagoId": "$response.body#/pagoId"},
    ),
    "factura": _link("leerFactura", "Lee la factura pagada.", {"id": "$request.path.id"}),
}

PAYMENTS_LINKS = {
    "primero": _link(
        "leerPago",
        "Lee el primer pago.",
        {"id": "$request.path.id", "pagoId": "$response.body#/pagos/0/pagoId"},
    ),
}

RECORDS_LINKS = {
    "primero": _link(
        "leerRegistro", "Lee el primero de ellos.", {"posicion": "$response.body#/registros/0/posicion"}
    ),
}

RECORD_LINKS = {
    "factura": _link("leerFactura", "Lee la factura registrada.", _BY_ID),
}

_TAG_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_TAG_EXAMPLE = '"5f2b1c0d9e8a7b6c"'

KEY_PATTERN = r"^[!-+\--~]+$"
"""Printable ASCII but the comma: a header sent twice arrives as one, with commas between."""
LONGEST_KEY = 255

PARAMETERS: dict[str, dict[str, Any]] = {
    "IfMatch": {
        "name": "If-Match",
        "required": False,
        "description": "La etiqueta de lo que se leyó: si ya no es esa, no se hace nada.",
        "schema": _TAG_TEXT,
        "example": _TAG_EXAMPLE,
    },
    "IfMatchObligatorio": {
        "name": "If-Match",
        "required": True,
        "description": (
            "La etiqueta de lo que se leyó: si ya no es esa, no se hace nada. Lo que no tiene vuelta atrás la"
            " exige."
        ),
        "schema": _TAG_TEXT,
        "example": _TAG_EXAMPLE,
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "required": False,
        "description": "La etiqueta de lo que ya se tiene: si sigue siendo esa, no se envía otra vez.",
        "schema": _TAG_TEXT,
        "example": _TAG_EXAMPLE,
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "required": False,
        "description": (
            "Una clave nueva para cada petición, por ejemplo un UUID. Si la petición se repite con la misma"
            " clave, no se hace otra vez: se devuelve la primera respuesta, que se guarda al menos 24 horas."
            " La misma clave en otra petición es un 422 (`clave-reutilizada`), y mientras la primera no"
            " acaba, un 409 (`en-curso`)."
        ),
        "schema": {"type": "string", "pattern": KEY_PATTERN, "minLength": 1, "maxLength": LONGEST_KEY},
        "example": "0b9f1c5e-6a56-4a57-9d0c-6f2f0d8f5a11",
    },
}

HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {
        "description": "La etiqueta fuerte de lo que se devuelve.",
        "required": True,
        "schema": {
            "type": "string",
            "pattern": '^"[0-9a-f]{8,64}"$',
            "minLength": 10,
            "maxLength": 66,
        },
        "example": _TAG_EXAMPLE,
    },
    "Location": {
        "description": "Dónde está lo que se ha creado.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference", "minLength": 1, "maxLength": 2000},
        "example": "/api/v1/facturas/1",
    },
    "Allow": {
        "description": "Los métodos que se admiten aquí.",
        "required": True,
        "schema": {
            "type": "string",
            "pattern": "^[A-Z]+(, [A-Z]+)*$",
            "minLength": 3,
            "maxLength": 100,
        },
        "example": "GET, HEAD, OPTIONS",
    },
    "Retry-After": {
        "description": "Cuántos segundos conviene esperar antes de repetirlo.",
        "required": True,
        "schema": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 3600},
        "example": 5,
    },
    "WWW-Authenticate": {
        "description": "Cómo hay que identificarse (RFC 6750).",
        "required": True,
        "schema": {"type": "string", "pattern": "^Bearer .*$", "minLength": 8, "maxLength": 200},
        "example": 'Bearer realm="taller"',
    },
    "RetryAfterEnCurso": {
        "description": "Solo con `en-curso`: cuántos segundos conviene esperar antes de repetirlo.",
        "required": False,
        "schema": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 3600},
        "example": 1,
    },
    "IdempotencyReplayed": {
        "description": "Solo si es la respuesta guardada de una petición que ya se hizo.",
        "required": False,
        "schema": {"type": "string", "enum": ["true"]},
        "example": "true",
    },
}

SECURITY_NAME = "clave"
SECURITY = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "Una clave del servicio, que se hace con `taller keys create`. Su rol es `lectura` (leer), `emision`"
        " (además, crear, cambiar, borrar y emitir) o `administracion` (todo)."
    ),
}
"""The security scheme."""

OPTIONS = {"description": "Los métodos, en `Allow`.", "headers": {"Allow": "Allow"}}

NOT_MODIFIED = {"description": "Sigue siendo lo que ya se tiene.", "headers": {"ETag": "ETag"}}

CHALLENGING = ("SinClave", "RolInsuficiente")
"""The refusals that say how to prove who one is."""

RETRIABLE = {
    "Conflicto": "RetryAfterEnCurso",
    "OtroServicioFalla": "Retry-After",
    "NoDisponible": "Retry-After",
}
"""The refusals that may say when to try again, and the header component that tells of it."""


def _text(longest: int, **more: Any) -> dict[str, Any]:
    return {"type": "string", **more, "minLength": 1, "maxLength": longest}


PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Un error, según la RFC 9457.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": _text(2000, format="uri-reference"),
        "title": _text(200),
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": _text(2000),
        "instance": _text(8000, format="uri-reference"),
        "errors": {
            "type": "array",
            "description": "Cada lugar en falta.",
            "minItems": 1,
            "maxItems": 100,
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": _text(
                        2000, description="Puntero JSON en el cuerpo, como fragmento: `#/nombre`."
                    ),
                    "parameter": _text(200, description="El parámetro de la ruta o de la consulta."),
                    "header": _text(200, description="La cabecera."),
                    "value": {
                        "type": ["integer", "string"],
                        "description": "Lo que estorba, por su identificador.",
                        "minimum": 0,
                        "maximum": 9223372036854775807,
                        "minLength": 1,
                        "maxLength": 200,
                    },
                    "detail": _text(500),
                },
            },
        },
    },
}


def _problem(status: int, title: str, detail: str, instance: str, **more: Any) -> dict[str, Any]:
    kind = more.pop("type", "about:blank")
    shown = {"type": kind, "title": title, "status": status, "detail": detail, "instance": instance}
    return {**shown, **more}


_ONE = "/api/v1/facturas/1"

REFUSALS: dict[str, tuple[str, dict[str, Any]]] = {
    "Malformado": (
        "La petición no se entiende.",
        _problem(
            400,
            "Petición malformada",
            "El cuerpo no es JSON: línea 1, columna 5.",
            "/api/v1/facturas",
        ),
    ),
    "SinClave": (
        "Falta la clave, o la que viene no sirve.",
        _problem(
            401,
            "Falta una clave válida",
            "Hace falta una clave, en la cabecera «Authorization: Bearer …».",
            "/api/v1/facturas",
            type="urn:taller:problema:sin-clave",
        ),
    ),
    "RolInsuficiente": (
        "La clave sirve, pero no para esto.",
        _problem(
            403,
            "El rol no basta",
            "Esta operación pide una clave con el rol «emision».",
            "/api/v1/facturas",
            type="urn:taller:problema:rol-insuficiente",
        ),
    ),
    "NoEncontrado": (
        "No hay nada ahí.",
        _problem(
            404,
            "No encontrado",
            "No hay ninguna factura 1.",
            _ONE,
            type="urn:taller:problema:no-encontrado",
        ),
    ),
    "Conflicto": (
        "Lo que se pide no cabe en el estado actual; `type` dice qué regla lo impide.",
        _problem(
            409,
            "La factura ya está emitida",
            "La factura ya se emitió con el número F2026-000001: no se cambia, ni se borra, ni se emite"
            " otra vez.",
            _ONE,
            type="urn:taller:problema:factura-emitida",
        ),
    ),
    "EtiquetaCaducada": (
        "Ha cambiado desde que se leyó.",
        _problem(
            412,
            "Etiqueta caducada",
            "Ha cambiado desde que se leyó. Hay que leerlo de nuevo y repetir el cambio.",
            _ONE,
            type="urn:taller:problema:etiqueta-caducada",
        ),
    ),
    "FaltaEtiqueta": (
        "Falta `If-Match`.",
        _problem(
            428,
            "Falta la etiqueta",
            "Falta la cabecera If-Match, con la etiqueta de lo que se leyó.",
            f"{_ONE}/emision",
            type="urn:taller:problema:falta-etiqueta",
        ),
    ),
    "DemasiadoGrande": (
        "El cuerpo es demasiado grande.",
        _problem(413, "Cuerpo demasiado grande", "El cuerpo es demasiado grande.", "/api/v1/facturas"),
    ),
    "TipoNoAdmitido": (
        "El cuerpo no es `application/json`.",
        _problem(
            415,
            "Tipo de contenido no admitido",
            "El cuerpo debe ser application/json.",
            "/api/v1/facturas",
        ),
    ),
    "NoValido": (
        "Los datos no cumplen el contrato.",
        _problem(
            422,
            "Datos no válidos",
            "Hay 2 errores en la petición.",
            "/api/v1/facturas",
            errors=[
                {"pointer": "#/Conceptos/0/nombre", "detail": "Falta."},
                {"pointer": "#/importe", "detail": "Debe ser un número."},
            ],
        ),
    ),
    "ErrorInterno": (
        "Ha fallado el servicio.",
        _problem(500, "Error interno", "Ha fallado el servicio. La petición no ha tenido efecto.", _ONE),
    ),
    "OtroServicioFalla": (
        "Otro servicio, del que esto depende, responde lo que su contrato no dice.",
        _problem(
            502,
            "Otro servicio no cumple su contrato",
            "El servicio trabajos no cumple su contrato: su respuesta no es JSON.",
            "/api/v1/clientes/1/facturas",
        ),
    ),
    "NoDisponible": (
        "El servicio, u otro del que esto depende, no puede atender ahora.",
        _problem(
            503,
            "Servicio no disponible",
            "El servicio trabajos no responde. Hay que repetirlo más tarde.",
            "/api/v1/clientes/1/facturas",
        ),
    ),
}
