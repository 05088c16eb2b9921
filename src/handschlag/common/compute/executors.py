"""The executors: processes of this machine, or a cluster of `dask.distributed`."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from handschlag.common.rules.compute_places import ComputeKind, ComputePlace

NICER_BY: Final = 5  # beyond the job: what only computes holds nothing for which anybody waits
REACHING: Final = 20  # seconds that a cluster has to answer
LOOKS_APART: Final = 2.0  # seconds between two looks at a cluster


class Unreachable(Exception):
    """The place is not there, or is gone; what was to be done there is not done."""


@dataclass(frozen=True, slots=True)
class Pool:
    """An executor, and how to learn that nobody is left who works for it."""

    executor: Executor
    is_deserted: Callable[[], bool]


@contextlib.contextmanager
def pool_of(place: ComputePlace) -> Iterator[Pool]:
    """Open until the end of the block; then nothing of it runs any more. Raises `Unreachable`."""
    with (
        _cluster(place.address) if place.kind is ComputeKind.CLUSTER else _processes(place.processes) as pool
    ):
        yield pool


@contextlib.contextmanager
def _processes(number: int) -> Iterator[Pool]:
    """Spawned, not forked: this process has threads. They end with this one, however it ends."""
    before = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(number, mp_context=context, initializer=_attend)
    is_whole = False
    try:
        yield Pool(executor, lambda: False)
        is_whole = True
    finally:
        if not is_whole:
            for one in set(multiprocessing.active_children()) - before:
                one.kill()
        executor.shutdown(wait=True, cancel_futures=True)


def _attend() -> None:
    """Pages are served first; and nobody works for a parent that is gone."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICER_BY)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(0)


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Pool]:
    """A client of the scheduler; certificates for `tls:` come from the settings of dask."""
    import distributed  # an extra: whoever does without it pays nothing

    dask: Any = distributed  # it says to have types, and has few
    try:
        client = dask.Client(address, timeout=REACHING, set_as_default=False)
    except (OSError, ValueError) as trouble:
        raise Unreachable(f"No cluster answers at {address}.") from trouble
    try:
        yield Pool(client.get_executor(pure=False), _Lookout(client).is_deserted)
    except dask.KilledWorker as killed:
        raise Unreachable("Several workers have died of the same task.") from killed
    finally:
        client.close(timeout=REACHING)


class _Lookout:
    """Whether a cluster has workers; asked every few seconds."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._looked_at = 0.0
        self._is_deserted = False

    def is_deserted(self) -> bool:
        if time.monotonic() - self._looked_at >= LOOKS_APART:
            self._is_deserted = self._client.status != "running" or not self._workers()
            self._looked_at = time.monotonic()
        return self._is_deserted

    def _workers(self) -> Any:
        try:
            return self._client.nthreads()
        except (OSError, TimeoutError):
            return {}
