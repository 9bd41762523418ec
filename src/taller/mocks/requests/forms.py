"""Bodies that are no JSON: forms, files, texts; as values that a schema can be held against."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.media import FORM, MULTIPART, plain
from taller.mocks.openapi.parameter import Parameter
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.schemas import Fits, all_properties, types
from taller.mocks.requests.bodies import parse_json
from taller.mocks.requests.pairs import Said, said_in_query
from taller.mocks.requests.scalars import readings
from taller.mocks.requests.styles import Raw, in_query

MAX_FIELDS = 1000


def parse_form(
    body: bytes, content_type: str, schema: Node | None, fits: Fits, encoding: Node | None = None
) -> dict[str, Any]:
    """Return the fields of the form *body*, typed as *schema* says; a file is its content as text.

    :param encoding: what the contract says of how fields are written (OpenAPI's Encoding Object).
        Without it, a list repeats its name, and an object is JSON, or ``name[property]``.
    :raises Problem: 400, if it is no form of *content_type*, or has more than `MAX_FIELDS` fields.
    """
    said = _urlencoded(body) if plain(content_type) == FORM else _multipart(body, content_type)
    known = all_properties(schema) if schema else {}
    fields = [_field(name, one, encoding) for name, one in known.items()]
    taken = {name for field in fields if field.explode and field.style == "form" for name in field.properties}
    values: dict[str, Any] = {
        key: texts[0] if len(texts) == 1 else texts
        for key, texts in said.texts.items()
        if key.partition("[")[0] not in known and key not in taken
    }
    for field in fields:
        several = list(_values(field, said, fits))
        if several:
            fitting = (value for value in several if fits(field.schema, value))
            values[field.name] = next(fitting, several[0])
    return values


def is_form(media_type: str) -> bool:
    """Tell whether *media_type* is one of the two that HTML's forms have."""
    return media_type in (FORM, MULTIPART)


def parse_text(body: bytes) -> str:
    """Return *body* as a text, byte for byte where it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _urlencoded(body: bytes) -> Said:
    if body.count(b"&") >= MAX_FIELDS:
        raise Problem(400, f"El formulario tiene más de {MAX_FIELDS} campos.")
    try:
        return said_in_query(body.decode("latin-1"))
    except UnicodeError as error:
        raise Problem(400, "El cuerpo no es un formulario: no es UTF-8.") from error


def _multipart(body: bytes, content_type: str) -> Said:
    # Werkzeug takes some megabytes: only who sends files pays for it.
    from werkzeug.exceptions import HTTPException
    from werkzeug.formparser import MultiPartParser
    from werkzeug.http import parse_options_header

    boundary = parse_options_header(content_type)[1].get("boundary", "")
    parser = MultiPartParser(_in_memory, max_form_memory_size=None, max_form_parts=MAX_FIELDS)
    try:
        form, files = parser.parse(BytesIO(body), boundary.encode("latin-1"), len(body))
    except (ValueError, HTTPException) as error:
        raise Problem(400, "El cuerpo no es un formulario de varias partes.") from error
    pairs = list(form.items(multi=True))
    pairs.extend((name, parse_text(one.stream.read())) for name, one in files.items(multi=True))
    # A part must have a name (RFC 7578, section 4.2): what has none that can be read is no field.
    return Said([(name, text) for name, text in pairs if name], str)


def _in_memory(
    total_content_length: int | None,  # noqa: ARG001 - so Werkzeug calls it
    content_type: str | None,  # noqa: ARG001
    filename: str | None,  # noqa: ARG001
    content_length: int | None = None,  # noqa: ARG001
) -> BytesIO:
    """Return where a file goes: a body is small enough to stay off the disk."""
    return BytesIO()


def _field(name: str, schema: Node, encoding: Node | None) -> Parameter:
    """Return the property *name* of a form as if it were a parameter of a query."""
    said = encoding.get(name) if encoding else None
    facts = said.value if said is not None and isinstance(said.value, dict) else {}
    possible = frozenset(types(schema))
    usual = "form" if "object" not in possible or "explode" in facts else "deepObject"
    style = facts.get("style", usual)
    explode = bool(facts.get("explode", style == "form"))
    return Parameter(name, "query", False, schema, style, explode, possible, None, None, {})


def _values(field: Parameter, said: Said, fits: Fits) -> Iterator[Any]:
    """Yield what *said* may mean for *field*, likeliest first."""
    for raw in in_query(field, said):
        if field.shapes & {"object", "array"}:
            yield from _json(raw)
        yield from readings(field.schema, raw, fits)


def _json(raw: Raw) -> Iterator[Any]:
    """Yield what *raw* says as JSON, which is how a part holds an object, or several a list of them."""
    try:
        if isinstance(raw, str) and raw.startswith(("{", "[")):
            yield parse_json(raw.encode(errors="surrogatepass"))
        elif isinstance(raw, list) and raw and all(one.startswith(("{", "[")) for one in raw):
            several = [parse_json(one.encode(errors="surrogatepass")) for one in raw]
            yield several
            if len(several) == 1:
                yield several[0]
    except Problem:
        return
