import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx2 as httpx
import pytest
from sqlalchemy import Engine, delete, select, update
from tests.conftest import BOTH_DATABASES

from taller.invoices.persistence.engine import open_database
from taller.siblings.gateway import Gateway
from taller.siblings.outbox.journal import OutboxJournal
from taller.siblings.outbox.message import Message
from taller.siblings.outbox.relay import Relay, Round
from taller.siblings.outbox.table import SqlOutbox, outbox

URLS = {"logs": "http://logs/api/v1", "notificaciones": "http://notificaciones"}
Answering = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(params=BOTH_DATABASES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = open_database(request.getfixturevalue(f"{request.param}_url"))
    yield engine
    engine.dispose()


def relay(engine: Engine, answering: Answering) -> Relay:
    return Relay(engine, Gateway(URLS, lambda _: httpx.MockTransport(answering)))


def owe(engine: Engine, *messages: Message) -> None:
    with engine.begin() as connection:
        box = SqlOutbox(connection, frozenset(URLS))
        for message in messages:
            box.add(message)


def event(text: str = "Emite la factura 1") -> Message:
    return Message("logs", "/logs", {"mensaje": text})


def rows(engine: Engine) -> list[tuple[int, str | None, datetime]]:
    with engine.connect() as connection:
        query = select(outbox.c.attempts, outbox.c.refusal, outbox.c.due_at)
        return [tuple(row) for row in connection.execute(query)]  # type: ignore[misc]


def test_a_message_arrives_with_its_own_id(engine: Engine) -> None:
    seen: list[httpx.Request] = []
    message = event()
    owe(engine, message)

    delivered = relay(engine, lambda request: seen.append(request) or httpx.Response(201)).deliver_due()

    assert (delivered, rows(engine)) == (Round(delivered=1), [])
    assert (str(seen[0].url), seen[0].method) == ("http://logs/api/v1/logs", "POST")
    assert seen[0].headers["Idempotency-Key"] == message.id


@pytest.mark.parametrize("status", [301, 401, 404, 408, 429, 500, 502, 503])
def test_a_sibling_that_is_not_well_gets_the_message_later(engine: Engine, status: int) -> None:
    owe(engine, event())

    assert relay(engine, lambda _: httpx.Response(status)).deliver_due() == Round()

    ((attempts, refused, due_at),) = rows(engine)
    assert (attempts, refused) == (1, None)
    assert timedelta() < due_at - datetime.now(UTC) <= timedelta(seconds=1)


@pytest.mark.parametrize(("tried", "seconds"), [(0, 1), (1, 2), (2, 4), (4, 16), (5, 30), (1000, 30)])
def test_the_wait_doubles_up_to_half_a_minute(engine: Engine, tried: int, seconds: int) -> None:
    owe(engine, event())
    with engine.begin() as connection:
        connection.execute(update(outbox).values(attempts=tried))

    relay(engine, lambda _: httpx.Response(503)).deliver_due()

    ((_attempts, _refused, due_at),) = rows(engine)
    assert timedelta(seconds=seconds - 1) < due_at - datetime.now(UTC) <= timedelta(seconds=seconds)


@pytest.mark.parametrize("status", [400, 406, 409, 413, 415, 422])
def test_what_is_refused_for_good_is_kept_and_not_sent_again(engine: Engine, status: int) -> None:
    owe(engine, event())
    asked: list[httpx.Request] = []
    one = relay(engine, lambda request: asked.append(request) or httpx.Response(status))

    one.deliver_due()
    one.deliver_due()

    assert (len(asked), one.owed(), rows(engine)[0][1]) == (1, 0, f"HTTP {status}")


def test_one_that_is_down_does_not_hold_up_the_other(engine: Engine) -> None:
    asked: list[str] = []
    owe(engine, event(), event(), Message("notificaciones", "/notificacion", {}))

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(503 if request.url.host == "logs" else 201)

    assert relay(engine, answer).deliver_due() == Round(delivered=1)
    assert asked == ["logs", "notificaciones"]


def test_a_customer_is_notified_however_much_is_owed_to_another(engine: Engine) -> None:
    owe(engine, *(event() for _ in range(200)), Message("notificaciones", "/notificacion", {}))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503 if request.url.host == "logs" else 201)

    one = relay(engine, answer)

    assert one.deliver_due() == Round(delivered=1)
    assert one.deliver_due() == Round(), "the other 200 wait together"
    assert {due_at for *_, due_at in rows(engine)} == {rows(engine)[0][2]}


def test_a_message_in_hand_is_not_taken_by_a_second_relay(engine: Engine) -> None:
    owe(engine, event())
    other = relay(engine, lambda _: httpx.Response(201))

    def while_in_hand(_: httpx.Request) -> httpx.Response:
        assert other.deliver_due() == Round()
        return httpx.Response(201)

    assert relay(engine, while_in_hand).deliver_due() == Round(delivered=1)


def test_relays_that_work_at_once_send_each_message_once(engine: Engine) -> None:
    received: list[str] = []
    owe(engine, *(event() for _ in range(300)))

    def take(request: httpx.Request) -> httpx.Response:
        received.append(request.headers["Idempotency-Key"])
        return httpx.Response(201)

    with ThreadPoolExecutor(4) as pool:
        rounds = pool.map(lambda one: one.deliver_due(), [relay(engine, take) for _ in range(12)])

    assert sum(rounds, Round()) == Round(delivered=len(received))
    assert (len(received), len(set(received)), rows(engine)) == (300, 300, [])


def test_relays_whose_sibling_is_down_do_not_stand_in_each_other_s_way(engine: Engine) -> None:
    owe(engine, *(event() for _ in range(300)))

    with ThreadPoolExecutor(4) as pool:
        down = [relay(engine, lambda _: httpx.Response(503)) for _ in range(12)]
        assert sum(pool.map(lambda one: one.deliver_due(), down), Round()) == Round()

    assert len(rows(engine)) == 300


def test_one_that_was_late_does_not_remove_another_s_message(engine: Engine) -> None:
    first, second = event("first"), event("second")
    received: list[str] = []
    owe(engine, first)

    def while_another_relay_is_faster(_: httpx.Request) -> httpx.Response:
        with engine.begin() as connection:
            connection.execute(delete(outbox))
        owe(engine, second)
        return httpx.Response(201)

    def take(request: httpx.Request) -> httpx.Response:
        received.append(request.headers["Idempotency-Key"])
        return httpx.Response(201)

    relay(engine, while_another_relay_is_faster).deliver_due()
    relay(engine, take).deliver_due()

    assert received == [second.id]


def test_what_it_has_no_time_for_is_given_back(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taller.siblings.outbox.relay.ENOUGH_SECONDS", -1)
    owe(engine, event())

    assert relay(engine, lambda _: httpx.Response(201)).deliver_due() == Round()
    assert rows(engine)[0][2] <= datetime.now(UTC)


def test_whatever_goes_wrong_the_next_round_is_tried(engine: Engine) -> None:
    owe(engine, event())
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if len(asked) == 1:
            raise ValueError("no one expected this")
        one.stop()
        return httpx.Response(201)

    one = relay(engine, answer)
    thread = threading.Thread(target=one.run)
    thread.start()
    while not asked:
        pass
    with engine.begin() as connection:
        connection.execute(update(outbox).values(due_at=datetime.now(UTC)))
    one.wake()
    thread.join(10)

    assert (len(asked), rows(engine)) == (2, [])


def test_a_message_for_a_sibling_that_is_not_there_is_not_owed(engine: Engine) -> None:
    with engine.begin() as connection:
        SqlOutbox(connection, frozenset({"notificaciones"})).add(event())

    assert rows(engine) == []


def test_the_journal_stores_what_it_noted_when_it_closes(engine: Engine) -> None:
    journal = OutboxJournal(engine, frozenset(URLS))
    for number in range(3):
        journal.note(event(str(number)))
    journal.close()

    assert len(rows(engine)) == 3


def test_what_was_refused_for_good_does_not_count_as_owed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taller.siblings.outbox.journal.MOST_OWED", 1)
    owe(engine, event())
    relay(engine, lambda _: httpx.Response(422)).deliver_due()
    journal = OutboxJournal(engine, frozenset(URLS))
    journal.note(event())
    journal.close()

    assert len(rows(engine)) == 2


def test_the_journal_drops_events_when_too_much_is_owed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taller.siblings.outbox.journal.MOST_OWED", 2)
    owe(engine, event(), event())
    journal = OutboxJournal(engine, frozenset(URLS))
    journal.note(event())
    journal.close()

    assert len(rows(engine)) == 2
