"""Somebody takes part no longer: by choice, or because registration or consent ended elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.freed_capacity import look_again, release
from handschlag.matching.actions.joining import changed_profiles
from handschlag.matching.actions.lists import want_lists
from handschlag.matching.actions.outside_changes import apply_outside_changes, is_here
from handschlag.matching.actions.redacting import redact, remove_files
from handschlag.matching.actions.table_seats import leave_tables
from handschlag.matching.actions.versioned_writes import lock_service, participant_now
from handschlag.matching.emails.lost import Ending, tell_lost
from handschlag.matching.engine.admission_cache import controller_for
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
    Service,
    StandingYes,
    Wish,
)
from handschlag.matching.rules.profile import ProfileColumns, columns
from handschlag.matching.rules.values import ERASED
from handschlag.registration.models import Consent, ConsentPurpose, RegistrationState

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
