"""What the invoice service has said that it relies on, as the files beside this one have it."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from contract_tests.consumers.requests import Sent, pointers

from taller.contracts.compat import Consumer, Use
from taller.contracts.compat.consumers import Seen

FOLDER = Path(__file__).parent


def path_of(service: str) -> Path:
    """Return the file that says what is relied on in *service*."""
    return FOLDER / f"{service}.yaml"


@cache
def committed(service: str) -> Consumer:
    """Return what that file says."""
    return Consumer.load(path_of(service))


def unaccounted(sent: Sent, consumer: Consumer) -> list[str]:
    """Return what of *sent* is not in *consumer*: places, and values of those that have few."""
    use = consumer.use_of(sent.operation)
    if use is None:
        return [sent.operation]
    strange = [*_strangers(sent.parameters.items(), use.parameters)]
    strange += _strangers(pointers(sent.body), use.sent) if sent.body is not None else ()
    if sent.media_type and sent.media_type not in use.sent_media_types:
        strange.append(sent.media_type)
    return strange


def used(several: Iterable[list[Sent]]) -> dict[str, Use]:
    """Return what is sent in each operation.

    :param several: what was sent on each of some days that have nothing in common. A value that is sent
        on all of them is always the same; of what differs, only the name is told.
    """
    days = [list(day) for day in several]
    operations = sorted({sent.operation for day in days for sent in day})
    return {
        name: _use([[sent for sent in day if sent.operation == name] for day in days]) for name in operations
    }


def _use(days: list[list[Sent]]) -> Use:
    return Use(
        parameters=_seen([[pair for sent in day for pair in sent.parameters.items()] for day in days]),
        sent=_seen([[pair for sent in day if sent.body for pair in pointers(sent.body)] for day in days]),
        sent_media_types=frozenset(sent.media_type for day in days for sent in day if sent.media_type),
    )


def _seen(days: list[list[tuple[str, Any]]]) -> Seen:
    names = sorted({name for day in days for name, _ in day})
    return {name: _always([{value for one, value in day if one == name} for day in days]) for name in names}


def _always(days: list[set[Any]]) -> tuple[Any, ...]:
    first = days[0]
    return tuple(sorted(first)) if all(day == first for day in days) else ()


def _strangers(said: Iterable[tuple[str, Any]], known: Seen) -> Iterator[str]:
    for name, value in said:
        if name not in known:
            yield name
        elif known[name] and value not in known[name]:
            yield f"{name}: {value!r}"
