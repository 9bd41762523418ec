"""The shape of a promise, as the tables of the first practice write it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Promise:
    """One operation: ``GET /logs``, its answers (``200+ETag 404``) and parameters, by name."""

    operation: str
    answers: str
    parameters: str = ""
    order: str = ""
    """The fields that ``order`` takes."""


@dataclass(frozen=True)
class Record:
    """An object on the wire: its fields, and where they stand."""

    answered: tuple[str, ...]
    """``GET /logs 200 logs []``: operation, status and the way down the body."""
    fields: str
    sent: tuple[str, ...] = ()
    """``POST /logs body``: the same in requests."""
    given: str = ""
    """The fields that the service gives: a request need not take them."""
    required: str = ""
    enums: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Practice:
    """One service."""

    number: int
    name: str
    base_path: str
    ports: tuple[int, ...]
    promises: tuple[Promise, ...]
    records: tuple[Record, ...]
