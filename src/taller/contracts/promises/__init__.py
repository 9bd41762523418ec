"""What a contract promises, promise by promise: each has a name, a weight and a sentence."""

from collections.abc import Mapping

from taller.contracts.promises.engine import ADVICE, ENGINE
from taller.contracts.promises.kinds import Promise, Severity
from taller.contracts.promises.own import OWN

__all__ = ["PROMISES", "Promise", "Severity"]

PROMISES: Mapping[str, Promise] = {one.name: one for one in (*ENGINE.values(), *ADVICE, *OWN)}
"""By name; `docs/promises.md` has a paragraph for each."""
