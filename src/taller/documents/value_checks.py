"""Examples and defaults that break their own schemas: left out."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from taller.documents.draft import Draft
from taller.documents.pointers import NOTHING, below, lookup, of_fragment, steps_of

_URI = "urn:taller:document"
_EMAIL = jsonschema_rs.EmailOptions(allow_display_text=False)


class ValueChecks:
    """Holds the values that a draft shows to its schemas."""

    def __init__(self, draft: Draft) -> None:
        """Check the values of *draft*, whose references are settled."""
        self._draft = draft
        self._registry = jsonschema_rs.Registry([(_URI, draft.document)])
        self._compiled: dict[str, jsonschema_rs.Draft202012Validator | None] = {}
        self._hidden = {flag: _names(draft, flag) for flag in ("readOnly", "writeOnly")}

    def run(self) -> None:
        """Check all of them."""
        for place, schema in self._draft.schemas.items():
            self._check_schema(place, schema)
        for _, place, holder in self._draft.holders:
            self._check_holder(place, holder)

    def _check_schema(self, place: str, schema: dict[str, Any]) -> None:
        for name in ("default", "example"):
            if name in schema and (fault := self._fault(place, place, schema[name])):
                self._draft.report(name, below(place, name), f"the {name} breaks its schema: {fault}")
                del schema[name]
        shown = schema.get("examples", [])
        for index in reversed(range(len(shown))):
            if fault := self._fault(place, place, shown[index]):
                self._draft.report(
                    "example", f"{place}/examples/{index}", f"the example breaks its schema: {fault}"
                )
                schema["examples"] = shown = shown[:index] + shown[index + 1 :]

    def _check_holder(self, place: str, holder: dict[str, Any]) -> None:
        if "example" in holder:
            fault = self._check_one(place, holder, "example", holder, below(place, "example"))
            if fault:
                del holder["example"]
        for name, one in list(holder.get("examples", {}).items()):
            found = self._draft.follow(one)
            at = below(below(place, "examples"), name)
            if isinstance(found, dict) and "value" in found:
                where = at if found is not one else below(at, "value")
                if self._check_one(place, holder, "value", found, where):
                    del holder["examples"][name]

    def _check_one(
        self, place: str, holder: dict[str, Any], key: str, owner: dict[str, Any], at: str
    ) -> bool:
        """Tell whether the value at *key* of *owner* breaks the schema of *holder*; report it."""
        value = owner[key]
        if "schema" not in holder or (isinstance(value, str) and not _is_json(place)):
            return False
        fault = self._fault(below(place, "schema"), place, value)
        if not fault:
            return False
        parsed = _parsed(value)
        if parsed is not NOTHING and not self._fault(below(place, "schema"), place, parsed):
            self._draft.report("example-as-text", at, "the example is JSON in a string")
            owner[key] = parsed
            return False
        self._draft.report("example", at, f"the example breaks its schema: {fault}")
        return True

    def _fault(self, schema: str, place: str, value: Any) -> str | None:
        """Return what is wrong with *value* under *schema*, at *place* in a request or a response."""
        validator = self._validator(schema)
        if validator is None or validator.is_valid(value):
            return None
        hidden = self._hidden_at(place)
        for error in validator.iter_errors(value):
            if not _is_excused(error, hidden):
                where = "".join(f"/{step}" for step in error.instance_path)
                message = error.message if len(error.message) < 120 else f"{error.message[:117]}..."
                return f"{message} (at {where})" if where else message
        return None

    def _hidden_at(self, place: str) -> set[str]:
        """Return the names that may be missing there, required or not."""
        steps = steps_of(place)
        if "requestBody" in steps or "requestBodies" in steps:
            return self._hidden["readOnly"]
        if "responses" in steps:
            return self._hidden["writeOnly"]
        return self._hidden["readOnly"] | self._hidden["writeOnly"]

    def _validator(self, place: str) -> "jsonschema_rs.Draft202012Validator | None":
        schema = lookup(self._draft.document, place)
        if isinstance(schema, dict) and schema.keys() == {"$ref"}:
            place = of_fragment(schema["$ref"][1:])  # one for all that refer to it
        if place not in self._compiled:
            self._compiled[place] = self._compile(place)
        return self._compiled[place]

    def _compile(self, place: str) -> "jsonschema_rs.Draft202012Validator | None":
        try:
            return jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_URI}#{quote(place)}"},
                registry=self._registry,
                validate_formats=True,
                email_options=_EMAIL,
                offline=True,
            )
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            self._draft.report("not-a-schema", place, f"it cannot be compiled: {error}".partition("\n")[0])
            schema = lookup(self._draft.document, place)
            if isinstance(schema, dict):
                schema.clear()
            return None


def _is_excused(error: jsonschema_rs.ValidationError, hidden: set[str]) -> bool:
    """Tell whether *error* is that one of *hidden* is missing, be it in one of several alternatives."""
    if error.kind.name == "required":
        return error.kind.as_dict()["property"] in hidden
    if error.kind.name not in ("anyOf", "oneOf"):
        return False
    alternatives = error.kind.as_dict()["context"]
    return any(one and all(_is_excused(each, hidden) for each in one) for one in alternatives)


def _names(draft: Draft, flag: str) -> set[str]:
    return set(_flagged(draft, flag))


def _flagged(draft: Draft, flag: str) -> Iterator[str]:
    for schema in draft.schemas.values():
        for name, one in schema.get("properties", {}).items():
            if any(isinstance(part, dict) and part.get(flag) is True for part in (one, draft.follow(one))):
                yield name


def _is_json(place: str) -> bool:
    """Tell whether a text at *place*, that of what has examples, is to be held to the schema."""
    steps = steps_of(place)
    if "content" not in steps[-2:-1]:
        return True  # a parameter or a header
    media = steps[-1].partition(";")[0].strip().lower()
    return media.endswith(("/json", "+json")) or media in ("*/*", "text/plain")


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return NOTHING
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return NOTHING
