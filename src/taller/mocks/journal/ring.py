"""The journal of one stand-in: the last requests and replies, and no more than fit."""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from threading import Lock

from taller.mocks.journal.criteria import Criteria
from taller.mocks.journal.entries import Entry
from taller.mocks.journal.masks import Masks
from taller.mocks.openapi.http import Reply, Request

COUNT = 1000
BYTES = 4 * 1024 * 1024
BODY = 16 * 1024
"""How much of each body is kept, in bytes."""

_ENTRY = 1000
_HEADER = 160
"""What Python spends on an entry and on a header, beside their text: rounded up from measurements."""

_Record = tuple[int, float, float, Request, Reply, tuple[int, int], str | None, int]


class Journal:
    """The last entries, the oldest given up for the newest: bounded by count and by bytes."""

    def __init__(self, count: int = COUNT, size: int = BYTES, secrets: Collection[str] = ()) -> None:
        """Keep up to *count* entries, and *size* bytes of memory in all.

        :param secrets: the names of headers and query parameters that hold API keys.
        """
        self._count = count
        self._size = size
        self._secrets = frozenset(secrets)
        self.masks = Masks(self._secrets)
        self._records: deque[_Record] = deque()
        self._bytes = 0
        self._recorded = 0
        self._lock = Lock()

    def hide(self, secrets: Collection[str]) -> None:
        """Hide *secrets*, too, from now on: another contract has other keys."""
        self._secrets |= frozenset(secrets)
        self.masks = Masks(self._secrets)

    def record(
        self, request: Request, reply: Reply, seconds: float, at: float, fault: str | None = None
    ) -> None:
        """Keep *request* and *reply*, neither of which changes any more.

        :param seconds: how long it took.
        :param at: when, in seconds since 1970.
        :param fault: the text of the plan that struck it.
        """
        # On the way of every request: values are put away as they came, and shown when asked for.
        asked, sent = len(request.body), len(reply.body)
        size = _weight(request, reply)
        if asked > BODY:
            request = replace(request, body=request.body[:BODY])
        if sent > BODY:
            reply = replace(reply, body=reply.body[:BODY])
        with self._lock:
            self._recorded += 1
            self._records.append((self._recorded, at, seconds, request, reply, (asked, sent), fault, size))
            self._bytes += size
            while self._bytes > self._size or len(self._records) > self._count:
                self._bytes -= self._records.popleft()[-1]

    @property
    def recorded(self) -> int:
        """How many requests there have been: the number of the last entry."""
        return self._recorded

    @property
    def bytes(self) -> int:
        """How much memory the entries take, reckoned, in bytes."""
        return self._bytes

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._records)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries as they are now, the oldest first."""
        with self._lock:
            records = tuple(self._records)
        return (Entry(*record[:-1]) for record in records)

    def find(self, criteria: Criteria, *, since: int | None = None, limit: int) -> list[Entry]:
        """Return up to *limit* entries that are as *criteria* say, by number.

        :param since: the number after which they begin: the first ones after it; None: the last ones.
        """
        if since is None:
            return [*deque((one for one in self.entries() if criteria.match(one)), limit)]
        later = (one for one in self.entries() if one.number > since)
        return [*islice((one for one in later if criteria.match(one)), limit)]

    def reset(self) -> None:
        """Forget all entries; the numbers go on."""
        with self._lock:
            self._records.clear()
            self._bytes = 0


def _weight(request: Request, reply: Reply) -> int:
    """Return about how many bytes of memory an entry takes."""
    asked, sent = request.headers, reply.headers
    size = (
        _ENTRY
        + _HEADER * (len(asked) + len(sent))
        + min(len(request.body), BODY)
        + min(len(reply.body), BODY)
    )
    size += len(request.path) + len(request.query) + sum(map(len, asked)) + sum(map(len, asked.values()))
    for name, value in sent:
        size += len(name) + len(value)
    for finding in (*reply.findings, *reply.spoilt):
        size += _HEADER + len(finding.place) + len(finding.detail)
    return size
