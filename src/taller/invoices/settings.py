"""All that can be set, and where the environment says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from taller.catalog import SIBLINGS, service_named
from taller.invoices.domain.series import Series

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """What an application chooses; docs/operations.md has the table of the variables."""

    database_url: str = "sqlite:///facturas.db"
    """As SQLAlchemy writes it; ``TALLER_DATABASE_URL``."""
    siblings: Mapping[str, str] = field(default_factory=dict)
    """From a sibling's name to the URL of its API, base path included; ``TALLER_CLIENTES_URL``…

    A sibling that is not here is neither asked nor told.
    """
    series: str = "F"
    """What the series of the invoices begin with; ``TALLER_SERIES``."""
    zone: str = "Europe/Madrid"
    """Where the workshop's days begin and end; ``TALLER_ZONE``."""
    largest_body: int = MEBIBYTE
    """Bytes that a request may bring; ``TALLER_LARGEST_BODY``."""

    def __post_init__(self) -> None:
        Series(self.series, 2026)  # refuses what is no series
        known = {service.name for service in SIBLINGS}
        unknown = set(self.siblings) - known
        if unknown:
            raise ValueError(f"{sorted(unknown)} are no siblings: use {sorted(known)}")
        for name, url in self.siblings.items():
            _require_url(name, url)
        try:
            ZoneInfo(self.zone)
        except (ValueError, KeyError) as error:
            raise ValueError(f"TALLER_ZONE: there is no zone {self.zone!r}; write Europe/Madrid") from error

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Return what *environment* says; what it does not say is as above.

        :raises ValueError: if a value cannot be meant; the message names the variable.
        """
        urls = ((service.name, service.configured_url(environment)) for service in SIBLINGS)
        return cls(
            database_url=environment.get("TALLER_DATABASE_URL", cls.database_url),
            siblings={name: url for name, url in urls if url},
            series=environment.get("TALLER_SERIES", cls.series),
            zone=environment.get("TALLER_ZONE", cls.zone),
            largest_body=_integer(environment, "TALLER_LARGEST_BODY", cls.largest_body),
        )


def _require_url(name: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        variable = service_named(name).variable
        raise ValueError(f"{variable} is {url!r}: write the API's URL, such as http://127.0.0.1:4015")


def _integer(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} is {text!r}: write a number of bytes, such as {default}")
    return int(text)
