"""What the names in a contract have to do with one another: ``{idCliente}``, ``id`` and ``clientes``."""

import unicodedata
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import types

_USUAL = (
    "id",
    "_id",
    "uuid",
    "guid",
    "codigo",
    "code",
    "slug",
    "sku",
    "clave",
    "key",
    "username",
    "login",
)
"""Names that identify things in many contracts, likeliest first."""
_GENERIC = {
    "id",
    "uuid",
    "guid",
    "codigo",
    "code",
    "slug",
    "key",
    "clave",
    "name",
    "nombre",
}
_SCALARS = {"string", "integer", "number"}


@lru_cache(maxsize=4096)  # the same few names are compared again and again in a large contract
def plain(name: str) -> str:
    """Return *name* without letter case, accents or punctuation: ``user_id`` is ``userId``."""
    return "".join(letter for letter in folded(name) if letter.isalnum())


def folded(text: str) -> str:
    """Return *text* without letter case or accents."""
    if not text.isascii():
        text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return text.casefold()


def singulars(word: str) -> Iterator[str]:
    """Yield what the plural *word* may be one of, plain: ``cities`` gives ``city``; and itself."""
    word = plain(word)
    endings = (("ies", "y"), ("ces", "z"), ("es", ""), ("s", ""))
    yield from (word.removesuffix(one) + other for one, other in endings if word.endswith(one))
    if word:
        yield word


def same_name(name: str, named: Mapping[str, Node]) -> str | None:
    """Return the one of *named* that is called *name*, to the letter or in plain; None without."""
    if name in named:
        return name
    wanted = plain(name)
    return next((one for one in named if plain(one) == wanted), None) if wanted else None


def id_property(parameter: str, word: str, named: Mapping[str, Node], said: Container[str]) -> str | None:
    """Return the property of *named* that the path parameter *parameter*, below *word*, tells by.

    In this order: one of its name; ``id``; what is left of its name, or its name made whole, by the
    singular of *word* (``{userId}`` is ``id``, ``{id}`` is ``facturaId``); a usual name for an id,
    if its type is one of *said*, the parameter's own.
    """
    named = {name: one for name, one in named.items() if types(one) & _SCALARS}  # the rest tell nothing apart
    for name in (parameter, "id"):
        if name in named:
            return name
    for candidate in (parameter, *_variants(parameter, word)):
        if (found := same_name(candidate, named)) is not None:
            return found
    usual = (one for one in _USUAL if one in named and any(kind in said for kind in types(named[one])))
    return next(usual, None)


def _variants(parameter: str, word: str) -> Iterator[str]:
    name = plain(parameter)
    for one in singulars(word):
        yield from (
            rest for rest in (name.removeprefix(one), name.removesuffix(one)) if rest not in ("", name)
        )
        if name in _GENERIC:
            yield from (one + name, name + one)


def foreign_property(parameter: str, word: str, named: Mapping[str, Node], own: str | None) -> str | None:
    """Return the property of *named* that holds the parent's id, *parameter* below *word*.

    It is not *own*, what identifies the child: ``/clientes/{id}/facturas`` gives ``idCliente``.
    """
    name = plain(parameter)
    candidates = [] if name in _GENERIC else [parameter]
    for one in singulars(word):
        candidates += [one + "id", "id" + one, one + name, name + one, one]
    found = (same_name(one, named) for one in candidates)
    return next(
        (one for one in found if one not in (None, own) and types(named[one]) & _SCALARS),
        None,
    )
