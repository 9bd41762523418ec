"""The contract tests once more, with other seeds; `python -m contract_tests.seeds --help`."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from contract_tests.services import NAMES, settings_of_all, target_in_process
from contract_tests.stand_ins import KINDS, brief_settings, stand_in_of
from contract_tests.stories import untold

from taller.contracts import Report, Target, run

SEEDS = tuple(range(1, 11))
PROCESSES = 2

EXAMPLE = """example, two seeds of your own on two services:
  python -m contract_tests.seeds --service facturas --service logs --seed 7 --seed 20260302"""


@dataclass(frozen=True)
class Outcome:
    """What became of one service with one seed."""

    service: str
    seed: int
    cases: int
    failures: int
    seconds: float
    text: str
    """The failures at length."""

    def __str__(self) -> str:
        return (
            f"{self.service:<15} seed {self.seed:<10} {self.cases:>6} cases"
            f" {self.failures:>3} failures {self.seconds:>5.0f} s"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Test each service with each seed; return 1 if anything was found, else 0."""
    chosen = _parser().parse_args(arguments)
    names = chosen.service or (tuple(KINDS) if chosen.contracts else NAMES)
    seeds = chosen.seed or SEEDS
    outcomes = []
    for outcome in _outcomes(names, seeds):
        outcomes.append(outcome)
        _say(f"{len(outcomes):>3} of {len(names) * len(seeds)}  {outcome}")
    _say(f"\n{table(outcomes)}")
    for outcome in outcomes:
        if outcome.failures:
            _say(f"\n{outcome.service}, seed {outcome.seed}\n\n{outcome.text}")
    return int(any(outcome.failures for outcome in outcomes))


def table(outcomes: Sequence[Outcome]) -> str:
    """Return a row per service and a column per seed, each with the cases and the failures."""
    cells = {(each.service, each.seed): f"{each.cases}/{each.failures}" for each in outcomes}
    names = [name for name in (*NAMES, *KINDS) if any(name == service for service, _ in cells)]
    seeds = sorted({seed for _, seed in cells})
    rows = [("cases/failures", *(f"seed {seed}" for seed in seeds))]
    rows += [(name, *(cells[name, seed] for seed in seeds)) for name in names]
    widths = [max(len(row[column]) for row in rows) for column in range(len(seeds) + 1)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def _outcomes(names: Sequence[str], seeds: Sequence[int]) -> Iterator[Outcome]:
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        tasks = [pool.submit(_outcome, name, seed) for seed, name in product(seeds, names)]
        for task in as_completed(tasks):
            yield task.result()


def _outcome(name: str, seed: int) -> Outcome:
    started = time.monotonic()
    report, missed = _stand_in(name, seed) if name in KINDS else _service(name, seed)
    failures = [*map(str, report.findings), *missed]
    seconds = time.monotonic() - started
    return Outcome(name, seed, report.cases.total(), len(failures), seconds, "\n\n".join(failures))


def _service(name: str, seed: int) -> tuple[Report, list[str]]:
    """Return what a run found, and what it did not get to."""
    with tempfile.TemporaryDirectory() as folder:
        target = target_in_process(name, Path(folder))
        report = Report.of(run(target, settings_of_all(seed)))
    seldom = [f"{success} is told too seldom." for success in untold(report, target.contract, few=1)]
    return report, [*seldom, *_never(report, target)]


def _stand_in(name: str, seed: int) -> tuple[Report, list[str]]:
    target = stand_in_of(name)
    report = Report.of(run(target, brief_settings(seed=seed)))
    return report, _never(report, target)


def _never(report: Report, target: Target) -> list[str]:
    return [f"{success} is never met with." for success in report.never(target.contract)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests.seeds",
        description="Test the seven services against their contracts with other seeds than the usual"
        f" one, {PROCESSES} runs at a time. Exits 1 if any fails.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--service",
        action="append",
        choices=(*NAMES, *KINDS),
        metavar="NAME",
        help="one of the seven, or of the test contracts, again for more; the seven",
    )
    parser.add_argument(
        "--contracts",
        action="store_true",
        help="the stand-ins of all the test contracts instead of the seven",
    )
    parser.add_argument("--seed", action="append", type=int, help="a number, again for more; 1 to 10")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
