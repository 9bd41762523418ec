"""The promises that checks of our own hold a service to: what Schemathesis does not see."""

from taller.contracts.promises.hostile import HOSTILE
from taller.contracts.promises.kinds import Promise, Severity

_CRITICAL, _HIGH, _MEDIUM, _LOW = Severity

STATEFUL: tuple[Promise, ...] = (
    Promise(
        "reads-back-equal",
        _CRITICAL,
        "What was sent is what can be read.",
        "Lo que se envió es lo que se lee.",
    ),
    Promise(
        "location-leads",
        _HIGH,
        "Location leads to what was created.",
        "Location lleva a lo creado.",
    ),
    Promise(
        "gone-from-lists",
        _HIGH,
        "What was deleted is in no list.",
        "Lo borrado no está en ninguna lista.",
    ),
    Promise(
        "ids-stay-unique",
        _HIGH,
        "The id of what was deleted is not given again.",
        "El identificador de lo borrado no se vuelve a dar.",
    ),
    Promise(
        "resources-apart",
        _CRITICAL,
        "A change of one resource changes no other.",
        "Un cambio de un recurso no cambia ningún otro.",
    ),
    Promise(
        "patch-leaves-the-rest",
        _CRITICAL,
        "A change of one property leaves the others as they are.",
        "Un cambio de una propiedad deja las demás como están.",
    ),
    Promise(
        "read-only-stays",
        _HIGH,
        "A client cannot set what is the service's to give.",
        "Un cliente no puede fijar lo que le toca dar al servicio.",
    ),
    Promise(
        "etag-tells-content",
        _HIGH,
        "The ETag changes exactly when the content does.",
        "La ETag cambia cuando cambia el contenido, y solo entonces.",
    ),
    Promise(
        "if-none-match-gives-304",
        _MEDIUM,
        "If-None-Match with the current tag, weak or strong, gives 304; with any other it does not.",
        "If-None-Match con la etiqueta actual, débil o fuerte, da 304; con otra, no.",
    ),
    Promise(
        "not-modified-is-bare",
        _LOW,
        "304 carries the ETag, and no body.",
        "304 lleva la ETag, y ningún cuerpo.",
    ),
    Promise(
        "if-match-is-strong",
        _MEDIUM,
        "If-Match holds for no weak tag, and `*` for whatever is there.",
        "If-Match no vale con ninguna etiqueta débil; `*` vale con lo que haya.",
    ),
    Promise(
        "stale-change-refused",
        _CRITICAL,
        "A change with a tag that is no longer current is refused, and changes nothing.",
        "Un cambio con una etiqueta caducada se rechaza, y no cambia nada.",
    ),
    Promise(
        "refused-changes-nothing",
        _CRITICAL,
        "A change that is refused changes nothing.",
        "Un cambio rechazado no cambia nada.",
    ),
    Promise(
        "one-update-wins",
        _CRITICAL,
        "Of changes at once with one tag, one is taken.",
        "De los cambios simultáneos con una etiqueta se acepta uno.",
    ),
    Promise(
        "idempotency-key-repeats",
        _CRITICAL,
        "The same request with the same key is done once; another one with that key is refused.",
        "La misma petición con la misma clave se hace una vez; otra con esa clave se rechaza.",
    ),
    Promise(
        "lists-show-all",
        _HIGH,
        "A list shows what was created.",
        "Una lista muestra lo creado.",
    ),
    Promise(
        "paging-visits-once",
        _HIGH,
        "The pages of a list show every item exactly once, in any order offered.",
        "Las páginas de una lista muestran cada elemento una sola vez, en cualquier orden que se ofrezca.",
    ),
    Promise(
        "cursor-survives",
        _HIGH,
        "What is created meanwhile does not make cursors skip or repeat what was there.",
        "Lo que se crea entretanto no hace que los cursores salten ni repitan lo que había.",
    ),
    Promise(
        "total-agrees",
        _MEDIUM,
        "The total that a list states is how many items it has.",
        "El total que dice una lista es el de sus elementos.",
    ),
    Promise(
        "nothing-beyond-the-last",
        _MEDIUM,
        "There is nothing on a page beyond the last.",
        "En una página tras la última no hay nada.",
    ),
    Promise(
        "sorting-sorts",
        _HIGH,
        "A list is in the order asked for.",
        "Una lista lleva el orden pedido.",
    ),
    Promise(
        "filters-filter",
        _HIGH,
        "A filter lets pass what matches, and nothing else.",
        "Un filtro deja pasar lo que cumple, y nada más.",
    ),
    Promise(
        "head-equals-get",
        _MEDIUM,
        "HEAD answers as GET does, without the body.",
        "HEAD responde como GET, sin el cuerpo.",
    ),
)
"""Of resources and lists, which take several requests to see."""

OWN: tuple[Promise, ...] = (*STATEFUL, *HOSTILE)
