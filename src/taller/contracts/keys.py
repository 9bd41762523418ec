"""The key that a request carries where its contract asks for one."""

import schemathesis

VARIABLE = "TALLER_API_KEY"


def send_key(schema: schemathesis.BaseSchema, key: str) -> None:
    """Send *key* with every request for which the contract of *schema* asks for a bearer.

    The checks leave it out, or send another, where they want to see that nothing answers then.
    """
    schemes = schema.raw_schema.get("components", {}).get("securitySchemes", {})
    bearers = [name for name, scheme in schemes.items() if scheme.get("scheme", "").lower() == "bearer"]
    if bearers:
        settings = {"openapi": {name: {"bearer": key} for name in bearers}}
        schema.config.auth = schema.config.auth.from_dict(settings)
