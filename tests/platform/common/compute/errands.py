"""What is computed in these tests: functions of values that any process can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def doubled(number: int) -> int:
    return 2 * number


def process_of(_task: int) -> int:
    time.sleep(0.2)
    return os.getpid()


def dying_once(task: tuple[int, str]) -> int:
    """Whoever is the first to do it is killed in the middle."""
    number, mark = task
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return 2 * number
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def deadly(_task: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def waiting(mark: str) -> int:
    """Says who does it, and is long in coming."""
    Path(mark).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(120)
    return 1


def slow_until_alone(task: tuple[int, str]) -> int:
    """Notes its process; ends once the tests allow it."""
    number, folder = task
    (Path(folder) / f"began-{number}-{os.getpid()}").touch()
    while not (Path(folder) / "go").exists():
        time.sleep(0.05)
    return 2 * number
