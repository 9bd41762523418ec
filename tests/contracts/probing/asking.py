"""Puts questions to a garden."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import schemathesis
from tests.contracts.probing.garden_contract import CONTRACT

from taller.contracts import Breach, Report, Target
from taller.contracts.probing.probe import PROBES, probe
from taller.contracts.probing.samples import Samples

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SCHEMA = schemathesis.openapi.from_dict(CONTRACT, config=schemathesis.Config())
SAMPLES = Samples(SCHEMA, seed=7)
"""The same for all, for to make them up takes longer than to ask."""


def report_on(app: "WSGIApplication", *promises: str, url: str | None = None, share: float = 1.0) -> Report:
    """Return what is found out about *app*, or the service at *url*.

    :param promises: those whose probes are put to it; all of them.
    """
    start: Callable[[], WSGIApplication] | None = None
    if url is None:
        SCHEMA.app, start = app, lambda: app
    target = Target("garden", CONTRACT, url=url, start=start)
    wanted = [one for one in PROBES if not promises or one.promise in promises]
    return Report.of(probe(target, SCHEMA, SAMPLES, share=share, probes=wanted))


def report_by(
    contract: Callable[[], dict[str, Any]], app: "WSGIApplication", *promises: str, share: float = 1.0
) -> Report:
    """Return what is found out about *app* by another contract, which is made once for all who ask."""
    document, schema, samples = _read(contract)
    schema.app = app
    target = Target("garden", document, start=lambda: app)
    wanted = [one for one in PROBES if not promises or one.promise in promises]
    return Report.of(probe(target, schema, samples, share=share, probes=wanted))


@cache
def _read(contract: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], Any, Samples]:
    document = contract()
    schema = schemathesis.openapi.from_dict(document, config=schemathesis.Config())
    return document, schema, Samples(schema, seed=7)


def breaches_of(app: "WSGIApplication", promise: str) -> list[Breach]:
    """Return how *app* breaks *promise*."""
    return [one for one in report_on(app, promise).breaches if one.promise == promise]
