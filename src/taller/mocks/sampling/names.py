"""What a property's name tells of its values."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from taller.mocks.sampling.formats import simple

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAK = re.compile(r"[^a-z0-9]+")
_PEOPLE = {
    *("cliente", "persona", "usuario", "empleado", "contacto", "titular", "conductor", "mecanico", "autor"),
    *("customer", "person", "user", "employee", "contact", "owner", "driver", "author", "client"),
}
_OF_PEOPLE = {
    *("apellido", "apellidos", "primerapellido", "nif", "dni", "nie", "nifnie", "fechanacimiento"),
    *("surname", "lastname", "firstname", "birthdate", "dateofbirth"),
}


@dataclass(frozen=True)
class Hint:
    """Where a value stands: the name of its property, and whether that belongs to a person."""

    name: str = ""
    person: bool = False

    def of_person(self, members: Iterable[str]) -> bool:
        """Tell whether an object that stands here, with the properties *members*, is a person."""
        return _tells_person(self.name) or any("".join(_words(one)) in _OF_PEOPLE for one in members)

    @staticmethod
    def member(name: str, person: bool) -> "Hint":
        """Return the hint of the property *name* of an object, which is a *person* or not."""
        return Hint(name, person or _tells_person(name))

    def meanings(self) -> Iterator[str]:
        """Yield what the name may mean, the most exact first: ``codigopostal``, ``codigo``, ``postal``."""
        words = _words(self.name)
        for count in range(len(words), 1, -1):
            for first in range(len(words) - count + 1):
                yield "".join(words[first : first + count])
        for word in dict.fromkeys((*words[:1], *words[-1:])):
            yield word
            yield word.removesuffix("s")
            yield word.removesuffix("es")


def _tells_person(name: str) -> bool:
    return not _PEOPLE.isdisjoint(_words(name))


@lru_cache(maxsize=1024)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of *name* in lower case, without accents: ``fecha``, ``inicio``."""
    parted = _HUMP.sub(" ", name)
    return tuple(word for word in _BREAK.split(simple(parted)) if word)
