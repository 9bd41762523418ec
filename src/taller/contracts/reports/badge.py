"""A run as a badge: a small picture for a README."""

import unicodedata
from collections.abc import Mapping

from taller.contracts.phrases import Said, in_language, said
from taller.contracts.reports.markup import Element, element, rendered
from taller.contracts.reports.run import Run

_GREEN, _RED, _YELLOW = "#2e7d32", "#c62828", "#8a6100"
"""On each of them white can be read: more than 4.5 to 1 (WCAG 2.2, 1.4.3)."""
_SIZE = 11.0
_WIDE = 1.0
"""Of a letter that nobody has measured: the em of a script of squares."""
_EMS: Mapping[str, float] = {
    "fijlI.,:;'|!": 0.37,
    " rt()[]-/\\": 0.45,
    "abcdeghknopqsuvxyz": 0.62,
    "0123456789$_#+*?J": 0.64,
    "ABCEFKLPRSTVXYZ&": 0.69,
    "DGHNOQU=<>~^": 0.79,
    "mwM%@W": 0.97,
}
"""How wide letters of Verdana are, in ems, about: text is stretched to what is reckoned with them."""


def as_badge(run: Run, language: str = "en") -> str:
    """Return the SVG that says how many services keep their contract; if one does not, how many do not."""
    text, colour = _message(run)
    return drawn(in_language(said("contracts"), language), in_language(text, language), colour)


def _message(run: Run) -> tuple[Said, str]:
    if run.broken:
        return said("{number} broken", number=run.broken), _RED
    if run.untested or not run.examined:
        return said("{number} untested", number=run.untested), _YELLOW
    return said("{number} kept", number=run.kept), _GREEN


def drawn(label: str, message: str, colour: str) -> str:
    """Return the SVG of a badge: *label* on grey, then *message* on *colour*."""
    left, right = width(label) + 10, width(message) + 10
    title = f"{label}: {message}"
    both = element(
        "svg",
        element("title", title),
        element("clipPath", element("rect", width=left + right, height=20, rx=3), id="r"),
        element(
            "g",
            element("rect", width=left, height=20, fill="#505050"),
            element("rect", x=left, width=right, height=20, fill=colour),
            clip_path="url(#r)",
        ),
        element(
            "g",
            _text(label, left / 2),
            _text(message, left + right / 2),
            fill="#fff",
            text_anchor="middle",
            font_family="Verdana,DejaVu Sans,sans-serif",
            font_size=_SIZE,
        ),
        xmlns="http://www.w3.org/2000/svg",
        width=left + right,
        height=20,
        role="img",
        aria_label=title,
    )
    return rendered(both, "en") + "\n"


def _text(text: str, middle: float) -> Element:
    return element("text", text, x=middle, y=14, textLength=width(text))


def width(text: str) -> int:
    """Return how many pixels *text* takes in Verdana of 11 pixels, about."""
    letters = (unicodedata.normalize("NFKD", letter)[0] for letter in text)
    return round(sum(map(_em, letters)) * _SIZE)


def _em(letter: str) -> float:
    return next((ems for letters, ems in _EMS.items() if letter in letters), _WIDE)
