"""Idempotency keys for requests of our own, in the form that the contract wants."""

from taller.contracts.idempotency import fresh_key
from taller.contracts.probing.contract import Contract, Operation

PLAIN = "idempotencykey"
"""The plain name of the header."""


def key_for(contract: Contract, operation: Operation | None, like: str = "") -> str:
    """Return a key for a request of *operation* that nobody has used; empty if none can be made up.

    :param like: one that *contract* allows; without it, the one that it shows.
    """
    taken = operation.named(PLAIN) if operation is not None else None
    if taken is None:
        return fresh_key(lambda _: True, like)
    shown = (like, taken.said.get("example"), taken.schema.get("example"), *taken.schema.get("examples", ()))
    known = next((one for one in shown if one and isinstance(one, str)), "")
    return fresh_key(lambda one: contract.fits(taken.schema, one), known)
