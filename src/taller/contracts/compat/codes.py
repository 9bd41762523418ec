"""How schemas may differ, and what that means on either side of an exchange.

Requests are contravariant, responses covariant: a request may be widened, a response narrowed. A schema that
takes less refuses a sender, and one that gives more surprises a reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["breaking", "risky", "compatible"]
SEVERITIES: tuple[Severity, ...] = ("breaking", "risky", "compatible")
"""The worst first."""


class Text(NamedTuple):
    """What is said in each language."""

    en: str
    es: str


@dataclass(frozen=True)
class Code:
    """A way in which two schemas differ."""

    request: Severity | None
    """What it is to the sender of a request; None if that side never meets it."""
    response: Severity | None
    """What it is to the reader of a response."""
    what: Text
    """What changed, with words in braces."""


def _narrowed(en: str, es: str, response: Severity = "compatible") -> Code:
    """Return a code for a schema that takes less: a sender may be refused, a reader meets nothing new."""
    return Code("breaking", response, Text(en, es))


def _widened(en: str, es: str, response: Severity = "risky") -> Code:
    """Return a code for a schema that takes more: a sender loses nothing, a reader meets what is new."""
    return Code("compatible", response, Text(en, es))


def _changed(en: str, es: str, severity: Severity = "risky") -> Code:
    """Return a code for a schema that takes something else, or of which nobody can tell."""
    return Code(severity, severity, Text(en, es))


_OF_VALUES: Mapping[str, Code] = {
    "type-narrowed": _narrowed("type {old} became {new}", "el tipo {old} pasa a {new}"),
    "type-widened": _widened("type {old} became {new}", "el tipo {old} pasa a {new}", "breaking"),
    "type-changed": _changed("type {old} became {new}", "el tipo {old} pasa a {new}", "breaking"),
    "null-removed": _narrowed("null is no longer allowed", "ya no admite null"),
    "null-added": _widened("null is allowed now", "ahora admite null", "breaking"),
    "enum-added": _narrowed("only these values are left: {values}", "solo quedan estos valores: {values}"),
    "enum-narrowed": _narrowed("values gone: {values}", "valores que desaparecen: {values}"),
    "enum-widened": _widened("new values: {values}", "valores nuevos: {values}"),
    "enum-removed": _widened("any value, no longer only: {values}", "cualquier valor, ya no solo: {values}"),
    "const-added": _narrowed("only one value is left: {values}", "solo queda un valor: {values}"),
    "const-removed": _widened("any value, no longer only {values}", "cualquier valor, ya no solo {values}"),
    "const-changed": _changed(
        "the only value {old} became {new}", "el único valor {old} pasa a {new}", "breaking"
    ),
    "limit-tightened": _narrowed("{keyword}: {old} became {new}", "{keyword}: {old} pasa a {new}"),
    "limit-loosened": _widened("{keyword}: {old} became {new}", "{keyword}: {old} pasa a {new}"),
    "pattern-added": _narrowed("it must match {new} now", "ahora debe cumplir {new}"),
    "pattern-removed": _widened("it need not match {old} any more", "ya no debe cumplir {old}"),
    "pattern-changed": _changed(
        "pattern {old} became {new}; which takes more cannot be decided",
        "el patrón {old} pasa a {new}; no se puede decidir cuál admite más",
    ),
    "format-added": _narrowed("its format is {new} now", "ahora su formato es {new}"),
    "format-removed": _widened("its format is no longer {old}", "su formato ya no es {old}"),
    "format-changed": _changed("format {old} became {new}", "el formato {old} pasa a {new}", "breaking"),
    "multiple-of-tightened": _narrowed(
        "it must be a multiple of {new} (before: {old})", "debe ser múltiplo de {new} (antes: {old})"
    ),
    "multiple-of-loosened": _widened(
        "it must be a multiple of {new} (before: {old})", "debe ser múltiplo de {new} (antes: {old})"
    ),
    "unique-items-required": _narrowed("no element may repeat now", "ahora ningún elemento puede repetirse"),
    "unique-items-dropped": _widened("elements may repeat now", "ahora los elementos pueden repetirse"),
    "default-changed": Code(
        "risky", None, Text("its default {old} became {new}", "su valor por defecto {old} pasa a {new}")
    ),
    "deprecated": _changed("it is deprecated now", "queda en desuso", "compatible"),
}
_OF_MEMBERS: Mapping[str, Code] = {
    "property-required": _narrowed("it is required now", "ahora es obligatoria"),
    "property-optional": _widened("it may be absent now", "ahora puede faltar", "breaking"),
    "property-removed": _changed("it is gone", "desaparece", "breaking"),
    "property-ignored": Code(
        "risky", None, Text("it is no longer in the contract", "ya no está en el contrato")
    ),
    "property-added": _changed("it is new, and optional", "es nueva y opcional", "compatible"),
    "property-added-required": Code(
        None, "compatible", Text("it is new, and required", "es nueva y obligatoria")
    ),
    "property-allowed": _widened(
        "it is new, where others were ruled out", "es nueva, donde no se admitían otras"
    ),
    "additional-properties-closed": _narrowed(
        "properties outside the contract are refused now", "ya no se admiten propiedades fuera del contrato"
    ),
    "additional-properties-opened": _widened(
        "properties outside the contract may come now", "pueden venir propiedades fuera del contrato"
    ),
    "read-only-set": Code("breaking", None, Text("it is read-only now", "ahora es de solo lectura")),
    "read-only-unset": Code("compatible", None, Text("it may be sent now", "ahora se puede enviar")),
    "write-only-set": Code(None, "breaking", Text("it no longer comes back", "ya no se devuelve")),
    "write-only-unset": Code(None, "compatible", Text("it comes back now", "ahora se devuelve")),
}
_OF_COMPOSITION: Mapping[str, Code] = {
    "alternative-removed": _narrowed("the alternative {name} is gone", "desaparece la alternativa {name}"),
    "alternative-added": _widened("the alternative {name} is new", "la alternativa {name} es nueva"),
    "alternatives-overlap": _changed(
        "the alternatives of a oneOf changed, and one value may fit several: what is taken cannot be decided",
        "cambian las alternativas de un oneOf que se solapan: no se puede decidir qué admite",
    ),
    "discriminator-changed": _changed(
        "the discriminator {old} became {new}", "el discriminador {old} pasa a {new}", "breaking"
    ),
    "constraint-added": _narrowed("{keyword} limits it now", "ahora lo limita {keyword}"),
    "constraint-removed": _widened("{keyword} limits it no longer", "ya no lo limita {keyword}"),
    "constraint-changed": _changed(
        "{keyword} changed; which takes more cannot be decided",
        "{keyword} cambia; no se puede decidir cuál admite más",
    ),
    "schema-unclear": _changed(
        "too many schemas speak of it at once: what is taken cannot be decided",
        "demasiados esquemas hablan de él a la vez: no se puede decidir qué se admite",
    ),
}

CODES: Mapping[str, Code] = {**_OF_VALUES, **_OF_MEMBERS, **_OF_COMPOSITION}
"""Each way in which schemas differ; with ``request-`` or ``response-`` before it, it is a kind of finding."""
