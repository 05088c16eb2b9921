"""Whom to call, what came of it, and filling in for somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.language import written_language
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import dated_name, table_download
from handschlag.common.web.parameters import number_in
from handschlag.events.web.console import console_context
from handschlag.matching.actions import access_log, assisting, call_tasks
from handschlag.matching.forms.for_others import speak_of_the_participant
from handschlag.matching.forms.profile import ProfileForm, initial_of
from handschlag.matching.models import Participant, Service
from handschlag.matching.queries.preparing import asked_by, incoming_of, proposed_to
from handschlag.matching.screens.participant.profile import profile_screen
from handschlag.matching.screens.preparing.readiness import call_lines, readiness_screen, wanted_in
from handschlag.matching.screens.preparing.refusal_messages import refusal_message
from handschlag.matching.views.preparing.frame import GET_OR_POST, UNFIT, own
from handschlag.matching.web.not_yet import no_matching_yet
from handschlag.registration.models import Registration

FOLDER = "matching/preparing"


@never_cache
@require_safe
def readiness(request: HttpRequest, slug: str) -> Any:
    """The page of people to call; leads to the key dates where none are saved."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    wanted = wanted_in(request.GET.dict(), me=by.user_id)
    screen = readiness_screen(event, service, wanted, now=timezone.now())
    context = console_context(event, by, current="matching:readiness", screen=screen)
    return render(request, f"{FOLDER}/readiness.html", context)


@require_POST
def log_call(request: HttpRequest, slug: str, number: int) -> Any:
    """Notes what came of a call, then leads to the page of people to call."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    try:
        assisting.log_call(
            service_id=service.pk,
            registration_id=number,
            result=request.POST.get("result", ""),
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no))
    else:
        messages.success(request, _("Saved."))
    return redirect("matching:readiness", slug=slug)


@require_POST
def share_call(request: HttpRequest, slug: str, number: int) -> Any:
    """Somebody of the team takes a call or gives it back, then sees the list as it was filtered."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    act = call_tasks.give_call_back if request.POST.get("way") == "back" else call_tasks.take_call
    fault = _tried(lambda: act(service_id=service.pk, registration_id=number, by=by, now=timezone.now()))
    if fault:
        messages.error(request, fault)
    wanted = wanted_in(request.POST.dict(), me=by.user_id)
    return redirect(reverse("matching:readiness", args=[slug]) + wanted.query)


@require_safe
def calls_export(request: HttpRequest, slug: str, ending: str) -> Any:
    """What the page shows, as a table with who calls; the log keeps who took it. 404 for unknown endings."""
    event, by, service = own(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    if service is None:
        raise no_matching_yet(request, event, by)
    wanted = wanted_in(request.GET.dict(), me=by.user_id)
    rows = tuple(call_lines(event, service, wanted, now=timezone.now()))
    access_log.note_calls(service=service, number=len(rows) - 1, by=by, now=timezone.now())
    return table_download(rows, dated_name(event.slug, "calls", ending))


def _one_of(service: Service, number: int) -> Registration:
    rows = Registration.objects.filter(event_id=service.event_id, erased_at=None)
    found = rows.select_related("actor").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(GET_OR_POST)
def assist(request: HttpRequest, slug: str, number: int) -> Any:
    """The person's profile, answers and requests, in the person's name and under a banner."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    registration, now = _one_of(service, number), timezone.now()
    rows = Participant.objects.filter(registration=registration, left_at=None)
    participant = rows.select_related("registration__actor").first()
    if participant is None or assisting.current_call(participant, now) is None:
        participant = None
    form, fault = None, ""
    if participant is not None:
        language = written_language()
        form = ProfileForm(
            request.POST if "profile" in request.POST else None,
            initial=initial_of(participant, is_english=language == "en"),
            language=language,
        )
        speak_of_the_participant(form)
        if form.is_bound and form.is_valid():
            fault = _tried(lambda: _describe(request, participant, form, by=by))
            if not fault:
                messages.success(request, _("The profile has been saved on the person’s behalf."))
                return redirect("matching:assist", slug=slug, number=number)
    context = console_context(
        event,
        by,
        current="matching:readiness",
        registration=registration,
        participant=participant,
        form=form,
        screen=profile_screen(form, ()) if form else None,
        fault=fault,
        incoming=incoming_of(participant) if participant else (),
        proposed=proposed_to(participant) if participant else (),
        sent=asked_by(participant) if participant else (),
    )
    is_unfit = form is not None and form.is_bound
    return render(request, f"{FOLDER}/assist.html", context, status=UNFIT if is_unfit else 200)


def _describe(request: HttpRequest, participant: Participant, form: ProfileForm, *, by: Subject) -> None:
    seen = request.POST.get("seen", "")
    assisting.describe_on_behalf(
        participant_id=participant.pk,
        seen=int(seen[:9]) if seen.isdecimal() else 0,
        profile=form.profile(),
        by=by,
        now=timezone.now(),
    )


def _tried(action: Callable[[], object]) -> str:
    """Nothing, or why not."""
    try:
        action()
    except Refusal as no:
        return refusal_message(no)
    return ""


@require_POST
def assisted_step(request: HttpRequest, slug: str, number: int) -> Any:
    """Begin, answer, ask, finish: each in the person's name, each written down."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    registration = _one_of(service, number)
    fault = _tried(lambda: _step(request, service, registration, by=by))
    if fault:
        messages.error(request, fault)
    if request.POST.get("step") == "finish" and not fault:
        messages.success(request, _("Done. The person gets a summary by email."))
        return redirect("matching:readiness", slug=slug)
    return redirect(reverse("matching:assist", args=[slug, number]))


def _step(request: HttpRequest, service: Service, registration: Registration, *, by: Subject) -> None:
    given, now = request.POST, timezone.now()
    kind = given.get("step", "")
    if kind == "begin":
        assisting.begin(
            service_id=service.pk,
            registration_id=registration.pk,
            has_agreed=given.get("agreed") == "yes",
            by=by,
            now=now,
        )
        return
    participant = Participant.objects.filter(registration=registration, left_at=None).first()
    pk, chosen = participant.pk if participant else 0, number_in(given, "chosen")
    if kind in {"yes", "no"}:
        assisting.answer_on_behalf(participant_id=pk, request_id=chosen, is_yes=kind == "yes", by=by, now=now)
    elif kind == "ask":
        assisting.ask_on_behalf(
            participant_id=pk,
            towards_id=chosen,
            kind="must" if given.get("must") else "want",
            purpose=given.get("purpose", "")[:200],
            by=by,
            now=now,
        )
    elif kind == "finish":
        assisting.finish(participant_id=pk, by=by, now=now)
