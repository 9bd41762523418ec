"""Lets the requests that checks make of their own reach an application in this process.

Those of ``ignored_auth`` bring the settings of a socket along, and no session. Schemathesis (4.32.5) drops
the ones only where the other is there, and werkzeug knows none of them. This is inside Schemathesis too.
"""

from typing import Any

import schemathesis
from schemathesis.transport.wsgi import WSGI_TRANSPORT, WSGITransport

SOCKET_SETTINGS = ("cert", "max_redirects", "proxies", "verify")


class _InProcess(WSGITransport):
    def __init__(self) -> None:
        super().__init__()
        self._copy_serializers_from(WSGI_TRANSPORT)

    def send(self, case: Any, *, session: Any = None, **settings: Any) -> schemathesis.Response:
        kept = {name: value for name, value in settings.items() if name not in SOCKET_SETTINGS}
        return super().send(case, session=session, **kept)


def reach_with_probes(schema: schemathesis.BaseSchema) -> None:
    """Make every request to the application of *schema* do without the settings of a socket."""
    usual = type(schema)
    schema.__class__ = type(usual.__name__, (usual,), {"transport": _InProcess()})
