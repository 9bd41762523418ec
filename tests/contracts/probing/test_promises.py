"""Each promise of ours is found broken where it is, and not where it is kept."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from contract_tests.serving import served
from tests.contracts.probing.asking import breaches_of, report_on
from tests.contracts.probing.garden import Garden
from tests.contracts.probing.garden_faults import Fault
from werkzeug import Request, Response

from taller.contracts import Report
from taller.contracts.probing import probes_pages, probes_twice
from taller.contracts.probing.bed import Bed, Created
from taller.contracts.probing.probe import LEAST, MOST, PROBES
from taller.contracts.probing.story import Exchange
from taller.contracts.promises.own import STATEFUL

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BROKEN: Mapping[str, tuple[Fault, ...]] = {
    "reads-back-equal": (
        Fault.TRUNCATES_TEXT,
        Fault.LOSES_ACCENTS,
        Fault.LOSES_EMOJI,
        Fault.SHOUTS,
        Fault.ESCAPES_TEXT,
        Fault.ANSWERS_OTHERWISE,
        Fault.ROUNDS_PRICES,
        Fault.FORGETS_NOTES,
        Fault.SHIFTS_TIMES,
        Fault.PUT_FORGETS_HEIGHT,
        Fault.PUT_FORGETS_KIND,
        Fault.PUT_FORGETS_SOWN,
    ),
    "kept-as-sent": (Fault.TRIMS_TEXT,),
    "location-leads": (
        Fault.LOCATION_LEADS_NOWHERE,
        Fault.LOCATION_WITHOUT_BASE,
        Fault.LOCATION_OF_ANOTHER,
        Fault.LOCATION_OF_THE_LIST,
    ),
    "delete-is-final": (Fault.READS_WHAT_WAS_DELETED, Fault.CHANGES_WHAT_WAS_DELETED),
    "gone-from-lists": (Fault.LISTS_WHAT_WAS_DELETED, Fault.LIST_IS_STALE),
    "ids-stay-unique": (Fault.REUSES_IDS,),
    "created-once": (Fault.SAYS_CREATED_AGAIN,),
    "resources-apart": (
        Fault.SHARES_STATE,
        Fault.CREATION_CHANGES_ANOTHER,
        Fault.DELETES_THE_ONE_BEFORE,
    ),
    "patch-leaves-the-rest": (Fault.PATCH_RESETS_THE_REST,),
    "read-only-stays": (Fault.TAKES_THE_STAMP, Fault.TAKES_THE_ID),
    "etag-tells-content": (Fault.TAG_STAYS, Fault.TAG_ALWAYS_NEW),
    "if-none-match-gives-304": (
        Fault.NEVER_304,
        Fault.ALWAYS_304,
        Fault.WEAK_IS_NOT_304,
        Fault.ONLY_ONE_TAG_GIVES_304,
    ),
    "not-modified-is-bare": (Fault.BARE_304_WITHOUT_TAG, Fault.BODY_WITH_304),
    "if-match-is-strong": (Fault.WEAK_TAG_MATCHES, Fault.STAR_DOES_NOT_MATCH, Fault.NO_TAG_MATCHES),
    "stale-change-refused": (
        Fault.IGNORES_IF_MATCH,
        Fault.REFUSES_AND_CHANGES,
        Fault.DELETES_WHAT_IS_STALE,
    ),
    "refused-changes-nothing": (Fault.CHANGES_HALF, Fault.REFUSES_AND_CREATES),
    "idempotency-key-repeats": (
        Fault.KEY_MAKES_ANEW,
        Fault.KEY_MAKES_A_SECOND,
        Fault.KEY_STANDS_FOR_ANY,
    ),
    "lists-show-all": (Fault.LIST_IS_STALE,),
    "lists-show-the-same": (Fault.LISTS_ONE_NAME,),
    "paging-visits-once": (
        Fault.PAGES_OVERLAP,
        Fault.PAGES_SKIP,
        Fault.PAGES_SKIP_BY_PRICE,
        Fault.CURSOR_SKIPS,
        Fault.LISTS_ONE_TWICE,
    ),
    "page-size-kept": (Fault.IGNORES_SIZE,),
    "cursor-survives": (Fault.CURSOR_IS_A_NUMBER,),
    "total-agrees": (Fault.TOTAL_OF_THE_PAGE,),
    "nothing-beyond-the-last": (Fault.LAST_PAGE_AGAIN,),
    "sorting-sorts": (
        Fault.IGNORES_ORDER,
        Fault.IGNORES_DIRECTION,
        Fault.SORTS_THE_PAGE,
        Fault.NUMBERS_SORT_AS_TEXT,
    ),
    "filters-filter": (Fault.IGNORES_FILTER, Fault.FILTER_HIDES_SOME),
    "head-equals-get": (
        Fault.BODY_WITH_HEAD,
        Fault.HEAD_IS_ANOTHER_STATUS,
        Fault.HEAD_IS_NOT_FOUND,
        Fault.HEAD_IS_NOT_ALLOWED,
        Fault.HEAD_OF_ANOTHER_LENGTH,
    ),
    "head-has-every-header": (Fault.HEAD_WITHOUT_TAG,),
    "allow-is-true": (Fault.ALLOW_LEAVES_OUT, Fault.ALLOW_INVENTS),
    "no-server-error": (Fault.FAILS_AT_LONG_TEXT,),
}
ELSEWHERE = {"one-update-wins"}
"""Which take a socket."""
PAIRS = [(promise, fault) for promise, faults in BROKEN.items() for fault in faults]
BY_ANOTHER = {
    "not-modified-is-bare": "if-none-match-gives-304",
    "no-server-error": "reads-back-equal",
    "kept-as-sent": "reads-back-equal",
    "lists-show-the-same": "lists-show-all",
    "page-size-kept": "paging-visits-once",
    "head-has-every-header": "head-equals-get",
}
"""Promises that the probe for another one sees broken."""


@pytest.fixture(scope="module")
def kept() -> Report:
    return report_on(Garden())


@pytest.mark.parametrize(("promise", "fault"), PAIRS, ids=[f"{one}-{two}" for one, two in PAIRS])
def test_a_promise_is_found_broken(promise: str, fault: Fault) -> None:
    report = report_on(Garden(fault), BY_ANOTHER.get(promise, promise))

    found = [one for one in report.breaches if one.promise == promise]
    assert found
    assert all(one.came and one.curl and one.place.startswith("#/paths/~1plants") for one in found)


def test_what_shows_it_is_no_longer_than_it_must_be() -> None:
    of_any, of_long = (
        report_on(Garden(fault), promise).breaches[0].curl[0]
        for fault, promise in (
            (Fault.READS_WHAT_WAS_DELETED, "delete-is-final"),
            (Fault.TRUNCATES_TEXT, "reads-back-equal"),
        )
    )

    assert len(of_any) < 400 < len(of_long)


@pytest.mark.parametrize("promise", [one.promise for one in PROBES])
def test_a_promise_that_is_kept_is_asked_for_and_not_found_broken(promise: str, kept: Report) -> None:
    asked = {one.promise for one in kept.asked if not one.why_not}

    assert [one for one in kept.breaches if one.promise == promise] == []
    assert promise in asked | ELSEWHERE


def test_of_changes_at_once_one_is_taken() -> None:
    with served(Garden()) as url:
        report = report_on(Garden(), "one-update-wins", url=f"{url}/garden")

    assert report.findings == []
    assert [one.why_not for one in report.asked] == [""]


def test_it_is_found_that_more_than_one_change_at_once_is_taken() -> None:
    with served(Garden(Fault.LOSES_AN_UPDATE)) as url:
        report = report_on(Garden(), "one-update-wins", url=f"{url}/garden")

    assert [one.promise for one in report.breaches] == ["one-update-wins"]


def test_a_change_to_what_is_there_already_may_be_taken_beside_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    distinct = probes_twice._distinct

    def begin_with_no_change(bed: Bed, one: Created, before: Exchange) -> list[Any]:
        return [one.sent, *distinct(bed, one, before)]

    monkeypatch.setattr(probes_twice, "_distinct", begin_with_no_change)
    monkeypatch.setattr(probes_twice, "ThreadPoolExecutor", lambda _number: ThreadPoolExecutor(1))
    with served(Garden()) as url:
        report = report_on(Garden(), "one-update-wins", url=f"{url}/garden")

    assert report.findings == []
    assert [one.why_not for one in report.asked] == [""]


def test_a_patch_that_does_nothing_is_not_read_back() -> None:
    report = report_on(Garden(Fault.PATCH_DOES_NOTHING), "patch-leaves-the-rest")

    assert [(one.operation, one.promise) for one in report.breaches] == [
        ("PATCH /plants/{id}", "reads-back-equal")
    ]


def test_a_head_that_nobody_offers_may_be_missing() -> None:
    garden = Garden()

    def without_head(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            fewer = [
                (name, value.replace("HEAD, ", "") if name == "Allow" else value) for name, value in headers
            ]
            return start_response("405 Not Allowed" if head else status, fewer, *more)

        head = environ["REQUEST_METHOD"] == "HEAD"
        return garden(environ, start)

    report = report_on(without_head, "head-equals-get")

    assert report.findings == []
    assert [one.why_not for one in report.asked] == ["there is no HEAD"]


@pytest.mark.parametrize(("share", "left", "expected"), [(1, 0, 47), (0.1, 100, 47), (0.1, 60, 0)])
def test_a_page_is_filled_if_that_leaves_enough_for_the_rest(share: float, left: int, expected: int) -> None:
    bed, listing = Mock(share=share), Mock(most=50)
    bed.story.left = left

    assert probes_pages._missing(bed, listing, 5) == expected
    assert probes_pages._missing(bed, listing, 50) == 0


def test_a_list_may_cut_texts_and_leave_properties_out() -> None:
    class Brief(Garden):
        def _page(self, request: Request) -> Any:
            page = super()._page(request)
            plants = [{**one, "name": f"{one['name'][:5]}…"} for one in page["plants"]]
            return page | {"plants": [{n: v for n, v in one.items() if n != "notes"} for one in plants]}

    report = report_on(Brief(), "lists-show-all")

    assert report.findings == []


def test_an_answer_that_has_its_own_form_of_a_text_is_not_held_against_it() -> None:
    class Upright(Garden):
        def _created(self, said: dict[str, Any]) -> Response:
            response = super()._created(said)
            response.data = response.data.replace(b'"name"', b'"nombre"')
            return response

    report = report_on(Upright(), "reads-back-equal")

    assert report.findings == []


NOT_AT_A_GLANCE = {
    Fault.LOSES_AN_UPDATE,
    Fault.PAGES_SKIP_BY_PRICE,
    Fault.SORTS_THE_PAGE,
    Fault.KEY_MAKES_A_SECOND,
    Fault.CURSOR_IS_A_NUMBER,
}
"""What takes a socket, one order of many, or a walk through the list."""


@pytest.mark.parametrize("fault", [one for one in Fault if one not in NOT_AT_A_GLANCE])
def test_a_quick_look_finds_almost_every_fault(fault: Fault) -> None:
    report = report_on(Garden(fault), share=0.1)

    assert report.breaches
    assert report.troubles == []
    assert report.cases["promises"] <= LEAST


@pytest.mark.parametrize("share", [0.1, 1])
def test_nothing_is_found_where_all_is_kept(share: float) -> None:
    report = report_on(Garden(), share=share)

    assert report.findings == []
    assert report.cases["promises"] <= max(LEAST, MOST * share)


def test_every_promise_of_ours_is_tried() -> None:
    assert {one.name for one in STATEFUL} <= BROKEN.keys() | ELSEWHERE


def test_what_is_shown_can_be_done_again() -> None:
    (breach, *_) = breaches_of(Garden(Fault.TRUNCATES_TEXT), "reads-back-equal")

    assert breach.operation == "POST /plants"
    assert [one.split()[3] for one in breach.curl] == ["POST", "GET"]
    assert breach.curl[-1].startswith("curl -i -X GET http://localhost/garden/plants/")
