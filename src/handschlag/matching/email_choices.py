"""Somebody chooses which emails they get; a mail program may turn off one kind by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import participant_now
from handschlag.matching.models import MutedEmail, Participant
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.participant_pages import for_participants, shell_of

LABELS: Final[Mapping[EmailKind, str | Promise]] = {
    EmailKind.PROFILES: _("Profiles can be written"),
    EmailKind.WISHES: _("Recommendations are ready"),
    EmailKind.UNSENT: _("Requests are ready and not sent"),
    EmailKind.REQUESTS: _("New requests have arrived"),
    EmailKind.WAITING: _("Requests are waiting for an answer"),
    EmailKind.ENDING: _("The time for answers ends"),
    EmailKind.FIXED: _("The times of the meetings are fixed"),
    EmailKind.COMING: _("Two days before the event: are you coming?"),
    EmailKind.TOMORROW: _("The day before the event"),
    EmailKind.THANKS: _("Review after the event"),
    EmailKind.RESULTS: _("Results 30 and 90 days after the event"),
}


def email_choices(muted: frozenset[str]) -> Sequence[tuple[str, str, bool]]:
    """Code, words, and whether the person gets it."""
    return [(kind.value, str(words), kind not in muted) for kind, words in LABELS.items()]


GET_OR_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_OR_POST)
@for_participants
def emails_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """One tick for each kind."""
    if request.method == "POST":
        ticked = set(request.POST.getlist("email"))
        choose_emails(
            participant_id=participant.pk,
            kinds=[kind for kind in EmailKind if kind in ticked],
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
        messages.success(request, gettext("Your choice is saved."))
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
def mute_page(request: HttpRequest, participant: Participant, token: str, kind: str) -> HttpResponse:
    """One press turns off one kind; whoever merely follows the address sees the page with all of them."""
    if request.method == "POST" and kind in set(EmailKind):
        mute(
            participant_id=participant.pk,
            kind=EmailKind(kind),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    return redirect("matching:emails", token=token)


@transaction.atomic
def choose_emails(
    *, participant_id: int, kinds: Collection[EmailKind], has_link: bool, by: Subject, now: datetime
) -> None:
    """From now on these kinds, and no others."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    _mute(participant, set(EmailKind) - set(kinds), by=by, now=now)


@transaction.atomic
def mute(*, participant_id: int, kind: EmailKind, has_link: bool, by: Subject, now: datetime) -> None:
    """No more of this kind; the others stay as they are."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    _mute(participant, {kind, *map(EmailKind, muted_kinds(participant))}, by=by, now=now)


def _mute(participant: Participant, kinds: Collection[EmailKind], *, by: Subject, now: datetime) -> None:
    before = muted_kinds(participant)
    if before == frozenset(kinds):
        return
    participant.muted_emails.exclude(kind__in=kinds).delete()
    new = [MutedEmail(participant=participant, kind=kind, since=now) for kind in kinds if kind not in before]
    MutedEmail.objects.bulk_create(new, ignore_conflicts=True)
    audit.record(verb="matching.emails_chosen", target=participant, by_id=by.user_id, now=now)


def muted_kinds(participant: Participant) -> frozenset[str]:
    """Kinds of emails that the person does not want."""
    return frozenset(participant.muted_emails.values_list("kind", flat=True))
