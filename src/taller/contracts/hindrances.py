"""Which questions a service kept from being asked: nothing in its contract did."""

from collections import Counter
from collections.abc import Iterable, Iterator

from taller.contracts.events import Asked
from taller.contracts.phrases import Said, said

HINDRANCES = frozenset(
    (
        *("nothing could be created: {came}", "nothing could be created at {path}"),
        *("no body could be made up", "what creates does not say where it is"),
        *("what was created could not be read: {status}", "no change was taken: {came}"),
    )
)
"""Reasons, as templates, for which a question is not asked though the contract has what it is about."""


def hindrances(questions: Iterable[Asked]) -> Iterator[Said]:
    """Yield, the most common first, for what reason how many of *questions* could not be asked."""
    hindered = (one for one in questions if getattr(one.why_not, "template", "") in HINDRANCES)
    for (operation, why), number in Counter((one.operation, one.why_not) for one in hindered).most_common():
        facts = {"number": number, "operation": operation, "why": why}
        if number == 1:
            yield said("{number} question not asked about what {operation} creates: {why}", **facts)
        else:
            yield said("{number} questions not asked about what {operation} creates: {why}", **facts)
