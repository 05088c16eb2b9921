"""What needs consent after the fix date: planned moves, who was asked, and what they said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_slot
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.models import MoveAnswer, MoveState, PlannedMove, Service, TimetableVersion
from handschlag.matching.queries.display_names import Called
from handschlag.matching.queries.moves import agreed_since, going, over
from handschlag.matching.rules.changes import MeetingChange
from handschlag.matching.screens.planning import explanations

ENDINGS: Final[Mapping[str, tuple[Literal["done", "closed", "bad"], str | Promise]]] = {
    MoveState.TAKEN: ("done", gettext_lazy("moved")),
    MoveState.REFUSED: ("closed", gettext_lazy("unchanged: not everyone agreed")),
    MoveState.EXPIRED: ("closed", gettext_lazy("unchanged: no reply in time")),
    MoveState.IMPOSSIBLE: ("bad", gettext_lazy("unchanged: no longer possible")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What somebody of the meeting says; with a button for the telephone while nothing was said."""

    name: str
    phone: str
    kind: str
    word: str
    participant: int
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConsentRow:
    who: str
    old: str
    new: str
    until: datetime | None
    said: Sequence[_Said]
    kind: str
    word: str
    move: PlannedMove


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConsentGroup:
    title: str
    rows: Sequence[_ConsentRow]
    is_closed: bool
    can_drop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """`stuck` drafted times wait for a question, `agreed` moves have been made since the valid version."""

    stuck: int
    agreed: int
    button: str
    groups: Sequence[_ConsentGroup]


def consents_of(
    event: Event,
    service: Service,
    version: TimetableVersion | None,
    stuck: Sequence[MeetingChange],
    people: Mapping[int, Called],
    parties: Mapping[int, tuple[int, ...]],
) -> Consents:
    """`stuck` are drafted times of published meetings, which nobody has agreed to."""
    planned, asked = going(service, MoveState.PLANNED), going(service, MoveState.ASKED)
    concerned = {pk for one in planned for pk in parties[one.request_id]}
    concerned |= {pk for one in stuck for pk in one.people}
    titles = (
        (_("Needs consent, %(n)s"), planned, False, True),
        (_("Asked for consent, %(n)s"), asked, False, True),
        (_("Decided since this version, %(n)s"), over(service, version), True, False),
    )
    return Consents(
        stuck=len(stuck),
        agreed=len(agreed_since(version)),
        button=_button(len(concerned)) if concerned else "",
        groups=[
            _ConsentGroup(
                title=title % {"n": format_number(len(moves))},
                rows=[_row(event, one, people, parties) for one in moves],
                is_closed=is_closed,
                can_drop=can_drop,
            )
            for title, moves, is_closed, can_drop in titles
            if moves
        ],
    )


def _button(count: int) -> str:
    text = ngettext("Ask %(n)s person for consent", "Ask %(n)s people for consent", count)
    return text % {"n": format_number(count)}


def _row(
    event: Event,
    move: PlannedMove,
    people: Mapping[int, Called],
    parties: Mapping[int, tuple[int, ...]],
) -> _ConsentRow:
    kind, word = ENDINGS.get(move.state, ("", ""))
    is_asked = move.state == MoveState.ASKED
    return _ConsentRow(
        who=explanations.pair(parties[move.request_id], people),
        old=_spot(event, move.old_starts_at, move.old_place.code),
        new=_spot(event, move.starts_at, move.place.code),
        until=move.until if is_asked else None,
        said=[_said(one, people, is_asked=is_asked) for one in move.answers.all()],
        kind=kind,
        word=str(word),
        move=move,
    )


def _spot(event: Event, at: datetime, place: str) -> str:
    return f"{format_slot(at, with_day=event.has_days)} · {place}"


def _said(one: MoveAnswer, people: Mapping[int, Called], *, is_asked: bool) -> _Said:
    who = people.get(one.participant_id)
    kinds = {True: ("done", _("agrees")), False: ("bad", _("refuses")), None: ("free", _("no answer yet"))}
    kind, word = kinds[one.agrees]
    return _Said(
        name=who.name if who else "",
        phone=who.phone if who else "",
        kind=kind,
        word=word,
        participant=one.participant_id,
        is_open=is_asked and one.agrees is None,
    )


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
