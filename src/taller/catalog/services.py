"""The seven services: the one place that knows their numbers, contracts, base paths and ports."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Service:
    """One of the seven services, as its owner described it and where it answers on the host."""

    number: int
    """From 1 to 7, the ``subsistema`` of a log event."""
    name: str
    """The contract's file name without its ending, and the name in commands and settings."""
    summary: str
    base_path: str
    """What stands before every path of the contract: ``""`` or ``"/api/v1"``."""
    api_port: int
    docs_port: int

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports on the host, the API's first, each once."""
        return tuple(dict.fromkeys((self.api_port, self.docs_port)))

    @property
    def variable(self) -> str:
        """The environment variable that holds the URL of the API, base path included."""
        return f"TALLER_{self.name.upper()}_URL"

    def shifted(self, offset: int) -> "Service":
        """Return the same service with *offset* added to its ports."""
        return replace(self, api_port=self.api_port + offset, docs_port=self.docs_port + offset)

    def api_url(self, host: str = "127.0.0.1") -> str:
        """The URL of the API on *host*, base path included, without a slash at the end."""
        return f"http://{host}:{self.api_port}{self.base_path}"

    def docs_url(self, host: str = "127.0.0.1") -> str:
        """The URL of the documentation page on *host*."""
        return f"http://{host}:{self.docs_port}/docs/"

    def configured_url(self, environment: Mapping[str, str]) -> str | None:
        """The URL that *environment* gives, without a slash at the end; None if it gives none."""
        return environment.get(self.variable, "").strip().rstrip("/") or None


SERVICES: tuple[Service, ...] = (
    Service(1, "clientes", "customers", "", 4015, 8005),
    Service(2, "vehiculos", "customers' vehicles", "", 4016, 8006),
    Service(3, "trabajos", "the plan of jobs", "", 8091, 8090),
    Service(4, "notificaciones", "notifications to customers", "", 7777, 7777),
    Service(5, "facturas", "invoices", "/api/v1", 8000, 8000),
    Service(6, "recambios", "the stock of spare parts", "/api/v1", 8095, 8095),
    Service(7, "logs", "events of all subsystems", "/api/v1", 8081, 8001),
)

OURS = "facturas"
SIBLINGS: tuple[Service, ...] = tuple(service for service in SERVICES if service.name != OURS)


def service_named(name: str) -> Service:
    """Return the service called *name*.

    :raises LookupError: if none is; the message names the seven.
    """
    for service in SERVICES:
        if service.name == name:
            return service
    known = ", ".join(service.name for service in SERVICES)
    raise LookupError(f"there is no service {name!r}: choose one of {known}")
