"""From a contract as it is written to one sound document: object by object, by the grammar."""

from typing import Any

from taller.documents.dialect import Dialect
from taller.documents.draft import DROPPED, Draft, Reference
from taller.documents.grammar import EVERY_NAME, GRAMMAR, SCALARS, SECTIONS, Field
from taller.documents.places import Places
from taller.documents.pointers import NOTHING, as_fragment, below, lookup, steps_of
from taller.documents.sources import Source
from taller.documents.targets import Files, LeadsNowhere, Target, check_kind
from taller.documents.vocabulary import REQUIRED, fault_of_name, missing_fields
from taller.documents.words import WANTED, joined, said

_NOTES = {"$ref", "summary", "description"}
_HOLDERS = ("media-type", "parameter", "header")
_MAPPED = "discriminator"
_SEVERAL: dict[str, type] = {"list": list, "map": dict}


class Walk:
    """Copies a contract, and what it refers to in other files, into a draft."""

    def __init__(self, draft: Draft, files: Files) -> None:
        """Copy into *draft* from *files*."""
        self._draft = draft
        self._files = files
        self._dialects = {id(draft.root): Dialect(draft, draft.root.value.get("openapi", ""))}
        self._places = Places(draft)
        self._inlining: set[tuple[int, str]] = set()

    def run(self) -> None:
        """Copy all of it."""
        root = self._draft.root
        self._draft.document |= self._object("document", root.value, root, "")
        self._draft.document["openapi"] = "3.1.0"
        for one in self._places.waiting():
            made = self._copy(one.kind, lookup(one.source.value, one.pointer), one.source, one.place)
            if made is not DROPPED:
                components = self._draft.document.setdefault("components", {})
                components.setdefault(SECTIONS[one.kind], {})[steps_of(one.place)[-1]] = made

    def _copy(self, kind: str, value: Any, source: Source, place: str) -> Any:
        """Return what becomes of *value*, to stand at *place*; `DROPPED` if it cannot be kept."""
        if kind == "data":
            return (
                value["value"]
                if isinstance(value, dict) and place in self._draft.moved and "value" in value
                else value
            )
        if kind in SCALARS:
            return value if isinstance(value, SCALARS[kind]) else self._wrong(kind, value, place)
        if kind == "schema" and isinstance(value, bool):
            return value
        if not isinstance(value, dict):
            return self._not_an_object(kind, value, place)
        if kind == "schema":
            return self._schema(value, source, place)
        if kind in SECTIONS and isinstance(value.get("$ref"), str):
            return self._reference(kind, value, source, place)
        return self._object(kind, value, source, place)

    def _object(self, kind: str, value: dict[str, Any], source: Source, place: str) -> dict[str, Any]:
        fields = GRAMMAR[kind]
        every = fields.get(EVERY_NAME)
        made: dict[str, Any] = {}
        for name, inner in value.items():
            field = fields.get(name) or (None if name.startswith("x-") else every)
            if field is None:
                if self._is_known(kind, name, place):
                    made[name] = inner
                continue
            kept = self._field(field, inner, source, below(place, name))
            if kept is not DROPPED:
                made[name] = kept
        if kind in _HOLDERS:
            self._hold(kind, made, place)
        if kind in REQUIRED and (lacking := missing_fields(kind, value, self._dialect(source).old)):
            self._draft.report("missing-field", place, lacking)
        return made

    def _is_known(self, kind: str, name: str, place: str) -> bool:
        """Report *name* if no object of *kind* has such a field; return whether it may stay."""
        fault = fault_of_name(kind, name)
        if fault is not None:
            self._draft.report(fault.kind, below(place, name), fault.detail)
        return fault is None or fault.kind != "misspelt-field"

    def _hold(self, kind: str, made: dict[str, Any], place: str) -> None:
        self._draft.holders.append((kind, place, made))
        if "example" in made and "examples" in made:
            self._draft.report("example-and-examples", below(place, "example"), "`examples` are there, too")

    def _field(self, field: Field, value: Any, source: Source, place: str) -> Any:
        if isinstance(value, dict) and isinstance(value.get("$ref"), str) and _is_inlined(field, place):
            return self._inlined(field, value, source, place)
        if field.manner == "one":
            return self._copy(field.kind, value, source, place)
        if field.kind == "example" and isinstance(value, list):
            return self._field(field, self._named(value, place), source, place)
        if field.manner == "list" and isinstance(value, list):
            return self._list(field.kind, value, source, place)
        if field.manner == "map" and isinstance(value, dict):
            return self._map(field.kind, value, source, place)
        return self._wrong(field.manner, value, place)

    def _map(self, kind: str, values: dict[str, Any], source: Source, place: str) -> dict[str, Any]:
        field = Field(kind)
        made = {name: self._field(field, one, source, below(place, name)) for name, one in values.items()}
        return {name: one for name, one in made.items() if one is not DROPPED}

    def _list(self, kind: str, values: list[Any], source: Source, place: str) -> list[Any]:
        field = Field(kind)
        copies = [self._field(field, one, source, below(place, index)) for index, one in enumerate(values)]
        made = [None if one is DROPPED else one for one in copies]
        if kind != "schema":
            self._draft.lists.append(made)
        return made

    def _named(self, examples: list[Any], place: str) -> dict[str, Any]:
        self._draft.report("examples-without-names", place, "the examples are an array")
        source, pointer = self._draft.origin(place)
        for index in range(len(examples)):
            self._draft.moved[f"{place}/{index + 1}/value"] = source, below(pointer, index)
        return {str(index + 1): {"value": one} for index, one in enumerate(examples)}

    def _wrong(self, wanted: str, value: Any, place: str) -> Any:
        self._draft.report("wrong-type", place, f"this is {said(value)}, and should be {WANTED[wanted]}")
        return [] if wanted == "array" else DROPPED  # of scopes, whose scheme must be asked for all the same

    def _not_an_object(self, kind: str, value: Any, place: str) -> Any:
        if kind == "schema":
            self._draft.report("not-a-schema", place, f"{said(value)} stands where a schema should")
            return {}
        if kind == "example":
            self._draft.report("example-without-value", place, "the example has no `value`")
            return {"value": value}
        return self._wrong("map", value, place)

    # Schemas

    def _schema(self, value: dict[str, Any], source: Source, place: str) -> dict[str, Any]:
        written = self._dialect(source).modern(value, place)
        token = written.pop("$ref", None)
        made = self._object("schema", written, source, place)
        if isinstance(token, str):
            self._refer("schema", made, token, source, place)
        elif token is not None:
            self._draft.report("not-a-schema", below(place, "$ref"), f"{said(token)} is no reference")
        if _MAPPED in made:
            self._map_alternatives(made[_MAPPED], source, below(below(place, _MAPPED), "mapping"))
        self._draft.schemas[place] = made
        return made

    def _map_alternatives(self, discriminator: dict[str, Any], source: Source, place: str) -> None:
        """Make references of what a discriminator's mapping names."""
        mapping = discriminator.get("mapping", {})
        for name, target in list(mapping.items()):
            token = target
            named = lookup(source.value, f"/components/schemas/{target}")
            if "/" not in target and "#" not in target and named is not NOTHING:
                token = f"#/components/schemas/{target}"
            try:
                found = self._files.first_target(source, token, "schema")
                mapping[name] = as_fragment(self._places.of("schema", *found))
            except LeadsNowhere:
                del mapping[name]
                self._draft.report("discriminator", below(place, name), f"{target!r} leads to nothing")

    def _dialect(self, source: Source) -> Dialect:
        if id(source) not in self._dialects:
            said = source.value.get("openapi") if isinstance(source.value, dict) else None
            version = said if isinstance(said, str) else self._draft.root.value["openapi"]
            self._dialects[id(source)] = Dialect(self._draft, version)
        return self._dialects[id(source)]

    # References

    def _inlined(self, field: Field, value: dict[str, Any], source: Source, place: str) -> Any:
        """Return a copy of what *value* refers to, in its place.

        Each path has operations of its own, so that its item is copied; where OpenAPI has no
        references at all, what refers is read as it was meant.
        """
        try:
            found, pointer = self._meant(field, value["$ref"], source)
        except LeadsNowhere as error:
            self._draft.report(error.kind, below(place, "$ref"), str(error))
            return self._beside(field, value, source, place)
        if field.kind != "path-item":
            self._draft.report("misplaced-reference", below(place, "$ref"), "no reference may stand here")
        self._draft.moved[place] = found, pointer
        self._inlining.add((id(found), pointer))
        made = self._field(field, _joint(lookup(found.value, pointer), value), found, place)
        self._inlining.discard((id(found), pointer))
        return made

    def _meant(self, field: Field, token: str, source: Source) -> Target:
        found, pointer = self._files.target(source, token)
        if (id(found), pointer) in self._inlining:
            raise LeadsNowhere("circular-reference", "it leads back to itself")
        if field.manner == "one":
            check_kind(field.kind, found, pointer, token)
        elif not isinstance(meant := lookup(found.value, pointer), _SEVERAL[field.manner]):
            raise LeadsNowhere("wrong-type", f"this is {said(meant)}, and should be {WANTED[field.manner]}")
        return found, pointer

    def _beside(self, field: Field, value: dict[str, Any], source: Source, place: str) -> Any:
        """Return what stands beside a reference that leads nowhere: operations, in a path item."""
        others = {name: one for name, one in value.items() if name != "$ref"}
        if field.kind != "path-item" or not others:
            return DROPPED
        return self._field(field, others, source, place)

    def _reference(self, kind: str, value: dict[str, Any], source: Source, place: str) -> Any:
        others = sorted(name for name in value.keys() - _NOTES if not name.startswith("x-"))
        if others:
            self._draft.report(
                "beside-reference", below(place, others[0]), f"beside a reference: {joined(others)}"
            )
        made: dict[str, Any] = {name: value[name] for name in _NOTES - {"$ref"} if name in value}
        return made if self._refer(kind, made, value["$ref"], source, place) else DROPPED

    def _refer(self, kind: str, holder: dict[str, Any], token: str, source: Source, place: str) -> bool:
        """Make *holder* refer to what *token* leads to; return whether there is such a thing."""
        at = below(place, "$ref")
        if token != token.strip():
            self._draft.report("reference-with-space", at, f"{token!r} has a space at an end")
        try:
            found = self._files.first_target(source, token, kind)
        except LeadsNowhere as error:
            self._draft.report(error.kind, at, str(error))
            return False
        holder["$ref"] = as_fragment(self._places.of(kind, *found))
        self._draft.references.append(Reference(kind, place, holder))
        return True


def _joint(meant: Any, written: dict[str, Any]) -> Any:
    """Return what a reference leads to, and what is *written* beside it."""
    if not isinstance(meant, dict):
        return meant
    return {name: one for name, one in (meant | written).items() if name != "$ref"}


def _is_inlined(field: Field, place: str) -> bool:
    """Tell whether a reference in *field* is replaced by what it leads to."""
    if field.manner == "one" and field.kind in SECTIONS:
        return field.kind == "path-item" and place.startswith("/paths/")
    return field.kind not in SCALARS
