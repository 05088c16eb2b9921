"""The inbox, answers, and what became of them; by personal link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import answering, delegates, remedies
from handschlag.matching.actions.versioned_writes import phase_of
from handschlag.matching.forms.answers import LATER, NO, AnswerInput, answers_in, numbers_in
from handschlag.matching.models import Participant
from handschlag.matching.rules import phases
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.screens.inbox import inbox_screen
from handschlag.matching.screens.results import results_screen
from handschlag.matching.web.decorators import for_participants

# Their page says what is the matter better than a message does.
SAID_BY_STATE = frozenset({MatchingRefusal.NOT_IN_THIS_STATE})


@require_safe
@for_participants
def inbox(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of requests that wait for an answer; with `several=1`, answered all at once."""
    can_answer = phases.may_answer(phase_of(participant.service, timezone.now()))
    screen = inbox_screen(
        participant, token=token, is_batch=request.GET.get("several") == "1", can_answer=can_answer
    )
    context = {"screen": screen, "shell": screen["shell"], "token": token}
    return render(request, "matching/answers/inbox.html", context)


@require_POST
@for_participants
def answer(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Each answer for itself: where one is not possible, the others count all the same."""
    given = answers_in(request.POST)
    done = [one.request for one in given if _give(request, participant, one)]
    if not done:
        return redirect("matching:inbox", token=token)
    return _to_results(token, done)


def _give(request: HttpRequest, participant: Participant, one: AnswerInput) -> bool:
    """Whether there is something to show for it."""
    given: dict[str, Any] = {
        "request_id": one.request,
        "participant_id": participant.pk,
        "has_link": True,
        "by": subject_of(request.user),
        "now": timezone.now(),
    }
    if one.answer == LATER:
        return attempt(request, lambda: answering.put_aside(**given))
    if one.answer == NO:
        return attempt(request, lambda: answering.decline(**given))
    return attempt(request, lambda: answering.accept(kind=one.answer, **given))


def attempt(request: HttpRequest, act: Callable[[], object]) -> bool:
    """The act, or its refusal in words. What somebody has answered twice is shown as it stands."""
    try:
        act()
    except Refusal as no:
        if no.reason in SAID_BY_STATE:
            return True
        messages.error(request, refusal_message(no.reason))
        return False
    return True


def _to_results(token: str, ids: list[int]) -> HttpResponseRedirect:
    numbers = ",".join(str(pk) for pk in ids)
    return HttpResponseRedirect(f"{reverse('matching:answered', args=[token])}?of={numbers}")


@require_safe
@for_participants
def answered(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Whatever became of these requests until now: the page says it anew each time."""
    ids = numbers_in(request.GET.get("of", ""))
    screen = results_screen(participant, ids=ids, token=token, now=timezone.now())
    context = {"screen": screen, "shell": screen["shell"], "token": token}
    return render(request, "matching/answers/answered.html", context)


@require_POST
@for_participants
def remedy(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """One of the ways out, by the number under which it was shown."""
    shown = request.POST.get("number", "")
    attempt(
        request,
        lambda: remedies.apply_remedy(
            request_id=number,
            participant_id=participant.pk,
            number=int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 4 else -1,
            kind=request.POST.get("kind", ""),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return _to_results(token, [number])


@require_POST
@for_participants
def ask_room(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Asks the other person to make room, once, then leads to the result of this request."""
    attempt(
        request,
        lambda: remedies.ask_other(
            request_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return _to_results(token, [number])


@require_POST
@for_participants
def delegate(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """A colleague is asked to go instead."""
    shown = numbers_in(request.POST.get("colleague", ""))
    is_done = attempt(
        request,
        lambda: delegates.propose(
            request_id=number,
            participant_id=participant.pk,
            colleague_id=shown[0] if shown else 0,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return redirect("matching:wishes", token=token) if is_done else _to_results(token, [number])
