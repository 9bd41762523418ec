"""Requests as commands that stay short enough to be read, and do the same when they are copied."""

import shlex
from dataclasses import replace

from taller.contracts.probing.wire import Client, Request
from taller.contracts.shell import quoted

_BODY = b"THE-BODY"
_ARGUMENT = 100_000
"""Bytes; Linux takes no argument of more than 131,072."""
_LONGEST = 10_000
"""Characters of a command that anybody copies."""


def command(client: Client, request: Request) -> str:
    """Return *request* as ``curl`` by *client*; a shell with ``python3`` writes what comes on end."""
    if request.body is None:
        words = shlex.split(client.curl(request))
        return _cut(" ".join(map(quoted, words)))
    words = shlex.split(client.curl(replace(request, body=_BODY)))
    if "content-type" not in map(str.lower, request.headers):
        words[1:1] = ["-H", "Content-Type:"]  # else curl says that it is a form
    body = quoted(request.body.decode("utf-8", "surrogateescape"))
    if len(request.body) < _ARGUMENT:
        return _cut(" ".join(body if word == _BODY.decode() else quoted(word) for word in words))
    asked = " ".join(quoted("@-" if word == _BODY.decode() else word) for word in words)
    return _cut(f"printf %s {body} | {asked}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
