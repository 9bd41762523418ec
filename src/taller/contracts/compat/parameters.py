"""Compares the parameters of an operation."""

from collections.abc import Mapping

from taller.contracts.compat.contract import Operation, Part
from taller.contracts.compat.facts import Place
from taller.contracts.compat.findings import Subject
from taller.contracts.compat.telling import Telling, schema_at
from taller.documents.pointers import below

_Key = tuple[str, str]
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


class Parameters:
    """Compares the parameters of one operation, before and after."""

    def __init__(self, telling: Telling, old: Operation, new: Operation) -> None:
        """Compare *old* with *new*, the same operation in two contracts."""
        self._telling, self._old, self._new = telling, old, new

    def compare(self) -> None:
        """Tell what differs."""
        come = dict(self._new.parameters)
        for key, part in self._old.parameters.items():
            counterpart = self._counterpart(key)
            if counterpart in come:
                self._compare(key, counterpart, part, come.pop(counterpart))
            else:
                self._gone(key, part, come)
        for key, part in come.items():
            required = part.value.get("required") is True
            kind = "parameter-added-required" if required else "parameter-added"
            if key[0] != "path":
                self._telling.tell(kind, self._subject(key), (self._old.part.pointer, part.pointer))

    def _counterpart(self, key: _Key) -> _Key:
        """Return the name that *key* has in the new contract: that of a path is known by its position."""
        if key[0] == "path" and key[1] in self._old.template:
            return "path", self._new.template[self._old.template.index(key[1])]
        return key

    def _subject(self, key: _Key) -> Subject:
        return Subject("parameter", self._old.name, f"{key[0]}/{key[1]}")

    def _gone(self, key: _Key, part: Part, come: dict[_Key, Part]) -> None:
        moved = next((one for one in come if one[1].lower() == key[1].lower() and one[0] != "path"), None)
        if moved:
            pointers = part.pointer, come.pop(moved).pointer
            self._telling.tell("parameter-moved", self._subject(key), pointers, new=moved[0])
        elif key[0] != "path":
            pointers = part.pointer, self._new.part.pointer
            self._telling.tell("parameter-removed", self._subject(key), pointers)

    def _compare(self, key: _Key, counterpart: _Key, old: Part, new: Part) -> None:
        subject, pointers = self._subject(counterpart), (old.pointer, new.pointer)
        if key != counterpart:
            self._telling.tell("path-parameter-renamed", subject, pointers, old=key[1])
        was_required, is_required = (one.value.get("required") is True for one in (old, new))
        if was_required != is_required and key[0] != "path":
            self._telling.tell(f"parameter-{'required' if is_required else 'optional'}", subject, pointers)
        if new.value.get("deprecated") is True and old.value.get("deprecated") is not True:
            self._telling.tell("parameter-deprecated", subject, pointers)
        was, now = _place(old), _place(new)
        styles = [self._style(key[0], old, was, is_new=False), self._style(key[0], new, now, is_new=True)]
        if styles[0] != styles[1]:
            self._telling.tell("parameter-style-changed", subject, pointers, old=styles[0], new=styles[1])
        texts = not (old.value.get("content") or new.value.get("content"))
        self._telling.tell_schemas(subject, was, now, texts=texts)

    def _style(self, where: str, part: Part, place: Place, is_new: bool) -> str:
        """Return how a parameter is written, as far as a request shows it."""
        value = part.value
        if value.get("content"):
            return str(next(iter(value["content"])))
        style: str = value.get("style", _STYLES.get(where, "form"))
        if not self._telling.requests.types(place, is_new) & {"array", "object"}:
            return style if style in ("label", "matrix") else "plain"
        explode = value.get("explode", style == "form")
        return f"{style}, explode: {str(explode).lower()}"


def _place(part: Part) -> Place:
    content: Mapping[str, object] = part.value.get("content", {})
    for name, media in content.items():
        return schema_at(below(below(part.pointer, "content"), name), media)
    return schema_at(part.pointer, part.value)
