"""How much a connection takes in, and for how long."""

MAX_PATH = 8 * 1024
MAX_HEAD = 64 * 1024
MAX_UNREAD = 2 * MAX_HEAD
"""How many bytes may come that are no body, in one message, beside the piece in which it began.

The parser keeps a header to itself until it is whole, so these are counted as they come.
"""
MAX_STATE = 32 * 1024 * 1024
"""The largest body that brings a whole state."""
ADMIN_STATE = b"/_taller/state"
MAX_WAITING = 100
"""How many requests of one connection may wait for the replies of those before them."""
HEARD_OUT = 2.0
"""Seconds for which the rest of a request that was refused half-way is let in, and forgotten."""
