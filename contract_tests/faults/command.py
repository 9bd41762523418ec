"""The command: puts faults into services, and says which of them the harness finds."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from contract_tests.faults.attempts import CORRECT, STOCK, Attempt, Finding, attempt
from contract_tests.faults.catalogue import FAULTS
from contract_tests.faults.page import page
from contract_tests.faults.running import Do, Notes, findings
from contract_tests.faults.stock import plain_run
from contract_tests.faults.subjects import USUAL, correct, ground_of
from contract_tests.faults.table import as_text, rows, summary
from contract_tests.services import NAMES

from taller.contracts.profiles import PROFILES

EXAMPLE = """example, two faults on one service:
  python -m contract_tests.faults --service clientes --fault lost-update --fault no-etag"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Put faults into services; return 1 if one is missed, a correct service blamed or a run lost, else 0."""
    chosen = _parser().parse_args(arguments)
    notes = Notes(chosen.notes) if chosen.notes else None
    plans = dict(_plan(chosen, one) for one in chosen.profile or ["standard"])
    runs = {profile: _told(plan, notes, chosen.processes) for profile, plan in plans.items()}
    first = next(iter(runs))
    named = () if chosen.stock is None else chosen.stock or NAMES
    meant = [one for one in plans[first] if one.service in named]
    as_stock = [replace(one, profile=STOCK) for one in meant]
    plain = _told(as_stock, notes, chosen.processes, plain_run) if meant else []
    for profile, found in runs.items():
        _tell(profile, found, plain if profile == first else [])
    if chosen.markdown:
        chosen.markdown.write_text(page(runs, plain), "utf-8")
    everything = [one for found in runs.values() for one in found]
    return int(any(map(_fails, everything)))


def _fails(one: Finding) -> bool:
    return bool(one.error) or (one.found == (one.fault == CORRECT) and not one.idle)


def _plan(chosen: argparse.Namespace, wanted: str) -> tuple[str, list[Attempt]]:
    """Return the profile of *wanted*, as ``quick`` or ``quick:clientes,logs``, and what is tried in it."""
    profile, _, services = wanted.partition(":")
    names = services.split(",") if services else chosen.service or USUAL
    return profile, planned(names, chosen.fault or list(FAULTS), profile, chosen.seed)


def _wanted(text: str) -> str:
    profile, _, services = text.partition(":")
    if profile not in PROFILES or not set(services.split(",")) <= {"", *NAMES}:
        raise argparse.ArgumentTypeError(
            f"{text}: write one of {', '.join(PROFILES)}, and services behind a colon if not all are meant:"
            " standard:clientes,logs"
        )
    return text


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not set(names) <= set(NAMES):
        raise argparse.ArgumentTypeError(f"{text}: write some of {', '.join(NAMES)}, with commas")
    return names


def _tell(profile: str, found: Sequence[Finding], plain: Sequence[Finding]) -> None:
    _say(f"\n{profile}\n\n" + as_text(rows(found, plain)) + "\n")
    for line in summary(found, plain):
        _say(line)
    for one in found:
        if one.fault == CORRECT and one.found:
            _say(f"\n{one.service}, correct:\n\n" + "\n\n".join(one.told))


def planned(services: Sequence[str], faults: Sequence[str], profile: str, seed: int) -> list[Attempt]:
    """Return the attempts: each correct service, and each with each fault that it can have."""
    with tempfile.TemporaryDirectory() as folder:
        grounds = {name: ground_of(correct(name, Path(folder))) for name in services}
    names = [name for name in FAULTS if name in faults]
    fitting = [(name, fault) for fault in names for name in services if FAULTS[fault].applies(grounds[name])]
    return [
        Attempt(name, fault, profile, seed)
        for name, fault in [*((one, CORRECT) for one in services), *fitting]
    ]


def _told(
    attempts: Sequence[Attempt], notes: Notes | None, processes: int, do: Do = attempt
) -> list[Finding]:
    """Do *attempts*, and say a line of each."""
    done: list[Finding] = []
    for one in findings(attempts, notes, processes, do):
        done.append(one)
        _say(f"{len(done):>4} of {len(attempts)}  {line(one)}")
    order = {(one.service, one.fault): position for position, one in enumerate(attempts)}
    return sorted(done, key=lambda one: order[one.service, one.fault])


def line(one: Finding) -> str:
    """Return what came of one attempt, in a line."""
    if one.error:
        said = f"ERROR {one.error}"
    elif one.fault == CORRECT:
        said = f"BLAMED for {', '.join(one.promises)}" if one.found else "correct, and nothing is found"
    else:
        missed = "none here: nothing is changed by it" if one.idle else "NOT FOUND"
        said = f"found after {one.cases}: {', '.join(one.promises[:3])}" if one.found else missed
    return f"{one.service:<12} {one.fault or '(none)':<26} {one.seconds:>6.1f} s  {said}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.faults",
        description="Put faults into correct services, one at a time, and say which the harness finds."
        " Exits 1 if it misses one, or finds something in a correct service.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--service",
        action="append",
        choices=NAMES,
        metavar="NAME",
        help="again for more; " + ", ".join(USUAL),
    )
    add("--fault", action="append", choices=FAULTS, metavar="NAME", help="again for more; all")
    add(
        "--profile",
        action="append",
        type=_wanted,
        metavar="PROFILE[:NAME,NAME]",
        help="how hard to test, and which services if not those of --service; again for more; standard",
    )
    add("--seed", type=int, default=1, help="1")
    add("--processes", type=int, default=2, help="so many at once; 2")
    add(
        "--stock",
        nargs="?",
        const=(),
        type=_names,
        metavar="NAME,NAME",
        help="what plain `schemathesis run` finds of what the first profile is to find; on these, or on all",
    )
    add("--notes", type=Path, metavar="FILE", help="where to go on from, and note what was found")
    add("--markdown", type=Path, metavar="FILE", help="where to write the table as a page")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
