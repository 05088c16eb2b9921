"""Runs are asked for, stopped, thrown away; a worker does them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import redacting
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.models import Run, RunState
from handschlag.matching.queries.engine_input import EngineInput, load_engine_input
from handschlag.matching.queries.promised_meetings import fixed_of
from handschlag.matching.queries.runs import GOING
from handschlag.matching.rules.refusals import PlanRefusal
from handschlag.matching.rules.running import MOST_SECONDS, Options, options_in, stored

OPTIMISE: Final = "matching.optimise"
MOST_GOING: Final = 4
MOST_HISTORY: Final = 400


@transaction.atomic
def start(
    *,
    service_id: int,
    options: Options,
    by: Subject,
    now: datetime,
    name: str = "",
    seconds: int = 30,
    seed: int = 1,
    key: UUID | None = None,
) -> Run:
    """A run waits for a worker; it works on the event as it stands when the worker begins.

    Asked again with the same key it is the same run.
    """
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if key and (asked := Run.objects.filter(service=service, key=key).first()):
        return asked
    if Run.objects.filter(service=service, state__in=GOING).count() >= MOST_GOING:
        raise Refusal(PlanRefusal.TOO_MANY_RUNS)
    run = Run.objects.create(
        service=service,
        key=key,
        name=name,
        options=stored(options),
        seed=seed,
        seconds=max(1, min(seconds, MOST_SECONDS)),
        base_revision=service.revision,
        asked_by_id=by.user_id,
        asked_at=now,
    )
    job = enqueue(kind=OPTIMISE, payload={"run_id": run.pk}, owner_id=by.user_id, now=now)
    run.job_id = job.pk
    run.save(update_fields=["job_id"])
    audit.record(verb="matching.run_asked", target=run, by_id=by.user_id, now=now)
    return run


def _one_run(run_id: int, by: Subject) -> Run:
    """The run, locked, for the team of its event."""
    run = Run.objects.select_for_update(of=("self",)).select_related("service").filter(pk=run_id).first()
    if run is None:
        raise Refusal(PlanRefusal.NO_RUN)
    require_team(by, run.service.event_id)
    return run


@transaction.atomic
def stop(*, run_id: int, by: Subject, now: datetime) -> Run:
    """The run ends soon, with the best plan so far."""
    run = _one_run(run_id, by)
    if run.state not in GOING:
        raise Refusal(PlanRefusal.NOT_RUNNING)
    Run.objects.filter(pk=run.pk).update(is_stop_asked=True)
    audit.record(verb="matching.run_stopped", target=run, by_id=by.user_id, now=now)
    return run


@transaction.atomic
def discard(*, run_id: int, by: Subject, now: datetime) -> Run:
    """The run, going or over, is put away with its plan."""
    run = _one_run(run_id, by)
    Run.objects.filter(pk=run.pk).update(
        state=RunState.DISCARDED, is_stop_asked=True, plan_json="", finished_at=run.finished_at or now
    )
    audit.record(verb="matching.run_discarded", target=run, by_id=by.user_id, now=now)
    return run


@transaction.atomic
def begin(*, run_id: int, now: datetime) -> tuple[Run, EngineInput, frozenset[int]] | None:
    """What a worker works on, as it stands in one moment; None where nobody wants it any more."""
    run = Run.objects.select_related("service").filter(pk=run_id, state__in=GOING).first()
    if run is None:
        return None
    service = lock_service(run.service_id)
    facts = load_engine_input(service)
    Run.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING,
        base_revision=service.revision,
        started_at=now,
        heard_at=now,
        history=[],
        phase="",
        goal="",
        value=None,
        bound=None,
    )
    run.refresh_from_db()
    if options_of(run).asks_consent:
        return run, facts, frozenset()
    return run, facts, fixed_of(service, facts.held, now=now)


def options_of(run: Run) -> Options:
    """What this run may change, read back from its row."""
    return options_in(run.options)


def record_progress(*, run_id: int, values: Mapping[str, Any], history: list[Any], now: datetime) -> bool:
    """How far a run is; whether somebody asks it to stop."""
    rows = Run.objects.filter(pk=run_id, state=RunState.RUNNING)
    rows.update(heard_at=now, history=history[-MOST_HISTORY:], **values)
    found = Run.objects.filter(pk=run_id).values_list("state", "is_stop_asked").first()
    return found is None or found[0] != RunState.RUNNING or found[1]


@transaction.atomic
def end(*, run_id: int, problem: str, plan: str, summary: dict[str, Any], now: datetime) -> bool:
    """The plan is there; False where the run was put away meanwhile.

    Nobody who was erased since it began is in its files with what they needed.
    """
    run = Run.objects.filter(pk=run_id, state=RunState.RUNNING).first()
    if run is None:
        return False
    less = redacting.current(lock_service(run.service_id), problem, plan)
    if less is not None:
        problem, plan = less.problem, less.plan
    values = {one["goal"]: one for one in summary["goals"]}
    first = values.get("value")
    changed = Run.objects.filter(pk=run_id, state=RunState.RUNNING).update(
        state=RunState.STOPPED if run.is_stop_asked else RunState.FINISHED,
        problem_json=problem,
        plan_json=plan,
        summary=summary,
        value=first["value"] if first else None,
        bound=first["bound"] if first else None,
        heard_at=now,
        finished_at=now,
    )
    audit.record(verb="matching.run_ended", target=run, by_id=None, now=now)
    return bool(changed)


def fail(*, run_id: int, fault: str, now: datetime) -> None:
    """The run has no plan; `fault` says why, a sentence a line."""
    Run.objects.filter(pk=run_id, state__in=GOING).update(
        state=RunState.FAILED, fault=fault, finished_at=now, heard_at=now
    )
