"""Messages to many people, and emails that did not arrive."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.rules.policy import Subject
from handschlag.common.mail import Content
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.hooks.event_emails import event_emails
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.registration.actions import sendings as actions
from handschlag.registration.actions.lost_emails import send_again
from handschlag.registration.emails.messages import draft_of_message
from handschlag.registration.emails.preview import content_of
from handschlag.registration.forms.sendings import SendAtForm, SendingForm
from handschlag.registration.models import EmailSending, Registration, SendingState
from handschlag.registration.queries.event_emails import counts_by_sending, lost_of, people_of_emails
from handschlag.registration.queries.sendings import recipients_of, sendings_of, waiting_recipients_of
from handschlag.registration.screens.sendings import lost_rows, sending_row
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.organising import CURRENT, own
from handschlag.registration.views.registering import GET_OR_POST


@never_cache
@require_http_methods(GET_OR_POST)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A message is written; its page shows it before anybody gets it."""
    event, by = own(request, slug)
    form = SendingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        row = actions.write_sending(event_id=event.pk, message=form.message(), by=by, now=timezone.now())
        return redirect("registration:sending", slug=slug, pk=row.pk)
    return _form_page(request, event, by, form)


@never_cache
@require_http_methods(GET_OR_POST)
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Other words, or another audience, as long as it has not been sent."""
    event, by = own(request, slug)
    row = _sending_or_404(event, pk)
    names = ("audience", "subject_de", "subject_en", "text_de", "text_en")
    initial = {"seen": row.version, **{name: getattr(row, name) for name in names}}
    form = SendingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.change_sending(
                event_id=event.pk,
                sending_id=pk,
                message=form.message(),
                seen=form.cleaned_data["seen"],
                by=by,
                now=timezone.now(),
            )
            return redirect("registration:sending", slug=slug, pk=pk)
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
    return _form_page(request, event, by, form)


def _form_page(request: HttpRequest, event: Event, by: Subject, form: SendingForm) -> HttpResponse:
    context = console_context(event, by, current=CURRENT, form=form)
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/sending_form.html", context, status=status)


@never_cache
@require_http_methods(GET_OR_POST)
def sending(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One message with its preview and the number of its recipients; from here it is sent or scheduled."""
    event, by = own(request, slug)
    row, now = _sending_or_404(event, pk), timezone.now()
    is_open = row.state in {SendingState.DRAFT, SendingState.PLANNED}
    people = waiting_recipients_of(row) if is_open else recipients_of(row)
    number, reader = people.count(), people.select_related("actor").order_by("pk").first()
    form = SendAtForm(
        request.POST if request.method == "POST" else None, initial={"expected": number, "seen": row.version}
    )
    if form.is_bound and form.is_valid():
        try:
            actions.plan_sending(
                event_id=event.pk,
                sending_id=pk,
                send_at=form.cleaned_data["send_at"] or now,
                expected=form.cleaned_data["expected"],
                seen=form.cleaned_data["seen"],
                by=by,
                now=now,
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        # Also after a refusal: the page names the number and the version that hold now.
        return redirect("registration:sending", slug=slug, pk=pk)
    context = console_context(
        event,
        by,
        current=CURRENT,
        row=sending_row(row, counts_by_sending(event.pk, now=now).get(row.pk)),
        number=number,
        reader=reader,
        previews=_previews(event, row, reader),
        form=form,
        is_open=is_open,
    )
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/sending.html", context, status=status)


@require_POST
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The message is not sent, or not to the rest."""
    event, by = own(request, slug)
    try:
        actions.cancel_sending(
            event_id=event.pk,
            sending_id=pk,
            seen=number_in(request.POST, "seen"),
            by=by,
            now=timezone.now(),
        )
        messages.success(request, _("The message is cancelled."))
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("registration:sending", slug=slug, pk=pk)


@never_cache
@require_http_methods(GET_OR_POST)
def undelivered(request: HttpRequest, slug: str) -> HttpResponse:
    """Emails that did not arrive; one of them, or all, are sent again."""
    event, by = own(request, slug)
    now = timezone.now()
    if request.method == "POST":
        pk = number_in(request.POST, "email")
        number = send_again(event_id=event.pk, mail_ids=[pk] if pk else None, by=by, now=now)
        said = ngettext("%(n)s email is being sent again.", "%(n)s emails are being sent again.", number)
        messages.success(request, said % {"n": number})
        return redirect("registration:undelivered", slug=slug)
    letters = list(lost_of(event.pk, now=now).defer("text", "html", "calendar")[:200])
    rows = lost_rows(letters, people_of_emails(one.pk for one in letters), list(event_emails))
    context = console_context(event, by, current=CURRENT, rows=rows)
    return render(request, "registration/organising/undelivered.html", context)


def _previews(event: Event, sending: EmailSending, reader: Registration | None) -> list[tuple[str, Content]]:
    """For one person, in both languages."""
    if reader is None:
        return []
    reader.event = event
    now, languages = timezone.now(), ("de", "en")
    return [(one, content_of(draft_of_message(sending, reader, one, now=now))) for one in languages]


def _sending_or_404(event: Event, pk: int) -> EmailSending:
    row = sendings_of(event.pk).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
