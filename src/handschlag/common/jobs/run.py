"""What a handler sees of its own run: a way to report, and a way to be stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone


class Cancelled(Exception):
    """Somebody asked for an end, or the lease was lost. Handlers let it pass; nothing is to be kept."""


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a job has come."""

    phase: str = ""
    done: int = 0
    total: int | None = None
    best: float | None = None
    bound: float | None = None

    def change(self, **values: Any) -> None:
        for name, value in values.items():
            if value is not None:
                setattr(self, name, value)


@dataclass(slots=True, kw_only=True)
class Run:
    """One attempt at a job.

    `progress` and `check` cost next to nothing and touch no database: they may stand in a loop and inside a
    transaction. `complete` belongs at the end of the handler's own transaction: the job is done if, and only
    if, its data are there.
    """

    job_id: int
    owner_id: int | None
    attempt: int
    report: Callable[[Progress], None]
    is_cancelled: Callable[[], bool]
    finish: Callable[[Mapping[str, Any]], bool]
    now: Callable[[], datetime] = timezone.now  # the worker's: leases and due times are written by it
    now_at: Progress = field(default_factory=Progress)
    is_complete: bool = False

    def progress(
        self,
        *,
        done: int | None = None,
        total: int | None = None,
        phase: str | None = None,
        best: float | None = None,
        bound: float | None = None,
    ) -> None:
        """Tells whoever waits; a value that is not given stays as it was."""
        self.now_at.change(done=done, total=total, phase=phase, best=best, bound=bound)
        self.report(self.now_at)

    def check(self) -> None:
        """Nothing, or `Cancelled`."""
        if self.is_cancelled():
            raise Cancelled

    def complete(self, result: Mapping[str, Any]) -> None:
        """The job is done, in the transaction that is open; `Cancelled` if it is no longer ours."""
        if not self.finish(result):
            raise Cancelled
        self.is_complete = True
