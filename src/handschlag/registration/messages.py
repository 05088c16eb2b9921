"""Messages to many people, all emails of an event, and those that did not arrive."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit, mail
from handschlag.common.mail import Content
from handschlag.common.mail.outbox import repeat
from handschlag.common.models import Mail, MailState
from handschlag.common.refusals import Refusal
from handschlag.common.web import number_in, refusal_message
from handschlag.design.fields import OneLine, TidyText
from handschlag.directory.emails import Letter
from handschlag.events.console import console_context
from handschlag.events.email_texts import sentence_faults, text_faults, wordings_of
from handschlag.events.emails import in_own_words, known_of
from handschlag.events.hooks import EventEmail, email_of, event_emails
from handschlag.events.models import EmailWording, Event
from handschlag.registration.access import CURRENT, GET_OR_POST, UNFIT, event_for_team, require_team
from handschlag.registration.emails import content_of, event_title, own_page_url, post_to
from handschlag.registration.event_emails import (
    GROUPS,
    EmailCounts,
    EmailRefusal,
    counts_by_kind,
    counts_by_sending,
    lost_of,
    people_of_emails,
    said_of,
)
from handschlag.registration.hooks import audience_of, audiences
from handschlag.registration.models import EmailSending, Registration, SendingState


def sendings_of(event_id: int) -> QuerySet[EmailSending]:
    """All of an event, the latest first."""
    return EmailSending.objects.filter(event_id=event_id)


def recipients_of(sending: EmailSending) -> QuerySet[Registration]:
    """Everybody of its audience who has an address, as it stands now."""
    audience = audience_of(sending.audience)
    if audience is None:
        return Registration.objects.none()
    return audience.people(sending.event_id).filter(erased_at=None).exclude(email="")


def waiting_recipients_of(sending: EmailSending) -> QuerySet[Registration]:
    """Those of them who have not got it yet."""
    return recipients_of(sending).filter(pk__gt=sending.done_up_to)


def due_sendings(now: datetime) -> list[int]:
    """Those whose time has come."""
    rows = EmailSending.objects.filter(state=SendingState.PLANNED, send_at__lte=now)
    return list(rows.order_by("send_at", "pk").values_list("pk", flat=True))


MESSAGE: Final = "registration.message"


def tell_message(sending: EmailSending, registration: Registration, *, now: datetime) -> None:
    """To one person of its audience."""

    def write() -> Letter:
        event = registration.event
        usual = Letter(
            subject="", paragraphs=(), url=own_page_url(registration), link=gettext("View your registration")
        )
        values = {
            **known_of(event),
            "name": registration.name,
            "reason": str(email_of(MESSAGE).reason) % {"event": event_title(event)},
        }
        return in_own_words(usual, subject=sending.subject, text=sending.text, values=values)

    post_to(registration, write, kind=MESSAGE, now=now, sending_id=sending.pk)


def draft_of_message(
    sending: EmailSending, registration: Registration, language: str, *, now: datetime
) -> Mail:
    """How one person of its audience would get it, in this language."""
    reader = copy.copy(registration)
    reader.language = language
    with mail.rehearsed() as drafts:
        tell_message(sending, reader, now=now)
    return drafts[0]


AT_A_TIME: Final = 50
_OPEN: Final = (SendingState.DRAFT, SendingState.PLANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is written to whom."""

    audience: str
    subject_de: str
    subject_en: str
    text_de: str
    text_en: str


@transaction.atomic
def write_sending(*, event_id: int, message: Message, by: Subject, now: datetime) -> EmailSending:
    """A draft: nobody gets it yet."""
    require_team(by, event_id)
    _check(message)
    row = EmailSending.objects.create(
        event_id=event_id, written_by_id=by.user_id, created_at=now, **asdict(message)
    )
    audit.record(verb="registration.sending_written", target=row, by_id=by.user_id, now=now)
    return row


@transaction.atomic
def change_sending(
    *, event_id: int, sending_id: int, message: Message, seen: int, by: Subject, now: datetime
) -> None:
    """Other words or another audience; what was planned is a draft again, to be looked at once more."""
    row = _hold(event_id, sending_id, seen=seen, by=by)
    if row.done_up_to:  # some have got it: the others get the same
        raise Refusal(EmailRefusal.OVER)
    _check(message)
    _write(row, state=SendingState.DRAFT, send_at=None, **asdict(message))
    audit.record(verb="registration.sending_written", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def plan_sending(
    *, event_id: int, sending_id: int, send_at: datetime, expected: int, seen: int, by: Subject, now: datetime
) -> None:
    """It goes out at this time, or now; `expected` is how many people the page named."""
    row = _hold(event_id, sending_id, seen=seen, by=by)
    number = waiting_recipients_of(row).count()
    if number != expected or not number:
        raise Refusal(EmailRefusal.OTHER_NUMBER)
    _write(row, state=SendingState.PLANNED, send_at=max(send_at, now))
    audit.record(verb="registration.sending_planned", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def cancel_sending(*, event_id: int, sending_id: int, seen: int, by: Subject, now: datetime) -> None:
    """Nobody who has not got it yet gets it."""
    row = _hold(event_id, sending_id, seen=seen, by=by)
    _write(row, state=SendingState.CANCELLED, send_at=None)
    audit.record(verb="registration.sending_cancelled", target=row, by_id=by.user_id, now=now)


def send_due(*, now: datetime) -> int:
    """Every sending whose time has come goes on where it stopped; how many emails were written."""
    number = 0
    for pk in due_sendings(now):
        while written := _send_some(pk, now=now):
            number += written
    return number


@transaction.atomic
def _send_some(sending_id: int, *, now: datetime) -> int:
    """A few emails and how far it has come, in one transaction: nobody gets it twice."""
    rows = EmailSending.objects.select_for_update(of=("self",)).select_related("event")
    row = rows.filter(pk=sending_id, state=SendingState.PLANNED).first()
    if row is None:
        return 0
    some = list(waiting_recipients_of(row).order_by("pk")[:AT_A_TIME])
    for registration in some:
        registration.event = row.event
        with contextlib.suppress(Refusal):  # an address that is none must not keep the others waiting
            tell_message(row, registration, now=now)
    rows = EmailSending.objects.filter(pk=row.pk)
    if some:
        rows.update(done_up_to=some[-1].pk, number=F("number") + len(some))
    else:
        rows.update(state=SendingState.SENT)
    return len(some)


def _check(message: Message) -> None:
    email = email_of(MESSAGE)
    subjects, texts = (message.subject_de, message.subject_en), (message.text_de, message.text_en)
    has_faults = any(sentence_faults(text, allowed=email.placeholders) for text in subjects) or any(
        text_faults(text, allowed=email.placeholders, required=email.required) for text in texts
    )
    if has_faults or not all((*subjects, *texts)) or audience_of(message.audience) is None:
        raise Refusal(EmailRefusal.FAULTY)


def _hold(event_id: int, sending_id: int, *, seen: int, by: Subject) -> EmailSending:
    require_team(by, event_id)
    rows = EmailSending.objects.select_for_update(of=("self",)).filter(pk=sending_id, event_id=event_id)
    row = rows.first()
    if row is None or row.state not in _OPEN:
        raise Refusal(EmailRefusal.OVER)
    if row.version != seen:
        raise Refusal(EmailRefusal.STALE)
    return row


def _write(row: EmailSending, **values: object) -> None:
    EmailSending.objects.filter(pk=row.pk).update(version=F("version") + 1, **values)


_TO_NEW_ADDRESSES: Final = frozenset({"registration.to_confirm_address"})  # their reader alone may confirm it


@transaction.atomic
def send_lost_again(*, event_id: int, mail_ids: Collection[int] | None, by: Subject, now: datetime) -> int:
    """These, or all of the event, to the address that the person has now; how many there were.

    In the order in which they were written: what came later may correct what came before.
    """
    require_team(by, event_id)
    rows = lost_of(event_id, now=now).order_by("pk").select_for_update()
    letters = list(rows if mail_ids is None else rows.filter(pk__in=mail_ids))
    people = people_of_emails(one.pk for one in letters)
    state = MailState.WAITING if settings.SENDS_MAIL else MailState.KEPT
    for letter in letters:
        person = None if letter.kind in _TO_NEW_ADDRESSES else people.get(letter.pk)
        repeat(letter, to=(person.email if person else "") or letter.to, state=state, now=now)
    if letters:
        changes = {"emails": [None, len(letters)]}
        event = Event.objects.get(pk=event_id)
        audit.record(verb="registration.sent_again", target=event, by_id=by.user_id, now=now, changes=changes)
    return len(letters)


FRAME_DE = "Guten Tag, {name},\n\n\n\n{link}\n\n{reason}"
FRAME_EN = "Hello {name},\n\n\n\n{link}\n\n{reason}"


def _text(label: Any, frame: str, language: str) -> TidyText:
    area = forms.Textarea(attrs={"rows": 12, "lang": language})
    return TidyText(label=label, initial=frame, widget=area)


class SendingForm(forms.Form):
    """Both languages: each person gets the message in their own."""

    audience = forms.ChoiceField(label=gettext_lazy("Recipients"))
    subject_de = OneLine(label=gettext_lazy("Subject, German"), max_length=120)
    text_de = _text(gettext_lazy("Text, German"), FRAME_DE, "de")
    subject_en = OneLine(label=gettext_lazy("Subject, English"), max_length=120)
    text_en = _text(gettext_lazy("Text, English"), FRAME_EN, "en")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [(one.key, one.title) for one in audiences]
        self.fields["audience"].choices = [("", gettext_lazy("Please choose")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Placeholders are those of a message."""
        email = email_of(MESSAGE)
        for name in ("subject_de", "subject_en"):
            self._note(name, sentence_faults(self.cleaned_data.get(name, ""), allowed=email.placeholders))
        for name in ("text_de", "text_en"):
            text = self.cleaned_data.get(name, "")
            self._note(name, text_faults(text, allowed=email.placeholders, required=email.required))
        return self.cleaned_data

    def _note(self, name: str, faults: Any) -> None:
        if name not in self.errors and faults:
            self.add_error(name, ValidationError([said_of(one) for one in faults]))

    def message(self) -> Message:
        names = ("audience", "subject_de", "subject_en", "text_de", "text_en")
        return Message(**{name: self.cleaned_data[name] for name in names})


class SendAtForm(forms.Form):
    """When a message goes out; empty for now."""

    send_at = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        label=gettext_lazy("Send at"),
        required=False,
        help_text=gettext_lazy("Empty: now. The time is that of the event."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


STATES: Final[Mapping[str, tuple[Promise, str]]] = {
    SendingState.DRAFT: (_("draft"), "plain"),
    SendingState.PLANNED: (_("scheduled"), "wait"),
    SendingState.SENT: (_("sent"), "ok"),
    SendingState.CANCELLED: (_("cancelled"), "plain"),
}
# The first that fits: of the status of RFC 3463, or of what the delivery noted.
_CAUSES: Final[Sequence[tuple[str, Promise]]] = (
    ("5.1", _("The address does not exist.")),
    ("5.2.2", _("The mailbox is full.")),
    ("5.7", _("The mail server of the recipient rejects our emails.")),
    ("SMTPRecipientsRefused 55", _("The address does not exist.")),
    ("gone", _("Its link no longer worked.")),
)
_OTHER: Final = _("The mail server did not accept it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _SendingRow:
    """One message in the list."""

    sending: EmailSending
    audience: str | Promise
    state: Promise
    tone: str
    counts: EmailCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class _LostEmail:
    """One email that did not arrive; `person` is None where nobody registered with it."""

    letter: Mail
    person: Registration | None
    title: str | Promise
    cause: Promise


def sending_row(sending: EmailSending, counts: EmailCounts | None) -> _SendingRow:
    """The message with its state in words."""
    audience, (state, tone) = audience_of(sending.audience), STATES[sending.state]
    return _SendingRow(
        sending=sending,
        audience=audience.title if audience else sending.audience,
        state=state,
        tone=tone,
        counts=counts or EmailCounts(),
    )


def lost_rows(
    letters: Sequence[Mail], people: Mapping[int, Registration], emails: Sequence[EventEmail]
) -> list[_LostEmail]:
    """Each with its person and why it did not arrive."""
    titles = {email.kind: email.title for email in emails}
    return [
        _LostEmail(
            letter=letter,
            person=people.get(letter.pk),
            title=titles.get(letter.kind, letter.kind),
            cause=_cause_of(letter),
        )
        for letter in letters
    ]


def _cause_of(letter: Mail) -> Promise:
    return next((words for code, words in _CAUSES if letter.error.startswith(code)), _OTHER)


@never_cache
@require_http_methods(GET_OR_POST)
def new_message_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A message is written; its page shows it before anybody gets it."""
    event, by = event_for_team(request, slug)
    form = SendingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        row = write_sending(event_id=event.pk, message=form.message(), by=by, now=timezone.now())
        return redirect("registration:sending", slug=slug, pk=row.pk)
    return _form_page(request, event, by, form)


@never_cache
@require_http_methods(GET_OR_POST)
def change_message_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Other words, or another audience, as long as it has not been sent."""
    event, by = event_for_team(request, slug)
    row = _sending_or_404(event, pk)
    names = ("audience", "subject_de", "subject_en", "text_de", "text_en")
    initial = {"seen": row.version, **{name: getattr(row, name) for name in names}}
    form = SendingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_sending(
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
def message_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One message with its preview and the number of its recipients; from here it is sent or scheduled."""
    event, by = event_for_team(request, slug)
    row, now = _sending_or_404(event, pk), timezone.now()
    is_open = row.state in {SendingState.DRAFT, SendingState.PLANNED}
    people = waiting_recipients_of(row) if is_open else recipients_of(row)
    number, reader = people.count(), people.select_related("actor").order_by("pk").first()
    form = SendAtForm(
        request.POST if request.method == "POST" else None, initial={"expected": number, "seen": row.version}
    )
    if form.is_bound and form.is_valid():
        try:
            plan_sending(
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
def cancel_message(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The message is not sent, or not to the rest."""
    event, by = event_for_team(request, slug)
    try:
        cancel_sending(
            event_id=event.pk,
            sending_id=pk,
            seen=number_in(request.POST, "seen"),
            by=by,
            now=timezone.now(),
        )
        messages.success(request, gettext("The message is cancelled."))
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("registration:sending", slug=slug, pk=pk)


@never_cache
@require_http_methods(GET_OR_POST)
def undelivered_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Emails that did not arrive; one of them, or all, are sent again."""
    event, by = event_for_team(request, slug)
    now = timezone.now()
    if request.method == "POST":
        pk = number_in(request.POST, "email")
        number = send_lost_again(event_id=event.pk, mail_ids=[pk] if pk else None, by=by, now=now)
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


@never_cache
@require_safe
def emails_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All kinds of emails of the event, with what was sent of each."""
    event, by = event_for_team(request, slug)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _EmailRow:
    """One kind in the list."""

    email: EventEmail
    counts: EmailCounts
    way: str  # whose words: usual, sentence or text


def grouped_emails(
    emails: Sequence[EventEmail],
    counts: Mapping[str, EmailCounts],
    wordings: Mapping[str, EmailWording],
) -> list[tuple[Promise, list[_EmailRow]]]:
    """All kinds in the order of an event."""
    nothing = EmailCounts()
    rows = [
        _EmailRow(email=one, counts=counts.get(one.kind, nothing), way=_way_of(wordings.get(one.kind)))
        for one in emails
    ]
    found = [(title, [row for row in rows if row.email.group is group]) for group, title in GROUPS.items()]
    return [(title, some) for title, some in found if some]


def _way_of(row: EmailWording | None) -> str:
    if row is None:
        return "usual"
    return "text" if row.text_de else "sentence"
