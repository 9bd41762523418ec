"""The promises that checks of our own hold a service to: what Schemathesis does not see."""

from taller.contracts.promises.hostile import HOSTILE
from taller.contracts.promises.kinds import Promise, Severity

_CRITICAL, _HIGH, _MEDIUM, _LOW, _ADVICE = Severity

STATEFUL: tuple[Promise, ...] = (
    Promise(
        "reads-back-equal",
        _CRITICAL,
        "What was sent is what can be read, and what is answered.",
        "Lo que se envió es lo que se lee, y lo que se responde.",
    ),
    Promise(
        "kept-as-sent",
        _ADVICE,
        "What was sent is kept to the letter: case, order, blanks around it, and more decimals than two.",
        "Lo enviado se guarda al pie de la letra: mayúsculas, orden, blancos y más de dos decimales.",
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
        "created-once",
        _HIGH,
        "What is there is not answered as created once more.",
        "Lo que ya está no se responde como creado otra vez.",
    ),
    Promise(
        "resources-apart",
        _CRITICAL,
        "A change of one resource, or its end, changes no other.",
        "Un cambio de un recurso, o su fin, no cambia ningún otro.",
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
        "If-Match holds for the current tag, and `*` for whatever is there; no weak tag holds.",
        "If-Match vale con la etiqueta actual, y `*` con lo que haya; no, con ninguna etiqueta débil.",
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
        "What is refused changes nothing, and creates nothing.",
        "Lo que se rechaza no cambia ni crea nada.",
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
        "lists-show-the-same",
        _HIGH,
        "A list shows of a resource what its GET shows.",
        "Una lista muestra de un recurso lo que muestra su GET.",
    ),
    Promise(
        "paging-visits-once",
        _HIGH,
        "A list, or its pages together, shows every item exactly once, in any order offered.",
        "Una lista, o sus páginas juntas, muestra cada elemento una sola vez, en todo orden que se ofrezca.",
    ),
    Promise(
        "page-size-kept",
        _MEDIUM,
        "A page has no more items than were asked for.",
        "Una página no tiene más elementos que los pedidos.",
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
    Promise(
        "head-has-every-header",
        _ADVICE,
        "HEAD leaves out no header that GET has.",
        "HEAD no omite ninguna cabecera que tenga GET.",
    ),
)
"""Of resources and lists, which take several requests to see."""

OWN: tuple[Promise, ...] = (*STATEFUL, *HOSTILE)
