"""Consent after the fix date, at the organisers' side: ask, note what is said by telephone, take back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import move_answers, planned_moves
from handschlag.matching.views.planning_doors import message_refusal, planned

CURRENT = "matching:publishing"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


@require_POST
def ask_consent(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody concerned gets a letter; the meetings stay where they were published."""
    _event, by, service = planned(request, slug)
    try:
        done = planned_moves.ask_consent(
            service_id=service.pk,
            revision=_number(request.POST.get("revision", "")),
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        message_refusal(request, no)
        return redirect(CURRENT, slug=slug)
    text = ngettext(
        "We are asking %(n)s person. The meetings stay where they are until everyone has agreed.",
        "We are asking %(n)s people. The meetings stay where they are until everyone has agreed.",
        done.people,
    )
    messages.success(request, text % {"n": done.people})
    return redirect(CURRENT, slug=slug)


@require_POST
def change_move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A move is taken back, or an answer was given by telephone."""
    _event, by, service = planned(request, slug)
    if not service.moves.filter(pk=number).exists():
        raise Http404
    try:
        messages.success(request, _change(request, number, by=by))
    except Refusal as no:
        message_refusal(request, no)
    return redirect(CURRENT, slug=slug)


def _change(request: HttpRequest, move_id: int, *, by: Subject) -> str:
    what, now = request.POST.get("what", ""), timezone.now()
    if what == "drop":
        planned_moves.drop_move(move_id=move_id, by=by, now=now)
        return _("The meeting is not moved.")
    if what not in {"agree", "refuse"}:
        raise Http404
    move_answers.answer_move(
        move_id=move_id,
        participant_id=_number(request.POST.get("participant", "")),
        agrees=what == "agree",
        has_link=False,
        by=by,
        now=now,
    )
    return _("Answer saved.")
