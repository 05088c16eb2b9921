"""The person's own wishes: where each stands, taking one back, a group."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import groups, withdrawing
from handschlag.matching.forms.answers import numbers_in
from handschlag.matching.models import ACTIVE, Participant
from handschlag.matching.queries.known_people import circle_of
from handschlag.matching.queries.own_requests import own_requests_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.matching.screens.when import spot_words
from handschlag.matching.screens.wishes import wishes_screen
from handschlag.matching.views.answers import attempt
from handschlag.matching.web.decorators import for_participants

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@for_participants
def wishes(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of all requests that the person sent or got."""
    screen = wishes_screen(participant, token=token, now=timezone.now())
    return render(
        request, "matching/answers/wishes.html", {"screen": screen, "shell": screen["shell"], "token": token}
    )


@require_http_methods(GET_OR_POST)
@for_participants
def withdraw(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """What it means, and the button; programs that read letters only look."""
    if request.method == "POST":
        by, now = subject_of(request.user), timezone.now()
        is_done = attempt(
            request,
            lambda: withdrawing.withdraw(
                request_id=number, participant_id=participant.pk, has_link=True, by=by, now=now
            ),
        )
        if is_done:
            messages.success(request, _("Withdrawn. The others will be told."))
        return redirect("matching:wishes", token=token)
    found = next((one for one in own_requests_of(participant) if one.request == number), None)
    if found is None or found.state not in ACTIVE:
        return redirect("matching:wishes", token=token)
    if found.is_table:
        return redirect("matching:tables", token=token)
    context = {
        "shell": shell_of(participant, token, current=Tab.WISHES, now=timezone.now()),
        "token": token,
        "found": found,
        "spot": spot_words(found.spot) if found.spot else "",
    }
    return render(request, "matching/answers/withdraw.html", context)


@require_http_methods(GET_OR_POST)
@for_participants
def group(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """A meeting of three to five, among people of whom one has to do with the person already."""
    chosen: list[int] = []
    purpose, fault = "", ""
    if request.method == "POST":
        chosen = [pk for text in request.POST.getlist("people") for pk in numbers_in(text)]
        purpose = request.POST.get("purpose", "")[:200]
        try:
            groups.send_to_group(
                participant_id=participant.pk,
                towards_ids=chosen,
                purpose=purpose,
                has_link=True,
                by=subject_of(request.user),
                now=timezone.now(),
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            messages.success(
                request, _("We have asked the group. The meeting takes place once everyone has said yes.")
            )
            return redirect("matching:wishes", token=token)
    context = {
        "shell": shell_of(participant, token, current=Tab.WISHES, now=timezone.now()),
        "token": token,
        "people": circle_of(participant),
        "chosen": chosen,
        "purpose": purpose,
        "fault": fault,
    }
    return render(request, "matching/answers/group.html", context, status=422 if fault else 200)
