"""The key that a request carries where its contract asks for one."""

from collections.abc import Mapping
from typing import Any

import schemathesis

VARIABLE = "TALLER_API_KEY"


def send_key(schema: schemathesis.BaseSchema, key: str) -> None:
    """Send *key* with every request for which the contract of *schema* asks for one, as its scheme has it.

    The checks leave it out, or send another, where they want to see that nothing answers then.
    """
    schemes = schema.raw_schema.get("components", {}).get("securitySchemes", {})
    if schemes:
        settings = {"openapi": {name: _credential(scheme, key) for name, scheme in schemes.items()}}
        schema.config.auth = schema.config.auth.from_dict(settings)


def _credential(scheme: Mapping[str, Any], key: str) -> dict[str, str]:
    """Return *key* as Schemathesis wants it for *scheme*: as a name and a password, too."""
    if scheme.get("type") == "apiKey":
        return {"api_key": key}
    if scheme.get("scheme", "").lower() == "basic":
        return {"username": key, "password": key}
    return {"bearer": key}
