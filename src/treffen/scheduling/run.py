"""One run of the scheduler: what it works on, what it knows, whom it reports to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from treffen.problem import Goal
from treffen.scheduling.bounds import TIMING, ProvedBound, trivial
from treffen.scheduling.promises import Promises
from treffen.solvers.base import Limits, Model, OnProgress, Progress, Stop
from treffen.solvers.colouring import PartialTimetable
from treffen.timetable import Core

PART = {Goal.TALKS: 0, Goal.BREAKS: 1, Goal.IDLE: 2}
OVER = 3
UNTIMED = 1e9
NODES = 2_000
PLACING_SHARE = 0.15  # of the time limit


@dataclass(slots=True, kw_only=True)
class SchedulerState:
    """The state of a run. `board` always holds a timetable that keeps all hard rules but breaks."""

    model: Model
    goals: tuple[Goal, ...]
    limits: Limits
    stop: Stop
    search_stop: Stop  # a little earlier than `stop`: what follows the search needs time too
    on_progress: OnProgress | None
    board: PartialTimetable
    promises: Promises | None = None  # where it is a goal to keep them
    known: dict[Goal, ProvedBound] = field(default_factory=dict)
    core: Core | None = None
    is_infeasible: bool = False
    worked: int = 0  # ways that re-timings chose from, and options that slots were filled from

    def has_work_left(self, *, share: float = 1.0) -> bool:
        """Whether the search may go on, for all that is counted and not timed; or a share of it."""
        return self.limits.work is None or self.worked < share * self.limits.work

    def seconds(self, most: float) -> float:
        """What one step of the search may take: no more than `most`, unless work is what is counted."""
        return self.search_stop.remaining(most if self.limits.work is None else UNTIMED)

    def placing_time(self) -> Stop:
        """What a search for places may take, which comes when the time of all others is up."""
        if self.stop.is_requested:
            return self.stop
        seconds = self.limits.seconds
        return Stop(None if seconds is None else PLACING_SHARE * seconds)

    def nodes(self) -> int | None:
        """What ends a step that is otherwise searched until its time is up."""
        return None if self.limits.work is None else NODES

    @property
    def timing_goals(self) -> tuple[Goal, ...]:
        """The goals that slots decide, in order."""
        return tuple(g for g in self.goals if g in TIMING)

    @property
    def slot_goals(self) -> tuple[Goal, ...]:
        """The same, with promises where there are any."""
        is_told = self.promises is not None
        return tuple(g for g in self.goals if g in TIMING or (is_told and g is Goal.CHANGED))

    @property
    def n_promised(self) -> int:
        """Promises that it is a goal to keep."""
        return 0 if self.promises is None else int((self.promises.slot >= 0).sum())

    def in_front(self, goal: Goal) -> tuple[Goal, ...]:
        """Those of them that count more than one of them."""
        return self.slot_goals[: self.slot_goals.index(goal)]

    def measure(self, goal: Goal) -> int:
        """A goal of the board as it stands that slots decide; of promises, those in another slot."""
        if goal is Goal.CHANGED and self.promises is not None:
            return self.promises.changed(self.board.slot)
        if goal is Goal.VALUE:
            return self.board.value
        if goal is Goal.SHORTFALL:
            return self.board.shortfall
        if goal is Goal.IDLE_RANGE:
            idle = self.board.idle()[self.board.count() > 1]
            return int(idle.max(initial=0) - idle.min()) if len(idle) else 0
        return int(self.board.discomfort()[PART[goal]])

    def measures(self, goals: Sequence[Goal] | None = None) -> dict[Goal, int]:
        """Goals of the board that slots decide, all or the given ones."""
        return {g: self.measure(g) for g in (self.slot_goals if goals is None else goals)}

    def rank(self) -> tuple[int, ...]:
        """What makes one timetable better than another: a smaller tuple. Broken limits come first."""
        values = self.measures()
        signed = [-v if g is Goal.VALUE else v for g, v in values.items()]
        return (len(self.missing()), self.over_limit(), *signed)

    def over_limit(self) -> int:
        """Breaks beyond somebody's limit, and beyond the spread allowed between people."""
        spread = self.model.problem.break_spread
        if spread is None:
            return int(self.board.discomfort()[OVER])
        breaks = self.board.breaks()
        beyond = int(np.maximum(breaks - self.model.most_breaks, 0).sum())
        fewest = breaks.min(initial=self.model.n_slots)  # seldom, but it may be that nobody has none
        return beyond + max(0, int(breaks.max(initial=0) - fewest) - spread)

    def missing(self) -> list[int]:
        """Requests that must be held and are not."""
        model = self.model
        held = np.zeros(model.n_requests, bool)
        held[model.option_request[self.board.slot >= 0]] = True
        must = np.zeros(model.n_requests, bool)
        must[model.option_request[model.must]] = True
        lost: list[int] = np.flatnonzero(must & ~held).tolist()
        return lost

    def is_proved(self, goal: Goal) -> bool:
        """Whether the board cannot be beaten in a goal."""
        return self.known[goal].is_met_by(self.measure(goal))

    def is_all_proved(self) -> bool:
        """Whether the board cannot be beaten in any goal that slots decide."""
        return all(self.is_proved(g) for g in self.slot_goals)

    def report(self, phase: str, goal: Goal, *, value: int | None = None) -> None:
        """Tell whoever listens how far it is."""
        if self.on_progress is not None:
            known = self.known.get(goal) or trivial(self.model.problem, goal)
            seconds = self.stop.elapsed()
            self.on_progress(
                Progress(phase=phase, goal=goal, value=value, bound=known.bound, seconds=seconds)
            )
