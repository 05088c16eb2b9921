"""Somebody chooses which emails they get; a mail program may turn off one kind by itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from handschlag.accounts.queries import subject_of
from handschlag.matching.actions import phase_emails
from handschlag.matching.models import Participant
from handschlag.matching.queries.phase_emails import muted_kinds
from handschlag.matching.rules.phase_emails import EmailKind
from handschlag.matching.screens.participant.emails import email_choices
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.web.decorators import for_participants

GET_OR_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_OR_POST)
@for_participants
def emails(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """One tick for each kind."""
    if request.method == "POST":
        ticked = set(request.POST.getlist("email"))
        phase_emails.choose_emails(
            participant_id=participant.pk,
            kinds=[kind for kind in EmailKind if kind in ticked],
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
        messages.success(request, _("Your choice is saved."))
        return redirect("matching:emails", token=token)
    context = {
        "shell": shell_of(participant, token, current=None, now=timezone.now()),
        "choices": email_choices(muted_kinds(participant)),
    }
    return render(request, "matching/people/emails.html", context)


# Without a form token: the button of a mail program sends none (RFC 8058); the personal link is the proof.
@csrf_exempt
@require_http_methods(GET_OR_POST)
@for_participants
def mute(request: HttpRequest, participant: Participant, token: str, kind: str) -> HttpResponse:
    """One press turns off one kind; whoever merely follows the address sees the page with all of them."""
    if request.method == "POST" and kind in set(EmailKind):
        phase_emails.mute(
            participant_id=participant.pk,
            kind=EmailKind(kind),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    return redirect("matching:emails", token=token)
