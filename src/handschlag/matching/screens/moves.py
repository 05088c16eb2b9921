"""May a meeting move after the fix date? The question, and what became of it, as the person sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_day_and_time
from handschlag.design.components.participant import Move
from handschlag.matching.models import MoveAnswer, MoveState, Participant, PlannedMove
from handschlag.matching.queries.inbox import people_of, waiting_for
from handschlag.matching.queries.moves import asked_of, times_of
from handschlag.matching.queries.partners import Partner, partners_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab


def moves_screen(participant: Participant, *, token: str, now: datetime) -> dict[str, Any]:
    """Moves the person was asked about, answered ones too; the title counts the open ones."""
    asked = list(asked_of(participant))
    people = people_of({one.move.request_id for one in asked})
    names = partners_of({pk for several in people.values() for pk in several})
    held = times_of(one.move.request_id for one in asked)
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
