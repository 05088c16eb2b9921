"""Sessions: written with their speakers and materials, moved, cancelled and taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import clock_of, local_date, zone
from handschlag.common.web import number_in, refusal_message
from handschlag.events.access import own_event_or_404
from handschlag.events.console import CONFLICT, UNFIT, console_page
from handschlag.events.contributions.calls import (
    absences_by_speaker,
    absences_of,
    absent_speakers,
    contribution_of_session,
)
from handschlag.events.contributions.reviews import absence_lines
from handschlag.events.editing import (
    PART_FACTS,
    Conflict,
    EventComponent,
    EventRefusal,
    changes_to,
    component_or_none,
    component_values,
    conflict_about,
    editable_event,
    in_audit,
    last_change,
    people_of,
    rooms_of,
    touch_event,
    tracks_of,
)
from handschlag.events.fields import (
    ODD,
    LongSelect,
    RowForm,
    clock_input,
    day_input,
    number,
    text,
    title,
    whole_minutes,
    yes,
)
from handschlag.events.labels import SESSION_KINDS, SESSION_LANGUAGES, SPEAKER_PARTS
from handschlag.events.models import (
    Contribution,
    Event,
    Material,
    Session,
    SessionKind,
    SessionLanguage,
    SessionSpeaker,
    Speaker,
    SpeakerPart,
)
from handschlag.events.moments import OddMoment, span_of
from handschlag.events.programme.draft import ClashLine, Draft, clashes, draft_of, lines_of
from handschlag.events.versions import was_published

HALF_AN_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What hangs on a session: (speaker, part) in their order, and (address, German title, English title)."""

    speakers: Sequence[tuple[int, str]] = ()
    papers: Sequence[tuple[str, str, str]] = ()


@transaction.atomic
def save_session(
    *,
    event_id: int,
    pk: int | None,
    values: Mapping[str, object],
    around: Around,
    seen: str,
    by: Subject,
    now: datetime,
    anyway: bool = False,
) -> Session:
    """A session says this; without a `pk` it is a new one. `seen` is the version that the form showed.

    `anyway`: although one of its speakers cannot be there at that time.
    """
    event = editable_event(event_id, by)
    _check(event, values, around)
    if pk is None:
        if not anyway:
            _check_speakers(event, values, around)
        row = Session.objects.create(event=event, created_at=now, changed_at=now, **values)
        write_around(row, around)
        audit.record(verb="session.added", target=row, by_id=by.user_id, now=now)
        touch_event(event, now)
        return row
    row = _fresh(event, pk, seen)
    if values.get("starts_at") is None and was_published(event.pk, pk):
        raise Refusal(EventRefusal.NEEDS_A_TIME)
    new = changes_to(row, values)
    is_around_new = around_of(row) != around
    if not anyway and ({"starts_at", "ends_at"} & new.keys() or is_around_new):
        _check_speakers(event, values, around)
    if new or is_around_new:
        _write_session(row, new, by=by, now=now, is_around_new=is_around_new)
        write_around(row, around)
        touch_event(event, now)
    return row


def _fresh(event: Event, pk: int, seen: str) -> Session:
    """The session as the person saw it, or a refusal."""
    row = Session.objects.filter(pk=pk, event=event).first()
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if str(row.version) != seen:
        raise Refusal(EventRefusal.STALE)
    return row


def _check(event: Event, values: Mapping[str, object], around: Around) -> None:
    """Rooms, tracks and speakers are those of the same event."""
    for name, part in (("room_id", EventComponent.ROOM), ("track_id", EventComponent.TRACK)):
        pk = values.get(name)
        if isinstance(pk, int) and component_or_none(part, event.pk, pk) is None:
            raise Refusal(EventRefusal.NOT_OF_THIS_EVENT)
    ids = {speaker for speaker, _ in around.speakers}
    if Speaker.objects.filter(event=event, pk__in=ids).count() != len(ids):
        raise Refusal(EventRefusal.NOT_OF_THIS_EVENT)


def _check_speakers(event: Event, values: Mapping[str, object], around: Around) -> None:
    """Nobody speaks when they said they cannot be there."""
    starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
    if not isinstance(starts_at, datetime) or not isinstance(ends_at, datetime):
        return
    speakers = [speaker for speaker, _part in around.speakers]
    if absent_speakers((starts_at, ends_at), speakers, absences_by_speaker(event.pk)):
        raise Refusal(EventRefusal.SPEAKER_CANNOT)


def _write_session(
    row: Session,
    new: Mapping[str, object],
    *,
    by: Subject,
    now: datetime,
    verb: str = "session.edited",
    is_around_new: bool = False,
) -> None:
    noted = in_audit(row, new) | ({"speakers": []} if is_around_new else {})
    for name, value in new.items():
        setattr(row, name, value)
    row.version, row.changed_at = row.version + 1, now
    row.save()
    audit.record(verb=verb, target=row, by_id=by.user_id, now=now, changes=noted)


def around_of(row: Session) -> Around:
    """Speakers and papers that hang on the session now, in their order."""
    speaking = SessionSpeaker.objects.filter(session=row).values_list("speaker_id", "part")
    papers = Material.objects.filter(session=row).values_list("url", "title_de", "title_en")
    return Around(speakers=tuple(speaking), papers=tuple(papers))


def write_around(row: Session, around: Around) -> None:
    """The session has exactly these speakers and papers, in this order; what it had before is gone."""
    SessionSpeaker.objects.filter(session=row).delete()
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=row, speaker_id=speaker, part=part, position=position)
        for position, (speaker, part) in enumerate(around.speakers)
    )
    Material.objects.filter(session=row).delete()
    Material.objects.bulk_create(
        Material(session=row, url=url, title_de=title_de, title_en=title_en, position=position)
        for position, (url, title_de, title_en) in enumerate(around.papers)
    )


@transaction.atomic
def move_session(
    *,
    event_id: int,
    pk: int,
    room_id: int | None,
    starts_at: datetime,
    seen: str,
    by: Subject,
    now: datetime,
    anyway: bool = False,
) -> Session:
    """The session begins then and there; it lasts as long as before, or as it was proposed."""
    event = editable_event(event_id, by)
    row = _fresh(event, pk, seen)
    _check(event, {"room_id": room_id}, Around())
    length = row.ends_at - row.starts_at if row.starts_at and row.ends_at else _usual_length(row)
    new = changes_to(row, {"room_id": room_id, "starts_at": starts_at, "ends_at": starts_at + length})
    if "starts_at" in new and not anyway:
        _check_speakers(event, {"starts_at": starts_at, "ends_at": starts_at + length}, around_of(row))
    if new:
        _write_session(row, new, by=by, now=now, verb="session.moved")
        touch_event(event, now)
    return row


def _usual_length(row: Session) -> timedelta:
    minutes = Contribution.objects.filter(session=row).values_list("minutes", flat=True).first()
    return timedelta(minutes=minutes) if minutes else HALF_AN_HOUR


@transaction.atomic
def set_cancelled(
    *, event_id: int, pk: int, is_cancelled: bool, seen: str, by: Subject, now: datetime
) -> Session:
    """The session does not take place, or does after all; people learn it when the programme is published."""
    event = editable_event(event_id, by)
    row = _fresh(event, pk, seen)
    if row.is_cancelled == is_cancelled:
        return row
    if is_cancelled:
        _write_session(row, {"is_cancelled": True}, by=by, now=now, verb="session.cancelled")
    else:
        _write_session(row, {"is_cancelled": False}, by=by, now=now, verb="session.revived")
    touch_event(event, now)
    return row


SEATS = _("Only if places must be booked. Empty: unlimited.")
ANYWAY = _("Schedule it anyway")
MOST_SPEAKERS, MOST_PAPERS = 8, 6


class SessionForm(RowForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(one.value, SESSION_KINDS[one.value]) for one in SessionKind]
    )
    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    day = forms.DateField(
        label=_("Day"),
        widget=day_input(),
        required=False,
        help_text=_("Leave empty if the time is not fixed yet."),
    )
    starts = forms.TimeField(label=_("From"), widget=clock_input(), required=False)
    ends = forms.TimeField(
        label=_("Until"),
        widget=clock_input(),
        required=False,
        help_text=_("A time before the beginning means the next day."),
    )
    room = forms.ChoiceField(label=_("Room"), required=False, choices=[("", _("no room yet"))])
    track = forms.ChoiceField(label=_("Track"), required=False, choices=[("", _("none"))])
    language = forms.ChoiceField(
        label=_("Language"), choices=[(one.value, SESSION_LANGUAGES[one.value]) for one in SessionLanguage]
    )
    seats = number(_("Places that can be booked"), least=1, hint=SEATS)
    abstract_de = text(_("Abstract, German"))
    abstract_en = text(_("Abstract, English"))
    is_time_invented = yes(
        _("The time is a placeholder"), _("It is marked as invented wherever it is shown.")
    )
    anyway = yes(ANYWAY)
    facts = (
        "kind",
        "title_de",
        "title_en",
        "language",
        "seats",
        "abstract_de",
        "abstract_en",
        "is_time_invented",
    )
    rows = ("room", "track")

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        shown = super().start(values)
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if isinstance(starts, datetime) and isinstance(ends, datetime):
            shown |= {"day": local_date(starts), "starts": clock_of(starts), "ends": clock_of(ends)}
        return shown

    def clean(self) -> dict[str, Any]:
        self.span: tuple[datetime | None, datetime | None] = (None, None)
        given = [self.cleaned_data.get(name) for name in ("day", "starts", "ends")]
        if any(one is not None for one in given) and not {"day", "starts", "ends"} & self.errors.keys():
            self.set_span(*given)
        return self.cleaned_data

    def set_span(self, day: Any, starts: Any, ends: Any) -> None:
        for name, value in (("day", day), ("starts", starts), ("ends", ends)):
            if value is None:
                self.add_error(name, _("Day, beginning and end belong together: state all three, or none."))
        if None in (day, starts, ends):
            return
        try:
            self.span = span_of(day, whole_minutes(starts), whole_minutes(ends), zone())
        except OddMoment as odd:
            self.add_error("starts", str(ODD[odd.fault]))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "starts_at": self.span[0], "ends_at": self.span[1]}


class _SpeakingForm(forms.Form):
    """One speaker of a session; an empty line is none."""

    speaker = forms.ChoiceField(label=_("Speaker"), required=False, widget=LongSelect)
    part = forms.ChoiceField(
        label=_("As"),
        choices=[(one.value, SPEAKER_PARTS[one.value]) for one in SpeakerPart],
        required=False,
        initial=SpeakerPart.SPEAKER.value,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["speaker"].choices = people  # type: ignore[attr-defined]


class _PaperForm(forms.Form):
    """One address with slides or a paper; an empty line is none."""

    url = forms.URLField(label=_("Address"), max_length=300, required=False, assume_scheme="https")
    title_de = title(_("Title, German"))
    title_en = title(_("Title, English"))

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("url") and not self.cleaned_data.get("title_de"):
            self.add_error("title_de", _("Enter a title."))
        elif self.cleaned_data.get("title_de") and not self.cleaned_data.get("url") and not self.errors:
            self.add_error("url", _("Enter an address."))
        return self.cleaned_data


class AroundForms:
    """The lines for speakers and materials: what is there, and some empty ones."""

    def __init__(
        self,
        data: Any = None,
        *,
        people: list[tuple[int, str]],
        speakers: tuple[tuple[int, str], ...] = (),
        papers: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        options = [("", str(_("nobody"))), *((str(pk), name) for pk, name in people)]
        first = [{"speaker": str(pk), "part": part} for pk, part in speakers]
        self.speakers = [
            _SpeakingForm(data, prefix=f"speaker-{i}", initial=one, people=options)
            for i, one in enumerate(_padded(first, least=2, most=MOST_SPEAKERS))
        ]
        known = [dict(zip(("url", "title_de", "title_en"), one, strict=True)) for one in papers]
        self.papers = [
            _PaperForm(data, prefix=f"paper-{i}", initial=one)
            for i, one in enumerate(_padded(known, least=1, most=MOST_PAPERS))
        ]

    def is_valid(self) -> bool:
        faults = [
            form.errors for form in (*self.speakers, *self.papers)
        ]  # each form is asked, not only the first
        return not any(faults)

    def speaking(self) -> tuple[tuple[int, str], ...]:
        """Each speaker once, in the order of the lines."""
        found: dict[int, str] = {}
        for form in self.speakers:
            if form.cleaned_data["speaker"]:
                found.setdefault(int(form.cleaned_data["speaker"]), form.cleaned_data["part"] or "speaker")
        return tuple(found.items())

    def materials(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (form.cleaned_data["url"], form.cleaned_data["title_de"], form.cleaned_data["title_en"])
            for form in self.papers
            if form.cleaned_data["url"]
        )


def _padded(lines: list[dict[str, str]], *, least: int, most: int) -> list[dict[str, str]]:
    """With some empty lines for more."""
    return [*lines, *({} for _line in range(max(0, min(least, most - len(lines)))))]


def back_to(event: Event, row: Session | None) -> str:
    """The programme, on the day of the session."""
    base = reverse("events:programme_editor", args=[event.slug])
    if row is None or row.starts_at is None:
        return base
    return f"{base}?day={local_date(row.starts_at).isoformat()}#session-{row.pk}"


def clashes_of(event: Event, draft: Draft, pk: int) -> tuple[ClashLine, ...]:
    """The clashes in which one session takes part."""
    found = clashes(draft.programme, draft.closures, absences=draft.absences, zone=zone())
    return lines_of(event.slug, draft.programme, [one for one in found if pk in one.items])


def session_screen(event: Event, row: Session | None) -> dict[str, Any]:
    """What the form of a session says beside it; without a row, it is the one to add a session."""
    return {
        "row": row,
        "last": last_change(row) if row else None,
        "back_url": back_to(event, row),
        "clashes": clashes_of(event, draft_of(event.pk), row.pk) if row else (),
        "proposed": _proposed(row) if row else None,
    }


def _proposed(row: Session) -> dict[str, Any] | None:
    """What the speaker said of it beside the programme; None where nobody has proposed it."""
    found = contribution_of_session(row.pk)
    return {"row": found, "absences": absence_lines(absences_of(found.pk))} if found else None


FIELD_OF: dict[StrEnum, str] = {EventRefusal.NEEDS_A_TIME: "day"}


@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a new session in the draft."""
    event, by = own_event_or_404(request, slug)
    return _edit(request, event, by, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_session(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form for a session of the draft; 404 where the event has none with this key."""
    event, by = own_event_or_404(request, slug)
    return _edit(request, event, by, session_of(event, pk))


def _forms_of(
    event: Event,
    row: Session | None,
    data: QueryDict | None = None,
    *,
    day: date | None = None,
    last: int = 0,
) -> tuple[SessionForm, AroundForms]:
    shown = row or next_session(event, last)
    values = component_values(shown, PART_FACTS[EventComponent.SESSION])
    form = SessionForm(
        data,
        values=values,
        choices={"room": rooms_of(event.pk), "track": tracks_of(event.pk)},
        seen=str(row.version) if row else "",
    )
    if not event.is_demo:
        form.leave_out("is_time_invented")
    if row is None and day is not None:
        form.initial.setdefault("day", day)
    around = around_of(row) if row else Around()
    lines = AroundForms(
        data, people=people_of(event.pk), speakers=tuple(around.speakers), papers=tuple(around.papers)
    )
    return form, lines


def _day_in(request: HttpRequest, event: Event) -> date | None:
    """The day that was shown when somebody asked for a new session."""
    text = request.GET.get("day", "")
    try:
        return date.fromisoformat(text) if text else event.first_day
    except ValueError:
        return event.first_day


def _edit(request: HttpRequest, event: Event, by: Subject, row: Session | None) -> HttpResponse:
    if request.method != "POST":
        form, lines = _forms_of(event, row, day=_day_in(request, event), last=number_in(request.GET, "after"))
        return _shown(request, event, by, row, form=form, lines=lines)
    form, lines = _forms_of(event, row, request.POST)
    if not (form.is_valid() & lines.is_valid()):
        return _shown(request, event, by, row, form=form, lines=lines, status=UNFIT)
    try:
        saved = save_session(
            event_id=event.pk,
            pk=row.pk if row else None,
            values=form.values(),
            around=Around(speakers=lines.speaking(), papers=lines.materials()),
            seen=form.cleaned_data["seen"],
            by=by,
            now=timezone.now(),
            anyway=form.cleaned_data["anyway"],
        )
    except Refusal as no:
        return _refused(request, event, by, row, no=no, form=form, lines=lines)
    tell_changes(request, clashes_of(event, draft_of(event.pk), saved.pk), gettext("Saved."))
    if "then" in request.POST:
        again = reverse("events:new_session", args=[event.slug])
        return HttpResponseRedirect(f"{again}?after={saved.pk}")
    return HttpResponseRedirect(back_to(event, saved))


def _refused(
    request: HttpRequest,
    event: Event,
    by: Subject,
    row: Session | None,
    *,
    no: Refusal,
    form: SessionForm,
    lines: AroundForms,
) -> HttpResponse:
    if no.reason is not EventRefusal.STALE or row is None:
        form.add_error(FIELD_OF.get(no.reason), refusal_message(no.reason))
        is_refused = no.reason is EventRefusal.SPEAKER_CANNOT
        return _shown(request, event, by, row, form=form, lines=lines, status=UNFIT, is_refused=is_refused)
    row = session_of(event, row.pk)
    data = request.POST.copy()
    data["seen"] = str(row.version)  # whoever sends this again has seen it
    form, lines = _forms_of(event, row, data)
    form.is_valid()
    conflict = conflict_about(row, _forms_of(event, row)[0], form)
    return _shown(request, event, by, row, form=form, lines=lines, conflict=conflict, status=CONFLICT)


def _shown(
    request: HttpRequest,
    event: Event,
    by: Subject,
    row: Session | None,
    *,
    form: SessionForm,
    lines: AroundForms,
    conflict: Conflict | None = None,
    status: int = 200,
    is_refused: bool = False,
) -> HttpResponse:
    return console_page(
        request,
        "session",
        event=event,
        by=by,
        current=EDITOR,
        status=status,
        form=form,
        speakers=lines.speakers,
        papers=lines.papers,
        conflict=conflict,
        is_refused=is_refused,
        **session_screen(event, row),
    )


def next_session(event: Event, after: int) -> Session:
    """What a new one begins with: the room and the length of the one entered before, and right after it."""
    before = Session.objects.filter(event=event, pk=after).first()
    if before is None:
        return Session(event=event)
    made = Session(event=event, kind=before.kind, language=before.language)
    made.room_id, made.track_id = before.room_id, before.track_id
    if before.starts_at and before.ends_at:
        made.starts_at = before.ends_at
        made.ends_at = before.ends_at + (before.ends_at - before.starts_at)
    return made


EDITOR = "events:programme_editor"


def session_of(event: Event, pk: int) -> Session:
    """The session of this event, its room loaded; 404 where there is none."""
    row = Session.objects.filter(event=event, pk=pk).select_related("room").first()
    if row is None:
        raise Http404
    return row


def tell_changes(request: HttpRequest, found: tuple[ClashLine, ...], done: str) -> None:
    """What was done, and at once what no longer fits."""
    if not found:
        messages.success(request, done)
        return
    number = ngettext("%(number)s conflict:", "%(number)s conflicts:", len(found)) % {"number": len(found)}
    first = " ".join(line.text for line in found[:3])
    messages.warning(request, f"{done} {number} {first}")
