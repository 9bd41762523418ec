"""Whatever a contract lets a client create reads back as it was sent."""

from functools import cache

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mocks.support import NAMES, Json, document, sample, unwrapped


@cache
def bodies(name: str) -> st.SearchStrategy[Json]:
    """Return a strategy for what the service *name* lets a client create."""
    path = next(path for path, item in document(name)["paths"].items() if "post" in item)
    operation = schemathesis.openapi.from_dict(document(name))[path]["POST"]
    return operation.as_strategy().map(lambda case: case.body)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(st.data())
def test_what_is_sent_reads_back_equal(data: st.DataObject):
    service = sample(data.draw(st.sampled_from(NAMES)))
    body = data.draw(bodies(service.name))

    created = service.client.post(service.path, json=body)

    if created.status_code == 409:  # it took the id of an example
        return
    assert created.status_code == 201, created.text
    assert body.items() <= unwrapped(created.json).items()
    assert unwrapped(service.client.get(created.location).json) == unwrapped(created.json)
