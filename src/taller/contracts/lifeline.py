"""Lets workers end with whoever began them, however that ends: nobody else would stop what they send."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Self


class Lifeline:
    """A pipe of which the near end is held here, and lost with this process."""

    def __init__(self, context: BaseContext) -> None:
        """Make one for processes of *context*."""
        self.theirs, self._ours = context.Pipe(duplex=False)

    def __enter__(self) -> Self:
        """Hold it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let go, if something went wrong: every worker that hangs on it ends at once."""
        if kind is not None:
            self._ours.close()


def hang_on(theirs: Connection) -> None:
    """In a worker: end when nobody holds the other end any more; an interrupt is for whoever does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after, args=(theirs,), daemon=True).start()


def _end_after(theirs: Connection) -> None:
    try:
        theirs.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)  # and nothing else: what the worker was about to do no longer matters


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Begin processes and threads that no interrupt reaches, before they can say so themselves."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
