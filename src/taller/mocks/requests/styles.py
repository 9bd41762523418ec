"""How parameters are written: OpenAPI's styles, from text to texts, lists and objects of texts."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from taller.mocks.openapi.parameter import Parameter
from taller.mocks.openapi.schemas import keyword
from taller.mocks.requests.pairs import Said, decoded, names_inside

Raw: TypeAlias = "str | list[str] | dict[str, Raw]"
"""What a parameter says before its schema gives types to it."""

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_PREFIXES = {"label": ".", "matrix": ";"}
_Decode = Callable[[str], str]


def in_query(parameter: Parameter, said: Said, others: Collection[str] = ()) -> Iterator[Raw]:
    """Yield what *said* may mean for *parameter*, likeliest first; nothing if it does not name it.

    :param others: the names of the other parameters, which are no properties of an open object.
    """
    name = parameter.name
    name = name if name in said.texts else f"{name}[]"
    texts = said.texts.get(name, ())
    if parameter.in_json:
        yield from texts[:1]
        return
    if "object" in parameter.shapes:
        yield from _objects_in_query(parameter, said, others)
    if not texts:
        if "array" in parameter.shapes and (numbered := nested(parameter.name, said)):
            yield numbered  # ``name[0]=a&name[1]=b``, as many clients write a list
        return
    whole = texts[0] if len(texts) == 1 else list(texts)
    if "array" not in parameter.shapes:
        yield whole  # a list too, of what came twice: the schema will say what it thinks of that
    elif parameter.explode:
        yield from _ordered(parameter, whole, [list(texts), []] if whole == "" else [list(texts)])
    else:
        separator = _SEPARATORS.get(parameter.style, ",")
        yield from _ordered(parameter, whole, splits(separator.join(said.sent(name)), separator, said.decode))


def in_text(parameter: Parameter, text: str, decode: _Decode = str) -> Iterator[Raw]:
    """Yield what *text* may mean for *parameter*, likeliest first.

    :param text: a segment of a path as it was sent, to be read with *decode*; or a header.
    """
    if parameter.in_json:
        yield decode(text)
        return
    prefix = _PREFIXES.get(parameter.style, "")
    if not text.startswith(prefix):  # a client that encoded all of it
        text, decode = decode(text), str
    inner = text.removeprefix(prefix)
    separator = (prefix if parameter.explode else "") or ","
    alone = "scalar" in parameter.shapes and separator not in inner
    if alone:
        yield decode(_unnamed(parameter, inner))
    if parameter.shapes & {"object", "array"}:
        yield from _structures_in_text(parameter, inner, separator, decode)
    if not alone:
        yield decode(_unnamed(parameter, inner))


def splits(text: str, separator: str, decode: _Decode) -> Iterator[list[str]]:
    """Yield the lists that *text*, as it was sent, may mean, likeliest first; each piece decoded.

    A separator that stands for itself separates, and one that is encoded belongs to a value (RFC 6570,
    section 3.2.1). Where none stands for itself the encoded ones separate: many clients join first,
    and encode all of it.
    """
    if separator in text:
        yield [decode(one) for one in text.split(separator)]
        return
    whole = decode(text)
    yield whole.split(separator)
    if not whole:
        yield []
    elif separator in whole:
        yield [whole]


def _ordered(parameter: Parameter, whole: str | list[str], lists: Iterable[list[str]]) -> Iterator[Raw]:
    """Yield *lists*, and *whole* where a scalar is possible: first, if no list is longer than it."""
    several = list(lists)
    scalar = "scalar" in parameter.shapes
    if scalar and len(several[0]) == 1:
        yield whole
    yield from several
    if scalar:
        yield whole


def _objects_in_query(parameter: Parameter, said: Said, others: Collection[str]) -> Iterator[Raw]:
    if parameter.style == "deepObject":
        found = nested(parameter.name, said)
    elif parameter.explode:
        found = {
            name: texts[0] if len(texts) == 1 else list(texts)
            for name, texts in said.texts.items()
            if name in parameter.properties or (_is_open(parameter) and name not in others)
        }
    else:
        separator = _SEPARATORS.get(parameter.style, ",")
        for one in said.sent(parameter.name)[:1]:
            yield from _paired(next(splits(one, separator, said.decode)))
        return
    if found:
        yield found


def _is_open(parameter: Parameter) -> bool:
    """Tell whether the schema says that the object has properties without a name of their own."""
    return bool(keyword(parameter.schema, "additionalProperties"))


def nested(name: str, said: Said) -> dict[str, Raw]:
    """Return the object that ``name[a]=1&name[b][c]=2`` says; nothing in it if nothing does."""
    whole: dict[str, Raw] = {}
    for key in said.beginning(name):
        texts = said.texts[key]
        steps = names_inside(name, key)
        if not steps:
            continue
        is_list = len(steps) > 1 and not steps[-1]
        *outer, last = steps[:-1] if is_list else steps
        holder = whole
        for step in outer:
            inner = holder.setdefault(step, {})
            holder = inner if isinstance(inner, dict) else {}
        holder[last] = list(texts) if is_list or len(texts) > 1 else texts[0]
    return whole


def _structures_in_text(parameter: Parameter, inner: str, separator: str, decode: _Decode) -> Iterator[Raw]:
    decode = _stripped if parameter.place == "header" else decode
    if "object" in parameter.shapes:
        if parameter.explode:
            pairs = (one.partition("=") for one in re.split(re.escape(separator), inner))
            yield {decode(name): decode(value) for name, _, value in pairs}
        else:
            yield from _paired(next(splits(_unnamed(parameter, inner), separator, decode)))
    if "array" in parameter.shapes:
        if parameter.style == "matrix" and parameter.explode:
            yield [decode(_unnamed(parameter, one)) for one in inner.split(separator)]
        else:
            yield from splits(_unnamed(parameter, inner), separator, decode)


def _stripped(text: str) -> str:
    return text.strip()


def _unnamed(parameter: Parameter, text: str) -> str:
    """Return *text* without the name that the style ``matrix`` puts before a value."""
    if parameter.style != "matrix":
        return text
    name, _, value = text.partition("=")
    return value if decoded(name) == parameter.name else text


def _paired(pieces: Sequence[str]) -> Iterator[dict[str, Raw]]:
    """Yield the object whose names and values take turns: ``["R", "100", "G", "200"]``."""
    if len(pieces) % 2 == 0:
        yield dict(zip(pieces[::2], pieces[1::2], strict=True))
