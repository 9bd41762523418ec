"""What the connections of one server share: the clock, the bytes they read into, and room for bodies."""

from collections.abc import MutableSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taller.mocks.serving.limits import MAX_BODIES, READ_AT_ONCE
from taller.mocks.serving.wire import Clock

if TYPE_CHECKING:
    from taller.mocks.serving.connection import Connection


class Room:
    """Counts the bytes of the bodies that have been read and not yet answered, on all connections."""

    def __init__(self, size: int = MAX_BODIES) -> None:
        """Have room for *size* bytes."""
        self.left = size

    def take(self, size: int) -> bool:
        """Take *size* bytes, if there is room for them; tell whether there was."""
        if size > self.left:
            return False
        self.left -= size
        return True

    def give_back(self, size: int) -> None:
        """Have *size* bytes again that were taken."""
        self.left += size


@dataclass(frozen=True)
class Shared:
    """What a connection has in common with the others of its server, which all run in one thread."""

    connections: MutableSet["Connection"] = field(default_factory=set)
    """Those that are open."""
    clock: Clock = field(default_factory=Clock)
    room: Room = field(default_factory=Room)
    buffer: memoryview = field(default_factory=lambda: memoryview(bytearray(READ_AT_ONCE)))
    """Where bytes arrive: they are parsed before any other connection reads."""
