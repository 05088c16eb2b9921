"""The programme of an event as a grid and a list; sessions moved by form or by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import clock_of, local_date
from handschlag.events.actions import sessions as actions
from handschlag.events.forms.sessions import AroundForms, MoveForm, SessionForm
from handschlag.events.models import Event, Session
from handschlag.events.queries.choices import people_of, rooms_of, tracks_of
from handschlag.events.queries.editing import draft_of, last_move
from handschlag.events.rules.programme.what_if import with_session
from handschlag.events.rules.refusals import EventRefusal
from handschlag.events.screens.organise.clashes import ClashLine
from handschlag.events.screens.organise.programme_editor import programme_screen
from handschlag.events.screens.organise.sessions import back_to, clashes_of, move_screen, stale_words
from handschlag.events.views.organise.frame import CONFLICT, UNFIT, page
from handschlag.events.web.access import own_event_or_404

EDITOR = "events:programme_editor"
LATELY = timedelta(minutes=30)
LONGEST_SEARCH = 80


@require_safe
def programme_editor(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft of the programme for its organisers, with their last move of the past half hour."""
    event, by = own_event_or_404(request, slug)
    moved = last_move(event.pk, by.user_id, since=timezone.now() - LATELY)
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    wanted = request.GET.get("day", "")
    values = programme_screen(event, draft_of(event.pk), wanted=wanted, text=text, moved=moved)
    return page(request, "programme", event=event, by=by, current=EDITOR, **values)


def session_of(event: Event, pk: int) -> Session:
    """The session of this event, its room loaded; 404 where there is none."""
    row = Session.objects.filter(event=event, pk=pk).select_related("room").first()
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def move_session(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form for time and room of a session; moves it in the draft only."""
    event, by = own_event_or_404(request, slug)
    row = session_of(event, pk)
    if request.method != "POST":
        return _move_page(request, event, by, row, form=_move_form(event, row))
    form = MoveForm(request.POST, rooms=rooms_of(event.pk))
    if not form.is_valid():
        return _move_page(request, event, by, row, form=form, status=UNFIT)
    room = form.cleaned_data["room"]
    try:
        moved = actions.move_session(
            event_id=event.pk,
            pk=pk,
            room_id=int(room) if room else None,
            starts_at=form.cleaned_data["starts_at"],
            seen=form.cleaned_data["seen"],
            by=by,
            now=timezone.now(),
            anyway=form.cleaned_data["anyway"],
        )
    except Refusal as no:
        if no.reason is EventRefusal.STALE:
            row = session_of(event, pk)
            form = _move_form(event, row)
            return _move_page(request, event, by, row, form=form, stale=stale_words(row), status=CONFLICT)
        form.add_error(None, refusal_message(no.reason))
        is_refused = no.reason is EventRefusal.SPEAKER_CANNOT
        return _move_page(request, event, by, row, form=form, status=UNFIT, is_refused=is_refused)
    tell_changes(request, clashes_of(event, draft_of(event.pk), pk), _("Moved."))
    return HttpResponseRedirect(back_to(event, moved))


def tell_changes(request: HttpRequest, found: tuple[ClashLine, ...], done: str) -> None:
    """What was done, and at once what no longer fits."""
    if not found:
        messages.success(request, done)
        return
    number = ngettext("%(number)s conflict:", "%(number)s conflicts:", len(found)) % {"number": len(found)}
    first = " ".join(line.text for line in found[:3])
    messages.warning(request, f"{done} {number} {first}")


def _move_form(event: Event, row: Session) -> MoveForm:
    start = row.starts_at
    day = local_date(start) if start else event.first_day
    return MoveForm(
        rooms=rooms_of(event.pk),
        initial={
            "seen": str(row.version),
            "room": str(row.room_id or ""),
            "day": day,
            "starts": clock_of(start) if start else None,
        },
    )


def _move_page(
    request: HttpRequest,
    event: Event,
    by: Subject,
    row: Session,
    *,
    form: MoveForm,
    stale: str = "",
    status: int = 200,
    is_refused: bool = False,
) -> HttpResponse:
    room = dict(rooms_of(event.pk)).get(row.room_id or 0, "")
    values = move_screen(event, row, room)
    return page(
        request,
        "move",
        event=event,
        by=by,
        current=EDITOR,
        status=status,
        form=form,
        stale=stale,
        is_refused=is_refused,
        **values,
    )


@require_POST
def cancel_session(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """It does not take place, or does after all: the button of the session's page says which."""
    event, by = own_event_or_404(request, slug)
    row = session_of(event, pk)
    is_cancelled = request.POST.get("cancelled") == "1"
    try:
        actions.set_cancelled(
            event_id=event.pk,
            pk=pk,
            is_cancelled=is_cancelled,
            seen=request.POST.get("seen", ""),
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        text = _("Cancelled. Participants are told when you publish the programme.")
        messages.success(request, text if is_cancelled else _("It takes place again."))
    return HttpResponseRedirect(back_to(event, row))


@require_POST
def session_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What would clash if the form were saved as it is: asked while somebody types, nothing is written."""
    event, _by = own_event_or_404(request, slug)
    number = request.GET.get("session", "")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 15 else 0
    draft = draft_of(event.pk)
    found: tuple[ClashLine, ...] = ()
    if "title_de" in request.POST:
        people = people_of(event.pk)
        form = SessionForm(request.POST, choices={"room": rooms_of(event.pk), "track": tracks_of(event.pk)})
        around = AroundForms(request.POST, people=people)
        form.is_valid()
        starts_at, ends_at = form.span
        if starts_at and ends_at and around.is_valid():
            programme = with_session(
                draft.programme,
                pk,
                starts_at=starts_at,
                ends_at=ends_at,
                room=int(form.cleaned_data.get("room") or 0) or None,
                title=form.cleaned_data.get("title_de", ""),
                seats=form.cleaned_data.get("seats"),
                speakers=tuple(speaker for speaker, _part in around.speaking()),
            )
            found = clashes_of(event, replace(draft, programme=programme), pk)
    else:
        move = MoveForm(request.POST, rooms=rooms_of(event.pk))
        old = draft.programme.item(pk)
        if move.is_valid() and old is not None:
            starts_at = move.cleaned_data["starts_at"]
            programme = with_session(
                draft.programme,
                pk,
                starts_at=starts_at,
                ends_at=starts_at + (old.ends_at - old.starts_at),
                room=int(move.cleaned_data["room"] or 0) or None,
            )
            found = clashes_of(event, replace(draft, programme=programme), pk)
    return render(request, "events/organise/parts/clashes.html", {"clashes": found, "is_preview": True})
