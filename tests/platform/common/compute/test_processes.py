"""Batches in processes of this machine: side by side, in order, and whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from tests.platform.common.compute import errands

from handschlag.common.compute import ComputeFailed, ComputeKind, compute_place, computed
from handschlag.common.jobs.registry import Cancelled
from handschlag.site.environment import Environment
from handschlag.site.providers import chosen_place

pytestmark = pytest.mark.once


@pytest.fixture
def two_processes(settings: Any) -> None:
    settings.COMPUTE = compute_place("processes:2")


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    "text",
    [
        *("", "processes", "processes:0", "dask:", "dask:http://a:1", "dask:tcp://a", "dask:tcp://a:99999"),
        *("dask:tcp://fd00::7:8786", "dask:tcp://[fd00::7]", "dask:tcp://[a b]:8786"),
    ],
)
def test_a_place_that_is_none_is_not_taken_for_one(text: str) -> None:
    assert compute_place(text) is None


def test_a_wrong_setting_is_told_in_words_with_all_others() -> None:
    environment = Environment({"HANDSCHLAG_COMPUTE": "dask:http://compute.example.org"}, gathers=True)
    assert chosen_place(environment, default="here").kind is ComputeKind.HERE
    (words,) = environment.faults
    assert "must be here, processes:2 or dask:tcp://host:8786" in words
    usual = chosen_place(Environment({}), default="processes:2")
    assert (usual.kind, usual.processes) == (ComputeKind.PROCESSES, 2)


def test_without_anything_set_up_all_is_done_in_this_process() -> None:
    assert computed(errands.process_of, [1, 2]) == [os.getpid()] * 2


def test_results_come_in_the_order_of_the_tasks_from_other_processes(two_processes: None) -> None:
    assert computed(errands.doubled, range(9)) == [2 * number for number in range(9)]
    assert computed(errands.process_of, [1]) == [os.getpid()]  # for a single one nothing is started
    workers = set(computed(errands.process_of, [1, 2, 3, 4]))
    assert os.getpid() not in workers
    assert len(workers) == 2


def test_what_a_killed_process_had_in_hand_is_done_again(two_processes: None, tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path / "died")) for number in range(4)]
    assert computed(errands.dying_once, tasks) == [0, 2, 4, 6]
    assert (tmp_path / "died").exists()


def test_a_task_that_kills_whoever_does_it_ends_with_words(two_processes: None) -> None:
    with pytest.raises(ComputeFailed, match="tasks were done in 3 tries: see HANDSCHLAG_COMPUTE"):
        computed(errands.deadly, [1, 2])


def test_whoever_cancels_waits_for_nobody_and_leaves_nobody_behind(
    two_processes: None, tmp_path: Path
) -> None:
    marks = [str(tmp_path / name) for name in ("one", "two")]

    def check() -> None:
        if all(Path(mark).exists() and Path(mark).read_text("ascii") for mark in marks):
            raise Cancelled

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        computed(errands.waiting, marks, check=check)
    assert time.monotonic() - begun < 60
    assert [mark for mark in marks if is_alive(int(Path(mark).read_text("ascii")))] == []
