"""The timetable becomes a version: never changed, with its receipt, and with notices to the affected only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import redacting
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.meeting_events import notify_listeners
from handschlag.matching.actions.versioned_writes import increase_structure, lock_service
from handschlag.matching.engine import receipts
from handschlag.matching.hooks.meeting_events import MeetingEventKind
from handschlag.matching.hooks.told_people import hand_on
from handschlag.matching.models import Notice, Participant, Run, RunState, Service, TimetableVersion
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.moves import agreed_since
from handschlag.matching.queries.timetables import current_meetings, differences
from handschlag.matching.queries.timing import phase_of
from handschlag.matching.queries.versions import latest
from handschlag.matching.rules.changes import (
    NOTICED,
    ChangeKind,
    MeetingChange,
    by_person,
    moves_after_fixing,
    stored,
)
from handschlag.matching.rules.phases import Phase
from handschlag.matching.rules.refusals import PlanRefusal
from handschlag.matching.rules.versions import PublishedMeeting, content_of, published_meetings_in

PUBLISH: Final = "matching.publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Published:
    version: TimetableVersion
    job_id: int
    told: int


@transaction.atomic
def publish(*, service_id: int, revision: int, by: Subject, now: datetime, note: str = "") -> _Published:
    """The timetable as it was shown (`revision`) becomes the next version; a worker tells people of it."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if service.revision != revision:
        raise Refusal(PlanRefusal.CHANGED_MEANWHILE)
    before = latest(service)
    found = differences(service, before)
    _require_publishable(service, found, is_first=before is None, now=now)
    facts = load_engine_input(service)
    if receipts.broken(facts):
        raise Refusal(PlanRefusal.BROKEN)
    told = current_meetings(service)
    version = TimetableVersion.objects.create(
        service=service,
        number=(before.number if before else 0) + 1,
        content=content_of(told),
        problem_json=receipts.frozen_problem(facts),
        run=adopted_run_of(service, told),
        note=note,
        published_at=now,
        by_id=by.user_id,
    )
    increase_structure(service)
    notify_listeners(MeetingEventKind.PUBLISHED, service_id=service.pk, version=version.number)
    count = write_notices(version, found)
    job = enqueue(kind=PUBLISH, payload={"version_id": version.pk}, owner_id=by.user_id, now=now)
    changes = {"number": [version.number - 1, version.number], "told": [None, count]}
    audit.record(verb="matching.published", target=version, by_id=by.user_id, now=now, changes=changes)
    return _Published(version=version, job_id=job.pk, told=count)


def _require_publishable(
    service: Service, found: Sequence[MeetingChange], *, is_first: bool, now: datetime
) -> None:
    if not (found or is_first or agreed_since(latest(service))):
        raise Refusal(PlanRefusal.NOTHING_NEW)
    if now >= service.fixed_at and moves_after_fixing(found):
        raise Refusal(PlanRefusal.NEEDS_CONSENT)


def adopted_run_of(service: Service, told: Sequence[PublishedMeeting]) -> Run | None:
    """The adopted run whose plan this is to the letter."""
    rows = Run.objects.filter(
        service=service, adopted_at__isnull=False, state__in=(RunState.FINISHED, RunState.STOPPED)
    )
    last = rows.order_by("-adopted_at").first()
    return last if last is not None and receipts.is_plan_of(last.plan_json, told) else None


def write_notices(
    version: TimetableVersion, found: Sequence[MeetingChange], *, tells_places: bool = False
) -> int:
    """One for everybody who notices something, and for nobody else."""
    told = by_person(found, kinds=tuple(ChangeKind) if tells_places else NOTICED)
    rows = Participant.objects.filter(pk__in=told, left_at=None).select_related("registration")
    here = list(rows.order_by("pk"))
    Notice.objects.bulk_create(
        [
            Notice(
                version=version,
                participant=row,
                changes=[stored(one) for one in told[row.pk]],
                is_on_paper=row.is_by_phone or not row.registration.email,
            )
            for row in here
        ],
        batch_size=500,
    )
    registrations = [row.registration_id for row in here]
    hand_on(service_id=version.service_id, registrations=registrations, at=version.published_at)
    return len(told)


def write_receipt(*, version_id: int) -> bool:
    """The receipt, made once: from the run's plan where it is the same, from the rows otherwise."""
    version = TimetableVersion.objects.select_related("run", "service__event").get(pk=version_id)
    if version.receipt:
        return False
    made = None
    if version.run is not None and version.run.plan_json:
        made = receipts.receipt_of(version.run.problem_json, version.run.plan_json)
    if made is None:
        is_day = phase_of(version.service, version.published_at) is Phase.DAY
        seconds = 1 if is_day else 5 + len(version.content["meetings"]) // 1000
        made = receipts.receipt_anew(
            version.problem_json, published_meetings_in(version.content), seconds=seconds
        )
    if made is None:
        return False
    _store_receipt(version, made)
    return True


@transaction.atomic
def _store_receipt(version: TimetableVersion, made: receipts.Made) -> None:
    """Without what somebody needed who was erased while it was made."""
    service = lock_service(version.service_id)
    less = redacting.current(service, made.problem, made.plan)
    problem, plan = (less.problem, less.plan) if less else (made.problem, made.plan)
    receipt = redacting.receipt_after(made.receipt, less) if less else made.receipt
    rows = TimetableVersion.objects.filter(pk=version.pk, receipt={})
    rows.update(receipt=receipt, problem_json=problem, plan_json=plan)
