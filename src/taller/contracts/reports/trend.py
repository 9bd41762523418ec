"""What became of a service in its last runs, as a small picture."""

from collections.abc import Sequence

from taller.contracts.outcomes import Verdict
from taller.contracts.phrases import said
from taller.contracts.reports.history import Point
from taller.contracts.reports.markup import Element, element

_STEP, _BAR, _HIGH, _FLAT = 9, 7, 28, 3


def sparkline(points: Sequence[Point]) -> Element:
    """Return an SVG with a bar for each of *points*: flat if all was kept, else as high as faults are many.

    A service that could not be tested has a bar that is high and hollow.
    """
    most = max((point.faults for point in points), default=0)
    width = _STEP * len(points)
    label = said("{runs} runs; the last: {verdict}, {faults} faults", **_facts(points))
    return element(
        "svg",
        [_bar(at, point, most) for at, point in enumerate(points)],
        class_="trend",
        role="img",
        aria_label=label,
        width=width,
        height=_HIGH,
        viewBox=f"0 0 {width} {_HIGH}",
    )


def _facts(points: Sequence[Point]) -> dict[str, object]:
    last = points[-1]
    return {"runs": len(points), "verdict": said(last.verdict.value), "faults": last.faults}


def _bar(at: int, point: Point, most: int) -> Element:
    kind, high = _shape(point, most)
    title = said(
        "{when}: {verdict}, {faults} faults",
        when=point.started[:16].replace("T", " "),
        verdict=said(point.verdict.value),
        faults=point.faults,
    )
    return element(
        "rect",
        element("title", title),
        class_=kind,
        x=at * _STEP + 1,
        y=_HIGH - high - 0.5,
        width=_BAR,
        height=high,
    )


def _shape(point: Point, most: int) -> tuple[str, float]:
    if point.verdict is Verdict.KEPT:
        return "kept", float(_FLAT)
    if not point.faults:
        return "dead", _HIGH - 1.0
    return "broken", _FLAT + 2 + (_HIGH - _FLAT - 3) * point.faults / most
