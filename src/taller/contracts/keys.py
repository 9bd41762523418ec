"""The key that a request carries where its contract asks for one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import schemathesis

from taller.contracts.credentials import is_basic, is_bearer, name_and_password, schemes

_own_run: ContextVar[bool] = ContextVar("own_run", default=False)


@contextmanager
def own_run() -> Iterator[None]:
    """Let the schemas that are loaded meanwhile be those of a run of our own, which gives keys out itself."""
    token = _own_run.set(True)
    try:
        yield
    finally:
        _own_run.reset(token)


def is_own_run() -> bool:
    """Whether a schema that is loaded now is that of a run of our own, and not of ``schemathesis run``."""
    return _own_run.get()


def send_key(schema: schemathesis.BaseSchema, key: str) -> None:
    """Send *key* with every request for which the contract of *schema* asks for one, as its scheme has it.

    The checks leave it out, or send another, where they want to see that nothing answers then.
    """
    wanted = {name: _credential(scheme, key) for name, scheme in schemes(schema.raw_schema).items()}
    known = {name: one for name, one in wanted.items() if one}
    if known:
        schema.config.auth = schema.config.auth.from_dict({"openapi": known})


def _credential(scheme: Mapping[str, Any], key: str) -> dict[str, str]:
    """Return *key* as Schemathesis wants it for *scheme*; empty, if that takes none."""
    if scheme.get("type") == "apiKey":
        return {"api_key": key}
    if is_basic(scheme):
        name, password = name_and_password(key)
        return {"username": name, "password": password}
    return {"bearer": key} if is_bearer(scheme) else {}
