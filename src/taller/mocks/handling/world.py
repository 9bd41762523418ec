"""The world in which one stand-in acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from taller.mocks.openapi.exchange import Samples
from taller.mocks.openapi.validation import Validators
from taller.mocks.state.memory import Memory
from taller.mocks.state.rendering import Renderer


@dataclass(frozen=True)
class World:
    """What the handlers of one stand-in work on."""

    memory: Memory
    validators: Validators
    renderer: Renderer
    sampler: Samples | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """Tells the moment; what is created and changed is dated by it."""
