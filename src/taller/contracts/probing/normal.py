"""Values that are kept in a usual form of what was sent: what no schema forbids, and no schema says."""

import re
from typing import Any

from taller.contracts.phrases import Said
from taller.contracts.probing.contract import Contract, Schema
from taller.contracts.probing.values import is_free, rearranged, same

_HALF_A_CENT = 0.005 + 1e-9
_ENDS = re.compile(r"^[\s\x00-\x20\ufeff]+|[\s\x00-\x20\ufeff]+$")
"""What the one or other language takes for blanks around a text."""


def is_normal(contract: Contract, said: Schema, sent: Any, got: Any) -> bool:
    """Whether *got* is *sent*, of the schema *said*, but for letter case, blanks, order or decimals.

    Letter case counts in a free text, which is for people to read; it does not in an address or a code.
    """
    if isinstance(sent, list) and isinstance(got, list):
        return rearranged(contract, sent, got, contract.schema(said.get("items", {})))
    if not isinstance(sent, str):
        return isinstance(sent, float) and _is_rounded(said, sent, got)
    bare = _ENDS.sub("", sent)
    if not isinstance(got, str) or isinstance(got, Said):  # `MISSING` is one
        return not bare  # of nothing but blanks there may be nothing
    other = _ENDS.sub("", got)
    return same(bare, other) or (bare.casefold() == other.casefold() and not is_free(contract, said))


def _is_rounded(said: Schema, sent: float, got: Any) -> bool:
    """Whether *got* is *sent*, which has more than two decimals, with fewer; ``multipleOf`` promises all."""
    number = isinstance(got, int | float) and not isinstance(got, bool)
    return number and "multipleOf" not in said and round(sent, 2) != sent and abs(sent - got) <= _HALF_A_CENT


def schema_at(contract: Contract, schema: Schema, place: str) -> Schema:
    """Return the schema of what is at *place*, a JSON pointer, in a value of *schema*; ``{}`` if none."""
    for step in place.split("/")[1:]:
        below = contract.properties(schema).get(step)
        schema = below if below is not None else contract.schema(schema.get("items", {}))
    return schema
