"""What becomes of a question that this package itself was not up to: all others are asked just the same."""

import traceback

from taller.contracts.events import Trouble
from taller.contracts.phrases import said

FAILED = said("the question failed, by a fault of the harness")
"""Why it was not answered."""


def mishap(about: str, error: Exception) -> Trouble:
    """Return that *error*, which nobody expected, ended a question about *about*: its answer is open."""
    return Trouble(about, FAILED, "".join(traceback.format_exception(error)))
