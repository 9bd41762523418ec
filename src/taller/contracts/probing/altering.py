"""Bodies of which every property is another than before: who loses one in a change is seen to lose it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from taller.contracts.probing.contract import Contract, Schema
from taller.contracts.probing.renewing import respelt
from taller.contracts.probing.values import MISSING, another, same


def altered(contract: Contract, body: Any, others: Iterable[Any], schema: Schema, current: Any) -> Any:
    """Return *body* with another value than *current* has for each property that *schema* lets be another.

    What neither *others*, which are bodies too, nor a rule offers a value for stays as it is.

    :param current: the resource as it is shown.
    """
    if not isinstance(body, dict) or not isinstance(current, Mapping):
        return body
    known = [one for one in others if isinstance(one, dict)]
    made = dict(body)
    for name, said in contract.properties(schema).items():
        if name in current and not said.get("readOnly"):
            below = [one[name] for one in known if name in one]
            made[name] = _other(contract, made.get(name, MISSING), below, said, current[name])
    made = {name: value for name, value in made.items() if value is not MISSING}
    return made if contract.fits(schema, made) else body


def _other(contract: Contract, value: Any, others: list[Any], said: Schema, current: Any) -> Any:
    if isinstance(value, dict) and isinstance(current, dict):
        return altered(contract, value, others, said, current)
    if value is not MISSING and not same(value, current):
        return value
    offered = (one for one in _offered(others, said, current) if contract.fits(said, one))
    return next((one for one in offered if not same(one, current)), value)


def _offered(others: list[Any], said: Schema, current: Any) -> Iterator[Any]:
    """Yield what may be another value than *current*, null last."""
    yield from (one for one in others if one is not None)
    if isinstance(current, bool):
        yield not current
    elif isinstance(current, str) and "pattern" in said:
        yield respelt(current, 1)
    yield from (one for one in (another(current, said),) if one is not None)
    yield from others
