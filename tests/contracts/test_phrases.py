"""All that the harness says, it says in Spanish, too."""

import ast
import pickle
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import taller.cli
import taller.contracts
from taller.contracts.outcomes import Verdict
from taller.contracts.phrases import in_language, said, spanish
from taller.contracts.promises import PROMISES, Severity

SOURCES = [
    *Path(taller.contracts.__file__).parent.rglob("*.py"),
    *Path(taller.cli.__file__).parent.glob("check*.py"),
]


def templates() -> Iterator[str]:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name("said") | ast.Attribute(attr="_say"), args=[ast.Constant(str(text))]
                ):
                    yield text


def plain_texts() -> Iterator[str]:
    """Yield where a probe tells a text that nobody can translate: one that is not made by `said`."""
    for source in Path(taller.contracts.__file__).parent.joinpath("probing").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            match node:
                case (
                    ast.Call(
                        func=ast.Name("Unasked"),
                        args=[ast.Constant() | ast.JoinedStr() | ast.BinOp() | ast.Subscript(), *_],
                    )
                    | ast.Call(
                        func=ast.Attribute(attr="breach"),
                        args=[_, _, _, ast.Constant() | ast.JoinedStr() | ast.BinOp() | ast.Subscript(), *_],
                    )
                    | ast.Assign(
                        targets=[ast.Name("told" | "why")], value=ast.Constant(str()) | ast.JoinedStr()
                    )
                ):
                    yield f"{source.name}:{node.lineno}"


def test_probes_tell_nothing_that_cannot_be_said_in_spanish() -> None:
    assert list(plain_texts()) == []


def test_every_text_has_its_spanish() -> None:
    names = {one.value for one in Verdict} | {one.name.lower() for one in Severity}

    assert {*templates(), *names} - spanish().keys() == set()


@pytest.mark.parametrize(("english", "spanish"), spanish().items(), ids=str)
def test_both_say_the_same_facts(english: str, spanish: str) -> None:
    facts = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (english, spanish)
    ]

    assert facts[0] == facts[1]


def test_a_text_goes_from_one_process_to_another_and_is_translated_there() -> None:
    text = said("status {status} to {part}", status=200, part=said("a wrong body"))

    gone = pickle.loads(pickle.dumps(text))

    assert gone == "status 200 to a wrong body"
    assert in_language(gone, "es") == "estado 200 ante un cuerpo erróneo"
    assert in_language("as it is", "es") == "as it is"


def test_a_promise_is_named_once_and_said_in_both_languages() -> None:
    assert all(name == one.name for name, one in PROMISES.items())
    assert all(
        one.en.endswith(".") and one.es.endswith(".") and one.en != one.es for one in PROMISES.values()
    )
