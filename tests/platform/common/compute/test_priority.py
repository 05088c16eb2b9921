"""What only computes steps back further than its job, and is heard and ends as if it had not."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from handschlag.common.compute import STEP_BACK_BY, stepped_back
from handschlag.common.jobs import worker

pytestmark = pytest.mark.once


def own_priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_the_work_steps_back_with_all_that_it_starts_and_the_caller_does_not() -> None:
    before, found = own_priority(), list[int]()

    def work(_say: Callable[[int], None]) -> int:
        more = threading.Thread(target=lambda: found.append(own_priority()))
        more.start()
        more.join()
        return own_priority()

    found.append(stepped_back(work, hear=found.append))
    assert (found, own_priority()) == ([min(before + STEP_BACK_BY, 19)] * 2, before)


def test_what_is_told_is_heard_in_order_by_the_thread_that_asked() -> None:
    heard = list[tuple[int | None, int]]()

    def work(say: Callable[[int | None], None]) -> str:
        for one in (1, None, 3):
            say(one)
        return "found"

    assert stepped_back(work, hear=lambda one: heard.append((one, threading.get_ident()))) == "found"
    assert heard == [(one, threading.get_ident()) for one in (1, None, 3)]


def test_what_the_work_raises_and_what_the_listener_raises_arrives() -> None:
    def work(say: Callable[[int], None]) -> None:
        say(1)
        raise LookupError("work")

    def deaf(_one: int) -> None:
        raise ValueError("listener")

    with pytest.raises(LookupError, match="work"):
        stepped_back(work, hear=lambda _one: None)
    with pytest.raises(ValueError, match="listener"):
        stepped_back(work, hear=deaf)


@pytest.mark.parametrize("by", [worker.NICER_BY, 0])
def test_what_carries_an_outbox_steps_back_as_far_as_a_job_and_its_worker_does_not(by: int) -> None:
    before, found = own_priority(), list[int]()

    class Carrier:
        name = "of a test"

        def is_wanted(self) -> bool:
            return True

        def carry(self, *, clock: Callable[[], datetime], is_told_to_end: Callable[[], bool]) -> int:
            found.append(own_priority())
            thread.is_told_to_end = True
            return 0

    thread = worker.CarrierThread(Carrier(), clock=lambda: datetime.now(UTC), may_be_held=False, by=by)
    thread.begin()
    thread.end(patience=60)
    assert (found, own_priority()) == ([min(before + by, 19)], before)
