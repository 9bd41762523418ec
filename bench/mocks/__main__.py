"""Measures our stand-ins beside Prism, Mockoon and open-api-mocker, and with large contracts.

    python -m bench.mocks [speed] [memory] [large] [--seconds 1] [--rounds 5] [--only NAME …]

Without a topic, the first two. Figures go to stdout as Markdown, progress to stderr.
What npm must fetch is skipped with a word where npm is missing or cannot reach its registry.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.mocks import large, machine, memory, npm, report, servers, speed

CACHE = Path(__file__).parents[2] / ".venv" / "bench"
OTHERS = {
    "prism": servers.prism,
    "silent-prism": servers.silent_prism,
    "mockoon": servers.mockoon,
    "open-api-mocker": servers.open_api_mocker,
}
TOPICS = ("speed", "memory", "large")


def main() -> None:
    """Measure what was asked for, and print it."""
    options = _options()
    chosen = _servers(options) if {"speed", "memory"} & set(options.topics) else []
    print(f"Measured {machine.described([str(each) for each in chosen])}\n", flush=True)
    found: dict[str, Sequence[Any]] = {}
    if "speed" in options.topics:
        found["speed"] = figures = speed.measured(chosen, options.seconds, options.rounds, say)
        print("## Speed\n", report.speed(figures), sep="\n", flush=True)
    if "memory" in options.topics:
        known = [each for each in chosen if not each.floor]
        found["memory"] = weights = list(memory.weighed(known, options.requests, say))
        print("\n## Memory and start\n", report.weights(weights), sep="\n", flush=True)
    if "large" in options.topics:
        found["large"] = runs = list(
            large.tried(options.node_modules, options.fuzz_seconds, options.only, say)
        )
        print("\n## Large contracts\n", large.report(runs), sep="\n", flush=True)
    if options.json:
        content = {topic: [dataclasses.asdict(each) for each in several] for topic, several in found.items()}
        options.json.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")


def say(message: str) -> None:
    """Tell how far it is."""
    print(message, file=sys.stderr, flush=True)


def _servers(options: argparse.Namespace) -> list[servers.Server]:
    """Return ours between theirs, then the floors."""
    others = []
    for name, find in OTHERS.items():
        if options.only and name not in options.only:
            continue
        try:
            others.append(find(options.node_modules))
        except npm.Missing as why:
            say(f"{name} is skipped: {why}")
    floors = [] if options.only and "floors" not in options.only else servers.floors()
    return [*others[:1], servers.ours(), *others[1:], *floors]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m bench.mocks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("topics", nargs="*", metavar="topic", help=", ".join(TOPICS))
    parser.add_argument("--seconds", type=float, default=1.0, help="of each round of speed (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="of each row of speed (%(default)s)")
    parser.add_argument(
        "--requests", type=int, default=20_000, help="between idle and used memory (%(default)s)"
    )
    parser.add_argument("--fuzz-seconds", type=int, default=90, help="of Schemathesis, each large contract")
    names = [*OTHERS, "floors", *large.CONTRACTS]
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument(
        "--node-modules", type=Path, default=CACHE, metavar="DIR", help="where npm's packages are kept"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args()
    options.topics = options.topics or ["speed", "memory"]
    if unknown := set(options.topics) - set(TOPICS):
        parser.error(f"no such topic: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    main()
