"""How much a connection takes in, and for how long."""

from taller.mocks.requests.bodies import MAX_BYTES

MAX_PATH = 64 * 1024
"""Of the target, its query included: contracts have texts of 5,000 characters there, several at once."""
MAX_HEAD = 64 * 1024
MAX_UNREAD = MAX_PATH + 2 * MAX_HEAD
"""How many bytes may come that are no body, in one message, beside the piece in which it began.

The parser keeps a header to itself until it is whole, so these are counted as they come.
"""
READ_AT_ONCE = 16 * 1024
"""What is read of a connection before it is asked whether too much waits already."""
MAX_STATE = 32 * 1024 * 1024
"""The largest body that brings a whole state."""
ADMIN_STATE = b"/_taller/state"
MAX_BODIES = MAX_STATE + 16 * MAX_BYTES
"""How many bytes of bodies may be held at once, on all connections."""
MAX_WAITING = 100
"""How many requests of one connection may wait for the replies of those before them."""
HEARD_OUT = 2.0
"""Seconds for which the rest of a request that was refused half-way is let in, and forgotten."""
