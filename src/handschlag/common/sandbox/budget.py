"""How much one reading may cost, and why it was stopped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
