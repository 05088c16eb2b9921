"""Somebody takes part no longer: what is kept about them, and what goes out of published files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import (
    Ending,
    apply_outside_changes,
    is_here,
    lock_service,
    look_again,
    participant_now,
    release,
    tell_lost,
)
from handschlag.matching.engine.admission import controller_for
from handschlag.matching.engine.receipts import Redacted, redacted
from handschlag.matching.joining import changed_profiles
from handschlag.matching.memory import keys_of, meetings_remembered
from handschlag.matching.models import (
    ACTIVE,
    Call,
    CallTask,
    ForbiddenPair,
    JoinInvitation,
    Listed,
    Participant,
    Party,
    ProfileDraft,
    Request,
    RequestState,
    Run,
    Service,
    StandingYes,
    TimetableVersion,
    Wish,
)
from handschlag.matching.models.wishes import ERASED
from handschlag.matching.profile_data import ProfileColumns, columns
from handschlag.matching.recommendation_lists import want_lists
from handschlag.matching.requests import needs_with_standing_yes
from handschlag.matching.topic_tables.actions import leave_tables
from handschlag.registration.models import Consent, ConsentPurpose, Registration, RegistrationState

_MOMENTS: Final = ("joined_at", "described_at", "wished_at", "comes_at", "seen_at", "left_at")


def everything_of(registration: Registration) -> Mapping[str, Any] | None:
    """None for who never took part and was not called; others are named as the person sees them, too."""
    me = Participant.objects.filter(registration=registration).first()
    before = _before_taking_part(registration)
    if me is None:
        return before if any(before.values()) else None
    return {
        **{name: getattr(me, name) for name in columns(ProfileColumns())},
        "is_by_phone": me.is_by_phone,
        "is_wished_by_hand": me.is_wished_by_hand,
        **{name: at.isoformat() if at else None for name in _MOMENTS for at in [getattr(me, name)]},
        "statements": [
            {
                "direction": one.direction,
                "text": one.text,
                "kind": one.kind,
                "concepts": one.concepts,
                "not_meant": one.not_meant,
            }
            for one in me.statements.all()
        ],
        "kept_free": [at.isoformat() for at in me.blocked.values_list("starts_at", flat=True)],
        "wishes": [
            {"towards": one.towards.registration.name, "kind": one.kind, "purpose": one.purpose}
            for one in me.wishes.select_related("towards__registration")
        ],
        "requests": _requests_of(me),
        "hosts_tables": _hosted_by(me),
        "wishes_for_tables": [
            {"topic": one.table.topic, "wished_at": one.wished_at.isoformat()}
            for one in me.table_wishes.select_related("table")
        ],
        "asked_about_moves": _moves_of(me),
        **before,
        **_allowed_by(me),
        "emails": [{"kind": one.kind, "sent_at": one.sent_at.isoformat()} for one in me.phase_emails.all()],
        "emails_turned_off": [
            {"kind": one.kind, "since": one.since.isoformat()} for one in me.muted_emails.all()
        ],
    }


def _allowed_by(me: Participant) -> dict[str, Any]:
    """What the person has allowed beforehand, and what came of it."""
    remembered = meetings_remembered(keys_of(me.registration)).select_related("event")
    return {
        "yes_in_advance": [
            {"need": one.text, "most": one.most, "accepted": len(one.accepted)}
            for one in needs_with_standing_yes(me)
            if one.most
        ],
        "remembered_meetings": [
            {"event": one.event.slug, "met_at": one.met_at.isoformat()} for one in remembered
        ],
    }


def _requests_of(me: Participant) -> list[dict[str, Any]]:
    """Those that the person sent or got."""
    rows = Party.objects.filter(participant=me).select_related("request__meeting__place").order_by("pk")
    return [
        {
            "is_sent": one.is_sender,
            "purpose": one.request.purpose,
            "state": one.request.state,
            "sent_at": one.request.sent_at.isoformat(),
            "meeting_at": meeting.starts_at.isoformat() if meeting else None,
            "place": meeting.place.code if meeting else None,
        }
        for one in rows
        for meeting in [getattr(one.request, "meeting", None)]
    ]


def _hosted_by(me: Participant) -> list[dict[str, Any]]:
    return [
        {
            "topic": one.topic,
            "words": one.words,
            "seats": one.seats,
            "offered_at": one.offered_at.isoformat(),
            "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        }
        for one in me.hosted_tables.all()
    ]


def _moves_of(me: Participant) -> list[dict[str, Any]]:
    """Whether published meetings might move, and what the person answered."""
    return [
        {
            "from": one.move.old_starts_at.isoformat(),
            "to": one.move.starts_at.isoformat(),
            "agrees": one.agrees,
            "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        }
        for one in me.move_answers.select_related("move")
    ]


def _calls_to(registration: Registration) -> list[dict[str, Any]]:
    """When the organisers called, and what came of it; who called is their affair."""
    rows = Call.objects.filter(registration=registration).order_by("at", "pk")
    return [{"at": one.at.isoformat(), "result": one.result} for one in rows]


def _before_taking_part(registration: Registration) -> dict[str, Any]:
    """Calls and invitations, and what a list of the organisers says of the person, until it is confirmed."""
    drafts = ProfileDraft.objects.filter(registration=registration)
    invited = JoinInvitation.objects.filter(registration=registration)
    return {
        "calls": _calls_to(registration),
        "invited": [{"sent_at": one.sent_at.isoformat(), "times": one.times} for one in invited],
        "drafted": [{"made_at": one.made_at.isoformat(), "statements": one.statements} for one in drafts],
    }


def redact(service: Service, people: Collection[int]) -> int:
    """The files of all versions and runs name no requirement of these participants; how many changed.

    The service is locked.
    """
    changed = 0
    for version in TimetableVersion.objects.filter(service=service).exclude(problem_json=""):
        found = redacted(version.problem_json, version.plan_json, people)
        if found is not None:
            values = {"problem_json": found.problem, "plan_json": found.plan}
            receipt = receipt_after(version.receipt, found)
            TimetableVersion.objects.filter(pk=version.pk).update(**values, receipt=receipt)
            changed += 1
    for run in Run.objects.filter(service=service).exclude(problem_json=""):
        found = redacted(run.problem_json, run.plan_json, people)
        if found is not None:
            Run.objects.filter(pk=run.pk).update(problem_json=found.problem, plan_json=found.plan)
            changed += 1
    return changed


def redacted_now(service: Service, problem: str, plan: str) -> Redacted | None:
    """Files that were made while people were erased, without them; None where nothing has to change.

    The service is locked, and has to be until they are stored.
    """
    rows = Participant.objects.filter(service=service).exclude(registration__erased_at=None)
    return redacted(problem, plan, set(rows.values_list("pk", flat=True)))


def remove_files(service: Service) -> None:
    """The people of the event are erased: the files go, what was proved about them stays in the receipts."""
    for version in TimetableVersion.objects.filter(service=service).exclude(problem_json=""):
        receipt = _without_files(version.receipt) if version.receipt else version.receipt
        TimetableVersion.objects.filter(pk=version.pk).update(problem_json="", plan_json="", receipt=receipt)
    Run.objects.filter(service=service).update(problem_json="", plan_json="")


def receipt_after(before: dict[str, Any], found: Redacted) -> dict[str, Any]:
    """The receipt of changed files, with how often they were changed; one that is still to be made stays so.

    Where the files can no longer be checked, what was proved before stays.
    """
    if not before:
        return before
    count = before.get("redacted", 0) + 1
    return {**(found.receipt or _without_files(before)), "redacted": count}


def _without_files(before: dict[str, Any]) -> dict[str, Any]:
    return {**before, "input": "", "plan": "", "has_files": False}


CATCH_UP: Final = "matching.catch_up"
NOTHING_LEFT: Final[dict[str, Any]] = {**columns(ProfileColumns()), "described_at": None, "comes_at": None}


@transaction.atomic
def leave(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Participant:
    """The person takes part no longer; agreed meetings end, and the others are told."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    _end(service, participant, by_id=by.user_id, now=now)
    return participant


def _end(service: Service, participant: Participant, *, by_id: int | None, now: datetime) -> None:
    """The service is locked. Tables go on without the person, before anything else is asked of the desk."""
    leave_tables(service, participant, now=now)
    with controller_for(service) as kept:
        apply_outside_changes(service, kept, now=now)
    for request in Request.objects.filter(parties__participant=participant, state__in=ACTIVE):
        was_agreed = request.state != RequestState.OPEN
        release(service, request, now=now)
        if was_agreed:
            others = Party.objects.filter(request=request).select_related("participant__registration__event")
            people = [one.participant for one in others]
            rest = [one for one in people if one.pk != participant.pk and is_here(one)]
            tell_lost([*rest, _leaving(participant, now)], ending=Ending.LEFT, now=now)
    Listed.objects.filter(Q(participant=participant) | Q(partner=participant)).delete()
    StandingYes.objects.filter(need__participant=participant).delete()
    Participant.objects.filter(pk=participant.pk).update(left_at=now, version=F("version") + 1)
    changed_profiles(service)
    want_lists(service=service, now=now)
    audit.record(verb="matching.left", target=participant, by_id=by_id, now=now)
    participant.refresh_from_db()


def _leaving(participant: Participant, now: datetime) -> Participant:
    """The one who goes is named in the letters to the others, and gets none."""
    participant.left_at = now
    return participant


def want_catch_up(*, registration_id: int, now: datetime) -> None:
    """Whose registration has ended is looked after at once, and not only in the next round.

    One job looks after all: where a whole list is taken back, no second one waits beside it.
    """
    waiting = Job.objects.filter(kind=CATCH_UP, state=JobState.QUEUED, due_at__lte=now)
    is_here = Participant.objects.filter(registration=registration_id, left_at=None).exists()
    if is_here and not waiting.exists():
        enqueue(kind=CATCH_UP, owner_id=None, now=now)


@transaction.atomic
def catch_up(*, service_id: int, now: datetime) -> int:
    """Whose registration or consent ended has left, and the meetings fit again; how many were lost."""
    service = lock_service(service_id)
    agreed = Consent.objects.filter(
        registration=OuterRef("registration"), purpose=ConsentPurpose.MATCHING, withdrawn_at=None
    )
    gone = Participant.objects.filter(service=service, left_at=None).filter(
        ~Q(registration__state=RegistrationState.CONFIRMED)
        | Q(registration__erased_at__isnull=False)
        | ~Exists(agreed)
    )
    people = list(gone.select_related("registration__event"))
    for participant in people:
        leave_tables(service, participant, now=now)
    for participant in people:
        _end(service, participant, by_id=None, now=now)
    with controller_for(service) as kept:
        lost = apply_outside_changes(service, kept, now=now)
    if lost:
        look_again(service, now=now)
    return len(lost)


@transaction.atomic
def erase(*, registration_id: int, now: datetime) -> None:
    """What the person said, wished and wrote is gone; the others learn that the meetings end.

    Needs no right of its own: it is a part of erasing the registration.
    """
    Call.objects.filter(registration=registration_id).delete()
    CallTask.objects.filter(registration=registration_id).delete()
    ProfileDraft.objects.filter(registration=registration_id).delete()
    JoinInvitation.objects.filter(registration=registration_id).delete()
    participant = (
        Participant.objects.select_related("registration__event").filter(registration=registration_id).first()
    )
    if participant is None:
        return
    service = lock_service(participant.service_id)
    if participant.left_at is None:
        _end(service, participant, by_id=None, now=now)
    participant.statements.all().delete()
    participant.blocked.all().delete()
    participant.wishes.all().delete()
    participant.move_answers.all().delete()
    participant.phase_emails.all().delete()
    participant.muted_emails.all().delete()
    participant.table_wishes.all().delete()
    participant.hosted_tables.all().delete()
    Wish.objects.filter(towards=participant).delete()
    Listed.objects.filter(Q(participant=participant) | Q(partner=participant)).delete()
    ForbiddenPair.objects.filter(Q(first=participant) | Q(second=participant)).delete()
    # Whoever wrote the words: they were written to this person, or by them, and may name them.
    written = Request.objects.filter(Q(sender=participant) | Q(parties__participant=participant))
    Request.objects.filter(pk__in=written.values("pk")).update(purpose=ERASED, bar_reason="")
    redact(service, {participant.pk})
    Participant.objects.filter(pk=participant.pk).update(**NOTHING_LEFT)
    audit.record(verb="matching.erased", target=participant, by_id=None, now=now)


@transaction.atomic
def erase_event(event_id: int) -> None:
    """The files of the timetable's versions go; their receipts stay.

    Needs no right of its own: it is a part of erasing all registrations of an event that is long over.
    """
    for pk in Service.objects.filter(event=event_id).values_list("pk", flat=True):
        remove_files(lock_service(pk))
