"""Afterwards: what a meeting was; by personal link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.times import local_date
from handschlag.day.actions import marks
from handschlag.day.forms.afterwards import answers_in
from handschlag.day.queries.afterwards import over_of
from handschlag.day.screens.participant_shell import page_context
from handschlag.day.views.trying import attempt
from handschlag.matching.models import Participant
from handschlag.matching.web.decorators import for_participants


def _back_to(token: str, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('day:afterwards', args=[token])}#meeting-{number}")


@require_safe
@for_participants
def afterwards(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of one's meetings that are over."""
    now, registration = timezone.now(), participant.registration
    found = over_of(participant, now=now)
    context = {
        "rows": found,
        "open_count": sum(one.took_place is None for one in found),
        "has_certificate": local_date(now) >= registration.event.last_day,
        "released": ", ".join(filter(None, (registration.email, registration.phone))),
    }
    return render(
        request,
        "day/afterwards.html",
        page_context(participant, token, "day:afterwards", now=timezone.now()) | context,
    )


@require_POST
@for_participants
def mark(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Takes what somebody says of a meeting, then leads back to it."""
    attempt(
        request,
        lambda: marks.mark(
            request_id=number,
            participant_id=participant.pk,
            answers=answers_in(request.POST),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return _back_to(token, number)


@require_POST
@for_participants
def object_to(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Takes the objection that a meeting did take place, then leads back to it."""
    attempt(
        request,
        lambda: marks.object_to(
            request_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return _back_to(token, number)
