"""Batches on a cluster whose workers are killed in the middle: the results are the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.platform.common.compute import errands

from handschlag.common.compute import compute_place, computed
from handschlag.common.jobs.registry import Cancelled

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[4]
PATIENCE = 120.0  # a hang, not a speed, is what this catches


class Cluster:
    """A scheduler and its workers, each a process of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
        self.processes: list[subprocess.Popen[bytes]] = []
        told = folder / "scheduler.json"
        self.start("scheduler", "--host", "tcp://127.0.0.1", "--port", "0", "--scheduler-file", str(told))
        self.file = told

    def start(self, what: str, *flags: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *flags]
        with (self.folder / "log").open("ab") as log:
            made = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(made)
        return made

    def worker(self) -> subprocess.Popen[bytes]:
        flags = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1")
        return self.start("worker", "--scheduler-file", str(self.file), *flags)

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text("utf-8"))["address"])

    def end(self) -> None:
        for one in reversed(self.processes):
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
            one.wait(timeout=PATIENCE)


def until(found: Any) -> Any:
    last = time.monotonic() + PATIENCE
    while not (it := found()):
        assert time.monotonic() < last
        time.sleep(0.05)
    return it


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    try:
        until(lambda: made.file.exists() and made.file.stat().st_size)
        yield made
    finally:
        made.end()


def test_two_workers_are_killed_in_the_middle_and_the_results_are_the_same(
    cluster: Cluster, settings: Any, tmp_path: Path
) -> None:
    settings.COMPUTE = compute_place(f"dask:{cluster.address}")
    doomed = [cluster.worker(), cluster.worker()]

    def kill_both() -> None:
        until(
            lambda: (
                {f"{one.pid}" for one in doomed} == {p.name.split("-")[2] for p in tmp_path.glob("began-*")}
            )
        )
        for one in doomed:
            one.kill()
        (tmp_path / "go").touch()
        cluster.worker()

    killer = threading.Thread(target=kill_both)
    killer.start()
    tasks = [(number, str(tmp_path)) for number in range(6)]
    assert computed(errands.slow_until_alone, tasks) == [0, 2, 4, 6, 8, 10]
    killer.join()
    done_by = {path.name.split("-")[2] for path in tmp_path.glob("began-*")}
    assert len(done_by) == 3  # the two that died, and the one that came
    _cancelled_at_once(cluster, tmp_path)


def _cancelled_at_once(cluster: Cluster, folder: Path) -> None:
    """What a worker has in hand cannot be stopped; nobody waits for it."""
    mark = folder / "waiting"

    def check() -> None:
        if mark.exists():
            raise Cancelled

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        computed(errands.waiting, [str(mark)], check=check)
    assert time.monotonic() - begun < 60
