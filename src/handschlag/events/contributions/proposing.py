"""Somebody without an account proposes a contribution, and confirms it by the link in an email."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts import limits, sessions
from handschlag.accounts import links as accounts
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.models import PersonalLink
from handschlag.common import audit, pictures
from handschlag.common.mail import forget_person
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.common.web import refusal_message
from handschlag.design.fields import OneLine, TidyText
from handschlag.events.console import UNFIT
from handschlag.events.contributions import emails
from handschlag.events.contributions.calls import (
    CONFIRM_WITHIN,
    CONTRIBUTIONS_FROM_A_PLACE,
    CONTRIBUTIONS_OF_AN_ADDRESS,
    LINK_LASTS_AFTER,
    PURPOSE,
    CallPhase,
    call_of,
    call_phase,
    forgotten_contributions,
    picture_of_speaker,
)
from handschlag.events.contributions.emails import person_of
from handschlag.events.contributions.reviews import _length
from handschlag.events.editing import ContributionRefusal, EventRefusal, tracks_of
from handschlag.events.fields import title
from handschlag.events.labels import SESSION_KINDS, SESSION_LANGUAGES
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    ContributionSpeaker,
    ContributionState,
    Event,
    EventStatus,
    SessionLanguage,
)
from handschlag.events.public_events import shown_event
from handschlag.events.published_programme import latest


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Those whose time is over; how many."""
    return forget(forgotten_contributions(now), now=now)


@transaction.atomic
def forget(rows: QuerySet[Contribution], *, now: datetime) -> int:
    """These, with their links, pictures and emails; how many."""
    found = list(rows.values_list("pk", "link_id"))
    ids = [pk for pk, _link in found]
    sent = ContributionSpeaker.objects.filter(contribution__in=ids).exclude(picture="")
    for name in sent.values_list("picture", flat=True):
        pictures.drop_when_committed(name)
    for pk in ids:
        forget_person(person_of(pk), now=now)
    PersonalLink.objects.filter(pk__in=[link for _pk, link in found]).delete()
    return len(ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSpeaker:
    """Who would speak."""

    name: str
    email: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the form says; the first speaker proposes it, and gets the email."""

    title: str
    abstract: str
    language: str
    kind: str
    minutes: int
    track_id: int | None
    speakers: Sequence[ProposedSpeaker]


@transaction.atomic
def propose(*, event_id: int, proposal: Proposal, reads: str, origin: str, now: datetime) -> Contribution:
    """It waits until its link is opened; `reads` is the language of the page, `origin` where it came from."""
    event = Event.objects.select_for_update().get(pk=event_id)
    _check_open(event, proposal, now=now)
    first = proposal.speakers[0]
    email = normalised_address(first.email)
    too_often = ContributionRefusal.TOO_OFTEN
    limits.count(CONTRIBUTIONS_FROM_A_PLACE, origin, now=now, fault=too_often)
    limits.count(CONTRIBUTIONS_OF_AN_ADDRESS, email, now=now, fault=too_often)
    link = accounts.issue_link(
        purpose=PURPOSE,
        content={"event": event.pk},
        lasts=_end_of(event) - now,
        by_id=None,
        now=now,
        email=email,
    )
    row = Contribution.objects.create(
        event=event,
        link=link,
        email=email,
        reads=reads,
        title=proposal.title,
        abstract=proposal.abstract,
        language=proposal.language,
        kind=proposal.kind,
        minutes=proposal.minutes,
        track_id=proposal.track_id,
        sent_at=now,
        changed_at=now,
    )
    _write_speakers(row, proposal.speakers)
    emails.tell_to_confirm(row, name=first.name, now=now)
    return row


def _write_speakers(row: Contribution, speakers: Sequence[ProposedSpeaker]) -> None:
    ContributionSpeaker.objects.bulk_create(
        ContributionSpeaker(
            contribution=row,
            name=one.name,
            email=normalised_address(one.email),
            organisation=one.organisation,
            position=position,
        )
        for position, one in enumerate(speakers)
    )


def _check_open(event: Event, proposal: Proposal, *, now: datetime) -> ContributionCall:
    """The call, if it is open and asks for such a thing."""
    call = ContributionCall.objects.filter(event=event).first()
    if call is None or event.status != EventStatus.PUBLISHED:
        raise Refusal(ContributionRefusal.NOT_OPEN)
    is_open = call_phase(call.opens_at, call.closes_at, now=now) is CallPhase.OPEN
    if not is_open or _end_of(event) <= now:
        raise Refusal(ContributionRefusal.NOT_OPEN)
    has_track = proposal.track_id is None or event.tracks.filter(pk=proposal.track_id).exists()
    if proposal.kind not in call.kinds or proposal.minutes not in call.minutes or not has_track:
        raise Refusal(ContributionRefusal.NOT_OF_THIS_CALL)
    return call


@transaction.atomic
def submit(*, contribution_id: int, now: datetime) -> Contribution:
    """The address is that of its owner: the organisers see it from now on. Twice is as good as once."""
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("event")
    row = rows.filter(pk=contribution_id).first()
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if row.event.status == EventStatus.ARCHIVED:
        raise Refusal(ContributionRefusal.OVER)
    if row.state == ContributionState.UNCONFIRMED:
        row.state, row.submitted_at, row.changed_at = ContributionState.SUBMITTED, now, now
        row.save(update_fields=["state", "submitted_at", "changed_at"])
        audit.record(verb="contribution.submitted", target=row, by_id=None, now=now)
    return row


def _end_of(event: Event) -> datetime:
    return datetime.combine(event.last_day + timedelta(days=1), time(), tzinfo=UTC) + LINK_LASTS_AFTER


MOST_OTHERS: Final = 3


class ContentFields(forms.Form):
    """What a contribution is."""

    title = title(_("Title"), required=True)
    abstract = TidyText(
        label=_("Abstract"),
        max_length=3000,
        help_text=_("What it is about, and what people take away. Up to 3,000 characters."),
        error_messages={"required": _("Describe your contribution in a few sentences.")},
    )
    kind = forms.ChoiceField(label=_("Kind"))
    minutes = forms.TypedChoiceField(label=_("Length"), coerce=int)
    track = forms.TypedChoiceField(label=_("Track"), coerce=int, required=False, empty_value=None)
    language = forms.ChoiceField(
        label=_("Language"), choices=[(one.value, SESSION_LANGUAGES[one.value]) for one in SessionLanguage]
    )

    def offer(self, call: ContributionCall, tracks: Sequence[tuple[int, str]]) -> None:
        """The choices are those of the call, and what was chosen before; without tracks nothing is asked."""
        kind, minutes = self.initial.get("kind"), self.initial.get("minutes")
        kinds = [(one, SESSION_KINDS[one]) for one in dict.fromkeys((*call.kinds, *filter(None, [kind])))]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        lengths = [(str(one), _length(one)) for one in sorted({*call.minutes, *filter(None, [minutes])})]
        self.fields["minutes"].choices = lengths  # type: ignore[attr-defined]
        options = [("", _("none")), *((str(pk), name) for pk, name in tracks)]
        self.fields["track"].choices = options  # type: ignore[attr-defined]
        if not tracks:
            del self.fields["track"]


class ProposalForm(ContentFields):
    """The public form. `topic` is a trap: people do not see it, programs that fill in everything do."""

    name = OneLine(
        label=_("Your name"),
        max_length=120,
        help_text=_("With title, as the programme should name you"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We send your personal link to this address. It is not published."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("This email address is incomplete. It should look like name@example.org."),
        },
    )
    organisation = title(_("Organisation"))
    agreed = forms.BooleanField(
        label=_("I agree to this, and the people I name here do too."),
        error_messages={"required": _("Without your agreement the organisers may not read it.")},
    )
    topic = forms.CharField(required=False, max_length=200)

    def __init__(
        self, data: Any = None, *, call: ContributionCall, tracks: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.offer(call, tracks)
        self.others = [_OtherForm(data, prefix=f"other-{number}") for number in range(MOST_OTHERS)]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(one.is_valid() for one in self.others)])

    def named(self) -> Iterator[Mapping[str, str]]:
        """Whoever is to speak, as they were typed; the first one proposes it."""
        for form in (self, *self.others):
            found = {name: form.cleaned_data[name] for name in ("name", "email", "organisation")}
            if found["name"]:
                yield found


class _OtherForm(forms.Form):
    """One more speaker; an empty line is none."""

    name = title(_("Name"), longest=120)
    email = forms.EmailField(label=_("Email address"), max_length=254, required=False)
    organisation = title(_("Organisation"))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("name") and (given.get("email") or given.get("organisation")):
            self.add_error("name", _("Enter the name of this person."))
        return given


def _called(slug: str) -> tuple[Event, ContributionCall]:
    """A public event with its call; not found where it calls for nothing."""
    event = Event.objects.filter(slug=slug, status=EventStatus.PUBLISHED).first()
    call = call_of(event.pk) if event else None
    if event is None or call is None:
        raise Http404
    move_to(event.time_zone)
    return event, call


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The open form, or the words that say from when until when it is open."""
    event, found = _called(slug)
    phase = call_phase(found.opens_at, found.closes_at, now=timezone.now())
    if phase is not CallPhase.OPEN:
        context = {"event": event, "call": found, "is_over": phase is CallPhase.OVER}
        return render(request, "events/contributions/closed.html", context)
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(data, call=found, tracks=tracks_of(event.pk))
    if data is not None and (data.get("topic") or (form.is_valid() and _propose(request, event, form))):
        # A program that filled in what no person sees learns nothing from the answer.
        return redirect("events:call_sent", slug=slug)
    status = UNFIT if form.is_bound else 200
    context = {"event": event, "call": found, "form": form}
    return render(request, "events/contributions/call.html", context, status=status)


def _propose(request: HttpRequest, event: Event, form: ProposalForm) -> bool:
    given = form.cleaned_data
    try:
        propose(
            event_id=event.pk,
            proposal=Proposal(
                title=given["title"],
                abstract=given["abstract"],
                language=given["language"],
                kind=given["kind"],
                minutes=given["minutes"],
                track_id=given.get("track"),
                speakers=[ProposedSpeaker(**one) for one in form.named()],
            ),
            reads=(get_language() or "de")[:2],
            origin=sessions.place(request),
            now=timezone.now(),
        )
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return False
    return True


@require_safe
def sent_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next; the same for everybody."""
    event, _call = _called(slug)
    hours = int(CONFIRM_WITHIN.total_seconds() // 3600)
    return render(request, "events/contributions/sent.html", {"event": event, "hours": hours})


@require_safe
def speaker_picture(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The picture of a speaker of the published programme, for whoever may see the event."""
    event_id = shown_event(request, slug).event.pk
    if all(one.id != number for one in latest(event_id).programme.people):
        raise Http404
    name = picture_of_speaker(event_id, number)
    if not name:
        raise Http404
    return pictures.picture_response(name, is_public=False)
