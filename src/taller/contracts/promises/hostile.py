"""The promises that every answer keeps, and those that only a hostile request shows broken."""

from taller.contracts.promises.kinds import Promise, Severity

_CRITICAL, _HIGH, _MEDIUM, _LOW, _ADVICE = Severity

ANSWERS: tuple[Promise, ...] = (
    Promise(
        "errors-are-problems",
        _MEDIUM,
        "Where the contract promises a problem document, an error is one.",
        "Donde el contrato promete un documento de problema, un error lo es.",
    ),
    Promise(
        "error-says-its-code",
        _MEDIUM,
        "The status that the body of an error states is the code of the answer.",
        "El estado que dice el cuerpo de un error es el código de la respuesta.",
    ),
    Promise(
        "challenge-sent",
        _MEDIUM,
        "An answer 401 says in WWW-Authenticate which credential it wants.",
        "Una respuesta 401 dice en WWW-Authenticate qué credencial quiere.",
    ),
    Promise(
        "allow-sent",
        _LOW,
        "An answer 405 says in Allow which methods there are.",
        "Una respuesta 405 dice en Allow qué métodos hay.",
    ),
    Promise(
        "empty-is-empty",
        _MEDIUM,
        "An answer 204 has no body.",
        "Una respuesta 204 no lleva cuerpo.",
    ),
    Promise(
        "location-is-a-reference",
        _MEDIUM,
        "Where the contract promises Location for what was created, it comes, and is a URI reference.",
        "Donde el contrato promete Location para lo creado, llega, y es una referencia URI.",
    ),
    Promise(
        "etag-well-formed",
        _MEDIUM,
        "An ETag is a text in double quotes, after W/ if it is a weak one.",
        "Un ETag es un texto entre comillas dobles, tras W/ si es débil.",
    ),
    Promise(
        "charset-sane",
        _LOW,
        "The charset of an answer is known, and its text is written in it.",
        "La codificación que dice una respuesta existe, y es la de su texto.",
    ),
    Promise(
        "json-is-utf8",
        _HIGH,
        "JSON comes in UTF-8 without a byte order mark.",
        "El JSON llega en UTF-8 y sin marca de orden de bytes.",
    ),
    Promise(
        "json-numbers-are-numbers",
        _HIGH,
        "JSON has neither NaN nor Infinity.",
        "El JSON no lleva ni NaN ni Infinity.",
    ),
    Promise(
        "json-names-differ",
        _MEDIUM,
        "No object in an answer has two members of one name.",
        "Ningún objeto de una respuesta tiene dos miembros con el mismo nombre.",
    ),
    Promise(
        "no-internals-shown",
        _HIGH,
        "No answer shows a stack trace, a file of the service or its SQL.",
        "Ninguna respuesta enseña una traza, un fichero del servicio o su SQL.",
    ),
    Promise(
        "errors-stay-json",
        _LOW,
        "Where all errors of a contract are JSON, so is 405 to a method that there is not.",
        "Donde todos los errores de un contrato son JSON, también lo es 405 ante un método que no hay.",
    ),
)
"""Held to on every answer of every phase, of ``schemathesis run``, too."""

REQUESTS: tuple[Promise, ...] = (
    Promise(
        "refuses-wrong-types",
        _HIGH,
        "A value of another JSON type is refused in every field, and null where it may not be.",
        "Un valor de otro tipo de JSON se rechaza en todo campo, y null donde no cabe.",
    ),
    Promise(
        "refuses-unknown-fields",
        _MEDIUM,
        "A field that the contract does not have is refused where it allows no other.",
        "Un campo que el contrato no tiene se rechaza donde no admite otros.",
    ),
    Promise(
        "refuses-missing-fields",
        _HIGH,
        "A body without a required field is refused.",
        "Un cuerpo sin un campo obligatorio se rechaza.",
    ),
    Promise(
        "refuses-beyond-bounds",
        _HIGH,
        "A value beyond a bound of its schema is refused.",
        "Un valor más allá de un límite de su esquema se rechaza.",
    ),
    Promise(
        "refuses-off-enum",
        _HIGH,
        "A value that is nearly one of an enumeration is refused.",
        "Un valor que es casi uno de una enumeración se rechaza.",
    ),
    Promise(
        "refuses-near-patterns",
        _MEDIUM,
        "A text that nearly fits a pattern is refused: with a line break after it, or in other digits.",
        "Un texto que casi cumple un patrón se rechaza: con un salto de línea detrás, o en otras cifras.",
    ),
    Promise(
        "refuses-lenient-formats",
        _MEDIUM,
        "A date, a time or a UUID in another spelling than RFC 3339 and RFC 9562 have is refused.",
        "Una fecha, una hora o un UUID escritos de otro modo que en RFC 3339 y RFC 9562 se rechazan.",
    ),
    Promise(
        "refuses-bombs",
        _CRITICAL,
        "Endless numbers, deep nesting, huge exponents and halves of characters do no harm.",
        "Números sin fin, anidados profundos, exponentes enormes y medios caracteres no hacen daño.",
    ),
    Promise(
        "refuses-half-characters",
        _ADVICE,
        "A text with half a surrogate pair, which is no character, is refused, rather than kept.",
        "Un texto con medio par de sustitutos, que no es un carácter, se rechaza, en vez de guardarse.",
    ),
    Promise(
        "refuses-broken-json",
        _HIGH,
        "A body that is no JSON is refused.",
        "Un cuerpo que no es JSON se rechaza.",
    ),
    Promise(
        "refuses-doubled-names",
        _ADVICE,
        "A body that says two things of one name is refused, rather than one of them taken.",
        "Un cuerpo que dice dos cosas de un mismo nombre se rechaza, en vez de tomar una.",
    ),
    Promise(
        "refuses-other-media-types",
        _MEDIUM,
        "A body of a media type that the contract does not have, or of none where it has 415, is refused.",
        "Un cuerpo de un tipo que el contrato no tiene, o sin tipo donde este tiene 415, se rechaza.",
    ),
    Promise(
        "refuses-wrong-parameters",
        _MEDIUM,
        "A parameter that breaks its schema is refused.",
        "Un parámetro que rompe su esquema se rechaza.",
    ),
    Promise(
        "refuses-doubled-parameters",
        _ADVICE,
        "A parameter that comes twice, with two values, is refused, rather than one of them taken.",
        "Un parámetro que llega dos veces, con dos valores, se rechaza, en vez de tomar uno.",
    ),
    Promise(
        "refuses-wrong-preconditions",
        _HIGH,
        "An If-Match that is no list of tags is refused, and lets no change through.",
        "Un If-Match que no es una lista de etiquetas se rechaza, y no deja pasar ningún cambio.",
    ),
    Promise(
        "odd-headers-do-no-harm",
        _MEDIUM,
        "A range in an unknown unit is ignored, and a wish for another media type makes nothing fail.",
        "Un rango en una unidad desconocida se ignora, y pedir otro tipo no hace fallar nada.",
    ),
)
"""Tried with requests that break the contract in one point each."""

LONGEST = 1.0
"""Seconds that the answers of an operation should not take longer than, if nobody says how long they may."""

RUN: tuple[Promise, ...] = (
    Promise(
        "answers-in-time",
        _LOW,
        "The answers of an operation take no longer than they may, by their median.",
        "Las respuestas de una operación no tardan, en su mediana, más de lo que pueden.",
    ),
    Promise(
        "answers-soon",
        _ADVICE,
        "The answers of an operation take no longer than a second, by their median.",
        "Las respuestas de una operación no tardan, en su mediana, más de un segundo.",
    ),
)
"""Told by all the answers of a run together."""

HOSTILE: tuple[Promise, ...] = (*ANSWERS, *REQUESTS, *RUN)
