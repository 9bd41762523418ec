"""Both databases behind one door: which URLs it takes, and what a transaction means in each."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, insert, make_url, select, text
from sqlalchemy.exc import InternalError, OperationalError
from tests.builders import MARCH_2

from taller.invoices.persistence.engine import engine_on, open_database
from taller.invoices.persistence.unit_of_work import EXCLUSIVE, READING, WRITING, Options, SqlTransactions
from taller.siblings.outbox.message import Message
from taller.siblings.outbox.table import outbox

Opening = Callable[[str], Engine]
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@pytest.fixture
def opened() -> Iterator[Opening]:
    """Opens databases, and lets go of them when the test ends."""
    engines: list[Engine] = []

    def open_one(url: str) -> Engine:
        engines.append(open_database(url))
        return engines[-1]

    yield open_one
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(database_url: str, opened: Opening) -> Engine:
    return opened(database_url)


def owe(engine: Engine, options: Options = WRITING) -> None:
    with engine.connect() as connection, connection.execution_options(**options).begin():
        connection.execute(insert(outbox).values(a_message()))


def a_message() -> dict[str, object]:
    message = Message("logs", "/logs", {})
    return {"id": message.id, "service": "logs", "path": "/logs", "body": {}, "due_at": MARCH_2}


def owed(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(outbox)).scalar_one()


def impatient(url: str, setting: str) -> str:
    """The URL of a PostgreSQL database for one who waits a tenth of a second for a lock, or for an answer."""
    return make_url(url).update_query_dict({"options": f"-c {setting}=100ms"}).render_as_string(False)


# Which URLs it takes


@pytest.mark.parametrize(
    "url",
    [
        "mysql://shop/invoices",
        "postgresql+psycopg2://shop:secret@host/invoices",
        "postgresql+asyncpg://shop:secret@host/invoices",
        "sqlite+aiosqlite:///facturas.db",
        "sqlite://",
        "sqlite:///:memory:",
        "facturas.db",
        "postgresql://shop:secret@host:port/invoices",
        "",
    ],
)
def test_a_url_that_is_not_taken_is_refused_in_a_line_that_says_what_to_write(url: str) -> None:
    with pytest.raises(ValueError, match=r"write sqlite:///facturas\.db") as refusal:
        open_database(url)

    assert "secret" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
def test_all_ways_to_write_postgresql_mean_psycopg(scheme: str) -> None:
    assert engine_on(f"{scheme}://shop:secret@host/invoices").driver == "psycopg"


def test_without_psycopg_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(ValueError, match=r"pip install 'taller\[postgresql\]'"):
        open_database("postgresql://shop@host/invoices")


def test_on_sqlite_neither_psycopg_nor_alembic_costs_memory(sqlite_url: str) -> None:
    script = (
        "import sys; from taller.invoices.service.app import create_app, Settings\n"
        f"for _ in range(2): create_app(Settings(database_url={sqlite_url!r}))\n"
        "print({'psycopg', 'alembic', 'mako', 'sqlalchemy.dialects.postgresql'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


# What is made of a new one


def test_processes_that_start_together_share_a_new_database(new_database_url: str) -> None:
    script = f"from taller.invoices.persistence.engine import open_database as o; o({new_database_url!r})"
    started = [
        subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]

    assert [each.communicate(timeout=30)[1] for each in started] == [""] * 4


@only_sqlite
def test_the_file_is_made_to_survive_the_loss_of_power(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@only_postgresql
def test_a_session_has_its_name_and_limits(engine: Engine) -> None:
    names = ("application_name", "timezone", "lock_timeout", "statement_timeout", "client_encoding")
    with engine.connect() as connection:
        settings = [connection.scalar(select(func.current_setting(name))) for name in names]

    assert settings == ["taller-facturas", "UTC", "10s", "15s", "UTF8"]


@only_postgresql
def test_what_the_url_says_of_a_session_counts(database_url: str, opened: Opening) -> None:
    url = f"{impatient(database_url, 'lock_timeout')}&application_name=night-shift"
    names = ("application_name", "lock_timeout", "statement_timeout")
    with opened(url).connect() as connection:
        settings = [connection.scalar(select(func.current_setting(name))) for name in names]

    assert settings == ["night-shift", "100ms", "15s"]


# What a transaction means


def test_a_reader_sees_one_state_of_things(engine: Engine) -> None:
    reading = READING[engine.dialect.name]
    with engine.connect() as connection, connection.execution_options(**reading).begin():
        before = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
        owe(engine)
        after = connection.execute(select(func.count()).select_from(outbox)).scalar_one()

    assert (before, after, owed(engine)) == (0, 0, 1)


@only_postgresql
def test_a_reader_cannot_write(engine: Engine) -> None:
    with pytest.raises(InternalError, match="read-only"):
        owe(engine, READING["postgresql"])


@only_postgresql
def test_a_connection_forgets_what_its_last_transaction_was_for(engine: Engine) -> None:
    with SqlTransactions(engine).reading():
        pass
    owe(engine, EXCLUSIVE)
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"
        assert connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")) == 0


@only_postgresql
def test_two_exclusive_writers_do_not_come_between_each_other(database_url: str, opened: Opening) -> None:
    patient, second = opened(database_url), opened(impatient(database_url, "lock_timeout"))

    with SqlTransactions(patient).writing(), pytest.raises(OperationalError, match="lock timeout"):
        owe(second, EXCLUSIVE)
    owe(second, EXCLUSIVE)


@only_postgresql
def test_others_write_beside_an_exclusive_writer(database_url: str, opened: Opening) -> None:
    patient, second = opened(database_url), opened(impatient(database_url, "lock_timeout"))

    with SqlTransactions(patient).writing():
        owe(second)
        with SqlTransactions(second).writing(exclusive=False):
            owe(patient)

    assert owed(second) == 2


@only_sqlite
def test_a_file_has_one_writer(engine: Engine) -> None:
    with SqlTransactions(engine).writing(exclusive=False), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
        connection.rollback()
        with pytest.raises(OperationalError, match="locked"):
            connection.execution_options(**WRITING).begin()


@only_postgresql
def test_a_unit_of_work_that_cannot_begin_gives_its_connection_back(
    database_url: str, opened: Opening
) -> None:
    patient, second = opened(database_url), opened(impatient(database_url, "lock_timeout"))

    with SqlTransactions(patient).writing(), pytest.raises(OperationalError):
        SqlTransactions(second).writing().__enter__()

    assert second.pool.checkedout() == 0  # type: ignore[attr-defined]


# What goes wrong is an OperationalError, for which the service answers 503


@only_postgresql
@pytest.mark.parametrize("setting", ["lock_timeout", "statement_timeout"])
def test_a_row_that_another_holds_for_too_long(database_url: str, opened: Opening, setting: str) -> None:
    patient, second = opened(database_url), opened(impatient(database_url, setting))
    owe(patient)
    change = "UPDATE outbox SET attempts = attempts + 1"

    with patient.begin() as connection, second.connect() as other:
        connection.execute(text(change))
        with pytest.raises(OperationalError, match="timeout"):
            other.execute(text(change))


@only_postgresql
def test_a_deadlock(engine: Engine) -> None:
    owe(engine)
    owe(engine)
    take = text("SELECT 1 FROM outbox WHERE sequence = :row FOR UPDATE")
    both_have_one = Barrier(2)

    def take_in_order(rows: tuple[int, int]) -> str:
        with engine.connect() as connection:
            connection.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
            connection.execute(take, {"row": rows[0]})
            both_have_one.wait(10)
            try:
                connection.execute(take, {"row": rows[1]})
            except OperationalError as error:
                return type(error.orig).__name__
            return "had both"

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(take_in_order, [(1, 2), (2, 1)])) == {"had both", "DeadlockDetected"}


@only_postgresql
def test_two_who_change_what_both_have_read(engine: Engine) -> None:
    owe(engine)
    change = text("UPDATE outbox SET attempts = attempts + 1")
    with engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        connection.execute(select(outbox)).all()
        with engine.begin() as other:
            other.execute(change)
        with pytest.raises(OperationalError, match="could not serialize"):
            connection.execute(change)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(OperationalError):
        open_database("postgresql://shop:secret@127.0.0.1:1/invoices")


@only_postgresql
def test_a_server_that_started_anew_meanwhile_is_not_noticed(engine: Engine) -> None:
    owe(engine)
    with engine.connect() as connection:
        its_own = connection.scalar(select(func.pg_backend_pid()))
    end = text("SELECT pg_terminate_backend(:pid, 5000)")
    other = engine_on(engine.url.render_as_string(hide_password=False))
    with other.connect() as connection:
        connection.execute(end, {"pid": its_own})
    other.dispose()

    assert owed(engine) == 1
