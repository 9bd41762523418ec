"""What was measured as Markdown, to be pasted into docs/stand-ins.md."""

from collections.abc import Callable, Iterable, Sequence

from bench.mocks.memory import Weight
from bench.mocks.servers import OURS
from bench.mocks.speed import Figure

BOUND = 0.95
"""The share of its core from which on the client may have been what bounded the rate."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown, its first column to the left, the others to the right."""
    rule = [":--", *("--:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def speed(figures: Sequence[Figure]) -> str:
    """Return three tables: answers a second, processor time an answer, and ours beside the others'."""
    compared = [each for each in figures if not _is_floor(each, figures)]
    floors = [each for each in figures if _is_floor(each, figures)]
    return "\n\n".join(
        (
            "Answers a second:",
            _by_server(compared, _rate),
            "Processor time of the server, in microseconds an answer:",
            _by_server(compared, lambda each: f"{each.processor:.0f}"),
            "Ours beside theirs: how many times the answers a second / how many times less processor time:",
            _ratios(compared),
            "The floor, one item: answers a second, and microseconds of processor time:",
            _by_server(floors, lambda each: f"{_rate(each)}, {each.processor:.0f} µs"),
            _honesty(figures),
        )
    )


def weights(found: Sequence[Weight]) -> str:
    """Return the table of memory and start."""
    head = ("", "first answer, s", "idle, PSS", "idle, RSS", "used, PSS", "used, RSS")
    rows = [
        (
            f"{each.server}: {each.what}",
            "" if each.started is None else f"{each.started:.2f}",
            *(f"{size:.0f} MB" for size in (each.idle.pss, each.idle.rss, each.used.pss, each.used.rss)),
        )
        for each in found
    ]
    return table(head, rows)


def _is_floor(figure: Figure, figures: Sequence[Figure]) -> bool:
    return len({each.row for each in figures if each.server == figure.server}) == 1


def _rate(figure: Figure) -> str:
    return ("≥ " if figure.share > BOUND else "") + f"{figure.rate:,.0f}"


def _by_server(figures: Sequence[Figure], shown: Callable[[Figure], str]) -> str:
    names = list(dict.fromkeys(each.server for each in figures))
    keys = dict.fromkeys((each.row, each.connections) for each in figures)
    cells = {(each.row, each.connections, each.server): shown(each) for each in figures}
    rows = [(_label(*key), *(cells.get((*key, name), "no") for name in names)) for key in keys]
    return table(("", *names), rows)


def _ratios(figures: Sequence[Figure]) -> str:
    ours = {(each.row, each.connections): each for each in figures if each.server == OURS}
    others = [each for each in figures if each.server != OURS and (each.row, each.connections) in ours]

    def shown(theirs: Figure) -> str:
        own = ours[theirs.row, theirs.connections]
        return f"{own.rate / theirs.rate:.1f} / {theirs.processor / own.processor:.1f}"

    return _by_server(others, shown)


def _label(row: str, connections: int) -> str:
    return f"{row}, {connections} connection{'s' * (connections != 1)}"


def _honesty(figures: Sequence[Figure]) -> str:
    answers, errors = sum(each.answers for each in figures), sum(each.errors for each in figures)
    bound = sum(each.share > BOUND for each in figures)
    return (
        f"{answers:,} answers, {errors:,} of them wrong. In {bound} of {len(figures)} figures (≥) the client "
        f"took over {BOUND:.0%} of its core, and may have been what bounded the rate. `no`: the server does "
        "not answer this row as the contract says."
    )
