"""Files from strangers are read in a process of their own, which is stopped at limits of time and memory."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from handschlag.common.refusals import Refusal

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of one reading; the memory is that of the whole process, its interpreter and libraries included.

    Seconds of the clock run on while the machine does other things: they only catch a process that waits.
    """

    cpu_seconds: int = 4
    wall_seconds: float = 20.0
    memory_bytes: int = 300 * MEGABYTE
    answer_bytes: int = 64 * MEGABYTE


class StopCause(StrEnum):
    """What ended a reading that gave no answer."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    BUSY = "busy"


class Stopped(Exception):
    """The file was not read to its end."""

    def __init__(self, cause: StopCause) -> None:
        super().__init__(cause.value)
        self.cause = cause


log = logging.getLogger(__name__)
CHILD = Path(__file__).with_name("child.py")
SOURCES = str(Path(__file__).resolve().parents[3])
AT_ONCE = 2  # readings in one process of the web server; whoever comes meanwhile waits
# Nothing else of the environment: secrets stand in it.
NEEDED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL")
CAUSES = {"SIGXCPU": StopCause.TIME, "SIGKILL": StopCause.TIME, "SIGABRT": StopCause.MEMORY}
_slots = threading.BoundedSemaphore(AT_ONCE)


def run_in_sandbox(
    function: Callable[..., Any],
    content: bytes,
    *,
    reasons: type[StrEnum],
    budget: Budget | None = None,
    **options: Any,
) -> Any:
    """What `function(content, **options)` returns, plain values, without any of its costs and dangers here.

    The function stands at the top of a module that needs neither Django nor settings. A `Refusal` that it
    raises arrives with its reason from `reasons`; a reading that breaks, or ends at a limit, is `Stopped`.
    """
    limits = budget or Budget()
    if not _slots.acquire(timeout=limits.wall_seconds):
        raise _stopped(StopCause.BUSY, function, content)
    try:
        status, output = _communicate(_command(function, options, limits), content, limits)
    except subprocess.TimeoutExpired:
        raise _stopped(StopCause.TIME, function, content) from None
    finally:
        _slots.release()
    return _unpacked(status, output, function, content, reasons)


def _command(function: Callable[..., Any], options: dict[str, Any], budget: Budget) -> list[str]:
    where = (SOURCES, function.__module__, function.__qualname__)
    return [sys.executable, "-I", str(CHILD), *where, json.dumps(options), json.dumps(asdict(budget))]


def _communicate(command: list[str], content: bytes, budget: Budget) -> tuple[int, bytes]:
    environment = {name: os.environ[name] for name in NEEDED if name in os.environ}
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own file
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a library says may hold what stands in the file
    ) as process:
        try:
            output, _nothing = process.communicate(content, timeout=budget.wall_seconds)
        except BaseException:
            process.kill()
            raise
    return process.returncode, output


def _unpacked(
    status: int, output: bytes, function: Callable[..., Any], content: bytes, reasons: type[StrEnum]
) -> Any:
    answer: dict[str, Any] = _parsed(output) if status == 0 else {"stopped": _cause_of(status)}
    if "stopped" in answer:
        raise _stopped(StopCause(answer["stopped"]), function, content)
    if "refused" in answer:
        raise Refusal(reasons(answer["refused"]), **answer["details"])
    return answer["value"]


def _parsed(output: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        return {"stopped": StopCause.CRASH}
    return answer


def _cause_of(status: int) -> StopCause:
    """By the signal that ended the process: memory that a library asked for in vain makes it abort."""
    if status >= 0:
        return StopCause.CRASH
    return CAUSES.get(signal.Signals(-status).name, StopCause.CRASH)


def _stopped(cause: StopCause, function: Callable[..., Any], content: bytes) -> Stopped:
    said = {"reader": function.__qualname__, "size": len(content), "cause": cause.value}
    log.warning("The reading of a file was stopped", extra=said)
    return Stopped(cause)
