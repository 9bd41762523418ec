"""What proves to a service who asks, as the schemes of its contract want it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from taller.documents.pointers import resolved


@dataclass(frozen=True)
class Credentials:
    """What goes with every request."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)

    def on(self, path: str) -> str:
        """Return *path*, percent-encoded and perhaps with a query, with what belongs there and is not."""
        there = {name for name, _ in parse_qsl(urlsplit(path).query, keep_blank_values=True)}
        missing = [one for one in self.query.items() if one[0] not in there]
        for name, value in missing:
            sign = "&" if "?" in path else "?"
            path += f"{sign}{quote(name, safe='')}={quote(value, safe='')}"
        return path


NOTHING = Credentials()


def credentials(contract: Mapping[str, Any], key: str | None) -> Credentials:
    """Return how *key* is shown by each scheme of *contract*; nothing, if it has none that takes a key.

    Of two that want the same header, the first gets it.
    """
    headers: dict[str, str] = {}
    query: dict[str, str] = {}
    for scheme in schemes(contract).values() if key is not None else ():
        kind, place, name = (str(scheme.get(one, "")) for one in ("type", "in", "name"))
        if kind == "apiKey" and place == "query":
            query[name] = str(key)
        elif kind == "apiKey" and place == "header":
            headers[name] = str(key)
        elif kind == "apiKey" and place == "cookie":
            others = f"{headers['Cookie']}; " if "Cookie" in headers else ""
            headers["Cookie"] = f"{others}{name}={key}"
        elif is_basic(scheme):
            headers.setdefault("Authorization", f"Basic {basic(str(key))}")
        elif is_bearer(scheme):
            headers.setdefault("Authorization", f"Bearer {key}")
    return Credentials(headers, query)


def schemes(contract: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Return the security schemes of *contract*, an OpenAPI document, by name."""
    found = (contract.get("components") or {}).get("securitySchemes") or {}
    return {name: resolved(contract, one) for name, one in found.items()}


def is_basic(scheme: Mapping[str, Any]) -> bool:
    """Whether *scheme* takes a name and a password (RFC 7617)."""
    return scheme.get("type") == "http" and str(scheme.get("scheme", "")).lower() == "basic"


def is_bearer(scheme: Mapping[str, Any]) -> bool:
    """Whether *scheme* takes a token (RFC 6750)."""
    kind, how = scheme.get("type"), str(scheme.get("scheme", "")).lower()
    return kind in ("oauth2", "openIdConnect") or (kind == "http" and how == "bearer")


def name_and_password(key: str) -> tuple[str, str]:
    """Return what *key*, ``user:password``, holds; a key without a colon is a name without a password."""
    name, _, password = key.partition(":")
    return name, password


def basic(key: str) -> str:
    """Return *key*, ``user:password``, as the scheme Basic writes it (RFC 7617, 2)."""
    return base64.b64encode(":".join(name_and_password(key)).encode()).decode()
