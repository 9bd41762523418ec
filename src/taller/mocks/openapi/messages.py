"""What a user reads about a value that breaks its schema: Spanish, a sentence per keyword."""

import json
from collections.abc import Callable, Mapping
from typing import Any

_TYPES = {
    "array": "una lista",
    "boolean": "verdadero o falso",
    "integer": "un número entero",
    "null": "nulo",
    "number": "un número",
    "object": "un objeto",
    "string": "un texto",
}
_FORMATS = {
    "date": "una fecha (AAAA-MM-DD)",
    "date-time": "una fecha con hora y huso (AAAA-MM-DDThh:mm:ssZ)",
    "email": "una dirección de correo",
    "uri": "un URI",
    "uri-reference": "una referencia a un URI",
    "uuid": "un UUID",
}
MISSING = "Falta."
UNKNOWN = "No se conoce este campo."

_Facts = Mapping[str, Any]
_SENTENCES: Mapping[str, Callable[[_Facts], str]] = {
    "additionalProperties": lambda _: UNKNOWN,
    "anyOf": lambda _: "Debe cumplir alguna de las formas del contrato.",
    "const": lambda facts: f"Debe ser {_shown(facts['expected_value'])}.",
    "enum": lambda facts: f"Debe ser uno de estos: {_listed(facts['options'])}.",
    "exclusiveMaximum": lambda facts: f"Debe ser menor que {facts['limit']}.",
    "exclusiveMinimum": lambda facts: f"Debe ser mayor que {facts['limit']}.",
    "format": lambda facts: f"Debe ser {_format(facts['format'])}.",
    "maxItems": lambda facts: f"Debe tener {_count(facts, 'elemento')} como mucho.",
    "maxLength": lambda facts: f"Debe tener {_count(facts, 'carácter', 'caracteres')} como mucho.",
    "maxProperties": lambda facts: f"Debe tener {_count(facts, 'campo')} como mucho.",
    "maximum": lambda facts: f"Debe ser {facts['limit']} como mucho.",
    "minItems": lambda facts: f"Debe tener {_count(facts, 'elemento')} como mínimo.",
    "minLength": lambda facts: f"Debe tener {_count(facts, 'carácter', 'caracteres')} como mínimo.",
    "minProperties": lambda facts: f"Debe tener {_count(facts, 'campo')} como mínimo.",
    "minimum": lambda facts: f"Debe ser {facts['limit']} como mínimo.",
    "multipleOf": lambda facts: f"Debe ser múltiplo de {facts['multiple_of']}.",
    "not": lambda _: "Es justo lo que el contrato no admite.",
    "oneOf": lambda _: "Debe cumplir una sola de las formas del contrato.",
    "pattern": lambda facts: f"Debe cumplir el patrón {facts['pattern']}",
    "propertyNames": lambda _: "Tiene un campo cuyo nombre no se admite.",
    "required": lambda _: MISSING,
    "type": lambda facts: f"Debe ser {' o '.join(_TYPES[one] for one in sorted(facts['types']))}.",
    "unevaluatedProperties": lambda _: UNKNOWN,
    "uniqueItems": lambda _: "Tiene elementos repetidos.",
}


def sentence(keyword: str, facts: _Facts) -> str:
    """Return what is wrong with a value that breaks *keyword*; *facts* tells its limits."""
    say = _SENTENCES.get(keyword)
    return say(facts) if say else "No cumple el contrato."


def errors_found(count: int) -> str:
    """Return how many errors the data have, as a sentence."""
    return "Hay un error en los datos." if count == 1 else f"Hay {count} errores en los datos."


def _count(facts: _Facts, singular: str, plural: str | None = None) -> str:
    number = facts["limit"]
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def _format(name: str) -> str:
    return _FORMATS.get(name, f"del formato {name}")


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _listed(values: list[Any]) -> str:
    return ", ".join(_shown(value) for value in values)
