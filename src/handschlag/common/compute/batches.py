"""A batch: one pure function of many values. It ends with all results, or with words; never with a part."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from typing import Final

from django.conf import settings

from handschlag.common.compute.executors import Pool, Unreachable, pool_of
from handschlag.common.rules.compute_places import ComputeKind, ComputePlace

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
