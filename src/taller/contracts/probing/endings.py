"""Whether a resource says of itself that it is at its end: deleted for its users, and readable still."""

import re
from collections.abc import Mapping
from typing import Any

from taller.contracts.phrases import said
from taller.contracts.probing.contract import Schema, plain
from taller.contracts.probing.values import same

MARKED = said("what is deleted stays readable, and is marked")
"""Why nothing more is asked of it."""
_STATES = re.compile("(status|state|estado|situacion)$")
"""At the end of the names of what a resource is at the moment."""


def marked(before: Mapping[str, Any], after: Any, properties: Mapping[str, Schema]) -> bool:
    """Whether *after*, what is shown after a DELETE, is marked, where *before* is what was shown until then.

    A mark is a boolean or a state that has changed, or what was not there: a time, for one. HTTP says nothing
    of what a DELETE does inside (RFC 9110, 9.3.5), and to keep what is marked so is a usual way.
    """
    if not isinstance(after, dict):
        return False
    changed = {name: one for name, one in after.items() if not same(before.get(name), one)}
    return any(_is_mark(before, name, one, properties.get(name, {})) for name, one in changed.items())


def _is_mark(before: Mapping[str, Any], name: str, value: Any, said: Schema) -> bool:
    if isinstance(value, bool) or before.get(name) is None:
        return True
    return "enum" in said or _STATES.search(plain(name)) is not None
