"""What a consumer relies on: its file, and whom a change breaks."""

from pathlib import Path
from typing import Any

import pytest
from tests.contracts.compat.test_kinds import (
    Json,
    answering,
    body,
    contract,
    header,
    members,
    pair_of,
    parameter,
    taking,
    whole,
)

from taller.contracts.compat import Consumer, UnreadableConsumer, Use, compare_documents
from taller.documents import read_document

POST = "POST /citas/{id}"
FILE = """\
consumer: facturas
operations:
  GET /citas:
    parameters:
      header/If-Match: []
      query/estado: [abierta, 1]
    request:
      media-types: [application/json]
      properties:
        /lineas/*/tipo: [pieza]
    response:
      statuses: [200, 404, default]
      media-types: [application/json]
      headers: [ETag]
      properties: [/citas/*/dia]
"""


def facturas(**use: Any) -> Consumer:
    return Consumer("facturas", {POST: Use(**use)})


def affected(old: Json, new: Json, consumer: Consumer) -> set[str]:
    """Return the kinds of what breaks *consumer*, or may."""
    report = compare_documents(read_document(old).document, read_document(new).document, [consumer])
    return {one.kind for one in report.findings if one.counts}


def test_a_file_says_what_a_consumer_relies_on(tmp_path: Path) -> None:
    path = tmp_path / "facturas.yaml"
    path.write_text(FILE, "utf-8")

    consumer = Consumer.load(path)

    use = Use(
        parameters={"header/if-match": (), "query/estado": ("abierta", 1)},
        sent={"/lineas/*/tipo": ("pieza",)},
        sent_media_types=frozenset({"application/json"}),
        statuses=frozenset({"200", "404", "default"}),
        read=frozenset({"/citas/*/dia"}),
        headers=frozenset({"etag"}),
        read_media_types=frozenset({"application/json"}),
    )
    assert consumer == Consumer("facturas", {"GET /citas": use})


def test_what_is_written_is_read_again_and_written_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FILE, "utf-8")
    consumer = Consumer.load(tmp_path / "a.yaml")

    consumer.dump(tmp_path / "b.yaml")
    Consumer.load(tmp_path / "b.yaml").dump(tmp_path / "c.yaml")

    assert Consumer.load(tmp_path / "b.yaml") == consumer
    assert (tmp_path / "b.yaml").read_text() == (tmp_path / "c.yaml").read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "mend the syntax"),
        ("- 1", "a map is wanted here"),
        ("operations: {}", "write who this is"),
        ("consumer: a\noperaciones: {}", "`operaciones` means nothing here"),
        ("consumer: a\noperations: {citas: {}}", "write it as in `GET /clientes/{idCliente}`"),
        ("consumer: a\noperations: {GET /a: {parameters: {query/a: 1}}}", "the list of values"),
        ("consumer: a\noperations: {GET /a: {response: {headers: ETag}}}", "a list of names"),
        ("consumer: a\noperations: {GET /a: {response: {reads: []}}}", "`reads` means nothing here"),
    ],
)
def test_a_file_that_says_something_else_is_refused_with_a_remedy(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "malo.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(UnreadableConsumer) as caught:
        Consumer.load(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableConsumer, match="look at its name"):
        Consumer.load(tmp_path / "nada.yaml")


def test_without_consumers_nobody_is_named_and_all_counts() -> None:
    old, new = (read_document(one).document for one in pair_of("operation-removed"))

    (finding,) = compare_documents(old, new).findings

    assert (finding.affected, finding.counts) == (None, True)


def test_only_those_who_call_an_operation_miss_it_and_the_names_in_its_path_do_not_matter() -> None:
    old, new = (read_document(one).document for one in pair_of("operation-removed"))
    agenda, other = (
        Consumer("agenda", {"POST /citas/{cita}": Use()}),
        Consumer("otro", {"GET /citas/{id}": Use()}),
    )

    report = compare_documents(old, new, [agenda, other])

    assert report.findings[0].affected == ("agenda",)
    assert report.count() == {"breaking": 1}
    assert compare_documents(old, new, [other]).count() == {"compatible": 1}
    assert compare_documents(old, new, [other]).count(everyone=True) == {"breaking": 1}


CLOSED = {"additionalProperties": False}
ENUMS = {"type": "string", "enum": ["x", "y"]}, {"type": "string", "enum": ["x"]}
READ = answering(members("ab", "ab")), answering(members("a", "a"))
DEEP = (
    answering({"type": "array", "items": members("ab")}),
    answering({"type": "array", "items": members("a")}),
)
DEFAULTS = body(schema=whole(default=1)), body(schema=whole(default=2))
CASES: list[tuple[str, tuple[Json, Json], Use, bool]] = [
    ("response-property-removed", READ, Use(read=frozenset({"/b"})), True),
    ("response-property-removed", READ, Use(read=frozenset({"/b/c"})), True),
    ("response-property-removed", READ, Use(read=frozenset({"/a"})), False),
    ("response-property-removed", DEEP, Use(read=frozenset({"/*/b"})), True),
    ("response-property-removed", READ, Use(read=frozenset({"/b"}), statuses=frozenset({"404"})), False),
    ("response-property-removed", READ, Use(read=frozenset({"/b"}), statuses=frozenset({"200"})), True),
    (
        "response-property-removed",
        READ,
        Use(read=frozenset({"/b"}), read_media_types=frozenset({"text/csv"})),
        False,
    ),
    ("response-status-added", pair_of("response-status-added"), Use(statuses=frozenset({"200"})), True),
    ("response-status-added", pair_of("response-status-added"), Use(statuses=frozenset({"202"})), False),
    ("response-status-removed", pair_of("response-status-removed"), Use(statuses=frozenset({"201"})), True),
    ("response-status-removed", pair_of("response-status-removed"), Use(statuses=frozenset({"200"})), False),
    ("response-header-removed", (header(), answering()), Use(headers=frozenset({"etag"})), True),
    ("response-header-removed", (header(), answering()), Use(), False),
    ("security-required", pair_of("security-required"), Use(), True),
    ("parameter-removed", (taking(parameter("dia")), taking()), Use(parameters={"query/dia": ()}), True),
    ("parameter-removed", (taking(parameter("dia")), taking()), Use(), False),
    ("parameter-required", pair_of("parameter-required"), Use(), True),
    ("parameter-required", pair_of("parameter-required"), Use(parameters={"query/dia": ()}), False),
    ("parameter-added-required", pair_of("parameter-added-required"), Use(), True),
    *(
        (
            "request-enum-narrowed",
            (taking(parameter("dia", schema=ENUMS[0])), taking(parameter("dia", schema=ENUMS[1]))),
            Use(parameters={"query/dia": values}),
            breaks,
        )
        for values, breaks in (((), True), (("x",), False), (("x", "y"), True))
    ),
    *(
        (
            "request-enum-narrowed",
            (
                body(schema={"type": "object", "properties": {"a": ENUMS[0]}}),
                body(schema={"type": "object", "properties": {"a": ENUMS[1]}}),
            ),
            Use(sent=sent),
            breaks,
        )
        for sent, breaks in (({"/a": ()}, True), ({"/a": ("x",)}, False), ({"/b": ()}, False))
    ),
    ("request-property-required", pair_of("request-property-required"), Use(sent={"/a": ()}), True),
    ("request-property-required", pair_of("request-property-required"), Use(sent={"/b": ()}), False),
    ("request-property-required", pair_of("request-property-required"), Use(), False),
    ("request-body-required", pair_of("request-body-required"), Use(), True),
    ("request-body-required", pair_of("request-body-required"), Use(sent={"/a": ()}), False),
    ("request-body-removed", pair_of("request-body-removed"), Use(sent={"/a": ()}), True),
    (
        "request-media-type-removed",
        pair_of("request-media-type-removed"),
        Use(sent_media_types=frozenset({"text/csv"})),
        True,
    ),
    (
        "request-media-type-removed",
        pair_of("request-media-type-removed"),
        Use(sent_media_types=frozenset({"application/json"})),
        False,
    ),
    (
        "request-additional-properties-closed",
        pair_of("request-additional-properties-closed"),
        Use(sent={"/a": ()}),
        False,
    ),
    (
        "request-additional-properties-closed",
        pair_of("request-additional-properties-closed"),
        Use(sent={"/otra": ()}),
        True,
    ),
    ("request-default-changed", DEFAULTS, Use(sent={"/b": ()}), True),
    ("request-default-changed", DEFAULTS, Use(sent={"/a": ()}), False),
]


@pytest.mark.parametrize(("kind", "pair", "use", "breaks"), CASES)
def test_a_change_breaks_who_relies_on_what_changed(
    kind: str, pair: tuple[Json, Json], use: Use, breaks: bool
) -> None:
    assert (kind in affected(*pair, Consumer("facturas", {POST: use}))) == breaks


def test_a_whole_service_that_moves_breaks_everybody() -> None:
    assert affected(*pair_of("base-path-changed"), facturas()) == {"base-path-changed"}


def test_what_is_compatible_breaks_nobody() -> None:
    assert affected(contract(), taking(parameter("dia")), facturas()) == set()
