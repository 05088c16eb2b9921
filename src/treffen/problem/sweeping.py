"""Millions of objects without cycles, made without a search for garbage in cycles among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """No such search meanwhile: it would look through all that is there, again and again, and find nothing.

    It is switched for all threads, for the seconds that this takes; a second one inside changes nothing.
    A process that another thread forks meanwhile begins without the search; who does that calls `gc.enable`
    in the child.
    """
    is_swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_swept:
            gc.enable()
