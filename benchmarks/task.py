"""What one child process is asked, and what it reports back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


def gap_of(value: int | None, bound: int | None) -> float | None:
    """Distance of value and bound, relative to the bound; None while one is unknown."""
    if value is None or bound is None:
        return None
    return abs(bound - value) / max(1, abs(bound))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One contestant on one instance: a generated event, or the file at `path`."""

    suite: str
    case: str
    contestant: str
    family: str = ""
    people: int = 0
    seed: int = 0
    path: str = ""
    seconds: float | None = None
    threads: int = 1
    published: str = ""

    def to_text(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_text(text: str) -> Task:
        """What `to_text` wrote."""
        return Task(**json.loads(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was known of a goal, some seconds into the work."""

    goal: str
    value: int | None
    bound: int | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One task measured. `status` is the contestant's own word (optimal, feasible, infeasible),
    or: `time out` (ended from outside), `missing` (an optional package is not installed),
    `skipped` (too large for this contestant), `wrong` (the verifier refused it), `failed`.

    `value` and `bound` are of the suite's first goal; `breaks` and `idle` are counted by the
    verifier. `seconds` is wall time and `cpu_seconds` user and system time of the solving
    alone, `megabytes` the process's peak, the problem included.
    """

    task: Task
    status: str
    value: int | None = None
    bound: int | None = None
    held: int | None = None
    breaks: int | None = None
    idle: int | None = None
    seconds: float | None = None
    cpu_seconds: float | None = None
    megabytes: float | None = None
    note: str = ""
    moments: tuple[Moment, ...] = field(default_factory=tuple)

    @property
    def gap(self) -> float | None:
        """Distance of value and bound, relative to the bound."""
        return gap_of(self.value, self.bound)

    def to_text(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_text(text: str) -> Measurement:
        """What `to_text` wrote."""
        return Measurement.from_object(json.loads(text))

    @staticmethod
    def from_object(content: dict[str, Any]) -> Measurement:
        """From the object that the text describes."""
        task = Task(**content["task"])
        moments = tuple(Moment(**moment) for moment in content["moments"])
        return Measurement(**{**content, "task": task, "moments": moments})
