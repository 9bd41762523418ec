"""What the invoice service promises, it promises on each database."""

import pytest
from tests.conftest import BOTH_DATABASES


@pytest.fixture(params=BOTH_DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=BOTH_DATABASES)
def new_database_url(request: pytest.FixtureRequest) -> str:
    """A database without tables."""
    names = {"sqlite": "sqlite_url", "postgresql": "empty_postgresql_url"}
    url: str = request.getfixturevalue(names[request.param])
    return url
