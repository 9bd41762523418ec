"""Sends requests, and keeps what a run tells of the answers."""

from dataclasses import dataclass, field

import requests

from taller.contracts.probing.story import Patience, sent
from taller.contracts.probing.wire import Client, Reply, Request


class Raised(Exception):
    """What an application in this process let out; a server would have answered 500, and gone on."""


@dataclass
class Asker:
    """Exchanges requests with one service, and waits where it wants fewer at a time."""

    client: Client
    came: list[tuple[str, int, float]] = field(default_factory=list)
    """Of each answer its operation, its status and its seconds: the bodies of a run would fill the memory."""
    patience: Patience = field(default_factory=Patience)

    def ask(self, request: Request) -> Reply:
        """Return the reply to *request*.

        :raises requests.RequestException: if none came.
        :raises Raised: if the application, in this process, has none.
        """
        try:
            reply = self.patience.granted(lambda: sent(self.client, request))
        except requests.RequestException:
            raise
        except Exception as error:  # an application may raise anything
            raise Raised(f"{type(error).__name__}: {error}") from error
        self.came.append((request.operation, reply.status, reply.seconds))
        return reply
