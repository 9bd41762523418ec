"""What services 5 to 7 promised in their first documents, typed in by hand."""

from tests.specs.practice import Practice, Promise, Record

LINKS = "parent self"
EQUIVALENT = "/recambios/{recambioId}/equivalencias/{recambioEquivalenteId}"

FACTURAS = Practice(
    5,
    "facturas",
    "/api/v1",
    (8000,),
    (
        Promise("GET /facturas", "200 400 404 500"),
        Promise("POST /facturas", "201 400 412 422 500"),
        Promise("OPTIONS /facturas", "204+Allow"),
        Promise("GET /facturas/{id}", "200 404 412 500"),
        Promise("PUT /facturas/{id}", "200 404 412 413 422 500"),
        Promise("DELETE /facturas/{id}", "204 404 412 413 422 500"),
        Promise("OPTIONS /facturas/{id}", "204+Allow"),
        Promise("GET /clientes/{idCliente}/facturas/", "200 404 412 500"),
    ),
    (
        Record(
            answered=(
                "GET /facturas 200 facturas []",
                "POST /facturas 201",
                "GET /facturas/{id} 200",
                "PUT /facturas/{id} 200",
                "GET /clientes/{idCliente}/facturas/ 200 facturas []",
            ),
            sent=("POST /facturas body", "PUT /facturas/{id} body"),
            fields="facturaId idCliente Conceptos fechaEmision importe links",
            given="facturaId links",
            required="idCliente Conceptos fechaEmision importe",
        ),
        Record(
            answered=(
                "GET /facturas 200 facturas [] Conceptos []",
                "GET /facturas/{id} 200 Conceptos []",
            ),
            sent=("POST /facturas body Conceptos []", "PUT /facturas/{id} body Conceptos []"),
            fields="trabajoId idVehiculo idCliente nombre descripcion estadoTrabajo"
            " fechaInicio fechaFin importe",
            enums={"estadoTrabajo": ("Terminado",)},
        ),
        Record(("GET /facturas/{id} 200 links",), "clientes trabajos self"),
    ),
)

RECAMBIOS = Practice(
    6,
    "recambios",
    "/api/v1",
    (8095,),
    (
        Promise(
            "GET /recambios",
            "200+ETag 304 400 404",
            "page limit order ordering nombreFilter If-None-Match",
            "id nombre proveedor cantidad precio",
        ),
        Promise("POST /recambios", "201+Location 400 409"),
        Promise("OPTIONS /recambios", "204+Allow"),
        Promise("GET /recambios/{recambioId}", "200+ETag 404"),
        Promise("PUT /recambios/{recambioId}", "200 404 412", "If-Match"),
        Promise("DELETE /recambios/{recambioId}", "204 404"),
        Promise("OPTIONS /recambios/{recambioId}", "204+Allow"),
        Promise("GET /recambios/{recambioId}/equivalencias", "200+ETag 304 404", "If-None-Match"),
        Promise("POST /recambios/{recambioId}/equivalencias", "201+Location 400 404 409"),
        Promise("OPTIONS /recambios/{recambioId}/equivalencias", "204+Allow"),
        Promise(f"GET {EQUIVALENT}", "200 404"),
        Promise(f"HEAD {EQUIVALENT}", "200 404"),
        Promise(f"DELETE {EQUIVALENT}", "204 404"),
        Promise(f"OPTIONS {EQUIVALENT}", "204+Allow"),
    ),
    (
        Record(
            answered=(
                "GET /recambios 200 recambios []",
                "POST /recambios 201",
                "GET /recambios/{recambioId} 200",
                "PUT /recambios/{recambioId} 200",
                "GET /recambios/{recambioId}/equivalencias 200 recambios_equivalentes [] recambio",
            ),
            sent=("POST /recambios body", "PUT /recambios/{recambioId} body"),
            fields="id nombre descripcion proveedor modelo cantidad vehiculos_compatibles"
            " peso dimensiones precio links",
            given="id links",
            required="nombre proveedor modelo cantidad precio",
        ),
        Record(
            ("GET /recambios/{recambioId} 200 dimensiones",),
            "alto ancho largo",
            ("POST /recambios body dimensiones",),
        ),
        Record(("GET /recambios/{recambioId} 200 links",), LINKS),
        Record(("GET /recambios 200 links",), "first last prev next"),
        Record(("GET /recambios/{recambioId}/equivalencias 200",), "recambios_equivalentes links"),
        Record(
            ("GET /recambios/{recambioId}/equivalencias 200 recambios_equivalentes []",),
            "recambio links",
        ),
        Record(
            answered=(),
            sent=("POST /recambios/{recambioId}/equivalencias body",),
            fields="recambioEquivalenteId",
            required="recambioEquivalenteId",
        ),
    ),
)

LOGS = Practice(
    7,
    "logs",
    "/api/v1",
    (8081, 8001),
    (
        Promise("GET /logs", "200+ETag 404", "page order ordering"),
        Promise("POST /logs", "201 422"),
        Promise("OPTIONS /logs", "204+Options"),
        Promise("GET /logs/{logid}", "200+ETag 404"),
        Promise("PUT /logs/{logid}", "200 404 412", "IfMatch"),
        Promise("DELETE /logs/{logid}", "200 404"),
        Promise("OPTIONS /logs/{logid}", "204+Options"),
    ),
    (
        Record(
            answered=(
                "GET /logs 200 logs []",
                "POST /logs 201",
                "GET /logs/{logid} 200",
                "PUT /logs/{logid} 200",
            ),
            sent=("POST /logs body", "PUT /logs/{logid} body"),
            fields="id fecha mensaje prioridad usuario subsistema",
            required="id fecha mensaje prioridad usuario",
            enums={"prioridad": ("Alta", "Media", "Baja")},
        ),
        Record(("GET /logs 200 links",), "prevPage nextPage"),
    ),
)
