"""Somebody sees what is remembered of their earlier meetings, and allows it or ends it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.queries import subject_of
from handschlag.matching.actions import remembering
from handschlag.matching.models import Participant
from handschlag.matching.screens.participant.memory import memory_screen
from handschlag.matching.views.participant.invitation import GET_OR_POST
from handschlag.matching.web.decorators import for_participants


@require_http_methods(GET_OR_POST)
@for_participants
def memory(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """One press allows it, one ends it."""
    now = timezone.now()
    if request.method == "POST":
        is_allowed = request.POST.get("is_allowed") == "yes"
        remembering.allow_memory(
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
