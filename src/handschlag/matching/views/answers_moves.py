"""Moves after the fix date: somebody agrees to another time, or keeps the published one; by personal link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import move_answers
from handschlag.matching.models import MoveState, Participant
from handschlag.matching.screens.moves import moves_screen
from handschlag.matching.web.decorators import for_participants


@require_safe
@for_participants
def moves(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page where somebody agrees to moves of published meetings, or does not."""
    screen = moves_screen(participant, token=token, now=timezone.now())
    return render(
        request, "matching/answers/moves.html", {"screen": screen, "shell": screen["shell"], "token": token}
    )


@require_POST
@for_participants
def answer_move(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Yes or no; whatever else stands there is neither."""
    agrees = {"yes": True, "no": False}.get(request.POST.get("answer", ""))
    if agrees is None:
        return redirect("matching:moves", token=token)
    try:
        move = move_answers.answer_move(
            move_id=number,
            participant_id=participant.pk,
            agrees=agrees,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _said(move.state, agrees=agrees))
    return redirect("matching:moves", token=token)


def _said(state: str, *, agrees: bool) -> str:
    if state == MoveState.TAKEN:
        return _("Everyone has agreed. The new time is now fixed.")
    if agrees:
        return _("You have agreed. We will tell you when everyone has.")
    return _("The meeting keeps its published time. The others are notified.")
