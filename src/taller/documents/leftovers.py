"""What a large contract leaves behind in memory once it is read."""

import sys


def give_back() -> None:
    """Give the memory that is free back to the system; where the C library cannot, nothing happens.

    Reading a contract of ten megabytes takes two hundred, and glibc would keep most of them.
    """
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:  # musl has none
            trim(0)
