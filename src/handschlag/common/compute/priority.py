"""What lets pages go first; what only computes even more so, for nobody waits for what it holds."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Final

NICER_BY: Final = 10  # beyond the job


def stepped_back[Told, Found](
    work: Callable[[Callable[[Told], None]], Found], *, hear: Callable[[Told], None]
) -> Found:
    """The work's result, computed by a thread of its own; what it tells is heard in this one.

    On Linux a thread has a priority of its own and hands it on to those that it starts. Elsewhere all goes
    on at the job's. What the work raises is raised here; what `hear` raises, when the work has ended.
    """
    told = SimpleQueue[tuple[Told] | None]()
    with ThreadPoolExecutor(1, thread_name_prefix="computing", initializer=step_back) as thread:
        found = thread.submit(work, lambda one: told.put((one,)))
        found.add_done_callback(lambda _found: told.put(None))
        while (one := told.get()) is not None:
            hear(*one)
        return found.result()


def step_back(by: int = NICER_BY) -> None:
    """This thread alone, for good: to come forward again takes more rights than a service has."""
    if sys.platform == "linux":
        own = threading.get_native_id()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + by)
