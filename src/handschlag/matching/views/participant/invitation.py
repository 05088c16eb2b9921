"""Somebody is invited, joins, and says what they offer and seek."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.matching.actions import drafts, joining, leaving, lists
from handschlag.matching.forms.profile import ProfileForm, initial_of, with_taken
from handschlag.matching.models import Direction, Participant
from handschlag.matching.queries.drafts import drafted_statements
from handschlag.matching.queries.free_slots import hours_of
from handschlag.matching.queries.proposed_statements import proposed_statements
from handschlag.matching.queries.timing import open_service
from handschlag.matching.rules.profile import EACH
from handschlag.matching.screens.participant.invitation import invitation_screen
from handschlag.matching.screens.participant.profile import language_now, line_of, profile_screen, saved_words
from handschlag.matching.screens.participant.way_steps import steps_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.web.decorators import by_link, for_participants
from handschlag.registration.models import Registration

GET_OR_POST = ("GET", "HEAD", "POST")
UNFIT = 422


@require_http_methods(GET_OR_POST)
@by_link
def invitation(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What it is about, before any form; the button joins."""
    fault = ""
    if request.method == "POST":
        is_confirmed = "confirm" in request.POST
        begin = drafts.confirm if is_confirmed else joining.join
        try:
            begin(
                registration_id=registration.pk,
                agrees=bool(request.POST.get("agrees")),
                has_link=True,
                by=subject_of(request.user),
                now=timezone.now(),
            )
            return redirect(f"matching:{'recommended' if is_confirmed else 'profile'}", token=token)
        except Refusal as no:
            fault = refusal_message(no.reason)
    service = open_service(registration.event_id)
    if service is None:
        raise Http404
    rows = Participant.objects.select_related("service__event", "registration")
    participant = rows.filter(registration=registration).first()
    if participant is None and not fault:
        by, now = subject_of(request.user), timezone.now()
        if joining.join_agreed(registration=registration, by=by, now=now):
            return redirect("matching:profile", token=token)
    if participant is not None and participant.left_at is not None:
        participant = None
    screen = invitation_screen(registration, service, participant, token=token, now=timezone.now())
    context = {
        "screen": screen,
        "shell": screen["shell"],
        "fault": fault,
        "token": token,
        "participant": participant,
    }
    return render(request, "matching/people/invitation.html", context, status=UNFIT if fault else 200)


@require_POST
@for_participants
def leave(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Ends taking part, and with it agreed meetings, then leads to the invitation."""
    leaving.leave(
        participant_id=participant.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
    )
    return redirect("matching:invitation", token=token)


@require_http_methods(GET_OR_POST)
@for_participants
def profile(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Three offers, three needs; `look` shows what is understood, `take` what was proposed; neither saves."""
    language = language_now()
    proposed = proposed_statements(participant)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(participant, is_english=language == "en"),
        language=language,
    )
    is_taken = "take" in request.POST
    if is_taken:
        ticked = request.POST.getlist("proposal")
        form = with_taken(form, ((one.direction, one.text) for one in proposed if one.key in ticked))
    fault = ""
    is_look = "look" in request.POST
    if form.is_bound and form.is_valid() and not is_look:
        fault = _saved(request, participant, form)
        if not fault:
            return _led_on(request, participant, token)
    screen = profile_screen(form, proposed)
    context = {
        "screen": screen,
        "shell": shell_of(participant, token, current=None, now=timezone.now()),
        "steps": steps_of(participant, token, current="profile"),
        "token": token,
        "form": form,
        "fault": fault,
        "is_taken": is_taken,
        "me": participant,
        "is_drafted": bool(drafted_statements(participant.registration)),
    }
    status = UNFIT if form.is_bound and not (is_look and form.is_valid()) else 200
    return render(request, "matching/people/profile.html", context, status=status)


@require_POST
@for_participants
def understood(request: HttpRequest, _participant: Participant, _token: str) -> HttpResponse:
    """What is understood of one line of the profile as it is typed; saves nothing."""
    form = ProfileForm(request.POST, language=language_now())
    name = request.GET.get("line", "")
    if name not in {f"{way}_{place}" for way in Direction.values for place in range(1, EACH + 1)}:
        raise Http404
    return render(request, "matching/people/understood.html", {"line": line_of(form, name)})


def _led_on(request: HttpRequest, before: Participant, token: str) -> HttpResponse:
    """To the people; times are those of the registration until somebody changes them."""
    hours = hours_of(before.service, [before.pk])[before.pk]
    messages.success(request, saved_words(hours))
    return redirect("matching:recommended", token=token)


def _saved(request: HttpRequest, participant: Participant, form: ProfileForm) -> str:
    """Nothing, or why not, in words. Where that does not take long, the recommendations are there as well."""
    now = timezone.now()
    try:
        after = joining.describe(
            participant_id=participant.pk,
            seen=number_in(request.POST, "seen"),
            profile=form.profile(),
            has_link=True,
            by=subject_of(request.user),
            now=now,
        )
    except Refusal as no:
        return refusal_message(no.reason)
    lists.make_sure(participant=after, now=now)
    return ""
