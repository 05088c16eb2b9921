"""What the desk asks somebody for: by the personal link, answered yes or no."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.day.actions import offers as answering
from handschlag.day.queries.offers import offered_to
from handschlag.day.screens.participant_shell import page_context
from handschlag.matching.models import Participant
from handschlag.matching.web.decorators import for_participants


@require_http_methods(("GET", "HEAD", "POST"))
@for_participants
def offers(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of offers from the desk; an answer, yes or no, leads back to it."""
    now = timezone.now()
    if request.method != "POST":
        context = {"rows": offered_to(participant, now=now), "now": now}
        return render(request, "day/offers.html", page_context(participant, token, now=now) | context)
    number, is_yes = request.POST.get("offer", ""), request.POST.get("do") == "yes"
    try:
        answering.answer(
            offer_id=int(number) if number.isdecimal() and len(number) < 16 else 0,
            participant_id=participant.pk,
            is_yes=is_yes,
            has_link=True,
            by=subject_of(request.user),
            now=now,
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Confirmed. You can see it in your day.") if is_yes else _("Declined."))
    return redirect("day:offers", token=token)
