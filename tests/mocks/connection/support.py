"""An application that is served, and a client that speaks in bytes."""

import socket
from contextlib import closing

from taller.mocks.openapi.http import Delivery, Reply, Request


class Echo:
    """Answers with what it was asked; counts how often."""

    def __init__(self) -> None:
        self.version = 1
        self.has_admin = False
        self.asked: list[Request] = []
        self.again = 0
        self.delivery: Delivery | None = None
        self.more = ""

    def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.too_large:
            return Reply(413)
        body = f"{request.method} {request.path} {request.query} {request.body.decode()}{self.more}"
        return Reply(200, (("X-A", "1"),), body.encode(), delivery=self.delivery, lasting=True)

    def repeated(self, request: Request, reply: Reply) -> None:
        self.again += 1


def talk(port: int, *pieces: bytes, end: bool = False) -> bytes:
    """Send *pieces*, say the end if asked to, and return all that comes until the server closes."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as opened:
        for piece in pieces:
            opened.sendall(piece)
        if end:
            opened.shutdown(socket.SHUT_WR)
        came = b""
        while piece := opened.recv(65536):
            came += piece
        return came


def get(path: str, *headers: str, method: str = "GET", close: bool = True) -> bytes:
    """Return a request without a body, as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: x", *headers, *(["Connection: close"] if close else [])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def body_of(came: bytes) -> bytes:
    """Return the body of one response."""
    return came.partition(b"\r\n\r\n")[2]
