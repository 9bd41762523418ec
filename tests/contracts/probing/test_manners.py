"""What HTTP allows a service is held against nobody, and what breaks a promise beside it is found."""

from typing import TYPE_CHECKING, Any

import pytest
from contract_tests.serving import served
from tests.contracts.probing.asking import report_by, report_on
from tests.contracts.probing.garden import Garden
from tests.contracts.probing.garden_faults import Fault
from tests.contracts.probing.garden_manners import (
    Capped,
    Counting,
    Curt,
    CurtAndChoosy,
    Headers,
    Open,
    ThreePages,
    Vague,
    Wordy,
    numbered,
    with_all,
    with_broken_location,
    with_curt,
    with_curt_and_default,
    with_envelope,
    with_free_kinds,
    with_head,
    with_headers,
    with_limit,
    with_number,
    with_three_pages,
    without,
)
from werkzeug import Request

from taller.contracts import Report
from taller.contracts.promises import PROMISES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BODIES = [b"", b'{"status": "ok"}', b'"sown"']
TOO_LONG = "the list is too long to be read whole"


def unasked(report: Report) -> dict[str, str]:
    return {one.promise: str(one.why_not) for one in report.asked if one.why_not}


def promises(report: Report) -> set[str]:
    assert report.troubles == []
    return {one.promise for one in report.breaches}


@pytest.mark.parametrize("body", BODIES, ids=["nothing", "a message", "a text"])
@pytest.mark.parametrize("share", [0.1, 1])
def test_a_creation_may_say_no_more_than_where_it_is(body: bytes, share: float) -> None:
    report = report_by(with_curt, Curt(body), share=share)

    assert report.findings == []
    assert not {"lists-show-all", "gone-from-lists"} & unasked(report).keys()


@pytest.mark.parametrize(
    ("fault", "promise"),
    [
        (Fault.LISTS_WHAT_WAS_DELETED, "gone-from-lists"),
        (Fault.LIST_IS_STALE, "lists-show-all"),
        (Fault.LISTS_ONE_NAME, "lists-show-the-same"),
    ],
)
def test_what_is_wrong_with_a_list_is_found_where_creations_say_little(fault: Fault, promise: str) -> None:
    assert promise in promises(report_by(with_curt, Curt(fault=fault)))


def test_what_a_list_leaves_out_is_plain_where_creations_say_little() -> None:
    report = report_by(with_curt_and_default, CurtAndChoosy(), "lists-show-all", "paging-visits-once")

    assert report.findings == []
    assert unasked(report) == {}


def test_where_no_tag_comes_changes_at_once_have_nothing_to_go_by() -> None:
    untagged = with_headers(Garden(), lambda _method, _status, headers: without("ETag", headers))

    def lenient(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        return untagged({**environ, "HTTP_IF_MATCH": "*"}, start_response)

    with served(lenient) as url:
        report = report_on(Garden(), "one-update-wins", url=f"{url}/garden")

    assert report.findings == []
    assert unasked(report) == {"one-update-wins": "no ETag is promised"}


def test_a_location_that_is_no_url_is_followed_by_nobody() -> None:
    report = report_on(with_broken_location(Garden()), "location-leads", "reads-back-equal")

    assert report.findings == []
    assert unasked(report) == {"location-leads": "Location is no URL"}


@pytest.mark.parametrize("total", [{"value": 3}, [3], True, "3", None])
def test_a_total_that_is_no_number_is_none(total: Any) -> None:
    class Odd(Garden):
        def _page(self, request: Request) -> Any:
            return super()._page(request) | {"total": total}

    assert report_on(Odd(), "total-agrees").findings == []


@pytest.mark.parametrize("total", ["²", "٣", "9" * 5000, "-1", "", "1, 2"])
def test_nor_is_one_in_a_header(total: str) -> None:
    odd = with_headers(Garden(), lambda _method, _status, headers: [*headers, ("X-Total-Count", total)])

    assert report_by(with_number, odd, "total-agrees").findings == []


def test_a_wrong_total_in_a_header_is_found() -> None:
    odd = with_headers(Garden(), lambda _method, _status, headers: [*headers, ("X-Total-Count", "7")])

    assert promises(report_by(with_number, odd, "total-agrees")) == {"total-agrees"}


@pytest.mark.parametrize("contract", [with_all, with_free_kinds])
def test_a_filter_may_have_a_word_for_none(contract: Any) -> None:
    report = report_by(contract, Open(), "filters-filter")

    assert report.findings == []
    assert unasked(report) == {}


def test_a_filter_that_nobody_reads_is_found_where_all_are_alike() -> None:
    assert promises(report_by(with_all, Open(Fault.IGNORES_FILTER), "filters-filter")) == {"filters-filter"}


def test_a_header_that_head_leaves_out_is_advice() -> None:
    (found, *_) = report_on(Garden(Fault.HEAD_WITHOUT_TAG), "head-equals-get").breaches

    assert found.promise == "head-has-every-header"
    assert not PROMISES[found.promise].severity.breaks


def test_it_breaks_a_contract_that_has_it_for_head() -> None:
    report = report_by(with_head, Garden(Fault.HEAD_WITHOUT_TAG), "head-equals-get")

    assert {(one.operation, one.promise) for one in report.breaches} == {
        ("HEAD /plants/{id}", "head-equals-get"),
        ("GET /plants", "head-has-every-header"),
    }


def test_another_value_of_a_header_breaks_any() -> None:
    def other(method: str, _status: str, headers: Headers) -> Headers:
        return [*without("ETag", headers), ("ETag", '"other"')] if method == "HEAD" else headers

    assert promises(report_on(with_headers(Garden(), other), "head-equals-get")) == {"head-equals-get"}


def test_what_two_gets_say_differently_head_may_say_differently() -> None:
    assert report_on(Garden(Fault.TAG_ALWAYS_NEW), "head-equals-get").findings == []


def test_a_weak_tag_may_stay_when_the_content_changes() -> None:
    report = report_on(Vague(), "etag-tells-content")

    assert report.findings == []
    assert unasked(report) == {}


def test_a_tag_may_be_of_more_than_the_resource() -> None:
    report = report_by(with_envelope, Wordy(), "etag-tells-content", "if-none-match-gives-304")

    assert report.findings == []
    assert unasked(report) == {}


def test_a_tag_may_go_on_with_a_change_that_changes_nothing() -> None:
    assert report_on(Counting(), "etag-tells-content").findings == []


def test_a_change_that_says_another_tag_than_is_read_is_found() -> None:
    def other(method: str, _status: str, headers: Headers) -> Headers:
        return [*without("ETag", headers), ("ETag", '"other"')] if method == "PUT" else headers

    report = report_on(with_headers(Garden(), other), "etag-tells-content")

    assert [one.operation for one in report.breaches] == ["PUT /plants/{id}"]


def test_a_list_may_be_capped_where_nothing_leads_on() -> None:
    report = report_by(with_limit, numbered(Capped(), 80), "lists-show-all")

    assert report.findings == []
    assert unasked(report) == {"lists-show-all": TOO_LONG}


def test_a_list_that_is_shorter_than_by_default_is_whole() -> None:
    class Stale(Capped):
        def _page(self, request: Request) -> Any:
            self._listed = super()._page(request)["plants"] if self._listed is None else self._listed
            return {"plants": self._listed}

    sound, stale = (report_by(with_limit, numbered(one, 3), "lists-show-all") for one in (Capped(), Stale()))

    assert unasked(sound) == {}
    assert promises(stale) == {"lists-show-all"}


def test_a_list_may_go_on_where_its_numbers_end() -> None:
    report = report_by(
        with_three_pages,
        numbered(ThreePages(), 40),
        "lists-show-all",
        "nothing-beyond-the-last",
        "total-agrees",
    )

    assert report.findings == []
    assert set(unasked(report).values()) == {TOO_LONG}


def test_a_number_that_may_be_a_page_is_none_beyond_the_last() -> None:
    report = report_by(with_three_pages, ThreePages(), "nothing-beyond-the-last")

    assert report.findings == []
    assert unasked(report) == {"nothing-beyond-the-last": "the contract has no page beyond the last"}
