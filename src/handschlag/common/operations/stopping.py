"""A web server says that it is about to end while it still answers, so that a proxy sends nobody more.

One byte that the server shares with its processes: it is there before they are, and needs no file.
"""

from __future__ import annotations

from mmap import mmap

_told = mmap(-1, 1)


def announce() -> None:
    """From now on no process of this server is ready."""
    _told[0] = 1


def is_announced() -> bool:
    """Whether this server is about to end."""
    return bool(_told[0])
