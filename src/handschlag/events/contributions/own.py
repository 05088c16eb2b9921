"""A speaker's own contribution, behind the link of the email: changed, confirmed, withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.codes_and_links import LinkFault
from handschlag.accounts.links import look_at_link
from handschlag.common import audit, pictures
from handschlag.common.picture_cleaning import LARGEST_FILE
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_range, format_short_day, local_date, move_to
from handschlag.common.web import refusal_message
from handschlag.design.fields import TidyText
from handschlag.events.console import CONFLICT, UNFIT
from handschlag.events.contributions.calls import (
    CLOSED,
    CONFIRM_WITHIN,
    IN_PROGRAMME,
    PURPOSE,
    Span,
    absences_of,
    call_of,
    contribution_of_link,
    etag_of_contribution,
    hours_at,
    merged,
    session_words,
    speaker_words,
    speakers_of_contribution,
)
from handschlag.events.contributions.proposing import ContentFields, submit
from handschlag.events.editing import ContributionRefusal, EventRefusal, changes_to, touch_event, tracks_of
from handschlag.events.fields import title
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    ContributionSpeaker,
    ContributionState,
    Event,
    EventStatus,
    Session,
    Speaker,
    SpeakerAbsence,
)

FOLDER: Final = "speakers"
BOX: Final = (600, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChanges:
    """What the form says; `facts` and `who` can change as long as it is not in the programme."""

    title: str
    abstract: str
    needs: str
    about: str
    absences: Sequence[Span] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    who: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def change_own(*, contribution_id: int, changes: OwnChanges, seen: str, now: datetime) -> None:
    """The contribution says this; once it is in the programme, its session and its speaker do."""
    row = _held(contribution_id, seen=seen)
    is_in_programme = row.state in IN_PROGRAMME and row.session is not None
    if row.state in IN_PROGRAMME and row.session is not None:
        _change_session(row, row.session, changes, now=now)
        _change_speaker(row, changes)
    if not is_in_programme or row.told_at is None:  # the decision can still be taken back
        row.title, row.abstract = changes.title, changes.abstract
        row.speakers.filter(position=0).update(about=changes.about, **changes.who)
    for name, value in changes.facts.items():
        setattr(row, name, value)
    row.needs, row.changed_at, row.version = changes.needs, now, row.version + 1
    row.save()
    spans = merged(changes.absences)
    if spans != absences_of(row.pk):
        row.absences.all().delete()
        SpeakerAbsence.objects.bulk_create(
            SpeakerAbsence(contribution=row, starts_at=starts, ends_at=ends) for starts, ends in spans
        )
    audit.record(verb="contribution.changed", target=row, by_id=None, now=now)


def _change_session(row: Contribution, session: Session, changes: OwnChanges, *, now: datetime) -> None:
    """Its words; of its facts those which the organisers have left as they were proposed."""
    values: dict[str, object] = {
        name: value
        for name, value in changes.facts.items()
        if name != "minutes" and getattr(session, name) == getattr(row, name)
    }
    values |= session_words(row, session, title=changes.title, abstract=changes.abstract)
    new = changes_to(session, values)
    if not new:
        return
    for name, value in new.items():
        setattr(session, name, value)
    session.version, session.changed_at = session.version + 1, now
    session.save(update_fields=[*new, "version", "changed_at"])
    noted: dict[str, list[object]] = {name: [] for name in new}
    audit.record(verb="session.edited", target=session, by_id=None, now=now, changes=noted)
    touch_event(row.event, now)


def _change_speaker(row: Contribution, changes: OwnChanges) -> None:
    speaker = Speaker.objects.filter(pk__in=row.speakers.filter(position=0).values("speaker")).first()
    if speaker is not None:
        values = speaker_words(row, speaker, about=changes.about)
        Speaker.objects.filter(pk=speaker.pk).update(**values, **changes.who)


@transaction.atomic
def confirm_own(*, contribution_id: int, now: datetime) -> None:
    """The speaker will come. Twice is as good as once."""
    row = _held(contribution_id)
    if row.state == ContributionState.CONFIRMED:
        return
    if row.state != ContributionState.ACCEPTED or row.told_at is None:
        raise Refusal(ContributionRefusal.NOT_YET_DECIDED)
    _move(row, ContributionState.CONFIRMED, now=now)
    audit.record(verb="contribution.confirmed", target=row, by_id=None, now=now)


@transaction.atomic
def withdraw_own(*, contribution_id: int, now: datetime) -> None:
    """The contribution is off the list; its session, unless it has taken place, is cancelled."""
    row = _held(contribution_id)
    is_over = row.session is not None and row.session.ends_at is not None and row.session.ends_at <= now
    if row.session is not None and not row.session.is_cancelled and not is_over:
        Session.objects.filter(pk=row.session.pk).update(
            is_cancelled=True, version=F("version") + 1, changed_at=now
        )
        audit.record(verb="session.cancelled", target=row.session, by_id=None, now=now)
        touch_event(row.event, now)
    _move(row, ContributionState.WITHDRAWN, now=now, decided_at=now)
    audit.record(verb="contribution.withdrawn", target=row, by_id=None, now=now)


def set_picture(*, contribution_id: int, data: bytes, now: datetime) -> None:
    """The speaker is shown with this picture, drawn anew."""
    with transaction.atomic():
        _held(contribution_id)  # asked before a picture is drawn: drawing takes time
    with pictures.stored_picture(data, folder=FOLDER, box=BOX, is_photo=True) as name:
        _put_picture(contribution_id, name, now=now)


def remove_picture(*, contribution_id: int, now: datetime) -> None:
    """The speaker is shown without a picture, and its file is deleted."""
    _put_picture(contribution_id, "", now=now)


@transaction.atomic
def _put_picture(contribution_id: int, name: str, *, now: datetime) -> None:
    row = _held(contribution_id)
    first = ContributionSpeaker.objects.get(contribution=row, position=0)
    old, first.picture = str(first.picture.name or ""), name
    first.save(update_fields=["picture"])
    Contribution.objects.filter(pk=row.pk).update(changed_at=now)
    audit.record(verb="contribution.picture_changed", target=row, by_id=None, now=now)
    pictures.drop_when_committed(old)


def _held(contribution_id: int, *, seen: str | None = None) -> Contribution:
    """The contribution, as long as its speaker may change it; the event is locked first, as the team does."""
    events = Event.objects.select_for_update(of=("self",))
    event = events.filter(contributions=contribution_id).first()
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("session")
    row = rows.filter(pk=contribution_id).first()
    if event is None or row is None:
        raise Refusal(EventRefusal.GONE)
    row.event = event
    is_told = row.state == ContributionState.WITHDRAWN or row.told_at is not None
    if event.status == EventStatus.ARCHIVED or (row.state in CLOSED and is_told):
        raise Refusal(ContributionRefusal.OVER)
    if seen is not None and etag_of_contribution(row) != seen:
        raise Refusal(EventRefusal.STALE)
    return row


def _move(row: Contribution, state: ContributionState, *, now: datetime, **more: object) -> None:
    Contribution.objects.filter(pk=row.pk).update(
        state=state, changed_at=now, version=F("version") + 1, **more
    )


_SAYS: Final[dict[str, str | Promise]] = {
    ContributionState.UNCONFIRMED: _("Not handed in yet: the organisers do not see it."),
    ContributionState.SUBMITTED: _("Handed in. The organisers will write to you when they have decided."),
    ContributionState.RESERVE: _("On the reserve list. The organisers will write to you if there is room."),
    ContributionState.ACCEPTED: _("Accepted. Please confirm that you will come."),
    ContributionState.CONFIRMED: _("Accepted, and you have confirmed that you will come."),
    ContributionState.DECLINED: _("Not part of the programme."),
    ContributionState.WITHDRAWN: _("You have withdrawn it."),
}


def own_words(row: Contribution, first: ContributionSpeaker) -> dict[str, Any]:
    """What it says now: the words of its session and of its speaker, once it is in the programme."""
    session, is_english = row.session, row.language == "en"
    found: dict[str, Any] = {
        "title": row.title,
        "abstract": row.abstract,
        "kind": row.kind,
        "minutes": row.minutes,
        "track": row.track_id or "",
        "language": row.language,
        "needs": row.needs,
        "name": first.name,
        "organisation": first.organisation,
        "about": first.about,
    }
    if row.state not in IN_PROGRAMME:
        return found
    if session is not None:
        found["title"] = (session.title_en if is_english else "") or session.title_de
        found["abstract"] = (session.abstract_en if is_english else "") or session.abstract_de
    if first.speaker:
        found["name"], found["organisation"] = first.speaker.name, first.speaker.organisation
        found["about"] = (first.speaker.about_en if is_english else "") or first.speaker.about_de
    return found


def told_state(row: Contribution) -> str:
    """A decision counts for its speaker from the email on: nobody reads it on the page first."""
    is_own = row.state in {ContributionState.UNCONFIRMED, ContributionState.WITHDRAWN}
    return row.state if is_own or row.told_at is not None else ContributionState.SUBMITTED


def own_screen(
    row: Contribution, call: ContributionCall, speakers: Sequence[ContributionSpeaker]
) -> dict[str, Any]:
    """The state, the words, and what can be done about it."""
    state, first = told_state(row), speakers[0]
    ended_at = (row.decided_at if state == ContributionState.WITHDRAWN else row.told_at) or row.changed_at
    return {
        "event": row.event,
        "row": row,
        "words": own_words(row, first),
        "state": state,
        "says": _SAYS[state],
        "others": speakers[1:],
        "has_picture": bool(first.picture),
        "is_open": state not in CLOSED and row.event.status != EventStatus.ARCHIVED,
        "is_fixed": state in IN_PROGRAMME,
        "session": row.session if state in IN_PROGRAMME else None,
        "until": row.sent_at + CONFIRM_WITHIN if state == ContributionState.UNCONFIRMED else None,
        "gone_at": ended_at + timedelta(days=call.kept_days) if state in CLOSED else None,
        "kept_days": call.kept_days,
    }


type _Answer = HttpResponse | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_contribution_page(request: HttpRequest, token: str) -> HttpResponse:
    """The contribution as its speaker sees it; what they press is done, what they type is saved."""
    row = _row_of(token)
    step = _STEPS.get(request.POST.get("do", "")) if request.method == "POST" else None
    if step is None:
        return _shown(request, row, token)
    try:
        answer = step(request, row, token)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        answer = None
    return answer or redirect("events:contribution", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once more, then withdraws."""
    row = _row_of(token)
    if told_state(row) in CLOSED:
        return redirect("events:contribution", token=token)
    if request.method != "POST":
        words = own_words(row, speakers_of_contribution(row.pk)[0])
        context = {"event": row.event, "token": token, "title": words["title"]}
        return _private(render(request, "events/contributions/withdraw.html", context))
    try:
        withdraw_own(contribution_id=row.pk, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, gettext("You have withdrawn your contribution."))
    return redirect("events:contribution", token=token)


@never_cache
@require_safe
def own_picture(_request: HttpRequest, token: str) -> HttpResponse:
    """The picture that the speaker has sent."""
    first = speakers_of_contribution(_row_of(token).pk)[0]
    if not first.picture:
        raise Http404
    return pictures.picture_response(str(first.picture.name), is_public=False)


def _row_of(token: str) -> Contribution:
    """The contribution of a link, or the page that every link has that opens nothing."""
    link = look_at_link(token=token, purpose=PURPOSE, now=timezone.now())
    row = contribution_of_link(link.pk)
    if row is None:
        raise Refusal(LinkFault.UNKNOWN)
    move_to(row.event.time_zone)
    return row


def _form_of(row: Contribution, call: ContributionCall, request: HttpRequest | None = None) -> OwnForm:
    return OwnForm(
        request.POST if request else None,
        call=call,
        tracks=tracks_of(row.event_id),
        hours=hours_at(row.event),
        absences=absences_of(row.pk),
        is_fixed=told_state(row) in IN_PROGRAMME,
        initial={**own_words(row, speakers_of_contribution(row.pk)[0]), "seen": etag_of_contribution(row)},
    )


def _shown(
    request: HttpRequest,
    row: Contribution,
    token: str,
    *,
    form: OwnForm | None = None,
    picture_form: SpeakerPictureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    call = call_of(row.event_id)
    assert call is not None  # nobody takes a call away
    context = {
        **own_screen(row, call, speakers_of_contribution(row.pk)),
        "token": token,
        "form": form or _form_of(row, call),
        "picture_form": picture_form or SpeakerPictureForm(),
    }
    return _private(render(request, "events/contributions/own.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def _submit(request: HttpRequest, row: Contribution, _token: str) -> _Answer:
    submit(contribution_id=row.pk, now=timezone.now())
    messages.success(request, gettext("Thank you. The organisers can see your contribution now."))
    return None


def _confirm(request: HttpRequest, row: Contribution, _token: str) -> _Answer:
    confirm_own(contribution_id=row.pk, now=timezone.now())
    messages.success(request, gettext("Thank you. The organisers know that you will come."))
    return None


def _save(request: HttpRequest, row: Contribution, token: str) -> _Answer:
    call = call_of(row.event_id)
    assert call is not None  # nobody takes a call away
    form = _form_of(row, call, request)
    if not form.is_valid():
        return _shown(request, row, token, form=form, status=UNFIT)
    given = form.cleaned_data
    try:
        change_own(
            contribution_id=row.pk,
            changes=OwnChanges(
                title=given["title"],
                abstract=given["abstract"],
                needs=given["needs"],
                about=given["about"],
                absences=form.absences(),
                facts=form.facts(),
                who=form.who(),
            ),
            seen=given["seen"],
            now=timezone.now(),
        )
    except Refusal as no:
        if no.reason is not EventRefusal.STALE:
            raise
        form.add_error(None, refusal_message(no.reason))
        return _shown(request, row, token, form=form, status=CONFLICT)
    messages.success(request, gettext("Saved."))
    return None


def _picture(request: HttpRequest, row: Contribution, token: str) -> _Answer:
    form = SpeakerPictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, row, token, picture_form=form, status=UNFIT)
    try:
        set_picture(contribution_id=row.pk, data=form.cleaned_data["picture"], now=timezone.now())
    except Refusal as no:
        if no.reason is EventRefusal.GONE:
            raise
        form.add_error("picture", refusal_message(no.reason))
        return _shown(request, row, token, picture_form=form, status=UNFIT)
    messages.success(request, gettext("Saved."))
    return None


def _remove_picture(request: HttpRequest, row: Contribution, _token: str) -> _Answer:
    remove_picture(contribution_id=row.pk, now=timezone.now())
    messages.success(request, gettext("The picture is deleted."))
    return None


_STEPS: Final[dict[str, Callable[[HttpRequest, Contribution, str], _Answer]]] = {
    "submit": _submit,
    "confirm": _confirm,
    "save": _save,
    "picture": _picture,
    "remove_picture": _remove_picture,
}


class OwnForm(ContentFields):
    """What a speaker can change by the personal link; `is_fixed` once it is in the programme."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    name = title(_("Your name"), longest=120, required=True)
    organisation = title(_("Organisation"))
    about = TidyText(
        label=_("About you"),
        max_length=1500,
        required=False,
        help_text=_("A few sentences for the programme."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    needs = TidyText(
        label=_("Needs on site"),
        max_length=1000,
        required=False,
        help_text=_("For example sound, a second screen, step-free access to the stage. Not published."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        call: ContributionCall,
        tracks: Sequence[tuple[int, str]],
        hours: Sequence[Span],
        absences: Sequence[Span],
        is_fixed: bool,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.offer(call, tracks)
        if is_fixed:
            for name in ("kind", "minutes", "track", "language", "name", "organisation"):
                self.fields.pop(name, None)
        self._spans = {starts.isoformat(): (starts, ends) for starts, ends in hours}
        self._days: list[str] = []
        for day, spans in groupby(hours, key=lambda span: local_date(span[0])):
            self._add_day(f"away_{day.isoformat()}", list(spans), absences)

    def _add_day(self, name: str, spans: Sequence[Span], absences: Sequence[Span]) -> None:
        away = [a for a, b in spans if any(starts < b and a < ends for starts, ends in absences)]
        self._days.append(name)
        self.fields[name] = forms.MultipleChoiceField(
            label=format_short_day(spans[0][0]),
            required=False,
            choices=[(a.isoformat(), format_range(a, b)) for a, b in spans],
            initial=[a.isoformat() for a in away],
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def days(self) -> list[forms.BoundField]:
        """One field for each day, with its hours."""
        return [self[name] for name in self._days]

    @property
    def plain(self) -> list[forms.BoundField]:
        """All other fields, in their order."""
        return [one for one in self.visible_fields() if one.name not in self._days]

    def absences(self) -> list[tuple[datetime, datetime]]:
        """The hours that were ticked."""
        return [self._spans[one] for name in self._days for one in self.cleaned_data[name]]

    def facts(self) -> dict[str, Any]:
        """What may still change of the contribution."""
        names = {"kind": "kind", "minutes": "minutes", "language": "language", "track": "track_id"}
        return {fact: self.cleaned_data[name] for name, fact in names.items() if name in self.fields}

    def who(self) -> dict[str, str]:
        """Name and organisation, as long as they may change."""
        return {name: self.cleaned_data[name] for name in ("name", "organisation") if name in self.fields}


class SpeakerPictureForm(forms.Form):
    """The file is only taken here; what it is, is decided by its content."""

    picture = forms.FileField(
        label=_("Picture of you"),
        allow_empty_file=True,
        help_text=_(
            "PNG, JPEG or WebP, up to 5 MB. We save a new copy without hidden data such as place and names."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_picture(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["picture"]
        return bytes(sent.read(LARGEST_FILE + 1))
