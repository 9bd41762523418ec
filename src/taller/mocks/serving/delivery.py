"""Replies that travel badly, on purpose."""

import asyncio
import socket
import struct

from taller.mocks.openapi.http import Delivery

_PIECES_PER_SECOND = 10
_RESET_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: on, for no seconds; closing then sends a reset."""


async def deliver(transport: asyncio.Transport, delivery: Delivery, head: bytes, body: bytes) -> bool:
    """Send *head* and *body* as *delivery* says; tell whether the connection may go on."""
    if delivery.delay:
        await asyncio.sleep(delivery.delay)
    if delivery.end == "reset":
        reset(transport)
        return False
    if delivery.end == "silence":
        await asyncio.get_running_loop().create_future()  # until the client gives up
    sent = body if delivery.cut_after is None else body[: delivery.cut_after]
    transport.write(head)
    if delivery.bytes_per_second is None:
        transport.write(sent)
    else:
        await _slowly(transport, sent, delivery.bytes_per_second)
    return delivery.cut_after is None


def reset(transport: asyncio.Transport) -> None:
    """Break the connection so that the client sees a reset, and no end."""
    opened = transport.get_extra_info("socket")
    if opened is not None:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
    transport.abort()


async def _slowly(transport: asyncio.Transport, body: bytes, bytes_per_second: int) -> None:
    size = max(1, bytes_per_second // _PIECES_PER_SECOND)
    for start in range(0, len(body), size):
        if transport.is_closing():
            return
        transport.write(body[start : start + size])
        await asyncio.sleep(size / bytes_per_second)
