"""Who may use the admin path: programs of this machine, and pages of the stand-in itself."""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from taller.mocks.openapi.http import Request
from taller.mocks.openapi.problems import Problem

_HOST = re.compile(r"(\[[0-9a-f:.%]+\]|[a-z0-9._-]+)(?::[0-9]{0,5})?")


def check_sender(request: Request, names: Collection[str]) -> None:
    """Let *request* pass, unless a page of another site may have sent it.

    Reading is guarded too: a journal has what clients said, and a host that allows pages of any
    origin to read its answers (CORS) means those of the contract.

    :param names: the names under which the stand-in is served, beside those of the loopback.
    :raises Problem: 403, with the remedy.
    """
    text = request.headers.get("host")
    host = None if text is None else _host(text)
    # A page that has had its own name resolved to this machine says that name (DNS rebinding); no
    # page can do so with an address, so any address will do.
    if text is not None and not (host and _is_own(host, names)):
        raise Problem(403, "La cabecera Host no nombra este servicio: use localhost, o una dirección.")
    origin = request.headers.get("origin")
    if origin is not None and (host is None or _origin_host(origin) != host):
        raise Problem(403, "La petición viene de una página de otro sitio.")


def _host(text: str) -> str | None:
    matched = _HOST.fullmatch(text.strip().lower())
    return matched[1].rstrip(".") if matched else None


def _origin_host(origin: str) -> str | None:
    """Return the host that *origin* names, ports left out: it is the site that counts."""
    try:
        parts = urlsplit(origin.strip())
    except ValueError:
        return None
    return _host(parts.netloc) if parts.scheme in ("http", "https") else None


def _is_own(host: str, names: Collection[str]) -> bool:
    if host == "localhost" or host.endswith(".localhost") or host in {name.lower() for name in names}:
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
