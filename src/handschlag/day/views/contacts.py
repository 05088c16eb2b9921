"""Contacts that both have released, notes, files; and everything deleted; by personal link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.hooks.remainders import registration_remainders
from handschlag.accounts.queries import subject_of
from handschlag.common.table_files.downloads import dated_name, download
from handschlag.common.times import local_date
from handschlag.day.actions import erasure, notes
from handschlag.day.forms.afterwards import printable
from handschlag.day.queries.contacts import contacts_of
from handschlag.day.queries.stored_data import shown_of
from handschlag.day.rules.afterwards import question_now
from handschlag.day.screens.contacts import MEDIA, file_of
from handschlag.day.screens.erasure import KINDS
from handschlag.day.screens.participant_shell import page_context
from handschlag.day.views.trying import attempt
from handschlag.matching.models import Participant
from handschlag.matching.web.decorators import for_participants


@require_safe
@for_participants
def contacts(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of the contacts that both sides have released."""
    last_day, today = participant.service.event.last_day, local_date(timezone.now())
    context = {"rows": contacts_of(participant), "after_days": question_now(last_day, today)}
    return render(
        request,
        "day/contacts.html",
        page_context(participant, token, "day:contacts", now=timezone.now()) | context,
    )


@require_POST
@for_participants
def save_note(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Keeps the own note on a contact, then leads back to it; an empty one is removed."""
    is_done = attempt(
        request,
        lambda: notes.save_note(
            participant_id=participant.pk,
            partner_id=number,
            text=printable(request.POST.get("text", "")),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    if is_done:
        messages.success(request, _("The note is saved."))
    return HttpResponseRedirect(f"{reverse('day:contacts', args=[token])}#contact-{number}")


@require_safe
@for_participants
def contacts_file(request: HttpRequest, participant: Participant, _token: str, ending: str) -> HttpResponse:
    """All of them, or one; whoever is no contact is in no file."""
    if ending not in MEDIA:
        raise Http404
    found = notes.take_along(
        participant_id=participant.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
    )
    wanted = request.GET.get("of")
    chosen = [one for one in found if wanted in {None, str(one.id)}]
    return download(file_of(ending, chosen), dated_name(participant.service.event.slug, "contacts", ending))


@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def delete(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Asks first; afterwards the link opens nothing any more, and the answer is the proof."""
    if request.method != "POST":
        kept = shown_of(participant)
        context = {
            "lines": [(label, kept[kind]) for kind, label in KINDS.items() if kept[kind]],
            "stays": registration_remainders,
        }
        return render(
            request, "day/delete.html", page_context(participant, token, now=timezone.now()) | context
        )
    event = participant.service.event
    proof = erasure.delete(
        participant_id=participant.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
    )
    context = {
        "event": event,
        "participant": participant,
        "token": token,
        "proof": proof,
        "lines": [(label, proof.before[kind], proof.after[kind]) for kind, label in KINDS.items()],
        "reference": f"{event.slug}/{proof.reference}",
        "left": sum(proof.after.values()),
        "stays": registration_remainders,
    }
    return render(request, "day/deleted.html", context)
