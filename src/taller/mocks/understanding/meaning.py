"""What was understood of a contract, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass

from taller.mocks.understanding.model import Action, Collection, Relation


@dataclass(frozen=True)
class Meaning:
    """Collections, relations, and what each operation does to them."""

    collections: tuple[Collection, ...]
    """Single resources come last."""
    relations: tuple[Relation, ...]
    actions: Mapping[tuple[str, str], Action]
    """Path template and method, in lower case, to what is done there."""
    notes: tuple[str, ...] = ()
    """What the contract says and a stand-in does not follow, a sentence each."""
