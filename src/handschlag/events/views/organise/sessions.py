"""A session is written, with its speakers and materials."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.actions import sessions as actions
from handschlag.events.actions.sessions import Around, around_of
from handschlag.events.forms.sessions import AroundForms, SessionForm
from handschlag.events.models import Event, Session
from handschlag.events.queries.choices import next_session, people_of, rooms_of, tracks_of
from handschlag.events.queries.components import component_values
from handschlag.events.queries.editing import draft_of
from handschlag.events.rules.components import FACTS, EventComponent
from handschlag.events.rules.refusals import EventRefusal
from handschlag.events.screens.organise.forms import Conflict, conflict_about
from handschlag.events.screens.organise.sessions import back_to, clashes_of, session_screen
from handschlag.events.views.organise.frame import CONFLICT, UNFIT, page
from handschlag.events.views.organise.programme_editor import EDITOR, session_of, tell_changes
from handschlag.events.web.access import own_event_or_404

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
    values = component_values(shown, FACTS[EventComponent.SESSION])
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
        saved = actions.save_session(
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
    tell_changes(request, clashes_of(event, draft_of(event.pk), saved.pk), _("Saved."))
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
    return page(
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
