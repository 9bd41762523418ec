"""Applications of tests, served on a port of this machine."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@contextmanager
def served(app: "WSGIApplication") -> Iterator[str]:
    """Serve *app* on a free port, each request in a thread of its own, and yield its URL."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # which else says a line for each request
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
