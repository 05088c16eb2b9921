"""Runs of an event: asked for, watched, stopped; a worker does them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import AuditEntry, Job, JobState
from handschlag.common.refusals import Refusal
from handschlag.design.components.organiser import Fact, Mark, Progress, Table, TableRow, ValueChart
from handschlag.design.tallies import format_number
from handschlag.matching import explanations, leaving, meeting_emails
from handschlag.matching.access import require_team
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.engine.options import MOST_SECONDS, Options, options_in, stored_options
from handschlag.matching.engine_input import EngineInput, fixed_of, load_engine_input
from handschlag.matching.models import Participant, Request, RequestState, Run, RunState, Service
from handschlag.matching.refusals import PlanRefusal

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


KINDS: Final = frozenset({"free_participant", "raise_maximum"})
AGREED_OPEN: Final = (RequestState.WATCHED, RequestState.ROUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What would let a request be held: the person is free at a time, or takes one meeting more (None)."""

    request: int
    person: int
    starts_at: datetime | None


def changes_in(service: Service, run: Run) -> tuple[_Change, ...]:
    """Of requests that all have said yes to and that are not held; whoever was asked for one is left out."""
    remedies = {one["request"]: one["remedy"] for one in run.summary.get("unscheduled", ()) if one["remedy"]}
    still = set(
        Request.objects.filter(service=service, pk__in=remedies, state__in=AGREED_OPEN).values_list(
            "pk", flat=True
        )
    )
    here = set(Participant.objects.filter(service=service, left_at=None).values_list("pk", flat=True))
    asked = AuditEntry.objects.filter(
        verb="matching.room_asked", kind="matching.request", object_id__in=map(str, still)
    )
    known = {(int(key), said["person"][1]) for key, said in asked.values_list("object_id", "changes")}
    found = []
    for request in sorted(still):
        remedy = remedies[request]
        people = [person for person in remedy["people"] if person in here]
        if remedy["kind"] in KINDS and len(people) == 1 and (request, people[0]) not in known:
            at = datetime.fromisoformat(remedy["slot"]) if remedy["kind"] == "free_participant" else None
            found.append(_Change(request=request, person=people[0], starts_at=at))
    return tuple(found)


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
        options=stored_options(options),
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
    less = leaving.redacted_now(lock_service(run.service_id), problem, plan)
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


@transaction.atomic
def ask_for_capacity(*, run_id: int, by: Subject, now: datetime) -> int:
    """How many letters go out. Nothing is changed: whoever is asked decides."""
    run = Run.objects.get(pk=run_id)
    service = lock_service(run.service_id)
    require_team(by, service.event_id)
    found = changes_in(service, run)
    people = Participant.objects.select_related("registration__event").in_bulk([one.person for one in found])
    requests = Request.objects.in_bulk([one.request for one in found])
    for one in found:
        request = requests[one.request]
        changes = {"person": [None, one.person]}
        audit.record(verb="matching.room_asked", target=request, by_id=by.user_id, now=now, changes=changes)
        meeting_emails.ask_for_change(request, people[one.person], starts_at=one.starts_at, now=now)
    return len(found)


PHASES: Final[dict[str, str | Promise]] = {
    "construct": gettext_lazy("a first timetable is built"),
    "settle": gettext_lazy("times are improved"),
    "places": gettext_lazy("assigning tables"),
}
LATEST: Final = 8


def run_screen(standing: RunStatus, *, now: datetime) -> dict[str, Any]:
    """How far a run is and has come, while it goes and afterwards."""
    run = standing.run
    begun = run.started_at or run.asked_at
    elapsed = max(0.0, ((run.finished_at or now) - begun).total_seconds())
    return {
        "run": run,
        "standing": standing,
        "title": explanations.run_name(run),
        "goal": explanations.goal(run.goal),
        "more": _possible_gain(run),
        "is_going": run.state in GOING and not standing.is_lost,
        "facts": _facts(standing, elapsed),
        "chart": _chart(run.history, elapsed),
        "goals": _goals(run.history),
    }


def _possible_gain(run: Run) -> float | None:
    """By how many per cent the value could still rise; None where that is not known, or not the goal now."""
    if run.goal != "value" or run.value is None or run.bound is None:
        return None
    return round(100 * (run.bound - run.value) / max(1, run.value), 2)


def _facts(standing: RunStatus, elapsed: float) -> Sequence[Fact]:
    run = standing.run
    if run.phase == "construct" and run.value is not None:  # the first timetable stands
        phase: str | Promise = _("looking for more value")
    else:
        phase = PHASES.get(run.phase, "") or _("preparing")
    return (
        Fact(label=_("Elapsed"), value=_("%(n)s s") % {"n": format_number(round(elapsed, 1))}),
        Fact(label=_("Limit"), value=_("%(n)s s") % {"n": format_number(run.seconds)}),
        Fact(label=_("Now"), value=str(phase)),
        Fact(label=_("Random seed"), value=str(run.seed), is_optional=True),
    )


def _chart(history: Sequence[Sequence[Any]], until: float) -> ValueChart | None:
    """The value over time, once there are two points to draw."""
    points = [
        Progress(second=at, value=value, bound=bound)
        for at, goal, value, bound in history
        if goal == "value" and value is not None and bound is not None
    ]
    if len(points) < 2:
        return None
    return ValueChart(
        title=_("Value over time"),
        alt=_("The value approaches its proved limit."),
        points=points,
        value_label=format_number(points[-1].value),
        bound_label=format_number(points[-1].bound),
        until=until,
        twin=Table(
            title=_("Latest improvements, newest first"),
            heads=[_("Second"), _("Value"), _("Proved limit")],
            rows=[
                TableRow(
                    cells=[format_number(one.second), format_number(one.value), format_number(one.bound)]
                )
                for one in reversed(points[-LATEST:])
            ],
        ),
    )


def _goals(history: Sequence[Sequence[Any]]) -> Table | None:
    """The latest that is known of each goal, in the order in which they are worked on."""
    latest: dict[str, Sequence[Any]] = {}
    for line in history:
        latest[line[1]] = line
    if not latest:
        return None
    return Table(
        title=_("Goals"),
        heads=[_("Goal"), _("Value"), _("Proved limit"), _("Status")],
        rows=[TableRow(cells=_goal_cells(name, line)) for name, line in latest.items()],
    )


def _goal_cells(name: str, line: Sequence[Any]) -> list[str | Mark]:
    _at, _goal, value, bound = line
    if value is None or bound is None:
        state = Mark("running", _("running"))
    elif value == bound:
        state = Mark("done", _("proved"))
    else:
        state = Mark("running", _("gap %(n)s") % {"n": format_number(abs(bound - value))})
    shown = ["–" if number is None else format_number(number) for number in (value, bound)]
    return [explanations.goal(name), *shown, state]
