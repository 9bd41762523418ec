"""All the faults."""

from collections.abc import Mapping

from contract_tests.faults import (
    bodies,
    conditions,
    edges,
    errors,
    heads,
    ids,
    inputs,
    life,
    lists,
    methods,
    pages,
    shown,
    statuses,
    tags,
    updates,
    values,
)
from contract_tests.faults.fault import Fault

_ALL = (
    *(statuses, edges, bodies, shown, heads, conditions, methods, lists, pages),
    *(ids, updates, tags, life, inputs, values, errors),
)
FAULTS: Mapping[str, Fault] = {fault.name: fault for module in _ALL for fault in module.FAULTS}
"""By name, in the order of the table."""
