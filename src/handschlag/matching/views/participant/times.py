"""When somebody can meet others; a change says what it endangers before it is confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in, whole_number
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.matching.actions import times
from handschlag.matching.forms.times import TimesForm, initial_times
from handschlag.matching.models import Participant
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.screens.participant.times import danger_of, times_screen
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.views.participant.invitation import GET_OR_POST, UNFIT
from handschlag.matching.web.decorators import for_participants
from handschlag.registration.queries.programmes import choosable


@require_http_methods(GET_OR_POST)
@for_participants
def time(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The form for one's times; asks first where a change would end or move agreed meetings."""
    event = participant.service.event
    grid, offers = meeting_grid_of(event.pk), choosable(event.pk)
    form = TimesForm(
        request.POST if request.method == "POST" else None,
        initial=initial_times(participant),
        first=event.first_day,
        last=event.last_day,
        offers=offers,
        slots=sorted(slot.starts_at for run in grid.runs for slot in run.slots),
    )
    danger, fault = None, ""
    if form.is_bound and form.is_valid():
        danger, fault = _saved(request, participant, form)
        if danger is None and not fault:
            messages.success(request, _("Your times are saved."))
            has_wished = participant.wished_at is not None
            return redirect("matching:day" if has_wished else "matching:recommended", token=token)
    context = {
        "screen": times_screen(participant, form, grid=grid, offers=offers),
        "shell": shell_of(participant, token, current=None, now=timezone.now()),
        "token": token,
        "danger": danger,
        "fault": fault,
    }
    status = UNFIT if form.is_bound and danger is None else 200
    return render(request, "matching/people/time.html", context, status=status)


def _saved(
    request: HttpRequest, participant: Participant, form: TimesForm
) -> tuple[dict[str, Any] | None, str]:
    """Nothing: it is saved. Otherwise what it would endanger, or why it is not possible."""
    accepts = [whole_number(part) for part in request.POST.get("accepts", "")[:2000].split(",")]
    try:
        times.change_times(
            participant_id=participant.pk,
            seen=number_in(request.POST, "seen"),
            times=form.times(),
            accepts=accepts,
            is_confirmed="confirm" in request.POST,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    except Refusal as no:
        if no.reason is MatchingRefusal.ENDANGERS:
            shifts = [(one.request, one.before, one.after) for one in no.details["shifts"]]
            return danger_of(participant, no.details["lost"], shifts), ""
        # What registering refuses is called the same here.
        own = next(one for one in MatchingRefusal if one.value == no.reason.value)
        return None, refusal_message(own)
    return None, ""
