"""What comes twice under one name, and is not the same both times: a reader takes one of them at most."""

from collections.abc import Iterable, Iterator
from typing import Any

from taller.contracts.probing.contract import Contract, Parameter, Schema

NAMES = "refuses-doubled-names"
PARAMETERS = "refuses-doubled-parameters"


def other_value(contract: Contract, schema: Schema, body: Any) -> tuple[str, Any] | None:
    """Return a member of *body* with another value that *schema* allows as well; None if none is found."""
    for name, value in body.items():
        for other in _others(value, contract.schema(schema).get("properties", {}).get(name)):
            if other != value and contract.fits(schema, {**body, name: other}):
                return name, other
    return None


def other_texts(parameter: Parameter, value: str) -> Iterator[str]:
    """Yield texts unlike *value* that the schema of *parameter* may allow."""
    yield from (str(one) for one in _others(_read(value), parameter.schema) if str(one) != value)


def _others(value: Any, schema: Any) -> Iterable[Any]:
    named = schema.get("enum", ()) if isinstance(schema, dict) else ()
    if isinstance(value, bool):
        return (*named, not value)
    if isinstance(value, int | float):
        return (*named, value + 1, value - 1)
    if isinstance(value, str):
        return (*named, f"{value}a", f"{value}1", value[:-1], f"{value[:-1]}1", f"{value[:-1]}2")
    return named


def _read(text: str) -> Any:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 1000 else text
