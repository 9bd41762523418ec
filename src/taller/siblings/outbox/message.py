"""One thing to tell a sibling."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Message:
    """A body to POST to a path of a sibling, with an id of its own to know it again by."""

    service: str
    """The sibling's name: ``notificaciones`` or ``logs``."""
    path: str
    """Below the base path: ``/notificacion``."""
    body: dict[str, Any]
    id: str = field(default_factory=lambda: uuid4().hex)
