"""Servers that do nothing but answer: ``python -m bench.mocks.floors own|waitress PORT``, and a Flask view.

Each gives the bytes of one part to whatever it is asked, so what stands above them is the server's own cost.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

PART = {
    "id": 1,
    "nombre": "Junta de culata",
    "proveedor": "Recambios Sur",
    "precio": 34.5,
    "cantidad": 4,
    "activo": True,
}
BODY = json.dumps(PART).encode()
JSON = ("Content-Type", "application/json")


class Bare:
    """The least that our own server serves; its replies are not to be kept ready."""

    version = 0
    has_admin = False

    def answer(self, _request: Any) -> Any:
        """Return the part."""
        from taller.mocks.openapi.http import Reply

        return Reply(200, (JSON,), BODY)

    def repeated(self, _request: Any, _reply: Any) -> None:
        """Never called: no reply is lasting."""


def wsgi_view(_environ: Any, start_response: Any) -> Iterable[bytes]:
    """Return the part, by WSGI."""
    start_response("200 OK", [JSON, ("Content-Length", str(len(BODY)))])
    return [BODY]


def flask_view() -> Any:
    """Return an application of Flask with one view, which makes JSON of the part."""
    import flask

    app = flask.Flask(__name__)
    app.get("/parts/<int:number>")(lambda number: PART | {"id": number})
    return app


def main(which: str, port: int) -> None:
    """Serve on *port* until killed."""
    if which == "own":
        from taller.mocks.serving.server import serve

        serve([(Bare(), (port,))], "127.0.0.1")
    else:
        import waitress

        waitress.serve(wsgi_view, listen=f"127.0.0.1:{port}", threads=4)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
