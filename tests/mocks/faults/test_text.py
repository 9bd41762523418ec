"""The written form of faults: both ways, and what is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.mocks.faults import Fault, FaultError, parse, parse_option, written
from taller.mocks.faults.model import (
    Break,
    ContentType,
    Down,
    Latency,
    Reset,
    Scope,
    Slow,
    Status,
    Timeout,
    Truncate,
)

RATES = st.integers(0, 1_000_000).map(lambda millionths: millionths / 1_000_000)
SECONDS = st.integers(0, 600_000).map(lambda thousandths: thousandths / 1000)
JITTER = st.integers(1, 600_000).map(lambda thousandths: thousandths / 1000)
TYPES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200)
PATHS = st.text(st.characters(exclude_categories=("C", "Z")), max_size=200).map(lambda rest: f"/{rest}")
METHODS = st.lists(st.text("ABCXYZ", min_size=1, max_size=20), max_size=5).map(tuple)
EFFECTS = {
    "latency": st.builds(Latency, SECONDS, st.just(0.0) | JITTER, rate=RATES)
    | st.builds(Latency, SECONDS, JITTER, st.just("normal"), RATES),
    "status": st.builds(Status, st.integers(400, 599), RATES, st.none() | st.integers(0, 86_400)),
    "timeout": st.builds(Timeout, RATES),
    "reset": st.builds(Reset, RATES),
    "truncate": st.builds(Truncate, st.integers(0, 2**31 - 1), rate=RATES)
    | st.builds(Truncate, st.integers(0, 99), st.just("percent"), RATES),
    "slow": st.builds(Slow, st.integers(1, 2**31 - 1), RATES),
    "content-type": st.builds(ContentType, TYPES, RATES),
    "break": st.builds(Break, RATES),
}
SCOPES = st.builds(Scope, METHODS, st.none() | PATHS, RATES, st.none() | st.integers(1, 1_000_000))


@st.composite
def faults(draw: st.DrawFn) -> Fault:
    """Draw any fault but "down", which has neither company nor limits."""
    names = draw(st.lists(st.sampled_from(sorted(EFFECTS)), min_size=1, unique=True))
    return Fault(tuple(draw(EFFECTS[name]) for name in names), draw(SCOPES))


@given(faults())
def test_what_is_written_is_read_again(fault: Fault) -> None:
    assert parse(written(fault)) == (fault,)


@given(st.lists(faults() | st.just(Fault((Down(),))), min_size=1, max_size=2))
def test_several_faults_are_written_and_read_in_their_order(several: list[Fault]) -> None:
    text = written(several)

    if len(text) <= 2000:
        assert parse(text) == tuple(several)


@given(st.text(max_size=60) | st.text('abcdelstuwnopr=@~%;:,."\\ 0123', max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    refusal, read = "", ()
    try:
        read = parse(text)
    except FaultError as error:
        refusal = str(error)

    assert parse(written(read)) == read if read else re.match(r"fault \d+", refusal)


WORKED = {
    "latency=200ms": Fault((Latency(0.2),)),
    "latency=1.5s": Fault((Latency(1.5),)),
    "latency=200ms~50ms": Fault((Latency(0.2, 0.05),)),
    "latency=200ms~50ms:normal": Fault((Latency(0.2, 0.05, "normal"),)),
    "latency=600s": Fault((Latency(600),)),
    "status=503@0.3": Fault((Status(503, 0.3),)),
    "status=503; retry-after=30s": Fault((Status(503, 1.0, 30),)),
    "timeout": Fault((Timeout(),)),
    "reset@0.01": Fault((Reset(0.01),)),
    "down": Fault((Down(),)),
    "truncate=100": Fault((Truncate(100),)),
    "truncate=50%": Fault((Truncate(50, "percent"),)),
    "slow=1000": Fault((Slow(1000),)),
    "content-type=text/html": Fault((ContentType("text/html"),)),
    'content-type="text/html; charset=utf-8"@0.5': Fault((ContentType("text/html; charset=utf-8", 0.5),)),
    'content-type="a@b, \\"c\\""': Fault((ContentType('a@b, "c"'),)),
    "break": Fault((Break(),)),
    "break; method=GET|PUT": Fault((Break(),), Scope(("GET", "PUT"))),
    "break; path=/clientes/*; rate=0.5; times=3": Fault((Break(),), Scope((), "/clientes/*", 0.5, 3)),
    'break; path="/a;b,c"': Fault((Break(),), Scope((), "/a;b,c")),
    "break; path=/users/@me": Fault((Break(),), Scope((), "/users/@me")),
    " break ;times = 3 ": Fault((Break(),), Scope(times=3)),
    "latency=200ms~50ms; status=503@0.3; path=/clientes/*; times=3": Fault(
        (Latency(0.2, 0.05), Status(503, 0.3)), Scope((), "/clientes/*", 1.0, 3)
    ),
}


@pytest.mark.parametrize("text", WORKED)
def test_a_text_says_these_faults(text: str) -> None:
    assert parse(text) == (WORKED[text],)


REFUSED = {
    "": "fault 1, ''.*a word",
    "reset,": "fault 2, ''.*a word",
    "reset;": "fault 1, ''.*a word",
    "reset, nap=1s": "fault 2, 'nap=1s': no such term: there are latency, ",
    "LATENCY=1s": "a word",
    "latency": "needs a value, as in latency=200ms",
    "latency=": "a duration has its unit: 200ms or 1.5s",
    "latency=200": "a duration has its unit: 200ms or 1.5s",
    "latency=1m": "a duration has its unit",
    "latency=-1s": "a duration has its unit",
    "latency=601s": "ten minutes at most",
    "latency=0.5ms": "whole number of milliseconds",
    "latency=1s~": "a duration has its unit",
    "latency=1s:normal": "a duration has its unit",
    "latency=1s~0s:normal": "a normal spread needs a jitter",
    "latency=1s~1s:gamma": "perhaps with its jitter",
    "status=700": "400 to 599",
    "status=200": "400 to 599",
    "status=5xx": "'5xx' is no whole number",
    "status=٥٠٣": "no whole number",
    "status=503@2": "a rate is 0 to 1",
    "status=503@-1": "a rate is 0 to 1",
    "status=503@": "a rate is 0 to 1",
    "status=503@0.12345678": "six decimals",
    "retry-after=3s; reset": "goes with a status",
    "status=503; retry-after=1.5s": "in whole seconds",
    "status=503; retry-after=86401s": "a day, at most",
    "status=503; retry-after": "a duration",
    "truncate=100%": "0% to 99%",
    "truncate=9999999999": "bytes are 0 to",
    "slow=0": "bytes per second are 1 to",
    "content-type=": "up to 200 letters",
    "content-type=\x7f": "up to 200 letters",
    "content-type=ñ": "up to 200 letters",
    "reset=1": "'reset' has no value",
    "down@0.5": "'down' has no rate",
    "down; path=/x": "'down' stands alone",
    "down; reset": "'down' stands alone",
    "break; break": "each effect stands once",
    "break; times=1; times=2": "fault 1, 'times=2': it stands twice",
    "break; times=0": "times is 1 to",
    "break; times": "'times' needs a value",
    "break; method=get": "in capitals",
    "break; method=GET|": "in capitals",
    "break; method=" + "|".join(["GET"] * 21): "20 methods at most",
    "break; path=clientes": "begins with / or",
    "break; path=/" + "a" * 500: "500 characters",
    "break; path=/\x00": "no control characters",
    "path=/x": "a fault does something",
    'break; path="/x': "a quotation mark is not closed",
    'break; path="/x"y': "around the whole of a value",
    "break\\": "fault 1.*a \\\\ stands outside",
    "break now": "stands =",
    "break;" * 400: "2000 characters at most",
    ", ".join(["reset"] * 21): "20 faults at most",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_a_text_is_refused_with_its_place_and_the_remedy(text: str) -> None:
    with pytest.raises(FaultError, match=REFUSED[text]):
        parse(text)


def test_an_option_may_name_its_service() -> None:
    assert parse_option("clientes: latency=1s") == ("clientes", parse("latency=1s"))
    assert parse_option('content-type="a:b"') == (None, parse('content-type="a:b"'))
    assert parse_option("latency=1s~1s:normal") == (None, parse("latency=1s~1s:normal"))


def test_the_module_describes_every_term() -> None:
    from taller.mocks.faults import text

    for name in [*EFFECTS, "down", "method", "path", "rate", "times", "retry-after"]:
        assert f'"{name}' in str(text.__doc__)
