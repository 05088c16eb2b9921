"""Large computations, done where the operator says: pure functions of values, by a standard `Executor`."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from dataclasses import dataclass
from enum import StrEnum
from queue import SimpleQueue
from typing import Any, Final

from django.conf import settings

CLUSTER = re.compile(r"dask:(tcp|tls)://(?:[^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):([0-9]{1,5})")


class ComputeKind(StrEnum):
    """The kinds of places."""

    HERE = "here"
    PROCESSES = "processes"
    CLUSTER = "dask"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputePlace:
    """One of them; `processes` at once, or the `address` of a cluster's scheduler."""

    kind: ComputeKind
    processes: int = 1
    address: str = ""


def compute_place(text: str) -> ComputePlace | None:
    """What a setting says; None where it says nothing that is known.

    >>> compute_place("processes:2").processes
    2
    >>> compute_place("dask:tcp://10.0.0.7:8786").address
    'tcp://10.0.0.7:8786'
    >>> compute_place("dask:tls://[fd00::7]:8786").address
    'tls://[fd00::7]:8786'
    """
    if text == ComputeKind.HERE:
        return ComputePlace(kind=ComputeKind.HERE)
    if found := re.fullmatch(r"processes:([1-9][0-9]{0,2})", text):
        return ComputePlace(kind=ComputeKind.PROCESSES, processes=int(found[1]))
    found = CLUSTER.fullmatch(text)
    if found and 0 < int(found[2]) < 65_536:
        return ComputePlace(kind=ComputeKind.CLUSTER, address=text.removeprefix("dask:"))
    return None


STEP_BACK_BY: Final = 10  # beyond the job


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


def step_back(by: int = STEP_BACK_BY) -> None:
    """This thread alone, for good: to come forward again takes more rights than a service has."""
    if sys.platform == "linux":
        own = threading.get_native_id()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + by)


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


TRIES: Final = 3
TICK: Final = 0.25  # seconds between two looks at whether somebody wants an end
PATIENCE: Final = 60.0  # seconds without a single worker
_log = logging.getLogger(__name__)


class ComputeFailed(Exception):
    """A place to compute broke again and again; nothing of the batch is kept."""


def computed[T, R](
    work: Callable[[T], R], tasks: Sequence[T], *, check: Callable[[], None] = lambda: None
) -> list[R]:
    """What `work` makes of each task, in their order, wherever `HANDSCHLAG_COMPUTE` says.

    `work` and the tasks travel: they hold values only, and say nothing about people. What a worker that
    died had in hand is done again. `check` is called all the time; what it raises ends everything.
    """
    place: ComputePlace = settings.COMPUTE
    is_small = place.kind is ComputeKind.PROCESSES and len(tasks) < 2
    if place.kind is ComputeKind.HERE or is_small:
        return [_here(work, one, check) for one in tasks]
    done: dict[int, R] = {}
    for attempt in range(1, TRIES + 1):
        try:
            with pool_of(place) as pool:
                _collect(pool, work, tasks, done, check)
            return [done[number] for number in range(len(tasks))]
        except (BrokenExecutor, CancelledError, Unreachable) as broken:
            told = {"attempt": attempt, "done": len(done), "tasks": len(tasks)}
            _log.warning("What computes has broken off: %s", broken, extra=told)
    raise ComputeFailed(
        f"{len(done)} of {len(tasks)} tasks were done in {TRIES} tries: see HANDSCHLAG_COMPUTE."
    )


def _here[T, R](work: Callable[[T], R], task: T, check: Callable[[], None]) -> R:
    check()
    return work(task)


def _collect[T, R](
    pool: Pool, work: Callable[[T], R], tasks: Sequence[T], done: dict[int, R], check: Callable[[], None]
) -> None:
    """Results are added to `done` as they come."""
    asked: dict[Future[R], int] = {
        pool.executor.submit(work, one): number for number, one in enumerate(tasks) if number not in done
    }
    waiting, seen_at = set(asked), time.monotonic()
    while waiting:
        check()
        finished, waiting = wait(waiting, timeout=TICK, return_when=FIRST_COMPLETED)
        for future in finished:
            done[asked[future]] = future.result()
        if not pool.is_deserted():
            seen_at = time.monotonic()
        elif time.monotonic() - seen_at > PATIENCE:
            raise Unreachable("Nobody is left who works.")
