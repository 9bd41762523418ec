"""The page that a run leaves."""

import re
from dataclasses import replace
from importlib.resources import files
from itertools import product

import pytest
from tests.contracts.reports.made import COMES_BACK, COMMAND, DEAD, FAILS, KEPT, LOST, broken, run
from tests.contracts.reports.test_escaping import Shape

from taller.contracts.outcomes import Verdict
from taller.contracts.reports import as_html
from taller.contracts.reports.history import Point

STYLE = (files("taller.contracts.reports") / "report.css").read_text("utf-8")


def test_it_says_who_keeps_the_contract_and_how_to_ask_again() -> None:
    page = as_html(run(KEPT, broken(), DEAD))

    assert "<h1>1 of 3 services keep their contract</h1>" in page
    assert f"<code>{COMMAND}</code>" in page
    assert "2026-03-02 12:00 UTC" in page


def test_each_number_in_the_matrix_leads_to_its_fault() -> None:
    page = as_html(run(broken(FAILS, COMES_BACK)))

    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"shelf-1", "shelf-2", "broken-shelf"} < set(ids)
    assert set(re.findall(r' href="#([^"]+)"', page)) <= set(ids)
    assert 'href="#shelf-2" title="delete-is-final">2</a>' in page


def test_a_fault_is_told_with_its_place_its_times_and_its_request() -> None:
    page = as_html(run(broken(FAILS)))

    assert "No request makes the service fail." in page
    assert "<code>#/paths/~1books~1{id}/get</code>" in page
    assert "3 times" in page
    assert "curl -X GET http://127.0.0.1:1/books/1</code>" in page


def test_what_was_never_seen_is_listed() -> None:
    page = as_html(run(KEPT))

    listed = page[page.index("documented, never seen") :]
    assert "<code>GET <wbr>/books<wbr>/{id}</code> 200, 404</li>" in listed
    assert "no order is offered" in page


def test_what_of_the_contract_was_sent_is_summed_up_and_told_operation_by_operation() -> None:
    page = as_html(run(KEPT))

    totals = page[page.index('<table class="totals">') : page.index('<dl class="bars">')]
    assert re.findall(r">(\d of \d)<", totals) == ["3 of 4", "3 of 8", "2 of 3", "2 of 3", "1 of 5"]
    told = page[page.index('<table class="sending">') :]
    assert "<p>never:</p><ul><li><code>query tags</code></li></ul>" in told
    assert "<p>never right:</p><ul><li><code>query sort</code></li></ul>" in told
    assert "<li><code>query page</code>: minimum, maximum</li>" in told
    assert "<summary>1</summary><ul><li><code>body</code>: required</li></ul>" in told
    assert "<code>body <wbr>/notes<wbr>/*<wbr>/text</code>: pattern" in told


def test_what_was_not_counted_has_no_bar() -> None:
    page = as_html(run(replace(KEPT, sent={})))

    totals = page[page.index('<table class="totals">') : page.index('<dl class="bars">')]
    assert totals.count("<progress") == 2
    assert "Requests, operation by operation" not in page


def test_it_is_in_spanish_if_so_asked() -> None:
    page = as_html(run(broken(), DEAD), "es")

    assert '<html lang="es">' in page
    assert "<h1>0 de 2 servicios cumplen su contrato</h1>" in page
    assert "Ninguna petición hace fallar al servicio." in page
    assert "estado 500" in page


def test_it_needs_neither_network_nor_script() -> None:
    page = as_html(run(KEPT, broken(), DEAD, LOST), trends={"shelf": (Point("2026", Verdict.KEPT, 0),)})

    tags = {tag for tag, _ in Shape(page).tags}
    attributes = {name for _, names in Shape(page).tags for name in names}
    assert not tags & {"script", "img", "iframe", "object", "embed", "form", "base"}
    assert "src" not in attributes
    assert not any(name.startswith("on") for name in attributes)
    assert not [text for text in ("url(", "@import", "</") if text in STYLE]
    assert "default-src &#x27;none&#x27;" in page


def test_the_trend_has_a_bar_for_each_run() -> None:
    points = (
        Point("2026-03-01T12:00:00+00:00", Verdict.BROKEN, 4),
        Point("2026-03-02T12:00:00+00:00", Verdict.FAILING, 0),
        Point("2026-03-03T12:00:00+00:00", Verdict.KEPT, 0),
    )

    page = as_html(run(KEPT), trends={"shelf": points})

    assert re.findall(r'<rect class="(\w+)"', page) == ["broken", "dead", "kept"]
    assert "2026-03-01 12:00: broken, 4 faults" in page
    assert 'aria-label="3 runs; the last: kept, 0 faults"' in page


def _colours(scheme: str) -> dict[str, str]:
    light, dark = STYLE.split("@media screen and (prefers-color-scheme: dark)")[:2]
    return dict(re.findall(r"--([\w-]+): (#\w{6})", light if scheme == "light" else dark))


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read(scheme: str) -> None:
    """The contrast that WCAG 2.2, 1.4.3 wants."""
    colours = _colours(scheme)

    pairs = [*product(("text", "soft", "link"), ("page", "card"))]
    pairs += [(one.removesuffix("-on"), one) for one in colours if one.endswith("-on")]
    assert {pair for pair in pairs if _contrast(colours[pair[0]], colours[pair[1]]) < 4.5} == set()
