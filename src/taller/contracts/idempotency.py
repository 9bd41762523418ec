"""Keys by which a service knows a request that it has had before (Idempotency-Key)."""

import secrets
import string
from collections.abc import Callable, Iterator
from uuid import uuid4

_LENGTHS = (32, 24, 20, 16, 12, 10, 8)
_ALPHABETS = (
    (string.digits, string.ascii_lowercase, string.ascii_uppercase),
    (string.digits, "abcdef", "ABCDEF"),
    (string.digits,),
)
"""What takes each other's place in a key: the more, the less likely it is that somebody has had it."""
_TRIES = 4


def fresh_key(takes: Callable[[str], bool], like: str = "") -> str:
    """Return a key that nobody has used, and that *takes* allows: a UUID, if it may be one.

    :param like: one that is allowed, which is returned if no other is found.
    """
    return next(filter(takes, _candidates(like)), like)


def _candidates(like: str) -> Iterator[str]:
    one = uuid4()
    yield str(one)
    for written in (one.hex, one.hex.upper(), str(one.int)):
        yield from (written[:length] for length in _LENGTHS)
    for alphabets in _ALPHABETS:
        for _ in range(_TRIES):
            yield "".join(_other(character, alphabets) for character in like)


def _other(character: str, alphabets: tuple[str, ...]) -> str:
    """Return *character*, or another of its alphabet."""
    return next((secrets.choice(each) for each in alphabets if character in each), character)
