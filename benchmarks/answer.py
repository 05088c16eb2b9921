"""What a contestant gives back, and how it is told what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.task import Moment, Task
from treffen.problem import Problem
from treffen.timetable import Timetable


class Missing(Exception):
    """An optional package that this contestant needs is not installed."""


class TooLarge(Exception):
    """The instance is beyond what this contestant can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A timetable (or none), the contestant's word on it, and the bound it proved, if any."""

    timetable: Timetable | None
    status: str
    bound: int | None = None
    note: str = ""
    moments: tuple[Moment, ...] = ()


Contestant = Callable[[Problem, Task], Answer]
