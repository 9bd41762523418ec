"""Whatever is done to invoices, in whatever order, their books stay as the law wants them.

Hypothesis makes up days at a workshop and looks at the whole database after each step.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine, event
from tests.invoices.life_cycle import HAPPENS, LifeCycle
from tests.postgres import PostgresServer

from taller.invoices.persistence.engine import engine_on, open_database

REFUSED = ("issue", "again", "stale", "too much", "correct", "annul")
DONE = {
    *("draft", "revise", "discard", "issue", "pay", "give back", "correct", "exchange", "annul"),
    *(f"{what} {method}" for what in ("issue", "annul") for method in HAPPENS),
    *(f"{name}: refused" for name in REFUSED),
}
"""All that the days must come to, or they prove less than they say."""


def live(fresh: Callable[[], Engine], *, days: int, steps: int) -> Counter[str]:
    """Let so many days go by, each on a *fresh* database; return what was done, and how often."""
    done: Counter[str] = Counter()
    run_state_machine_as_test(
        lambda: LifeCycle(fresh(), done),
        settings=settings(
            max_examples=days,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return done


def test_the_books_are_right_whatever_is_done(tmp_path: Path) -> None:
    template = tmp_path / "template.db"
    open_database(f"sqlite:///{template}").dispose()
    names = (tmp_path / f"{number}.db" for number in count())

    def fresh() -> Engine:
        engine = engine_on(f"sqlite:///{shutil.copy(template, next(names))}")
        event.listen(engine, "connect", let_power_fail)
        return engine

    done = live(fresh, days=45, steps=30)
    if not set(done) >= DONE:  # chance left something out: once in a hundred times
        done = live(fresh, days=200, steps=30)

    assert set(done) >= DONE, f"never came to {DONE - set(done)}"


def let_power_fail(connection: Any, _record: object) -> None:
    """Do without what would keep the books through it, and takes most of the time."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.mark.postgresql
def test_the_books_are_right_in_postgresql_too(postgres_server: PostgresServer) -> None:
    with ExitStack() as databases:
        done = live(lambda: engine_on(databases.enter_context(postgres_server.database())), days=5, steps=25)

    assert done["issue"]
