"""The desk takes somebody in who has not registered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.common.language import written_language
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name
from handschlag.day.actions import walking_in
from handschlag.day.forms.walking_in import WalkInForm, wanted_in
from handschlag.day.models import StandByState
from handschlag.day.queries.walking_in import Possible, asked_for, open_service, possible
from handschlag.day.screens.walk_in_sheet import walk_in_sheet
from handschlag.day.views.trying import UNFIT
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404, refuse_readers
from handschlag.events.web.console import console_context
from handschlag.matching.models import Participant, Service
from handschlag.matching.screens.printed_day import printed_day_of
from handschlag.registration.forms.check_in import Unreadable, key_in
from handschlag.registration.models import RegistrationSource
from handschlag.registration.queries.categories import categories_of
from handschlag.registration.queries.links import paper_link_of

DESK = "registration:desk"
GET_OR_POST = ("GET", "HEAD", "POST")


def at_desk(
    request: HttpRequest, slug: str, action: Action = Action.CHECK_IN
) -> tuple[Event, Subject, Service]:
    """The event of the team; without matching there is nothing that this page could do."""
    event, by = own_event_or_404(request, slug, action)
    service = open_service(event)
    if service is None:
        raise Http404
    return event, by, service


@never_cache
@require_http_methods(GET_OR_POST)
def walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for four fields; with "take" the person is taken in, and it leads to the answers."""
    event, by, service = at_desk(request, slug)
    found: Sequence[Possible] | None = None  # nobody has looked yet
    fault = ""

    def page(form: WalkInForm, key: str, *, status: int = 200) -> HttpResponse:
        context = console_context(event, by, current=DESK, form=form, key=key, found=found, fault=fault)
        return render(request, "day/walk_in.html", context, status=status)

    categories = [(one.pk, one.name) for one in categories_of(event.pk)]
    if request.method != "POST":
        first = WalkInForm(initial={"speaks": written_language()}, categories=categories)
        return page(first, str(uuid.uuid4()))
    form, key = WalkInForm(request.POST, categories=categories), _fresh_key(request.POST.get("key", ""))
    if not form.is_valid():
        return page(form, key, status=UNFIT)
    if request.POST.get("do") == "take":
        try:
            made = _taken(event, form, meetings=request.POST.getlist("meeting"), key=key, by=by)
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            return redirect("day:walked_in", slug=slug, number=made.registration_id)
    found = possible(service, form.walk_in(language=written_language()), now=timezone.now())
    return page(form, key, status=UNFIT if fault else 200)


def _taken(event: Event, form: WalkInForm, *, meetings: Sequence[str], key: str, by: Subject) -> Participant:
    return walking_in.take_in(
        event_id=event.pk,
        walk_in=form.walk_in(language=written_language()),
        wanted=wanted_in(meetings),
        has_agreed=form.cleaned_data["agrees"],
        key=key,
        by=by,
        now=timezone.now(),
    )


def _fresh_key(text: str) -> str:
    """The key that the page was made with; one that is none becomes a new one."""
    try:
        return key_in(text)
    except Unreadable:
        return str(uuid.uuid4())


def _participant(event: Event, number: int) -> Participant:
    rows = Participant.objects.select_related("registration", "service__event")
    found = rows.filter(registration_id=number, registration__event=event, registration__erased_at=None)
    person = found.first()
    if person is None:
        raise Http404
    return person


def _taken_in(event: Event, number: int) -> Participant:
    """Somebody who was taken in at the desk: what the others do is not the reception's."""
    person = _participant(event, number)
    if person.registration.way != RegistrationSource.WALK_IN:
        raise Http404
    return person


@never_cache
@require_safe
def walked_in(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of somebody taken in, with the answers so far; htmx gets the answers alone."""
    event, by, _service = at_desk(request, slug)
    participant = _taken_in(event, number)
    asked = asked_for(participant)
    context = console_context(
        event,
        by,
        current=DESK,
        registration=participant.registration,
        asked=asked,
        agreed=sum(one.state == StandByState.ACCEPTED for one in asked),
        is_open=any(one.state == StandByState.OFFERED for one in asked),
        now=timezone.now(),
    )
    part = "#live" if request.headers.get("HX-Request") else ""
    return render(request, f"day/walked_in.html{part}", context)


@never_cache
@require_safe
def walk_in_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The sheet, in the person's language."""
    event, by, _service = at_desk(request, slug)
    refuse_readers(event, by)  # a code on the sheet opens pages of this person
    participant = _taken_in(event, number)
    with translation.override(participant.registration.language):
        data = walk_in_sheet(
            participant,
            asked_for(participant),
            token=paper_link_of(participant.registration),
            now=timezone.now(),
        )
    return _paper(data, dated_name(slug, f"sheet-{number}", "pdf"))


@never_cache
@require_safe
def desk_sheet(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The day of whoever stands at the desk, in the person's language; its code opens pages: team only."""
    event, by, _service = at_desk(request, slug, Action.HANDLE_REGISTRATIONS)
    refuse_readers(event, by)
    participant = _participant(event, number)
    with translation.override(participant.registration.language):
        token = paper_link_of(participant.registration)
        data = printed_day_of(participant, token=token, now=timezone.now())
    return _paper(data, dated_name(slug, f"sheet-{number}", "pdf"))


def _paper(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
