"""The URLs of services: which can be asked, and what of them may be shown."""

import re
from urllib.parse import unquote, urlsplit

HIDDEN = "***"
"""What stands for a password."""


def checked(url: str) -> str:
    """Return *url*, of an API with its base path, without a slash at its end.

    :raises ValueError: if it is none that can be asked; it says what to write.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{url!r} is no URL ({error}): {_REMEDY}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{url!r} is no URL of http or https: {_REMEDY}")
    if "?" in url or "#" in url:
        raise ValueError(f"{url!r} has a query or a fragment, and an API has none: {_REMEDY}")
    if re.search(r"[\x00-\x20\x7f]", url) or not parts.path.isascii():
        raise ValueError(f"{url!r} has characters that are to be percent-encoded: {_REMEDY}")
    return url.rstrip("/")


_REMEDY = "write http://HOST:PORT/BASE/PATH, as in http://127.0.0.1:8000/api."


def shown(url: str) -> str:
    """Return *url* without the password that it may hold."""
    password = password_of(url)
    return url.replace(f":{password}@", f":{HIDDEN}@", 1) if password else url


def password_of(url: str) -> str:
    """Return the password in *url* as it is written there; empty, if there is none."""
    userinfo, _, _ = urlsplit(url).netloc.rpartition("@")
    return userinfo.partition(":")[2]


def userinfo_of(url: str) -> str:
    """Return ``user:password`` of *url*, decoded; empty, if there is none."""
    userinfo, _, _ = urlsplit(url).netloc.rpartition("@")
    return unquote(userinfo)
