"""The inbox, answers, and what became of them; by personal link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.matching.actions import advance_yes, answering, delegates, remedies, undoing
from handschlag.matching.forms.answers import LATER, NO, AnswerInput, answers_in, numbers_in, refusals_in
from handschlag.matching.models import Participant
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.screens.inbox import JustAnswered, inbox_screen
from handschlag.matching.screens.results import results_screen
from handschlag.matching.web.decorators import for_participants

# Their page says what is the matter better than a message does.
SAID_BY_STATE = frozenset({MatchingRefusal.NOT_IN_THIS_STATE})


@require_safe
@for_participants
def inbox(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of requests that wait for an answer; with `several=1`, answered all at once."""
    just = JustAnswered(
        done=numbers_in(request.GET.get("done", "")), refused=refusals_in(request.GET.get("refused", ""))
    )
    return _inbox_page(request, participant, token, just)


def _inbox_page(
    request: HttpRequest, participant: Participant, token: str, just: JustAnswered, *, only: int = 0
) -> HttpResponse:
    """The whole page, or for the script that asks in place one row of it."""
    is_batch = request.GET.get("several") == "1"
    screen = inbox_screen(
        participant, token=token, is_batch=is_batch, just=just, now=timezone.now(), only=only
    )
    context = {"screen": screen, "shell": screen["shell"], "token": token, "only": only}
    part = "#one_row" if only else ""
    return render(request, f"matching/answers/inbox.html{part}", context)


@require_POST
@for_participants
def answer(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Each answer for itself: where one is not possible, the others count all the same."""
    given = answers_in(request.POST)
    faults = {one.request: fault for one in given if (fault := _give(request, participant, one))}
    return _after(request, participant, token, [one.request for one in given], faults)


@require_POST
@for_participants
def standing_yes(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """For one need the yes is given beforehand, or no longer; what it answers now is shown as answered."""
    answered: list[int] = []

    def act() -> None:
        found = advance_yes.set_standing_yes(
            participant_id=participant.pk,
            need_id=number_in(request.POST, "need"),
            most=number_in(request.POST, "most"),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
        answered.extend(one.pk for one in found)

    if attempt(request, act):
        messages.success(request, _("Your choice is saved."))
    return _after(request, participant, token, answered, {})


@require_POST
@for_participants
def undo(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """The answer is taken back, and the request waits again at the same place."""
    fault = _fault_of(
        lambda: undoing.undo_answer(
            request_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    )
    return _after(request, participant, token, [number], {number: fault} if fault else {})


def _after(
    request: HttpRequest,
    participant: Participant,
    token: str,
    ids: Sequence[int],
    faults: Mapping[int, StrEnum],
) -> HttpResponse:
    """Back to the same place, where what became of the answers stands, or why one was not taken."""
    if len(ids) == 1 and request.headers.get("HX-Request"):
        refused = {pk: refusal_message(reason) for pk, reason in faults.items()}
        just = JustAnswered(done=tuple(ids), refused=refused)
        return _inbox_page(request, participant, token, just, only=ids[0])
    before = [pk for pk in numbers_in(request.POST.get("done", "")) if pk not in ids]
    known = {
        "done": ",".join(str(pk) for pk in (*before, *ids)),
        "refused": ",".join(f"{pk}:{reason}" for pk, reason in faults.items()),
    }
    asked = urlencode({name: value for name, value in known.items() if value}, safe=",:")
    place = f"#request-{next(iter((*faults, *ids)))}" if ids else ""
    page = reverse("matching:inbox", args=[token])
    return HttpResponseRedirect(page + (f"?{asked}" if asked else "") + place)


def _give(request: HttpRequest, participant: Participant, one: AnswerInput) -> StrEnum | None:
    """Why the answer was not taken."""
    given: dict[str, Any] = {
        "request_id": one.request,
        "participant_id": participant.pk,
        "has_link": True,
        "by": subject_of(request.user),
        "now": timezone.now(),
    }
    if one.answer == LATER:
        return _fault_of(lambda: answering.put_aside(**given))
    if one.answer == NO:
        return _fault_of(lambda: answering.decline(**given))
    return _fault_of(lambda: answering.accept(kind=one.answer, **given))


def _fault_of(act: Callable[[], object]) -> StrEnum | None:
    """Why the act did not happen. What somebody has answered twice is shown as it stands."""
    try:
        act()
    except Refusal as no:
        return None if no.reason in SAID_BY_STATE else no.reason
    return None


def attempt(request: HttpRequest, act: Callable[[], object]) -> bool:
    """The act, or its refusal in words."""
    fault = _fault_of(act)
    if fault:
        messages.error(request, refusal_message(fault))
    return not fault


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
