"""What services 1 to 4 promised in their first documents, typed in by hand."""

from tests.specs.practice import Practice, Promise, Record

PAGED = "page order ordering"
CHANGED = "If-Match"
LINKS = "parent self"

CLIENTES = Practice(
    1,
    "clientes",
    "",
    (8005, 4015),
    (
        Promise("GET /clientes", "200+ETag 404"),
        Promise("POST /clientes", "201+Location 422"),
        Promise("OPTIONS /clientes", "204+Allow"),
        Promise("GET /clientes/{idCliente}", "200+ETag 404"),
        Promise("PUT /clientes/{idCliente}", "200 404 412", CHANGED),
        Promise("OPTIONS /clientes/{idCliente}", "204+Allow"),
        Promise("GET /clientes/nifnie/{nifnie}", "200+ETag 404"),
        Promise("GET /clientes/nombre/{nombre}", "200 404"),
    ),
    (
        Record(
            answered=(
                "GET /clientes 200 clientes []",
                "POST /clientes 201",
                "GET /clientes/{idCliente} 200",
                "PUT /clientes/{idCliente} 200",
                "GET /clientes/nifnie/{nifnie} 200",
                "GET /clientes/nombre/{nombre} 200 clientes []",
            ),
            sent=("POST /clientes body", "PUT /clientes/{idCliente} body"),
            fields="idCliente nif/nie nombre apellidos telefono domicilio email links",
            given="idCliente links",
            required="nif/nie nombre apellidos telefono domicilio email",
        ),
        Record(("GET /clientes/{idCliente} 200 links",), LINKS),
        Record(("GET /clientes/{idCliente} 200 links self",), "href rel"),
    ),
)

VEHICULOS = Practice(
    2,
    "vehiculos",
    "",
    (8006, 4016),
    (
        Promise("GET /vehiculos", "200+ETag 404", PAGED, "VIN modelo"),
        Promise("POST /vehiculos", "201+Location 422"),
        Promise("OPTIONS /vehiculos", "204+Allow"),
        Promise("GET /vehiculos/{VIN}", "200+ETag 404"),
        Promise("PUT /vehiculos/{VIN}", "200 404 412", CHANGED),
        Promise("DELETE /vehiculos/{VIN}", "204 404"),
        Promise("OPTIONS /vehiculos/{VIN}", "204+Allow"),
    ),
    (
        Record(
            answered=(
                "GET /vehiculos 200 vehicles []",
                "POST /vehiculos 201 vehicle",
                "GET /vehiculos/{VIN} 200 vehicle",
                "PUT /vehiculos/{VIN} 200 vehicle",
            ),
            sent=("POST /vehiculos body", "PUT /vehiculos/{VIN} body"),
            fields="VIN matricula_actual matriculas_anteriores tipo_de_vehiculo"
            " extra_tipo_de_vehiculo kilometraje marca modelo CV anio_fabricacion"
            " tipo_de_combustible distintivo_ambiental tamanio_deposito motor peso"
            " dimensiones links",
            given="links",
            required="VIN matricula_actual tipo_de_vehiculo modelo marca tipo_de_combustible",
            enums={
                "tipo_de_vehiculo": ("Coche", "Moto", "Camion", None),
                "tipo_de_combustible": (
                    "Gasolina",
                    "Gasoleo o Diesel",
                    "Eléctrico",
                    "Híbrido Gasolina-Eléctrico",
                    "Híbrido Gasolina-Gas licuado",
                    "Híbrido Gasolina-Gas natural",
                    "Híbrido Gasoleo-Eléctrico",
                    "Híbrido Gasoleo-Gas licuado",
                    "Híbrido Gasoleo-Gas natural",
                ),
                "distintivo_ambiental": (
                    "Categoría 0 Emisiones",
                    "Categoría Eco",
                    "Categoría C",
                    "Categoría B",
                    "Categoría A",
                ),
            },
        ),
        Record(
            ("GET /vehiculos/{VIN} 200 vehicle extra_tipo_de_vehiculo",),
            "numeroPuertas numeroDePlazas centimetrosCubicos tipoDeCamión",
            ("POST /vehiculos body extra_tipo_de_vehiculo",),
        ),
        Record(("GET /vehiculos/{VIN} 200 vehicle links",), LINKS),
        Record(("GET /vehiculos 200 links",), "prevPage nextPage"),
    ),
)

TRABAJOS = Practice(
    3,
    "trabajos",
    "",
    (8090, 8091),
    (
        Promise("GET /trabajo", "200+ETag 404", PAGED, "id nombre"),
        Promise("POST /trabajo", "201+Location 422"),
        Promise("OPTIONS /trabajo", "204+Allow"),
        Promise("GET /trabajo/{trabajoId}", "200+ETag 404"),
        Promise("PUT /trabajo/{trabajoId}", "200 404 412", CHANGED),
        Promise("DELETE /trabajo/{trabajoId}", "204 404"),
        Promise("OPTIONS /trabajo/{trabajoId}", "204+Allow"),
    ),
    (
        Record(
            answered=(
                "GET /trabajo 200 trabajos []",
                "POST /trabajo 201 trabajo",
                "GET /trabajo/{trabajoId} 200 trabajo",
                "PUT /trabajo/{trabajoId} 200 trabajo",
            ),
            sent=("POST /trabajo body", "PUT /trabajo/{trabajoId} body"),
            fields="id VIN nombre descripcion fechaInicio estado matricula urgente links",
            given="id links",
            required="nombre descripcion estado VIN",
            enums={"estado": ("creado", "planificado", "iniciado", "terminado")},
        ),
        Record(("GET /trabajo/{trabajoId} 200 trabajo links",), LINKS),
        Record(("GET /trabajo 200 links",), "prevPage nextPage"),
    ),
)

NOTIFICACIONES = Practice(
    4,
    "notificaciones",
    "",
    (7777,),
    (
        Promise("GET /notificacion", "200+ETag 404", "clienteId order ordering", "id tipo"),
        Promise("POST /notificacion", "201+Location 422 406"),
        Promise("OPTIONS /notificacion", "204+Allow"),
        Promise("GET /notificacion/{notificacionId}", "200+ETag 404"),
        Promise("PUT /notificacion/{notificacionId}", "200 404 412 406", CHANGED),
        Promise("DELETE /notificacion/{notificacionId}", "204 404"),
        Promise("OPTIONS /notificacion/{notificacionId}", "204+Allow"),
    ),
    (
        Record(
            answered=(
                "GET /notificacion 200 notificaciones []",
                "POST /notificacion 201",
                "GET /notificacion/{notificacionId} 200",
                "PUT /notificacion/{notificacionId} 200",
            ),
            sent=("POST /notificacion body", "PUT /notificacion/{notificacionId} body"),
            fields="notificacionId clienteId vehiculo tipo descripcion links",
            given="notificacionId links",
            required="tipo clienteId vehiculo",
            enums={
                "tipo": (
                    "Llegada",
                    "Comienzo de Evaluación",
                    "Comienzo de Reparación",
                    "Imprevisto detectado",
                    "Reparación finalizada",
                    "Envío de factura",
                    "Otro",
                    "Salida",
                )
            },
        ),
        Record(("GET /notificacion/{notificacionId} 200 links",), "notificacionesCliente"),
    ),
)
