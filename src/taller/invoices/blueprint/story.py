"""The parts of the contract that are prose and examples, and the shapes that no schema of ours makes."""

from typing import Any

INFORMATION: dict[str, Any] = {
    "title": "Taller 5: facturas",
    "version": "1.0.0",
    "info": {
        "summary": "Las facturas del taller: borradores, emisión y consulta.",
        "description": (
            "Una factura cobra a un cliente trabajos terminados. Nace como borrador, que se cambia y se"
            " borra libremente y no tiene número. Al emitirla recibe el siguiente número de su serie y ya"
            " no cambia.\n"
        ),
        "license": {"name": "MIT", "identifier": "MIT"},
    },
}

TAG = {"name": "facturas", "description": "Las facturas del taller."}

PATH_PARAMETERS = {
    "id": ("El identificador de la factura.", 1),
    "idCliente": ("El identificador del cliente.", 2022),
}

_TAG_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_TAG_EXAMPLE = '"5f2b1c0d9e8a7b6c"'

PARAMETERS: dict[str, dict[str, Any]] = {
    "IfMatch": {
        "name": "If-Match",
        "required": False,
        "description": "La etiqueta de lo que se leyó: si ya no es esa, no se hace nada.",
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
}

OPTIONS = {"description": "Los métodos, en `Allow`.", "headers": {"Allow": "Allow"}}

NOT_MODIFIED = {"description": "Sigue siendo lo que ya se tiene.", "headers": {"ETag": "ETag"}}

RETRIABLE = ("OtroServicioFalla", "NoDisponible")


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

_WHEELS = {
    "trabajoId": 1,
    "idVehiculo": 1,
    "idCliente": 1,
    "nombre": "Cambio de ruedas",
    "descripcion": "Cambio de las cuatro ruedas",
    "fechaInicio": "2026-03-02T08:00:00Z",
    "fechaFin": "2026-03-02T09:30:00Z",
    "importe": 400.0,
}
_OIL = {
    "trabajoId": 2,
    "idVehiculo": 1,
    "idCliente": 1,
    "nombre": "Cambio de aceite",
    "descripcion": "Cambio de aceite y filtro",
    "fechaInicio": "2026-03-02T09:30:00Z",
    "fechaFin": "2026-03-02T10:00:00Z",
    "importe": 35.99,
}
_DONE = {"estadoTrabajo": "Terminado"}

_INVOICE_REQUEST = {
    "idCliente": 1,
    "Conceptos": [_WHEELS | _DONE, _OIL | _DONE],
    "fechaEmision": "2026-03-02T10:00:00Z",
    "importe": 435.99,
}

_DRAFT: dict[str, Any] = {
    "facturaId": 1,
    "idCliente": 1,
    "Conceptos": [_WHEELS | _DONE, _OIL | _DONE],
    "fechaEmision": "2026-03-02T10:00:00Z",
    "importe": 435.99,
    "estado": "borrador",
    "links": {
        "parent": {"href": "/api/v1/facturas", "rel": "facturas"},
        "self": {"href": _ONE, "rel": "self"},
        "clientes": {"href": "/clientes/1", "rel": "clientes"},
        "trabajos": {"href": "/trabajo", "rel": "trabajos"},
    },
}

_ISSUED = _DRAFT | {
    "fechaEmision": "2026-03-02T11:15:00Z",
    "estado": "emitida",
    "serie": "F2026",
    "numero": 1,
    "numeroFactura": "F2026-000001",
}

_INVOICES = {"facturas": [_ISSUED], "links": {}}

_BILL_REQUEST = {
    "vehiculos": ["M109186"],
    "cargos": [
        {"trabajoId": 789, "importe": 35.99},
        {
            "trabajoId": 790,
            "manoDeObra": [{"descripcion": "Montaje", "horas": 1.5, "precioHora": 40.0}],
            "recambios": [{"recambioId": 2022, "cantidad": 4}],
        },
    ],
}

_BILLED_OIL = {
    "trabajoId": 789,
    "idCliente": 2022,
    "VIN": "M109186",
    "nombre": "Cambio de aceite",
    "descripcion": "Cambio de aceite y filtro",
    "importe": 35.99,
    "estadoTrabajo": "Terminado",
}

_BILLED = _DRAFT | {
    "facturaId": 2,
    "idCliente": 2022,
    "Conceptos": [_BILLED_OIL],
    "importe": 35.99,
    "links": _DRAFT["links"]
    | {
        "self": {"href": "/api/v1/facturas/2", "rel": "self"},
        "clientes": {"href": "/clientes/2022", "rel": "clientes"},
    },
}

EXAMPLES: dict[str, tuple[str, Any]] = {
    "FacturaDatos": ("La factura de unas ruedas y un cambio de aceite", _INVOICE_REQUEST),
    "Borrador": ("Un borrador", _DRAFT),
    "Emitida": ("Una factura emitida", _ISSUED),
    "Facturas": ("Las facturas", _INVOICES),
    "PeticionDeFactura": ("La factura de los trabajos de un vehículo", _BILL_REQUEST),
    "Facturada": ("El borrador de un trabajo terminado", _BILLED),
}
