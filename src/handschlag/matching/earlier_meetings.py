"""Somebody sees what is remembered of their earlier meetings, and allows it or ends it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.times import local_date
from handschlag.matching.access import GET_OR_POST, require_self
from handschlag.matching.agreed_meetings import lock_service, participant_now
from handschlag.matching.joining import changed_profiles
from handschlag.matching.memory import (
    KEEP,
    MARKED_WITHIN,
    allows_memory,
    earlier_meetings_of,
    events_remembered,
    keys_of,
    keys_of_person,
    meetings_remembered,
    meetings_to_remember,
    people_at,
)
from handschlag.matching.models import Participant, RememberedMeeting, Service
from handschlag.matching.names import partners_of
from handschlag.matching.participant_pages import for_participants, shell_of
from handschlag.matching.recommendation_lists import want_lists
from handschlag.registration.models import ConsentPurpose, Registration
from handschlag.registration.registration_data import write_consents


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


def memory_screen(me: Participant, *, token: str, now: datetime) -> dict[str, Any]:
    """Whom the person met before stands by name where both come to this event and allow it."""
    met = earlier_meetings_of(me)
    names = partners_of(met)
    return {
        "shell": shell_of(me, token, current=None, now=now),
        "is_allowed": allows_memory(me.registration),
        "is_known": bool(keys_of(me.registration)),
        "events": events_remembered(me.registration),
        "met": tuple((names[pk], one) for pk, one in met.items() if pk in names),
    }


@require_http_methods(GET_OR_POST)
@for_participants
def earlier_meetings_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """One press allows it, one ends it."""
    now = timezone.now()
    if request.method == "POST":
        is_allowed = request.POST.get("is_allowed") == "yes"
        allow_memory(
            participant_id=participant.pk,
            is_allowed=is_allowed,
            has_link=True,
            by=subject_of(request.user),
            now=now,
        )
        said = _("Your meetings are remembered.") if is_allowed else _("Everything remembered is deleted.")
        messages.success(request, said)
        return redirect("matching:memory", token=token)
    screen = memory_screen(participant, token=token, now=now)
    context = {"screen": screen, "shell": screen["shell"], "token": token}
    return render(request, "matching/people/memory.html", context)
