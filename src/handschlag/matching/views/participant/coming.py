"""Shortly before the event: one press says "I am coming", the other releases the meetings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.queries import subject_of
from handschlag.matching.actions import confirming, leaving
from handschlag.matching.models import Participant
from handschlag.matching.queries.days import meetings_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.views.participant.invitation import GET_OR_POST
from handschlag.matching.web.decorators import for_participants


@require_http_methods(GET_OR_POST)
@for_participants
def coming(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Programs that read emails only look; the person presses."""
    by, now, answer = subject_of(request.user), timezone.now(), request.POST.get("answer")
    if answer == "yes":
        confirming.confirm_coming(participant_id=participant.pk, has_link=True, by=by, now=now)
        messages.success(request, _("Thank you. The others can rely on you."))
        return redirect("matching:day", token=token)
    if answer == "no":
        leaving.leave(participant_id=participant.pk, has_link=True, by=by, now=now)
        messages.success(
            request,
            _(
                "Your meetings are released and the others are told. If you do not come to the event at all, "
                "please cancel your registration here, too."
            ),
        )
        return redirect("registration:details", token=token)
    context = {
        "shell": shell_of(participant, token, current=None, now=now),
        "meetings": [one for one in meetings_of(participant) if one.ends_at > now],
        "has_confirmed": participant.comes_at is not None,
        "token": token,
    }
    return render(request, "matching/people/coming.html", context)
