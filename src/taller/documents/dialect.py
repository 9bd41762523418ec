"""Schemas of OpenAPI 3.0 in the words of 3.1, which are those of JSON Schema 2020-12."""

from typing import Any

from taller.documents.draft import Draft
from taller.documents.pointers import below

Schema = dict[str, Any]
_IGNORED = ("$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$vocabulary")
"""Keywords that name a schema or its dialect: the draft has one name and one dialect."""
_NOT_WORTH_TELLING = {
    "$ref",
    "description",
    "summary",
    "title",
    "example",
    "default",
    "deprecated",
    "externalDocs",
}
_COMPOSED = ("allOf", "anyOf", "oneOf", "not")
_ANNOTATIONS = {
    "title",
    "description",
    "readOnly",
    "writeOnly",
    "deprecated",
    "default",
    "example",
    "examples",
}
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_ENCODED = {"byte": ("contentEncoding", "base64"), "binary": ("contentMediaType", "application/octet-stream")}


class Dialect:
    """How one file writes its schemas."""

    def __init__(self, draft: Draft, version: str) -> None:
        """Translate what is written in *version* of OpenAPI, and report to *draft*."""
        self._draft = draft
        self.old = version.startswith("3.0")
        """Whether that is 3.0."""

    def modern(self, schema: Schema, place: str) -> Schema:
        """Return *schema*, which stands at *place*, as 3.1 would say it; parts inside are left alone."""
        made = {name: value for name, value in schema.items() if name not in _IGNORED}
        if isinstance(made.get("required"), bool):
            self._required(made, place)
        if "$dynamicRef" in made:
            self._tell("dynamic-reference", place, "$dynamicRef", "`$dynamicRef` depends on who refers")
            made.setdefault("$ref", made.pop("$dynamicRef"))
        if self.old and isinstance(made.get("$ref"), str):
            return self._alone(made, place)
        if self.old and made.get("nullable") is True and _is_to_be_wrapped(made):
            return self._wrapped(made, place)
        for name, bound in _BOUNDS.items():
            self._bound(made, name, bound, place)
        if isinstance(made.get("items"), list):
            self._tell("wrong-version", place, "items", "a list of `items`, which is called prefixItems now")
            made["prefixItems"] = made.pop("items")
            self._move(place, "prefixItems", "items")
        if self.old and made.get("type") == "array" and not {"items", "prefixItems"} & made.keys():
            self._draft.report("array-without-items", place, "the array has no `items`")
        self._types(made, place)
        return self._old_only(made, place) if self.old else self._new_only(made, place)

    def _required(self, schema: Schema, place: str) -> None:
        said = schema.pop("required")
        self._tell(
            "required-on-property", place, "required", f"`required: {str(said).lower()}` is no list of names"
        )

    def _alone(self, schema: Schema, place: str) -> Schema:
        others = sorted(
            name for name in schema if name not in _NOT_WORTH_TELLING and not name.startswith("x-")
        )
        if others:
            self._tell("beside-reference", place, others[0], f"`{others[0]}` beside a reference")
        return {"$ref": schema["$ref"]}

    def _bound(self, schema: Schema, name: str, bound: str, place: str) -> None:
        said = schema.get(name)
        if isinstance(said, bool):
            if not self.old:
                self._tell("wrong-version", place, name, f"`{name}: {str(said).lower()}` is of 3.0")
            del schema[name]
            if said and bound in schema:
                schema[name] = schema.pop(bound)
        elif said is not None and self.old:
            self._tell("wrong-version", place, name, f"`{name}` with a number is of 3.1")

    def _types(self, schema: Schema, place: str) -> None:
        if schema.get("type") == "file":
            self._tell("wrong-version", place, "type", "`type: file` is of Swagger 2.0")
            schema |= {"type": "string", "format": "binary"}
        said = schema.get("format")
        if isinstance(said, str) and said in _ENCODED:
            schema.setdefault(*_ENCODED[said])

    def _new_only(self, schema: Schema, place: str) -> Schema:
        if "nullable" in schema:
            self._tell(
                "nullable-in-3.1", place, "nullable", "`nullable` is of 3.0: write `type: [..., 'null']`"
            )
            del schema["nullable"]
        return schema

    def _old_only(self, schema: Schema, place: str) -> Schema:
        for name in ("const", "examples", "if", "contains", "patternProperties", "prefixItems"):
            if name in schema and not (name == "prefixItems" and f"{place}/prefixItems" in self._draft.moved):
                self._tell("wrong-version", place, name, f"`{name}` is of 3.1")
        if isinstance(schema.get("type"), list):
            self._tell("wrong-version", place, "type", "a list of types is of 3.1")
        if "example" in schema:
            schema.setdefault("examples", [schema["example"]])
            self._move(place, "examples/0", "example")
        nullable = schema.pop("nullable", False)
        return self._nullable(schema, place) if nullable is True else schema

    def _nullable(self, schema: Schema, place: str) -> Schema:
        enum = schema.get("enum")
        if isinstance(enum, list) and None not in enum:
            self._tell("enum-without-null", place, "enum", "`nullable` beside an enum without null")
            schema["enum"] = [*enum, None]
        said = schema.get("type")
        for name in ("anyOf", "oneOf"):
            if isinstance(schema.get(name), list):
                schema[name] = [*schema[name], {"type": "null"}]
        several = [said] if isinstance(said, str) else said if isinstance(said, list) else None
        return schema if several is None else schema | {"type": list(dict.fromkeys([*several, "null"]))}

    def _wrapped(self, schema: Schema, place: str) -> Schema:
        """Return *schema* or null, for what it is composed of would refuse null."""
        self._draft.moved[f"{place}/anyOf/0"] = self._draft.origin(place)
        outside = {name: one for name, one in schema.items() if name in _ANNOTATIONS or name.startswith("x-")}
        inside = {name: one for name, one in schema.items() if name not in outside and name != "nullable"}
        return outside | {"anyOf": [inside, {"type": "null"}]}

    def _move(self, place: str, new: str, old: str) -> None:
        source, pointer = self._draft.origin(place)
        self._draft.moved[f"{place}/{new}"] = source, f"{pointer}/{old}"

    def _tell(self, kind: str, place: str, keyword: str, detail: str) -> None:
        self._draft.report(kind, below(place, keyword), detail)


def _is_to_be_wrapped(schema: Schema) -> bool:
    composed = [name for name in _COMPOSED if name in schema]
    return composed not in ([], ["anyOf"], ["oneOf"])
