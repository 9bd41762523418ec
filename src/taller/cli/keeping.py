"""Files that a program writes at its end: whole or not at all, and nobody else's to read."""

import errno
import os
import tempfile
from pathlib import Path


def check_folder(path: Path) -> None:
    """Let *path* pass if a file can be written there at the end: better to know at the start.

    :raises OSError: if it cannot.
    """
    with tempfile.TemporaryFile(dir=path.resolve().parent):
        pass


def write_whole(path: Path, content: bytes) -> None:
    """Put a file with *content* in the place of *path*, to be read by its owner alone.

    Whoever looks sees the old file or the new one, also if the machine stops half-way. Where *path* is
    a link, what it leads to is replaced; where it is a mount of its own, as a container has files, only
    its content is, for the file cannot be.

    :raises OSError: if that cannot be done; the old file is as it was, unless it is such a mount.
    """
    target = path.resolve()
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # 0600, as mkstemp has it
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _put(Path(name), target, content)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _put(made: Path, target: Path, content: bytes) -> None:
    try:
        made.replace(target)
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise
        target.write_bytes(content)
        made.unlink()
