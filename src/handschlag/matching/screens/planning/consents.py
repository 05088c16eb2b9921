"""What needs consent after the fix date: planned moves, who was asked, and what they said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_slot
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.models import MoveState, PlannedMove, Service, TimetableVersion
from handschlag.matching.queries.display_names import Called
from handschlag.matching.queries.moves import agreed_since, answers_to, going, over
from handschlag.matching.rules.changes import MeetingChange
from handschlag.matching.screens.planning import explanations

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
    planned = [one for one in going(service, MoveState.PLANNED) if one.request_id in parties]
    asked = [one for one in going(service, MoveState.ASKED) if one.request_id in parties]
    concerned = {pk for one in planned for pk in parties[one.request_id]}  # of moves older than `parties`
    concerned |= {pk for one in stuck for pk in one.people}
    moves = {"planned": planned, "asked": asked, "over": over(service, version)}
    return {
        "stuck": len(stuck),
        "agreed": len(agreed_since(version)),
        "concerned": len(concerned),
        "groups": [
            (kind, [_row(event, one, people, parties) for one in several])
            for kind, several in moves.items()
            if several
        ],
    }


def _row(
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


def needs(count: int) -> str:
    """Said while drafted times of published meetings have nobody's consent."""
    text = ngettext(
        "The cut-off date has passed: %(n)s published meeting would move. Everyone concerned must "
        "agree first. Until then it keeps its published time.",
        "The cut-off date has passed: %(n)s published meetings would move. Everyone concerned must "
        "agree first. Until then they keep their published times.",
        count,
    )
    return text % {"n": format_number(count)}
