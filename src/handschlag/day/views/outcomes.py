"""What came of it: one click for each meeting; by personal link."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.times import local_date
from handschlag.day.actions import outcome_reminders
from handschlag.day.forms.afterwards import after_days_in, result_in
from handschlag.day.queries.outcomes import questions_of
from handschlag.day.rules.afterwards import question_now
from handschlag.day.screens.outcomes import RESULTS
from handschlag.day.screens.participant_shell import page_context
from handschlag.day.views.trying import attempt
from handschlag.matching.models import Participant
from handschlag.matching.web.decorators import for_participants


@require_safe
@for_participants
def came_of_it(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page that asks what came of each meeting, from 30 days after the event, and again from 90."""
    now = timezone.now()
    after_days = question_now(participant.service.event.last_day, local_date(now))
    found = questions_of(participant, after_days=after_days, now=now) if after_days else ()
    context = {
        "after_days": after_days,
        "questions": found,
        "open_count": sum(not one.result for one in found),
        "results": RESULTS,
    }
    return render(request, "day/came_of_it.html", page_context(participant, token, now=now) | context)


@require_POST
@for_participants
def answer(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Takes the click for one meeting, then leads back to it; 404 for an unknown day or result."""
    after_days, result = after_days_in(request.POST), result_in(request.POST)
    if after_days is None or result is None:
        raise Http404
    attempt(
        request,
        lambda: outcome_reminders.answer(
            request_id=number,
            participant_id=participant.pk,
            after_days=after_days,
            result=result,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return HttpResponseRedirect(f"{reverse('day:came_of_it', args=[token])}#meeting-{number}")
