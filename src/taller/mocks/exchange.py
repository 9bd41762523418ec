"""What a request asks, what is answered, and the world in which that happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taller.mocks.memory import Memory
from taller.mocks.rendering import Renderer
from taller.mocks.validation import Validators


@dataclass(frozen=True)
class World:
    """What the handlers of one stand-in work on."""

    memory: Memory
    validators: Validators
    renderer: Renderer


@dataclass(frozen=True)
class Exchange:
    """What a request asks, all of it valid under the contract."""

    path: Mapping[str, Any]
    """Path parameters, by name."""
    values: Mapping[str, Any]
    """Query and header parameters, by name; defaults filled in."""
    body: Any
    allow: str
    """The methods that the path admits, as ``Allow`` wants them."""

    @property
    def data(self) -> dict[str, Any]:
        """The body, if it is an object; else an object without anything."""
        return self.body if isinstance(self.body, dict) else {}


@dataclass(frozen=True)
class Answer:
    """What goes back when all is well."""

    status: int
    body: Any = None
    tagged: Any = None
    """What the ``ETag`` is made of: for a resource, its data, however it is shown."""
    location: str | None = None
    allow: str | None = None
