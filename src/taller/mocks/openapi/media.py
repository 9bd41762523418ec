"""Media types: which of them carry JSON, and which of several a header means."""

from collections.abc import Collection
from functools import lru_cache

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def plain(content_type: str | None) -> str:
    """Return the media type of a ``Content-Type`` in lower case, its parameters left out."""
    return JSON if content_type == JSON else (content_type or "").partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Tell whether what is of *media_type* is JSON, be it by its suffix (RFC 6839); ranges may be."""
    name = media_type if media_type == JSON else plain(media_type)
    return name == JSON or name.endswith("+json") or name in ("*/*", "application/*")


def declared_for(media_type: str, declared: Collection[str]) -> str | None:
    """Return which of the *declared* types or ranges *media_type* falls under; the exact one first."""
    if media_type in declared:
        return media_type
    names = {plain(one): one for one in declared}
    group = media_type.partition("/")[0] + "/*"
    return next((names[one] for one in (media_type, group, "*/*") if one in names), None)


@lru_cache(maxsize=500)  # the types of contracts, and no client's
def concrete(declared: str) -> str:
    """Return the type that an answer has under *declared*, which may be a range."""
    name = plain(declared)
    if name in ("*/*", "application/*"):
        return JSON
    return name.replace("/*", "/plain") if name.endswith("/*") else declared
