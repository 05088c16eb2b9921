"""The process that reads files of strangers: what it may cost, and what it never sees."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.platform.common import reading_badly as readers
from tests.platform.common.reading_badly import Reason

from handschlag.common import sandbox
from handschlag.common.refusals import Refusal
from handschlag.common.sandbox import Budget, StopCause, Stopped, run_in_sandbox

SMALL = Budget(cpu_seconds=1, wall_seconds=10, memory_bytes=200 * 1024 * 1024, answer_bytes=1_000)


@pytest.fixture(autouse=True)
def _knows_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SOURCES", str(Path(__file__).resolve().parents[3]))


def run(function: Callable[..., Any], *, budget: Budget = SMALL, **options: Any) -> Any:
    return run_in_sandbox(function, b"12345", reasons=Reason, budget=budget, **options)


def test_what_a_reader_found_arrives_as_plain_values() -> None:
    assert run(readers.length, more=2) == {"length": 7}


def test_a_refusal_arrives_with_its_reason_and_its_figures() -> None:
    with pytest.raises(Refusal) as no:
        run(readers.refuses)
    assert (no.value.reason, no.value.details) == (Reason.NO, {"most": 7})


@pytest.mark.parametrize(
    ("function", "cause"),
    [
        (readers.never_ends, StopCause.TIME),
        (readers.takes_memory, StopCause.MEMORY),
        (readers.aborts, StopCause.MEMORY),
        (readers.says_much, StopCause.MEMORY),
        (readers.breaks, StopCause.CRASH),
        (readers.raises, StopCause.CRASH),
    ],
)
def test_whatever_a_reader_does_ends_with_a_cause(function: Callable[..., Any], cause: StopCause) -> None:
    with pytest.raises(Stopped) as stopped:
        run(function)
    assert stopped.value.cause is cause


def test_a_reader_that_waits_is_ended_by_the_clock() -> None:
    began = time.monotonic()
    with pytest.raises(Stopped) as stopped:
        run(readers.waits, budget=Budget(wall_seconds=0.5))
    assert (stopped.value.cause, time.monotonic() - began < 30) == (StopCause.TIME, True)


def test_what_a_reader_prints_is_no_answer() -> None:
    assert run(readers.prints) == "answer"


def test_a_reader_sees_no_secret_and_writes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDSCHLAG_SECRET_KEY", "secret")
    assert run(readers.looks_around) == {"secret": "", "has_written": False}


def test_whoever_comes_while_too_many_are_read_hears_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_slots", threading.BoundedSemaphore(1))
    assert sandbox._slots.acquire()
    with pytest.raises(Stopped) as stopped:
        run(readers.length, budget=Budget(wall_seconds=0.1))
    assert stopped.value.cause is StopCause.BUSY
    sandbox._slots.release()
    assert run(readers.length) == {"length": 5}
