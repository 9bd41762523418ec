"""Concrete paths of a dump, and the ids that they name: the same that a request there would name."""

import re
from collections.abc import Collection as Several
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import isfinite
from typing import Any
from urllib.parse import quote, unquote

from taller.mocks.openapi.parameter import Parameter
from taller.mocks.openapi.schemas import Fits
from taller.mocks.state.store import Scope
from taller.mocks.understanding.meaning import Meaning
from taller.mocks.understanding.model import Collection, Place, Relation
from taller.mocks.understanding.shapes import parameters_of

_INTEGER = re.compile("-?[0-9]{1,400}")
_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")
_NUMERIC = ("integer", "number")
_PARAMETER = re.compile(r"\{[^{}]*\}")

Home = tuple[Collection | Relation, list[str]]
"""What is met at a concrete path, and the texts of the path's parameters."""


def filled(template: str, values: Sequence[Any]) -> str:
    """Return the path *template* with *values* for its parameters."""
    for name, value in zip(parameters_of(template), values, strict=False):
        template = template.replace(f"{{{name}}}", quote(str(value), safe=""))
    return template


def own_path(collection: Collection) -> str:
    """Return the template of the paths by which a dump has the resources of *collection*."""
    return collection.path if collection.id_property is not None else collection.item_path


class Paths:
    """Finds out what the paths of a dump mean."""

    def __init__(self, meaning: Meaning, fits: Fits) -> None:
        """Prepare for the collections and relations of *meaning*."""
        homes: list[tuple[str, Collection | Relation]] = []
        homes += [(own_path(one), one) for one in meaning.collections]
        homes += [(one.path, one) for one in meaning.relations]
        # ``/users/me`` is no user whose name is me.
        self._homes = sorted(homes, key=lambda one: len(parameters_of(one[0])))
        self._collections = {one.path: one for one in meaning.collections}
        self._meaning = meaning
        self._fits = fits

    def home(self, path: str) -> Home | None:
        """Return what is met at *path*; None if nothing is."""
        for template, home in self._homes:
            said = _pattern(template).fullmatch(path)
            if said is not None:
                return home, [unquote(one) for one in said.groups()]
        return None

    def scope(self, place: Place, texts: Sequence[str]) -> Scope:
        """Return whose the resources at *place* are, *texts* being its parameters in a path."""
        said = [
            self._value(place, one.parameter, text) for one, text in zip(place.scopes, texts, strict=False)
        ]
        if place.owner is None:
            return tuple(said)
        parent = self._collections[place.owner]
        above = self.scope(parent.place, texts[: place.depth - 1])
        return (*above, key_in_path(parent, texts[place.depth - 1]), *said[place.depth :])

    def _value(self, place: Place, name: str, text: str) -> Any:
        parameter = self._parameter(place, name)
        if parameter is None:
            return text
        readings = _readings(parameter.types, text)
        return next((one for one in readings if self._fits(parameter.schema, one)), text)

    def _parameter(self, place: Place, name: str) -> Parameter | None:
        own = (place.path, place.item_path)
        several = (action.operation for (path, _), action in self._meaning.actions.items() if path in own)
        return next((one for each in several if (one := each.path_parameter(name)) is not None), None)


def key_in_path(collection: Collection, text: str) -> Any:
    """Return the id that *text* in a path means."""
    return next(_readings(_NUMERIC, text), text) if collection.numbered else text


def _readings(said: Several[str], text: str) -> Iterator[Any]:
    """Yield the numbers that *text* may mean where the JSON types *said* are possible."""
    if any(one in said for one in _NUMERIC) and _INTEGER.fullmatch(text):
        yield int(text)
    if "number" in said and _NUMBER.fullmatch(text) and isfinite(number := float(text)):
        yield number


@lru_cache(256)
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("([^/]*)".join(map(re.escape, _PARAMETER.split(template))))
