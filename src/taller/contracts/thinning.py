"""A thinner coverage phase, for a run that must be quick.

Schemathesis makes up every case that a contract defines: for a body of many fields thousands, most of
which do the same to another field.
"""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import schemathesis
from schemathesis.generation.meta import CoveragePhaseData

FIRST = 12
"""Cases of a kind that are sent in any case."""
SHARE = 0.25
"""Of the others."""

FilterCase = Callable[[schemathesis.HookContext, "schemathesis.Case[Any]"], bool]


def thinned(seed: int) -> FilterCase:
    """Return a hook that lets some of the coverage cases through, and all others: by *seed* always the same.

    Of a kind are those that do the same to the same part of the requests of one operation.
    """
    seen: Counter[object] = Counter()
    luck = Random(seed)  # noqa: S311  # it keeps no secret, and must come out the same again

    def filter_case(_context: schemathesis.HookContext, case: "schemathesis.Case[Any]") -> bool:
        made = case.meta.phase.data if case.meta else None
        if not isinstance(made, CoveragePhaseData):
            return True
        kind = (case.operation.label, made.parameter_location, made.scenario)
        seen[kind] += 1
        return seen[kind] <= FIRST or luck.random() < SHARE

    return filter_case
