"""Words of a shell, short enough to be read: what comes on end is written by a program."""

import json
import re
import shlex

_ODD = re.compile(r"(?P<unit>.{1,8}?)(?P=unit){99,}|(?P<bytes>[\udc80-\udcff]+)", re.DOTALL)
"""What is there a hundred times on end, or is no UTF-8."""


def quoted(text: str) -> str:
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
