"""What is tested: a contract, and where the service is that has promised it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from taller.catalog import contract_path, load_contract

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True)
class Target:
    """A contract, and either the URL of a service or what starts one inside this process."""

    name: str
    contract: dict[str, Any]
    url: str | None = None
    """The URL of the API, base path included."""
    start: "Callable[[], WSGIApplication] | None" = None
    """Returns the service as new, with what it knows at its start and nothing else."""
    key: str | None = field(default=None, repr=False)
    """What is sent where the contract asks for a bearer."""

    def __post_init__(self) -> None:
        if (self.url is None) == (self.start is None):
            raise ValueError(f"{self.name} is tested at a URL or in this process: say which one")


def target(
    name: str,
    *,
    url: str | None = None,
    start: "Callable[[], WSGIApplication] | None" = None,
    key: str | None = None,
) -> Target:
    """Return the service *name* of the catalogue, with its written contract.

    :raises OSError: if it has no contract.
    """
    return Target(name, load_contract(contract_path(name)), url, start, key)


class Restartable:
    """A WSGI application that forgets what happened when it is told to."""

    def __init__(self, start: "Callable[[], WSGIApplication]") -> None:
        self._start = start
        self.restart()

    def restart(self) -> None:
        """Begin again."""
        self._app = self._start()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        return self._app(environ, start_response)
