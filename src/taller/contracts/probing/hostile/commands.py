"""Requests as commands that stay short enough to be read, and do the same when they are copied."""

import json
import re
import shlex
from dataclasses import replace

from taller.contracts.probing.wire import Client, Request

_ODD = re.compile(r"(?P<unit>.{1,8}?)(?P=unit){99,}|(?P<bytes>[\udc80-\udcff]+)", re.DOTALL)
"""What is there a hundred times on end, or is no UTF-8."""
_BODY = b"THE-BODY"
_ARGUMENT = 100_000
"""Bytes; Linux takes no argument of more than 131,072."""
_LONGEST = 10_000
"""Characters of a command that anybody copies."""


def command(client: Client, request: Request) -> str:
    """Return *request* as ``curl`` by *client*; a shell with ``python3`` writes what comes on end."""
    if request.body is None:
        words = shlex.split(client.curl(request))
        return _cut(" ".join(map(_quoted, words)))
    words = shlex.split(client.curl(replace(request, body=_BODY)))
    if "content-type" not in map(str.lower, request.headers):
        words[1:1] = ["-H", "Content-Type:"]  # else curl says that it is a form
    body = _quoted(request.body.decode("utf-8", "surrogateescape"))
    if len(request.body) < _ARGUMENT:
        return _cut(" ".join(body if word == _BODY.decode() else _quoted(word) for word in words))
    asked = " ".join(_quoted("@-" if word == _BODY.decode() else word) for word in words)
    return _cut(f"printf %s {body} | {asked}")


def _quoted(text: str) -> str:
    """Return *text* as a word of a shell."""
    parts, end = [], 0
    for found in _ODD.finditer(text):
        parts += [*_plain(text[end : found.start()]), _written(found)]
        end = found.end()
    return "".join([*parts, *_plain(text[end:])]) or "''"


def _plain(text: str) -> list[str]:
    return [shlex.quote(text)] if text else []


def _written(found: re.Match[str]) -> str:
    if found["bytes"]:
        octal = "".join(f"\\{byte:o}" for byte in found["bytes"].encode("utf-8", "surrogateescape"))
        return f"\"$(printf '{octal}')\""
    unit = found["unit"]
    program = f"print({json.dumps(unit, ensure_ascii=False)} * {len(found[0]) // len(unit)})"
    return f'"$(python3 -c {shlex.quote(program)})"'


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
