"""Secrets made unreadable: what a journal shows must not open any door."""

import re
from collections.abc import Collection
from urllib.parse import unquote_plus

MASK = "***"
_SECRET = re.compile(
    r"authorization|cookie|api[-_]?key|token|secret|passw|credential|signature|session", re.IGNORECASE
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,30}) +\S")


class Masks:
    """Tells which headers and query parameters are secret, by name."""

    def __init__(self, names: Collection[str] = ()) -> None:
        """Hide *names* too, in any case: those of the contract's API keys."""
        self._names = {name.lower() for name in names}

    def header(self, name: str, value: str) -> str:
        """Return *value* as may be shown: of ``Bearer abc``, which scheme it was."""
        if not self._hidden(name):
            return value
        scheme = _SCHEME.match(value) if "authorization" in name.lower() else None
        return f"{scheme[1]} {MASK}" if scheme else MASK

    def query(self, query: str) -> str:
        """Return *query*, as it was sent, without the values of what is secret."""
        return "&".join(self._pair(pair) for pair in query.split("&"))

    def _pair(self, pair: str) -> str:
        name, equals, _ = pair.partition("=")
        return f"{name}={MASK}" if equals and self._hidden(unquote_plus(name)) else pair

    def _hidden(self, name: str) -> bool:
        return name.lower() in self._names or _SECRET.search(name) is not None
