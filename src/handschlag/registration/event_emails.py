"""The emails of an event: one of them with preview, own words and a test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Lower, TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import User, addressee
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.mail.pages import sandboxed
from handschlag.common.models import Mail, MailPerson, MailState
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.web import number_in, refusal_message
from handschlag.design.fields import OneLine, TidyText
from handschlag.events.console import console_context
from handschlag.events.email_texts import FaultKind, TextFault, sentence_faults, text_faults, wording_of
from handschlag.events.hooks import EmailGroup, EventEmail, UnknownEmail, email_of
from handschlag.events.models import EmailWording, Event
from handschlag.registration import emails
from handschlag.registration.access import CURRENT, GET_OR_POST, UNFIT, event_for_team, require_team
from handschlag.registration.emails import content_of, draft_of, example_reader
from handschlag.registration.models import Registration
from handschlag.registration.places import ACTIVE, lock_event

LOST = (MailState.FAILED, MailState.BOUNCED)
_SHOWN = 100
_REGISTRATION = "registration"  # what emails call people who are registered
_ADDRESS_LEFT = "registration.address_left"  # to an address that its person no longer has


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailCounts:
    """How many were written, and what became of them. `lost` did not arrive and were not sent again."""

    written: int = 0
    waiting: int = 0
    lost: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _DayOfEmails:
    """The emails of one kind that were written on one day."""

    day: date
    counts: EmailCounts


def _is_lost(now: datetime) -> Q:
    """Did not arrive, was not sent again, and would still be of use to its reader."""
    in_time = Q(expires_at=None) | Q(expires_at__gt=now)
    return Q(in_time, state__in=LOST, repeated_at=None) & ~Q(kind=_ADDRESS_LEFT)


def _counted(now: datetime) -> Mapping[str, Any]:
    return {
        "written": Count("pk"),
        "waiting": Count("pk", filter=Q(state__in=[MailState.WAITING, MailState.SENDING])),
        "lost": Count("pk", filter=_is_lost(now)),
        "last_at": Max("created_at"),
    }


def counts_by_kind(event_id: int, *, now: datetime) -> Mapping[str, EmailCounts]:
    """Of all kinds that were ever written; one query."""
    rows = Mail.objects.filter(event_id=event_id).order_by().values("kind").annotate(**_counted(now))
    return {row["kind"]: _counts_in(row) for row in rows}


def days_of(event_id: int, kind: str, *, now: datetime) -> Sequence[_DayOfEmails]:
    """The last days on which emails of this kind were written, the latest first."""
    rows = Mail.objects.filter(event_id=event_id, kind=kind).order_by()
    days = rows.annotate(day=TruncDate("created_at")).values("day")
    found = days.annotate(**_counted(now)).order_by("-day")
    return [_DayOfEmails(day=row["day"], counts=_counts_in(row)) for row in found[:20]]


def _counts_in(row: Mapping[str, Any]) -> EmailCounts:
    return EmailCounts(**{name: row[name] for name in EmailCounts.__slots__})


def _readers_of(event_id: int) -> QuerySet[Registration]:
    """Everybody whose registration lives, by name."""
    rows = Registration.objects.filter(event_id=event_id, state__in=ACTIVE, erased_at=None)
    return rows.order_by(Lower("name"), "pk")


def first_readers(event_id: int) -> Sequence[tuple[int, str]]:
    """Ids and names of as many as fit into a list to choose from."""
    return list(_readers_of(event_id).values_list("pk", "name")[:_SHOWN])


def reader_of(event_id: int, number: int) -> Registration | None:
    """This one, or the first, who is found before a row is read: all with their actors take far longer."""
    rows = _readers_of(event_id)
    pk = number or rows.values_list("pk", flat=True).first()
    return None if pk is None else rows.select_related("actor").filter(pk=pk).first()


def lost_of(event_id: int, *, now: datetime) -> QuerySet[Mail]:
    """Emails that did not arrive, still have their words and were not sent again; the latest first."""
    return Mail.objects.filter(_is_lost(now), event_id=event_id, erased_at=None)


def people_of_emails(mail_ids: Iterable[int]) -> Mapping[int, Registration]:
    """To whom each went, by the email's id; those to people who are not registered are left out."""
    rows = MailPerson.objects.filter(mail_id__in=list(mail_ids), kind=_REGISTRATION, is_recipient=True)
    found = dict(rows.values_list("mail_id", "object_id"))
    people = Registration.objects.filter(erased_at=None).in_bulk(found.values())
    return {mail_id: people[pk] for mail_id, pk in found.items() if pk in people}


def counts_by_sending(event_id: int, *, now: datetime) -> Mapping[int, EmailCounts]:
    """What became of the organisers' own messages; one query."""
    rows = Mail.objects.filter(event_id=event_id, sending_id__isnull=False).order_by()
    found = rows.values("sending_id").annotate(**_counted(now))
    return {row["sending_id"] or 0: _counts_in(row) for row in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """A sentence in both languages, or a whole text with its subject; nothing for the usual words."""

    sentence_de: str = ""
    sentence_en: str = ""
    subject_de: str = ""
    subject_en: str = ""
    text_de: str = ""
    text_en: str = ""


@transaction.atomic
def save_wording(
    *, event_id: int, email: EventEmail, words: OwnWords, seen: int, by: Subject, now: datetime
) -> None:
    """From now on this email has these words; `seen` is the version that the form showed, 0 for none."""
    require_team(by, event_id)
    event = lock_event(event_id)
    row = EmailWording.objects.filter(event=event, kind=email.kind).first()
    if (row.version if row else 0) != seen:
        raise Refusal(EmailRefusal.STALE)
    if email.is_written_each_time or _faults(email, words):
        raise Refusal(EmailRefusal.FAULTY)
    values = {name: getattr(words, name) for name in OwnWords.__slots__}
    is_usual = not any(values.values())
    if is_usual and row is None:
        return
    audit.record(
        verb="registration.email_worded",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"kind": [None, email.kind]},
    )
    if row is None:
        EmailWording.objects.create(event=event, kind=email.kind, changed_at=now, **values)
    elif is_usual:
        row.delete()
    else:
        rows = EmailWording.objects.filter(pk=row.pk)
        rows.update(changed_at=now, version=row.version + 1, **values)


def _faults(email: EventEmail, words: OwnWords) -> bool:
    allowed, required = email.placeholders, email.required
    short = (words.sentence_de, words.sentence_en, words.subject_de, words.subject_en)
    texts = [text for text in (words.text_de, words.text_en) if text]
    return any(sentence_faults(text, allowed=allowed) for text in short) or any(
        text_faults(text, allowed=allowed, required=required) for text in texts
    )


@transaction.atomic
def send_test_email(
    *, email: EventEmail, registration: Registration, language: str, by: Subject, now: datetime
) -> str:
    """The email as this person would get it, to the organiser alone; gives the address it goes to."""
    require_team(by, registration.event_id)
    user = User.objects.get(pk=by.user_id or 0)
    emails.send_test(
        email, registration, language=language, to=user.email, recipient=addressee(user), now=now
    )
    return user.email


USUAL, SENTENCE, TEXT = "usual", "sentence", "text"
_LONGEST_SENTENCE: Final = 600
_FIELDS: Final = {
    USUAL: (),
    SENTENCE: ("sentence_de", "sentence_en"),
    TEXT: ("subject_de", "text_de", "subject_en", "text_en"),
}


def _sentence(label: Any) -> TidyText:
    widget = forms.Textarea(attrs={"rows": 3})
    return TidyText(label=label, required=False, max_length=_LONGEST_SENTENCE, widget=widget)


def _text(label: Any) -> TidyText:
    return TidyText(label=label, required=False, widget=forms.Textarea(attrs={"rows": 12}))


class WordingForm(forms.Form):
    """The usual words, with a sentence more, or a text of one's own; both languages or none."""

    way = forms.ChoiceField(
        label=gettext_lazy("Words of this email"),
        choices=[
            (USUAL, gettext_lazy("The usual text")),
            (SENTENCE, gettext_lazy("The usual text and a sentence of our own")),
            (TEXT, gettext_lazy("A text of our own")),
        ],
        widget=forms.RadioSelect,
    )
    sentence_de = _sentence(gettext_lazy("Sentence, German"))
    sentence_en = _sentence(gettext_lazy("Sentence, English"))
    subject_de = OneLine(label=gettext_lazy("Subject, German"), required=False, max_length=120)
    text_de = _text(gettext_lazy("Text, German"))
    subject_en = OneLine(label=gettext_lazy("Subject, English"), required=False, max_length=120)
    text_en = _text(gettext_lazy("Text, English"))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, email: EventEmail, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Only what was chosen is looked at."""
        for name in _FIELDS.get(self.cleaned_data.get("way", ""), ()):
            text = self.cleaned_data.get(name, "")
            if name not in self.errors and (words := self._fault_words(name, text)):
                self.add_error(name, ValidationError(words))
        return self.cleaned_data

    def _fault_words(self, name: str, text: str) -> list[str]:
        if not text:
            return [gettext("Fill in both languages.")]
        allowed, required = self.email.placeholders, self.email.required
        if name.startswith("text_"):
            return [said_of(one) for one in text_faults(text, allowed=allowed, required=required)]
        return [said_of(one) for one in sentence_faults(text, allowed=allowed)]

    def words(self) -> OwnWords:
        return OwnWords(**{name: self.cleaned_data[name] for name in _FIELDS[self.cleaned_data["way"]]})


def shown_words(row: EmailWording | None) -> dict[str, Any]:
    """What the form shows of the words that are kept."""
    if row is None:
        return {"way": USUAL, "seen": 0}
    kept = {name: getattr(row, name) for names in _FIELDS.values() for name in names}
    return {"way": TEXT if row.text_de else SENTENCE, "seen": row.version, **kept}


def said_of(fault: TextFault) -> str:
    """What is wrong with a text, and where."""
    known = {"name": f"{{{fault.name}}}", "line": fault.line, "nearest": f"{{{fault.nearest}}}"}
    said = {
        FaultKind.UNKNOWN: gettext("Line %(line)s: %(name)s is no placeholder of this email."),
        FaultKind.BRACE: gettext("Line %(line)s: a curly bracket is missing its other half."),
        FaultKind.MISSING: gettext("%(name)s is missing. This email needs it."),
        FaultKind.TWICE: gettext("Line %(line)s: %(name)s can stand here only once."),
        FaultKind.NOT_ALONE: gettext("Line %(line)s: %(name)s needs a line of its own."),
        FaultKind.ORDER: gettext("Line %(line)s: %(name)s comes before {link}."),
    }[fault.kind]
    did_you_mean = " " + gettext("Did you mean %(nearest)s?") if fault.nearest else ""
    return (said + did_you_mean) % known


GROUPS: Final[Mapping[EmailGroup, Promise]] = {
    EmailGroup.PROGRAMME: gettext_lazy("Call for contributions"),
    EmailGroup.REGISTRATION: gettext_lazy("Registration"),
    EmailGroup.MATCHING: gettext_lazy("Matchmaking"),
    EmailGroup.DAY: gettext_lazy("On the day"),
    EmailGroup.AFTER: gettext_lazy("Afterwards"),
}
PLACEHOLDERS: Final[Mapping[str, Promise]] = {
    "name": gettext_lazy("name of the reader"),
    "event": gettext_lazy("title of the event"),
    "dates": gettext_lazy("days and venue"),
    "link": gettext_lazy("the button with its link, on a line of its own"),
    "reason": gettext_lazy("why the reader gets this email"),
    "until": gettext_lazy("end of the time to reply"),
    "from": gettext_lazy("start of the wishes"),
    "number": gettext_lazy("the number"),
    "unsent": gettext_lazy("number of requests not sent"),
    "names": gettext_lazy("names of the others"),
    "time": gettext_lazy("day and time"),
    "place": gettext_lazy("meeting point"),
    "new": gettext_lazy("the new time"),
    "old": gettext_lazy("the time so far"),
    "first": gettext_lazy("day and time of the first meeting"),
    "session": gettext_lazy("title of the session"),
    "topic": gettext_lazy("topic of the table"),
    "title": gettext_lazy("title of the contribution"),
}


def placeholder_rows(email: EventEmail) -> list[tuple[str, Any, bool]]:
    """What may stand in a text of one's own: as it is written, what it is, and whether it has to."""
    words = {**PLACEHOLDERS, "list": email.list_of}
    return [(f"{{{name}}}", words[name], name in email.required) for name in email.placeholders]


LANGUAGES = ("de", "en")


@never_cache
@require_http_methods(GET_OR_POST)
def email_page(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One kind: how it looks to somebody, and the organisers' own words, which are saved."""
    event, by = event_for_team(request, slug)
    found, row, now = _email_or_404(kind), wording_of(event.pk, kind), timezone.now()
    form = WordingForm(
        request.POST if request.method == "POST" else None, initial=shown_words(row), email=found
    )
    if form.is_bound and form.is_valid():
        try:
            save_wording(
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
            messages.success(request, gettext("Saved. The preview shows the new words."))
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
def send_test_to_me(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The email that the preview shows, to the organiser's own address."""
    event, by = event_for_team(request, slug)
    found = _email_or_404(kind)
    now, number = timezone.now(), number_in(request.POST, "person")
    reader = reader_of(event.pk, number) or example_reader(event, now=now)
    language = _language(request.POST.get("language", ""))
    to = send_test_email(email=found, registration=reader, language=language, by=by, now=now)
    messages.success(request, gettext("We have sent a test to %(address)s.") % {"address": to})
    return redirect("registration:email", slug=slug, kind=kind)


@never_cache
@require_safe
def email_html(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The preview as a mail program shows it: alone, in a sandbox."""
    event, _by = event_for_team(request, slug)
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


class EmailRefusal(Reason):
    STALE = "email_stale", _("Someone has changed this email in the meantime. Your words are still here.")
    FAULTY = "email_faulty", _("The text has a placeholder that is not possible here.")
    OTHER_NUMBER = (
        "email_other_number",
        _("The number of recipients has changed. Check it and send again."),
    )
    OVER = "email_over", _("This message has been sent or cancelled.")
