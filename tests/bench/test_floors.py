"""What the stand-ins are measured against is served by the same server."""

from bench.mocks.floors import Bare

from taller.mocks.serving.ready import Application


def test_the_floor_has_all_that_the_server_asks_for() -> None:
    wanted = [name for name in vars(Application) if not name.startswith("_")]

    assert {"answer", "version"} <= set(wanted)
    assert [name for name in wanted if not hasattr(Bare(), name)] == []
