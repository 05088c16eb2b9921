"""Afterwards: what a meeting was; by personal link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.day.actions import marks
from handschlag.day.forms.afterwards import answers_in
from handschlag.day.screens.afterwards import afterwards_screen
from handschlag.day.views.trying import attempt
from handschlag.matching.models import Participant
from handschlag.matching.web.decorators import for_participants


def _back_to(token: str, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('day:afterwards', args=[token])}#meeting-{number}")


@require_safe
@for_participants
def afterwards(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of one's meetings that are over."""
    screen = afterwards_screen(participant, token=token, now=timezone.now())
    return render(request, "day/afterwards.html", {"screen": screen, "shell": screen.shell})


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
