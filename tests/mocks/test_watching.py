"""Contracts that are read again while others are being served."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from taller.documents import read
from taller.mocks.app import Manner
from taller.mocks.serving.hosting import Around
from taller.mocks.serving.running import Running, Source, watch

CONTRACT = "openapi: 3.0.3\ninfo: {title: tienda, version: '1'}\npaths: {}\n"


def test_the_services_go_on_while_a_contract_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "tienda.yaml"
    path.write_text(CONTRACT, "utf-8")
    running = Running(Source("tienda", path, ()), Manner(), Around())
    reading, alive = threading.Event(), threading.Event()

    def slowly(of: Path) -> Any:
        reading.set()
        assert alive.wait(5), "the loop stood still"
        return read(of)

    async def watched() -> None:
        told: asyncio.Queue[str] = asyncio.Queue()
        task = asyncio.ensure_future(watch([running], told.put_nowait))
        while not reading.is_set():
            await asyncio.sleep(0)
        alive.set()
        assert "read again" in await told.get()
        task.cancel()

    monkeypatch.setattr("taller.mocks.serving.running.LOOK_EVERY", 0.0)
    monkeypatch.setattr("taller.mocks.serving.running.read", slowly)
    path.write_text(CONTRACT.replace("tienda", "comercio"), "utf-8")
    asyncio.run(asyncio.wait_for(watched(), 10))

    assert running.hosted.title == "comercio"
