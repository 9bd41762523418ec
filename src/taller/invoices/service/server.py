"""The service under gunicorn."""

import gc
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask
from gunicorn.app.base import BaseApplication

from taller.invoices.blueprint import EXTENSION
from taller.invoices.service.app import create_app
from taller.invoices.settings import Settings

SECONDS_TO_STOP = 2
"""How long a worker may finish what it has in hand; `taller up` promises to be gone in three."""


@dataclass(frozen=True)
class Serving:
    """Where and how the service runs."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 4
    relay: bool = True
    """Whether the workers deliver what is owed to the siblings; else `taller relay` has to."""


class Server(BaseApplication):
    """Runs the service until SIGTERM or SIGINT."""

    def __init__(self, settings: Settings, serving: Serving) -> None:
        self._settings = settings
        self._serving = serving
        super().__init__()

    def load_config(self) -> None:
        for name, value in configuration(self._serving).items():
            self.cfg.set(name, value)

    def load(self) -> flask.Flask:
        app = create_app(self._settings)
        # The workers are forked after this, and no connection survives a fork.
        app.extensions[EXTENSION].engine.dispose()
        # Collected and then left alone, what is in memory now stays shared between master and workers.
        gc.collect()
        gc.freeze()
        return app


def configuration(serving: Serving) -> dict[str, Any]:
    """Return gunicorn's settings for *serving*."""

    def started(worker: Any) -> None:
        if serving.relay:
            _extension(worker).start_relay()

    def stopped(_server: Any, worker: Any) -> None:
        _extension(worker).close()

    host = f"[{serving.host}]" if ":" in serving.host else serving.host
    return {
        "bind": f"{host}:{serving.port}",
        "workers": serving.workers,
        "threads": serving.threads,
        "worker_class": "taller.invoices.service.worker.Worker",
        # One copy of the code in memory; also, one process makes the tables, not each worker.
        "preload_app": True,
        "post_worker_init": started,
        "worker_exit": stopped,
        "graceful_timeout": SECONDS_TO_STOP,
        "timeout": 30,
        "keepalive": 5,
        # The longest that gunicorn allows; longer ones get 414 and 431 (RFC 9110, 15.5.15).
        "limit_request_line": 8190,
        "limit_request_fields": 50,
        "limit_request_field_size": 8190,
        "control_socket_disable": True,
        "proc_name": "taller-facturas",
        "loglevel": os.environ.get("TALLER_LOG_LEVEL", "warning"),
        # Where there is one, a file system in memory: a slow disk must not look like a dead worker.
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 -- gunicorn's own file
    }


def _extension(worker: Any) -> Any:
    return worker.app.wsgi().extensions[EXTENSION]
