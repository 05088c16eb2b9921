"""Afterwards: both sides say of a meeting what they know, correct it, and contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.models import Mark, Signal, SignalKind
from handschlag.day.rules.afterwards import LONGEST_STEP, AfterwardsRefusal
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.versioned_writes import participant_now
from handschlag.matching.models import Meeting, Participant, Party, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is said anew; None leaves it as it is."""

    took_place: bool | None = None
    was_worth: bool | None = None
    next_step: str | None = None
    releases_contact: bool | None = None


@transaction.atomic
def mark(
    *, request_id: int, participant_id: int, answers: Answers, has_link: bool, by: Subject, now: datetime
) -> Mark:
    """The person's side of the meeting says this; who corrects a no is contradicted no longer."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    own_meeting(request_id, participant, now=now)
    row = Mark.objects.filter(request_id=request_id, participant=participant).first()
    row = row or Mark(request_id=request_id, participant=participant)
    before = _said_in(row)
    _apply(row, answers)
    row.marked_at = now
    row.save()
    # Only which answers are new: what somebody thinks of a meeting is for nobody else, and the trail stays.
    changes = {name: ["changed", "changed"] for name, after in _said_in(row).items() if before[name] != after}
    audit.record(verb="day.marked", target=row, by_id=by.user_id, now=now, changes=changes)
    return row


def own_meeting(request_id: int, participant: Participant, *, now: datetime) -> Request:
    """The locked request, if the person is in it and its meeting has begun, or was given up on the day."""
    if not Party.objects.filter(request_id=request_id, participant=participant).exists():
        raise Refusal(AfterwardsRefusal.NOT_YOURS)
    request = Request.objects.select_for_update(no_key=True).get(pk=request_id)
    meeting = Meeting.objects.filter(request=request).first()
    missed = Signal.objects.filter(request=request, kind=SignalKind.PARTNER_MISSING)
    has_begun = meeting.starts_at <= now if meeting else missed.exists() or request.marks.exists()
    if not has_begun:
        raise Refusal(AfterwardsRefusal.NOT_YET)
    return request


def _said_in(row: Mark) -> dict[str, bool | str | None]:
    """All that a side says of a meeting, by name."""
    return {
        "took_place": row.took_place,
        "was_worth": row.was_worth,
        "next_step": row.next_step,
        "releases_contact": row.releases_contact,
    }


def _apply(row: Mark, answers: Answers) -> None:
    if answers.took_place is not None:
        row.took_place = answers.took_place
        if answers.took_place:
            row.objected_at = None
        else:
            row.was_worth = None
    if answers.was_worth is not None:
        if row.took_place is False:
            raise Refusal(AfterwardsRefusal.DID_NOT_TAKE_PLACE)
        row.took_place, row.was_worth = True, answers.was_worth
    if answers.next_step is not None:
        row.next_step = " ".join(answers.next_step.split())[:LONGEST_STEP]
    if answers.releases_contact is not None:
        row.releases_contact = answers.releases_contact


@transaction.atomic
def object_to(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The meeting did take place, says the person; whoever said that it did not is contradicted."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    request = own_meeting(request_id, participant, now=now)
    denied = Mark.objects.filter(request=request, took_place=False).exclude(participant=participant)
    rows = list(denied)
    if not rows:
        raise Refusal(AfterwardsRefusal.NOTHING_TO_OBJECT_TO)
    denied.update(objected_at=now)
    Mark.objects.update_or_create(
        request=request, participant=participant, defaults={"took_place": True, "marked_at": now}
    )
    for row in rows:
        audit.record(verb="day.objected", target=row, by_id=by.user_id, now=now)
    return request
