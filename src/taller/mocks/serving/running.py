"""From contracts on the disk to services on their ports, made anew when a file changes."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from taller.documents import Reading, UnreadableDocument, read, read_alone
from taller.mocks.admin import Admin
from taller.mocks.app import Manner, StandIn
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.document import ContractError
from taller.mocks.serving.changes import Change, changed
from taller.mocks.serving.hosting import Around, Hosted

log = logging.getLogger("taller.mocks")

LOOK_EVERY = 0.5
"""Seconds between two looks at the files of the contracts."""

Stamps = dict[Path, tuple[int, int]]


@dataclass(frozen=True)
class Source:
    """A contract to be served, and where."""

    name: str
    path: Path
    ports: tuple[int, ...]
    url: str = ""
    """Where it was fetched from, if it was: then *path* is a copy, which never changes."""


class Running:
    """One contract being served."""

    def __init__(self, source: Source, manner: Manner, around: Around) -> None:
        """Read the contract of *source*, and serve it in the given *manner*, with what is *around* it.

        :raises UnreadableDocument: if nothing of it can be served.
        """
        self.source = source
        self._manner = manner
        before = {source.path: _stamp(source.path)}
        self.reading = (read_alone if source.url else read)(source.path)
        self.hosted = Hosted(source.name, self._stand_in(self.reading), around)
        if around.admin:
            # What is called after an address on the web goes by a name of somebody else's.
            self.hosted.admin = Admin(self.hosted, () if source.url else (source.name,))
        self._stamps = self._stamped(before)

    def changed(self) -> bool:
        """Tell whether a file of the contract is another than when it was read."""
        return self._stamped() != self._stamps

    def read_again(self) -> Change:
        """Serve the contract as it stands now, and return what that changed; what is kept and fits, stays.

        :raises UnreadableDocument: if it cannot be served; the one before goes on.
        """
        return self.take(*self.fresh())

    def fresh(self) -> tuple[Reading, StandIn, Stamps]:
        """Return the contract as it stands now, what stands in for it, and the stamps from before.

        It may take seconds, and be done in another thread: what is served is not touched.

        :raises UnreadableDocument: if it cannot be served.
        """
        before = self._stamps = self._stamped()
        reading = read(self.source.path)
        return reading, self._stand_in(reading), before

    def take(self, reading: Reading, fresh: StandIn, before: Stamps) -> Change:
        """Serve *fresh*, made of *reading*, and return what that changed; what is kept and fits, stays."""
        old = self.hosted.stand_in
        left_out = fresh.memory.inherit(old.memory)
        change = changed((old, self.reading), (fresh, reading), left_out)
        self.reading = reading
        self.hosted.serve(fresh)
        self._stamps = self._stamped(before)
        return change

    def _stand_in(self, reading: Reading) -> StandIn:
        return StandIn(Contract(reading.document), self._manner)

    def _stamped(self, before: Stamps | None = None) -> Stamps:
        """Return the stamps of the files, those from *before* first: what changed meanwhile, shows."""
        known = before or {}
        return {path: known.get(path) or _stamp(path) for path in self.reading.files}


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:  # between two writes there may be no file
        return 0, 0
    return found.st_mtime_ns, found.st_size


async def watch(several: Sequence[Running], tell: Callable[[str], None]) -> None:
    """Read each contract of *several* again whenever a file of it changes, and *tell* of it."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        for one in several:
            if one.changed():
                tell(await _again(one))


async def close_at_the_end(one: Running) -> None:
    """Keep the connections to the service behind *one* until the server ends, and close them then."""
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        await one.hosted.close()


async def _again(one: Running) -> str:
    before = f"{one.source.name}: contract not read again, the one before is served"
    try:
        return f"{one.source.name}: contract read again: {one.take(*await asyncio.to_thread(one.fresh))}"
    except (UnreadableDocument, ContractError) as error:
        return f"{before}: {error}"
    except Exception as error:  # a mistake of our own, which must not end the watch
        log.exception("%s: contract not read again", one.source.name)
        return f"{before}: {type(error).__name__}"
