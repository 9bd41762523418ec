"""All that can be set, and where the environment says it."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from taller.catalog import SIBLINGS, service_named
from taller.invoices.domain.issuing import Prefixes
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.party import Issuer
from taller.invoices.domain.tax_id import TaxIdInvalid, normalised_nif

MEBIBYTE = 1024 * 1024
SHORTEST_KEY, LONGEST_KEY = 20, 200
MOST_LEGENDS, LONGEST_LEGEND = 20, 2000


@dataclass(frozen=True)
class Settings:
    """What an application chooses; docs/operations.md has the table of the variables."""

    # It may hold a password.
    database_url: str = field(default="sqlite:///facturas.db", repr=False)
    """As SQLAlchemy writes it; ``TALLER_DATABASE_URL``."""
    siblings: Mapping[str, str] = field(default_factory=dict)
    """From a sibling's name to the URL of its API, base path included; ``TALLER_CLIENTES_URL``…

    A sibling that is not here is neither asked nor told.
    """
    prefixes: Prefixes = Prefixes()
    """What the series of full, simplified and corrective invoices begin with; ``TALLER_SERIES``,
    ``TALLER_SERIES_SIMPLIFIED`` and ``TALLER_SERIES_CORRECTIVE``."""
    issuer: Issuer = Issuer()
    """Who issues: ``TALLER_ISSUER_NIF``, ``_NAME``, ``_ADDRESS`` and ``_REGISTER``, the number of the
    workshop in the register of its region. Without the first three nothing can be issued."""
    legends: tuple[str, ...] = ()
    """What the region wants printed on an invoice: that of ``TALLER_REGION`` in ``TALLER_LEGENDS_FILE``."""
    require_if_match: bool = False
    """Whether a draft is changed and deleted only with If-Match; ``TALLER_REQUIRE_IF_MATCH``."""
    zone: str = "Europe/Madrid"
    """Where the workshop's days begin and end; ``TALLER_ZONE``."""
    largest_body: int = MEBIBYTE
    """Bytes that a request may bring; ``TALLER_LARGEST_BODY``."""
    api_key: str | None = field(default=None, repr=False)
    """A key of the highest role that is in no database; ``TALLER_API_KEY``."""

    def __post_init__(self) -> None:
        _require_prefixes(self.prefixes)
        # However it was typed, invoices say it as the tax office writes it.
        object.__setattr__(self, "issuer", _checked(self.issuer))
        _require_legends(self.legends)
        known = {service.name for service in SIBLINGS}
        unknown = set(self.siblings) - known
        if unknown:
            raise ValueError(f"{sorted(unknown)} are no siblings: use {sorted(known)}")
        for name, url in self.siblings.items():
            _require_url(name, url)
        if self.api_key is not None:
            _require_strong(self.api_key)
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
            prefixes=_prefixes(environment),
            issuer=_issuer(environment),
            legends=legends_of(environment.get("TALLER_REGION"), environment.get("TALLER_LEGENDS_FILE")),
            require_if_match=_flag(environment, "TALLER_REQUIRE_IF_MATCH"),
            zone=environment.get("TALLER_ZONE", cls.zone),
            largest_body=_integer(environment, "TALLER_LARGEST_BODY", cls.largest_body),
            api_key=environment.get("TALLER_API_KEY"),
        )


def _require_prefixes(prefixes: Prefixes) -> None:
    try:
        for kind in InvoiceType:
            prefixes.series(kind, 2026)
    except ValueError as error:
        raise ValueError(f"TALLER_SERIES, _SIMPLIFIED and _CORRECTIVE: {error}") from error
    if len(set(astuple(prefixes))) < 3:
        raise ValueError(
            "TALLER_SERIES, _SIMPLIFIED and _CORRECTIVE: the law wants each kind to be numbered by itself,"
            " so no two may begin alike"
        )


def _checked(issuer: Issuer) -> Issuer:
    """Return *issuer* with its NIF normalised.

    :raises ValueError: if that is none, or another text is one that no invoice could hold.
    """
    longest = {"name": 200, "address": 500, "register_number": 50}
    for (name, most), variable in zip(longest.items(), ("NAME", "ADDRESS", "REGISTER"), strict=True):
        text = getattr(issuer, name) or ""
        if len(text) > most or not text.isprintable():
            raise ValueError(f"TALLER_ISSUER_{variable}: write up to {most} characters in one line")
    return issuer if issuer.nif is None else replace(issuer, nif=_require_nif(issuer.nif))


def _require_legends(legends: tuple[str, ...]) -> None:
    if len(legends) > MOST_LEGENDS or any(len(text) > LONGEST_LEGEND or "\0" in text for text in legends):
        raise ValueError(
            f"TALLER_LEGENDS_FILE: there is room for {MOST_LEGENDS} texts of {LONGEST_LEGEND} characters"
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


def _require_strong(key: str) -> None:
    """:raises ValueError: if *key* is soon guessed, or no header could carry it; without saying it."""
    sendable = key.isascii() and key.isprintable() and " " not in key
    if not (sendable and SHORTEST_KEY <= len(key) <= LONGEST_KEY):
        raise ValueError(
            f"TALLER_API_KEY: write {SHORTEST_KEY} to {LONGEST_KEY} letters and digits, such as"
            " `openssl rand -hex 32` gives, or unset it"
        )


def _integer(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} is {text!r}: write a number of bytes, such as {default}")
    return int(text)


def _flag(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "0").lower()
    if text not in ("0", "1", "false", "true"):
        raise ValueError(f"{name} is {text!r}: write 1 or 0")
    return text in ("1", "true")


def _prefixes(environment: Mapping[str, str]) -> Prefixes:
    return Prefixes(
        full=environment.get("TALLER_SERIES", Prefixes.full),
        simplified=environment.get("TALLER_SERIES_SIMPLIFIED", Prefixes.simplified),
        corrective=environment.get("TALLER_SERIES_CORRECTIVE", Prefixes.corrective),
    )


def _issuer(environment: Mapping[str, str]) -> Issuer:
    # An empty one is none: that is how compose passes on a variable that nobody has set.
    given = {name: environment.get(f"TALLER_ISSUER_{name}") or None for name in _ISSUER}
    return Issuer(given["NAME"], given["NIF"], given["ADDRESS"], given["REGISTER"])


_ISSUER = ("NAME", "NIF", "ADDRESS", "REGISTER")


def _require_nif(text: str) -> str:
    try:
        return normalised_nif(text)
    except TaxIdInvalid as error:
        raise ValueError(f"TALLER_ISSUER_NIF is {text!r}: {error}") from error


def legends_of(region: str | None, file: str | None) -> tuple[str, ...]:
    """Return the legends of *region* in *file*, JSON of the shape ``{region: [text, …]}``.

    :raises ValueError: if there is one without the other, or the file does not say it.
    """
    if not region and not file:
        return ()
    if not region or not file:
        raise ValueError("TALLER_REGION and TALLER_LEGENDS_FILE go together: set both or none")
    try:
        legends = json.loads(Path(file).read_text("utf-8"))[region]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f'TALLER_LEGENDS_FILE: {file} has no texts for {region!r}; write {{{region!r}: ["…"]}} as JSON'
        ) from error
    if not isinstance(legends, list) or not all(isinstance(text, str) and text for text in legends):
        raise ValueError(f"TALLER_LEGENDS_FILE: the texts for {region!r} must be a list of texts")
    return tuple(legends)
