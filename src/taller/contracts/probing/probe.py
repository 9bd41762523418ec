"""Asks a service what Schemathesis does not: each probe holds one resource to one promise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import schemathesis

from taller.contracts.credentials import credentials
from taller.contracts.events import Asked, Breach, Event, Trouble
from taller.contracts.phrases import Said, said
from taller.contracts.probing import (
    probes_filters,
    probes_life,
    probes_lists,
    probes_methods,
    probes_pages,
    probes_tags,
    probes_twice,
    probes_writing,
)
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.contract import Contract
from taller.contracts.probing.mishaps import FAILED, mishap
from taller.contracts.probing.resources import collections
from taller.contracts.probing.samples import Samples
from taller.contracts.probing.seeds import Seeds
from taller.contracts.probing.story import Silence, Spent, Story, Unasked, host_of
from taller.contracts.probing.wire import Client
from taller.contracts.targets import Target

MOST = 1500
"""Requests in a run of the standard profile."""
LEAST = 170
"""Requests in any run."""
_SILENCES = 2
"""Requests without an answer after which nothing more is asked."""
_HERE = "http://localhost"
"""Where a service inside this process thinks that it is."""


@dataclass(frozen=True)
class Probe:
    """A question, and the promise that it is about."""

    promise: str
    ask: Callable[[Bed], Iterator[Breach]]


PROBES: Sequence[Probe] = (
    Probe("location-leads", probes_life.location_leads),
    Probe("reads-back-equal", probes_life.reads_back),
    Probe("etag-tells-content", probes_tags.tags_tell_content),
    Probe("stale-change-refused", probes_tags.stale_is_refused),
    Probe("lists-show-all", probes_pages.lists_contain),
    Probe("delete-is-final", probes_life.delete_is_final),
    Probe("gone-from-lists", probes_life.gone_from_lists),
    Probe("head-equals-get", probes_methods.head_is_get),
    Probe("allow-is-true", probes_methods.options_is_true),
    Probe("if-none-match-gives-304", probes_tags.not_modified),
    Probe("if-match-is-strong", probes_tags.if_match_is_strong),
    Probe("one-update-wins", probes_twice.one_update_wins),
    Probe("resources-apart", probes_life.resources_are_apart),
    Probe("idempotency-key-repeats", probes_twice.keys_repeat),
    Probe("patch-leaves-the-rest", probes_writing.patch_leaves_the_rest),
    Probe("paging-visits-once", probes_pages.paging_visits_once),
    Probe("sorting-sorts", probes_lists.sorting_sorts),
    Probe("filters-filter", probes_filters.filters_filter),
    Probe("refused-changes-nothing", probes_writing.refused_changes_nothing),
    Probe("read-only-stays", probes_writing.read_only_stays),
    Probe("created-once", probes_life.created_once),
    Probe("ids-stay-unique", probes_life.ids_are_not_given_again),
    Probe("total-agrees", probes_pages.total_agrees),
    Probe("nothing-beyond-the-last", probes_pages.beyond_the_last),
    Probe("cursor-survives", probes_pages.cursor_survives),
)
"""In the order in which they are asked: what is seldom broken comes last, and is left out if need be."""


def probe(
    target: Target,
    schema: schemathesis.BaseSchema,
    samples: Samples,
    *,
    share: float = 1.0,
    probes: Sequence[Probe] = PROBES,
) -> Iterator[Event]:
    """Hold the service of *target* to the promises of *probes*; yield what was asked, and what was broken.

    :param schema: that of *target*, ready to be called.
    :param samples: what makes bodies up for it.
    :param share: how hard to test: of the requests of the standard profile.
    """
    contract = Contract(target.contract)
    story = _story(target, schema, contract, max(round(MOST * share), LEAST))
    beds = [
        Bed(one, contract, story, Seeds(one, contract, samples), share, concurrent=target.url is not None)
        for one in collections(contract)
    ]
    for bed in _in_turn(story, beds):
        for each in probes:
            yield from _asked(each, bed)
            if story.silences >= _SILENCES:
                text = said("Nothing more was asked of a service that does not answer.")
                yield Trouble(target.name, said("no answer"), text)
                return


def _in_turn(story: Story, beds: Sequence[Bed]) -> Iterator[Bed]:
    """Yield *beds* with as many requests for each as there are; what is below another has what is left."""
    top = [one for one in beds if not one.collection.parents]
    for place, bed in enumerate(top):
        spared = story.left * (len(top) - place - 1) // (len(top) - place)
        story.left -= spared
        yield bed
        story.left += spared
    yield from (one for one in beds if one.collection.parents)


def _asked(each: Probe, bed: Bed) -> Iterator[Event]:
    """Ask one question of one resource."""
    why: Said | None = None
    broken = 0
    try:
        for breach in each.ask(bed):
            broken += 1
            yield breach
    except Unasked as reason:
        why = reason.why
    except Spent:
        why = said("no request was left")
    except Silence as silence:
        why = said("no answer came")
        yield bed.story.silent(silence)
    except Exception as error:  # what other questions have found is not to be lost by it
        why = FAILED
        yield mishap(bed.collection.create.label, error)
    yield from bed.story.failed()
    if bed.story.told:
        yield bed.story.scenario()
    yield Asked(bed.collection.create.label, each.promise, why if why and not broken else "")


def client_of(target: Target, schema: schemathesis.BaseSchema, *, at_root: bool = False) -> Client:
    """Return a client of the service of *target*, with its credential.

    :param at_root: whether its paths begin at the host, and not below the URL of the API.
    """
    app: Any = schema.app if target.url is None else None
    url = target.url or _HERE + (schema.get_base_url() or "")
    shown = credentials(target.contract, target.key)
    return Client(host_of(url) if at_root else url, app, shown)


def _story(target: Target, schema: schemathesis.BaseSchema, contract: Contract, most: int) -> Story:
    return Story(contract, client_of(target, schema), most, client_of(target, schema, at_root=True))
