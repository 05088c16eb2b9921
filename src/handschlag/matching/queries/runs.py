"""Runs of an event, and what has become of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handschlag.common.models import Job, JobState
from handschlag.matching.models import Run, RunState, Service

QUIET: Final = timedelta(seconds=10)
GOING: Final = (RunState.QUEUED, RunState.RUNNING)
OVER: Final = (RunState.FINISHED, RunState.STOPPED)
LIGHT: Final = ("problem_json", "plan_json")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStatus:
    """A run with what its job says: whoever reads the row alone would wait for a dead worker for ever."""

    run: Run
    is_lost: bool
    is_quiet: bool
    attempt: int
    before: int  # runs that wait or run before this one


def service_of_event(event_id: int) -> Service | None:
    """None where the event has no matchmaking; the event is read with it."""
    return Service.objects.select_related("event").filter(event_id=event_id).first()


def runs_of(service: Service) -> list[Run]:
    """The newest first, without their files."""
    return list(Run.objects.filter(service=service).exclude(state=RunState.DISCARDED).defer(*LIGHT)[:12])


def run_of(service: Service, number: int) -> Run | None:
    """The run without its large texts; None where the event has no run of this number."""
    return Run.objects.filter(service=service, pk=number).defer(*LIGHT).first()


def run_status_of(run: Run, *, now: datetime) -> RunStatus:
    """Whether the run is lost or silent for long, its attempts, and how many wait before it."""
    job = Job.objects.filter(pk=run.job_id or 0).first()
    is_going = run.state in GOING
    over = job is None or job.state in {JobState.FAILED, JobState.CANCELLED, JobState.DONE}
    heard = run.heard_at or run.asked_at
    queue = Run.objects.filter(state__in=GOING, pk__lt=run.pk).count() if is_going else 0
    return RunStatus(
        run=run,
        is_lost=is_going and over,
        is_quiet=run.state == RunState.RUNNING and now - heard > QUIET,
        attempt=job.attempts if job else 0,
        before=queue,
    )


def has_plan(run: Run) -> bool:
    """Whether a run is over and left a plan that could be used."""
    return run.state in OVER and run.summary.get("status") in {"optimal", "feasible"}
