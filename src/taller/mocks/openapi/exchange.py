"""What a request asks, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from taller.mocks.openapi.document import Node


class Samples(Protocol):
    """Makes up values; see `taller.mocks.sampling`."""

    def value(
        self,
        schema: Node,
        *,
        dynamic: bool,
        salt: str = "",
        hint: str = "",
        direction: Literal["request", "response"] = "response",
    ) -> Any:
        """Return a value that is valid under *schema*.

        :raises ValueError: if there is none, or none was found.
        """


@dataclass(slots=True, eq=False)
class Exchange:
    """What a request asks, all of it valid under the contract."""

    path: Mapping[str, Any]
    """Path parameters, by name."""
    values: Mapping[str, Any]
    """Query and header parameters, by name; defaults filled in."""
    body: Any
    allow: str
    """The methods that the path admits, as ``Allow`` wants them."""
    media: str = ""
    """The media type of the body: JSON's, or that of a patch, or a form's."""

    @property
    def data(self) -> dict[str, Any]:
        """The body, if it is an object; else an object without anything."""
        return self.body if isinstance(self.body, dict) else {}


@dataclass(slots=True, eq=False)
class Answer:
    """What goes back when all is well."""

    status: int
    body: Any = None
    tagged: Any = None
    """What the ``ETag`` is made of: for a resource, its data, however it is shown."""
    location: str | None = None
    allow: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Others that the contract declares: ``X-Pagination``, ``Link``."""
    lasting: bool = False
    """Whether the same request gets the same answer until the memory changes."""
    checked: bool = False
    """Whether the body is known to keep the contract, and need not be checked again."""
    tag: str | None = None
    """The entity tag, where it is at hand; it is that of `tagged`."""
