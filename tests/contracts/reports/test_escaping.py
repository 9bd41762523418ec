"""What a service answers is text in every report: it cannot break out of where it stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st
from tests.contracts.reports.made import CONTRACT, FAILS, KEPT, broken, run

from taller.contracts.events import Asked, Trouble
from taller.contracts.outcomes import Outcome
from taller.contracts.phrases import LANGUAGES, said
from taller.contracts.reports import Examined, Run, as_html, as_json, as_junit
from taller.contracts.reports.badge import drawn
from taller.contracts.reports.markup import element, rendered, visible

_PARTS = (
    "<",
    ">",
    "&",
    '"',
    "'",
    "</script>",
    "<script>",
    "-->",
    "]]>",
    "<![CDATA[",
    "</style>",
    "&#0;",
    "\u202e",
)
texts = st.one_of(st.text(), st.lists(st.sampled_from(_PARTS) | st.text(max_size=3)).map("".join))
hostile = "\"'><script>alert(1)</script></style></pre></code><img src=x onerror=alert(1)>\x00\ud800\u202e]]>"


def told(text: str) -> Outcome:
    """Return an outcome in which *text* stands wherever a service or a contract has a say."""
    breach = replace(
        FAILS,
        operation=f"GET /{text}",
        place=text,
        came=(text, said("status {status} to {part}", status=500, part=text)),
        mark=text,
        curl=(text,),
        detail=text,
    )
    outcome = replace(broken(breach), service=text, url=text, hint=text)
    return replace(
        outcome,
        troubles=(Trouble(text, text, text),),
        statuses={**KEPT.statuses, (f"GET /{text}", 500): 1},
        questions=(Asked(text, text, text),),
    )


def run_of(text: str) -> Run:
    paths = {**CONTRACT["paths"], f"/{text}": {"get": {"responses": {"200": {}, text: {}}}}}
    outcome = told(text)
    return replace(run(outcome), examined=(Examined(outcome, {**CONTRACT, "paths": paths}),), command=text)


class Shape(HTMLParser):
    """The tags and the attributes of a page, without its texts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.others: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return what *page* is made of; where a path may break is no part of it."""
    parsed = Shape(page)
    assert parsed.others == []
    return [one for one in parsed.tags if one[0] != "wbr"]


@given(texts, st.sampled_from(LANGUAGES))
@example(hostile, "en")
def test_no_text_changes_what_the_page_is_made_of(text: str, language: str) -> None:
    page = as_html(run_of(text or "x"), language)

    assert shape(page) == shape(as_html(run_of("x"), language))


@given(texts)
@example(hostile)
def test_links_lead_nowhere_but_into_the_page(text: str) -> None:
    page = as_html(run_of(text))

    links = [value for value in re.findall(r'<[^>]*? href="([^"]*)"', page) if value != "data:,"]
    assert links
    assert all(re.fullmatch("#[A-Za-z0-9-]+", link) for link in links)


@given(texts)
@example(hostile)
def test_junit_stays_xml_with_the_text_in_it(text: str) -> None:
    root = ElementTree.fromstring(as_junit(run_of(text)).encode())

    assert [one.tag for one in root.iter()] == [
        one.tag for one in ElementTree.fromstring(as_junit(run_of("x")).encode()).iter()
    ]
    assert all(visible(text).replace("\r", "\n") in (one.text or "") for one in root.iter("failure"))


@given(texts, texts)
@example(hostile, hostile)
def test_a_badge_stays_svg_with_the_text_in_it(label: str, message: str) -> None:
    root = ElementTree.fromstring(drawn(label, message, "#123456"))

    assert [one.tag.rpartition("}")[2] for one in root.iter()] == [
        *("svg", "title", "clipPath", "rect", "g", "rect", "rect", "g", "text", "text")
    ]
    assert root[0].text == visible(f"{label}: {message}")


@given(texts)
@example(hostile)
def test_json_keeps_every_text_as_it_is_in_ascii(text: str) -> None:
    written = as_json(run_of(text))

    assert written.isascii()
    assert json.loads(written)["services"][0]["faults"][0]["breaches"][0]["detail"] == text


def unseen() -> Iterator[str]:
    yield from map(chr, (0, 8, 11, 13, 27, 0x7F, 0x9F, 0x202E, 0x2066, 0xD800, 0xDFFF, 0xFFFE, 0xFEFF))


def test_what_would_hide_is_shown() -> None:
    assert all(rendered(element("b", one), "en") == f"<b>\\u{ord(one):04x}</b>" for one in unseen())
    assert rendered(element("b", "a\tb\nñ 🛠"), "en") == "<b>a\tb\nñ 🛠</b>"
