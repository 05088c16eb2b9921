"""May a meeting move after the fix date? As the person sees it, and as the organisers do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day_and_time, format_slot
from handschlag.common.web import refusal_message
from handschlag.design.components.participant import Move
from handschlag.design.tallies import format_number
from handschlag.events.models import Event
from handschlag.matching import explanations
from handschlag.matching.access import event_with_service, message_refusal
from handschlag.matching.models import (
    MoveAnswer,
    MoveState,
    Participant,
    PlannedMove,
    Service,
    TimetableVersion,
)
from handschlag.matching.moves import actions
from handschlag.matching.names import Called, Partner, partners_of
from handschlag.matching.own_meetings import people_of, waiting_for
from handschlag.matching.participant_pages import Tab, for_participants, shell_of
from handschlag.matching.versions import (
    MeetingChange,
    agreed_since,
    answers_to,
    meeting_times_of,
    moves_asked_of,
    moves_decided,
    moves_going,
)


def moves_screen(participant: Participant, *, token: str, now: datetime) -> dict[str, Any]:
    """Moves the person was asked about, answered ones too; the title counts the open ones."""
    asked = list(moves_asked_of(participant))
    people = people_of({one.move.request_id for one in asked})
    names = partners_of({pk for several in people.values() for pk in several})
    held = meeting_times_of(one.move.request_id for one in asked)
    others = {
        one.pk: [names[pk] for pk in people[one.move.request_id] if pk != participant.pk] for one in asked
    }
    rows = [_row(one, others[one.pk], held, now=now) for one in asked]
    count = sum(one.agrees is None and _may_answer(one.move, held, now=now) for one in asked)
    return {
        "shell": shell_of(participant, token, current=Tab.DAY, now=now, waiting=waiting_for(participant)),
        "title": _title(count),
        "rows": rows,
    }


def _title(count: int) -> str:
    if not count:
        return _("No request to move a meeting")
    text = ngettext(
        "Can we move this meeting to another time?",
        "Can we move these %(n)s meetings to other times?",
        count,
    )
    return text % {"n": count}


def _may_answer(move: PlannedMove, held: Mapping[int, datetime], *, now: datetime) -> bool:
    is_open = move.state == MoveState.ASKED and move.until is not None and now < move.until
    return is_open and held.get(move.request_id) == move.old_starts_at


def _row(
    one: MoveAnswer,
    others: Sequence[Partner],
    held: Mapping[int, datetime],
    *,
    now: datetime,
) -> dict[str, Any]:
    move = one.move
    is_open = _may_answer(move, held, now=now)
    known = {"place": move.old_place.code}, {"place": move.place.code}
    return {
        "name": ", ".join(other.name for other in others),
        "sub": others[0].sub if len(others) == 1 else "",
        "asked": move,
        "move": Move(
            title="",
            old=f"{format_day_and_time(move.old_starts_at)}, {_('meeting point %(place)s') % known[0]}",
            new=f"{format_day_and_time(move.starts_at)}, {_('meeting point %(place)s') % known[1]}",
            why="",
        ),
        "text": _state_words(one, is_open=is_open),
        "can_agree": is_open and one.agrees is not True,
        "can_refuse": is_open,
    }


def _state_words(one: MoveAnswer, *, is_open: bool) -> str:
    move = one.move
    if move.state == MoveState.TAKEN:
        return _("All have agreed: the meeting takes place at the new time.")
    if move.state == MoveState.IMPOSSIBLE:
        return _("The new time is no longer possible. Your meeting keeps its published time.")
    if move.state == MoveState.REFUSED or (move.state == MoveState.ASKED and one.agrees is False):
        return _("Not everyone agreed. Your meeting keeps its published time.")
    if not is_open:
        return _("It is too late to answer. Your meeting keeps its published time.")
    if one.agrees:
        return _("You have agreed. We are waiting for the others.")
    return _("Please answer by %(when)s.") % {"when": format_day_and_time(move.until)} if move.until else ""


@require_safe
@for_participants
def moves_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
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
        move = actions.answer_move(
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


ENDINGS: Final[Mapping[str, tuple[Literal["done", "closed", "bad"], str | Promise]]] = {
    MoveState.TAKEN: ("done", gettext_lazy("moved")),
    MoveState.REFUSED: ("closed", gettext_lazy("unchanged: not everyone agreed")),
    MoveState.EXPIRED: ("closed", gettext_lazy("unchanged: no reply in time")),
    MoveState.IMPOSSIBLE: ("bad", gettext_lazy("unchanged: no longer possible")),
}


def consents_of(
    event: Event,
    service: Service,
    version: TimetableVersion | None,
    stuck: Sequence[MeetingChange],
    people: Mapping[int, Called],
    parties: Mapping[int, tuple[int, ...]],
) -> dict[str, Any]:
    """`stuck` are drafted times of published meetings, which nobody has agreed to."""
    planned = [one for one in moves_going(service, MoveState.PLANNED) if one.request_id in parties]
    asked = [one for one in moves_going(service, MoveState.ASKED) if one.request_id in parties]
    concerned = {pk for one in planned for pk in parties[one.request_id]}  # of moves older than `parties`
    concerned |= {pk for one in stuck for pk in one.people}
    moves = {"planned": planned, "asked": asked, "over": moves_decided(service, version)}
    return {
        "stuck": len(stuck),
        "agreed": len(agreed_since(version)),
        "concerned": len(concerned),
        "groups": [
            (kind, [_consent_row(event, one, people, parties) for one in several])
            for kind, several in moves.items()
            if several
        ],
    }


def _consent_row(
    event: Event,
    move: PlannedMove,
    people: Mapping[int, Called],
    parties: Mapping[int, tuple[int, ...]],
) -> dict[str, Any]:
    kind, word = ENDINGS.get(move.state, ("", ""))
    return {
        "move": move,
        "who": explanations.pair(parties[move.request_id], people),
        "old": _spot(event, move.old_starts_at, move.old_place.code),
        "new": _spot(event, move.starts_at, move.place.code),
        "is_asked": move.state == MoveState.ASKED,
        "said": [(one, people.get(one.participant_id)) for one in answers_to(move)],
        "kind": kind,
        "word": word,
    }


def _spot(event: Event, at: datetime, place: str) -> str:
    return f"{format_slot(at, with_day=event.has_days)} · {place}"


def consents_needed(count: int) -> str:
    """Said while drafted times of published meetings have nobody's consent."""
    text = ngettext(
        "The cut-off date has passed: %(n)s published meeting would move. Everyone concerned must "
        "agree first. Until then it keeps its published time.",
        "The cut-off date has passed: %(n)s published meetings would move. Everyone concerned must "
        "agree first. Until then they keep their published times.",
        count,
    )
    return text % {"n": format_number(count)}


CURRENT = "matching:publishing"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


@require_POST
def ask_consent(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody concerned gets a letter; the meetings stay where they were published."""
    _event, by, service = event_with_service(request, slug)
    try:
        done = actions.ask_consent(
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
    _event, by, service = event_with_service(request, slug)
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
        actions.drop_move(move_id=move_id, by=by, now=now)
        return _("The meeting is not moved.")
    if what not in {"agree", "refuse"}:
        raise Http404
    actions.answer_move(
        move_id=move_id,
        participant_id=_number(request.POST.get("participant", "")),
        agrees=what == "agree",
        has_link=False,
        by=by,
        now=now,
    )
    return _("Answer saved.")
