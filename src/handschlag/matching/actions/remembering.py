"""Who has met whom is kept for later events, as long as both allow it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.times import local_date
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.joining import changed_profiles
from handschlag.matching.actions.lists import want_lists
from handschlag.matching.actions.versioned_writes import lock_service, participant_now
from handschlag.matching.models import Participant, RememberedMeeting, Service
from handschlag.matching.queries.memory import (
    keys_of,
    meetings_remembered,
    meetings_to_remember,
    people_at,
)
from handschlag.matching.rules.memory import KEEP, MARKED_WITHIN, keys_of_person
from handschlag.registration.actions.versioned_writes import write_consents
from handschlag.registration.models import ConsentPurpose, Registration


@transaction.atomic
def allow_memory(
    *, participant_id: int, is_allowed: bool, has_link: bool, by: Subject, now: datetime
) -> Participant:
    """The person allows to be remembered, or no longer: then everything remembered of them is gone."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    registration = participant.registration
    lock_service(participant.service_id)
    valid = set(registration.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    memory = {ConsentPurpose.REMEMBERED.value}
    wanted = valid | memory if is_allowed else valid - memory
    if wanted == valid:
        return participant
    write_consents(registration, wanted, now=now)
    if is_allowed:
        audit.record(verb="matching.memory_allowed", target=participant, by_id=by.user_id, now=now)
    else:
        audit.record(verb="matching.memory_ended", target=participant, by_id=by.user_id, now=now)
    follow_consent(registration=registration, is_allowed=is_allowed, now=now)
    return participant


@transaction.atomic
def follow_consent(*, registration: Registration, is_allowed: bool, now: datetime) -> None:
    """What is remembered follows what the person allows, and so do the recommendations.

    Needs no right of its own: whoever calls this has written the consent.
    """
    if not is_allowed:
        meetings_remembered(keys_of(registration)).delete()
    found = Participant.objects.filter(registration=registration).first()
    if found is None:
        return
    service = lock_service(found.service_id)
    if local_date(now) > service.event.last_day:
        _remember(service, now=now)
    elif found.described_at is not None and found.left_at is None:
        changed_profiles(service)
        want_lists(service=service, now=now)


def remember_past_meetings(*, now: datetime) -> int:
    """Of events that are just over: the meetings that are remembered from now on; what is too old goes."""
    RememberedMeeting.objects.filter(met_at__lt=now - KEEP).delete()
    today = local_date(now)
    over = Service.objects.filter(event__last_day__lt=today, event__last_day__gte=today - MARKED_WITHIN)
    number = 0
    for pk in over.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            number += _remember(lock_service(pk), now=now)
    return number


def _remember(service: Service, *, now: datetime) -> int:
    """The rows of the event are what may be kept of it; who is erased by now keeps what there was."""
    wanted = meetings_to_remember(service, now=now)
    present = people_at(service)
    rows = RememberedMeeting.objects.filter(event=service.event_id)
    kept = {(row.first, row.second): row.pk for row in rows}
    gone = [pk for pair, pk in kept.items() if pair not in wanted and all(key in present for key in pair)]
    rows.filter(pk__in=gone).delete()
    new = [
        RememberedMeeting(event_id=service.event_id, first=first, second=second, met_at=at)
        for (first, second), at in wanted.items()
        if (first, second) not in kept
    ]
    RememberedMeeting.objects.bulk_create(new, batch_size=1000)
    return len(new)


def forget_person(*, user_id: int | None, email: str) -> None:
    """Nothing is remembered of somebody who wants to be forgotten.

    Needs no right of its own: it is a part of erasing a registration or an account.
    """
    keys: Collection[str] = keys_of_person(user_id=user_id, email=email, secret=settings.SECRET_KEY)
    meetings_remembered(keys).delete()
