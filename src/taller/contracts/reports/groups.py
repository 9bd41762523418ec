"""Promises by what they are about: the columns of the matrix."""

from collections.abc import Mapping
from dataclasses import dataclass

from taller.contracts.phrases import Said, said


@dataclass(frozen=True)
class Group:
    """Promises about one matter."""

    name: str
    """Never changed, for reports name it."""
    title: Said


STATUSES = Group("statuses", said("Statuses"))
BODIES = Group("bodies", said("Bodies"))
REFUSES = Group("refuses", said("Refuses what is invalid"))
LIFE = Group("life", said("Life of a resource"))
CONDITIONAL = Group("conditional", said("Conditional requests"))
LISTS = Group("lists", said("Lists"))
CREDENTIALS = Group("credentials", said("Credentials"))
HEADERS = Group("headers", said("Methods and headers"))
ERRORS = Group("errors", said("Errors"))
ROBUSTNESS = Group("robustness", said("Robustness"))
OTHERS = Group("others", said("Others"))
"""Where a promise goes that nobody has put anywhere."""

GROUPS: tuple[Group, ...] = (
    STATUSES,
    BODIES,
    REFUSES,
    LIFE,
    CONDITIONAL,
    LISTS,
    CREDENTIALS,
    HEADERS,
    ERRORS,
    ROBUSTNESS,
    OTHERS,
)

_NAMED: Mapping[Group, tuple[str, ...]] = {
    STATUSES: ("documented-status", "accepts-valid"),
    BODIES: ("discriminator-known", "documented-content-type", "empty-is-empty"),
    LIFE: (
        "created-is-there",
        "created-once",
        "delete-is-final",
        "gone-from-lists",
        "idempotency-key-repeats",
        "ids-stay-unique",
        "kept-as-sent",
        "location-leads",
        "patch-leaves-the-rest",
        "read-only-stays",
        "reads-back-equal",
        "refused-changes-nothing",
        "resources-apart",
    ),
    CONDITIONAL: (
        "etag-tells-content",
        "not-modified-is-bare",
        "one-update-wins",
        "refuses-wrong-preconditions",
        "stale-change-refused",
    ),
    LISTS: ("nothing-beyond-the-last", "page-size-kept"),
    CREDENTIALS: ("challenge-sent", "others-data-closed"),
    HEADERS: (
        "etag-well-formed",
        "head-equals-get",
        "head-has-every-header",
        "location-is-a-reference",
        "odd-headers-do-no-harm",
        "other-methods-are-405",
        "refuses-other-methods",
        "required-headers-sent",
    ),
    ROBUSTNESS: ("answers-in-time", "answers-soon", "in-time", "refuses-bombs"),
}
_BEGINNING: Mapping[str, Group] = {
    "accepts-": STATUSES,
    "allow-": HEADERS,
    "answer-": BODIES,
    "charset-": BODIES,
    "content-type-": BODIES,
    "credentials-": CREDENTIALS,
    "cursor-": LISTS,
    "error-": ERRORS,
    "errors-": ERRORS,
    "etag-": CONDITIONAL,
    "filters-": LISTS,
    "if-": CONDITIONAL,
    "json-": BODIES,
    "lists-": LISTS,
    "no-internals-": ERRORS,
    "no-server-error": ROBUSTNESS,
    "paging-": LISTS,
    "refuses-": REFUSES,
    "requires-": REFUSES,
    "sorting-": LISTS,
    "total-": LISTS,
}
"""How the names of the rest begin, and of those that are still to come."""


def group_of(promise: str) -> Group:
    """Return the group of *promise*, a name."""
    for group, names in _NAMED.items():
        if promise in names:
            return group
    return next((group for start, group in _BEGINNING.items() if promise.startswith(start)), OTHERS)
