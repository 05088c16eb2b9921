"""The emails of an event: the list of all kinds, and one of them with preview, own words and a test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.common.mail.views import sandboxed
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.hooks.event_emails import EventEmail, UnknownEmail, email_of, event_emails
from handschlag.events.models import Event
from handschlag.events.queries.email_wordings import wording_of, wordings_of
from handschlag.events.web.console import console_context
from handschlag.registration.actions import event_emails as actions
from handschlag.registration.emails.preview import content_of, draft_of, example_reader
from handschlag.registration.forms.event_emails import WordingForm, shown_words
from handschlag.registration.models import Registration
from handschlag.registration.queries.event_emails import (
    counts_by_kind,
    counts_by_sending,
    days_of,
    first_readers,
    lost_of,
    reader_of,
)
from handschlag.registration.queries.sendings import sendings_of
from handschlag.registration.screens.event_emails import grouped_emails, placeholder_rows
from handschlag.registration.screens.sendings import sending_row
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.organising import CURRENT, own
from handschlag.registration.views.registering import GET_OR_POST

LANGUAGES = ("de", "en")


@never_cache
@require_safe
def emails(request: HttpRequest, slug: str) -> HttpResponse:
    """All kinds of emails of the event, with what was sent of each."""
    event, by = own(request, slug)
    now = timezone.now()
    groups = grouped_emails(list(event_emails), counts_by_kind(event.pk, now=now), wordings_of(event.pk))
    by_sending = counts_by_sending(event.pk, now=now)
    messages_written = [sending_row(one, by_sending.get(one.pk)) for one in sendings_of(event.pk)[:50]]
    context = console_context(
        event,
        by,
        current=CURRENT,
        groups=groups,
        sendings=messages_written,
        lost=lost_of(event.pk, now=now).count(),
    )
    return render(request, "registration/organising/emails.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def email(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One kind: how it looks to somebody, and the organisers' own words, which are saved."""
    event, by = own(request, slug)
    found, row, now = _email_or_404(kind), wording_of(event.pk, kind), timezone.now()
    form = WordingForm(
        request.POST if request.method == "POST" else None, initial=shown_words(row), email=found
    )
    if form.is_bound and form.is_valid():
        try:
            actions.save_wording(
                event_id=event.pk,
                email=found,
                words=form.words(),
                seen=form.cleaned_data["seen"],
                by=by,
                now=now,
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            messages.success(request, _("Saved. The preview shows the new words."))
            return redirect("registration:email", slug=slug, kind=kind)
    preview = _preview(request, event, found)
    context = console_context(
        event,
        by,
        current=CURRENT,
        email=found,
        form=form,
        placeholders=placeholder_rows(found),
        counts=counts_by_kind(event.pk, now=now).get(kind),
        days=days_of(event.pk, kind, now=now),
        readers=_choice(event, preview["reader"]),
        **preview,
    )
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/email.html", context, status=status)


@require_POST
def test(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The email that the preview shows, to the organiser's own address."""
    event, by = own(request, slug)
    found = _email_or_404(kind)
    now, number = timezone.now(), number_in(request.POST, "person")
    reader = reader_of(event.pk, number) or example_reader(event, now=now)
    language = _language(request.POST.get("language", ""))
    to = actions.send_test(email=found, registration=reader, language=language, by=by, now=now)
    messages.success(request, _("We have sent a test to %(address)s.") % {"address": to})
    return redirect("registration:email", slug=slug, kind=kind)


@never_cache
@require_safe
def email_html(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The preview as a mail program shows it: alone, in a sandbox."""
    event, _by = own(request, slug)
    content = _preview(request, event, _email_or_404(kind))["content"]
    return sandboxed(content.html)


def _email_or_404(kind: str) -> EventEmail:
    try:
        return email_of(kind)
    except UnknownEmail as unknown:
        raise Http404 from unknown


def _preview(request: HttpRequest, event: Event, email: EventEmail) -> dict[str, Any]:
    """For the chosen person in the chosen language; for the first one where nobody is chosen."""
    chosen, now = number_in(request.GET, "person"), timezone.now()
    reader = reader_of(event.pk, chosen) or (reader_of(event.pk, 0) if chosen else None)
    reader = reader or example_reader(event, now=now)
    language = _language(request.GET.get("language", "") or reader.language)
    reader.event = event
    content = content_of(draft_of(email, reader, language=language, now=now))
    return {"reader": reader, "language": language, "content": content}


def _choice(event: Event, reader: Registration) -> Sequence[tuple[int, str]]:
    """For whom the preview may be, whoever it is for now among them; nobody where nobody is registered."""
    first, own = first_readers(event.pk), (reader.pk, reader.name)
    return first if own in first or not first else [own, *first]


def _language(chosen: str) -> str:
    return chosen if chosen in LANGUAGES else (get_language() or "de")
