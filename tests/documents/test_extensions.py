"""The x- extensions of the stand-ins: their values, their places, their names."""

from typing import Any

import pytest
from tests.documents.support import Json, contract, only, returning

from taller.documents import Reading, read_document
from taller.documents.extensions import EXTENSIONS, OWNERS

PARAMETER = {"name": "dia", "in": "query", "schema": {"type": "string"}}


def with_extension(owner: str, name: str, value: Any) -> Reading:
    """Return the reading of a contract with an extension in a path item, an operation or a parameter."""
    item: Json = returning({"type": "string"})
    parameter: Json = dict(PARAMETER)
    item["get"]["parameters"] = [parameter]
    owners = {"path-item": item, "operation": item["get"], "parameter": parameter}
    owners[owner][name] = value
    return read_document(contract({"/citas": item}))


def test_every_extension_has_its_place():
    assert OWNERS.keys() == EXTENSIONS.keys()


@pytest.mark.parametrize(
    ("owner", "name", "value", "told"),
    [
        ("path-item", "x-collection", {"idd": "a"}, "it has no `idd`: write `id`"),
        ("path-item", "x-collection", {"zzz": "a"}, "it has no `zzz`: write `id` or `of`"),
        ("path-item", "x-collection", True, "false was expected"),
        ("path-item", "x-relation", {"simetric": True}, "it has no `simetric`: write `symmetric`"),
        ("operation", "x-search", {"property": "a", "ignor": "-"}, "it has no `ignor`: write `ignore`"),
        ("parameter", "x-filter", {"propety": "a"}, "it has no `propety`: write `property`"),
        ("parameter", "x-filter", {"match": "exact"}, '"exact" is not one of "equality", "substring"'),
        ("operation", "x-collection", {"id": "a"}, "it stands in a path, and this is an operation"),
        ("path-item", "x-filter", False, "it stands in a parameter, and this is a path"),
    ],
)
def test_an_extension_that_says_nothing_is_told_and_left_out(owner: str, name: str, value: Any, told: str):
    reading = with_extension(owner, name, value)

    defect = only(reading)
    assert defect.kind == "extension"
    assert defect.detail.startswith(f"`{name}`: {told}")
    assert name not in str(reading.document["paths"])


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        ("path-item", "x-collection", {"id": "a"}),
        ("path-item", "x-collection", False),
        ("parameter", "x-filter", {"property": "a", "match": "min"}),
        ("parameter", "x-filter", False),
        ("path-item", "x-other-peoples", {"id": "a"}),
    ],
)
def test_what_an_extension_may_say_is_kept(owner: str, name: str, value: Any):
    reading = with_extension(owner, name, value)

    assert reading.defects == ()
    assert name in str(reading.document["paths"])


def test_a_misspelt_extension_is_told_with_its_name():
    told = only(with_extension("path-item", "x-colection", {"id": "a"}))

    assert told.kind == "misspelt-extension"
    assert told.detail == "`x-colection` means nothing: write `x-collection`, if it is that"
