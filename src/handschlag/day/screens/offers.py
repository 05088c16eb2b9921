"""What the desk asks somebody for, to be answered with one press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_from, format_time
from handschlag.day.models import StandByState
from handschlag.day.queries.offers import MeetingOffer, offered_to
from handschlag.day.screens.participant_shell import frame_of
from handschlag.design.components.participant import Shell
from handschlag.matching.models import Participant

STATES: Final[Mapping[str, tuple[str | Promise, str]]] = {
    StandByState.ACCEPTED: (gettext_lazy("agreed: takes place"), "ok"),
    StandByState.DECLINED: (gettext_lazy("declined"), "bad"),
    StandByState.LAPSED: (gettext_lazy("no answer in time"), "bad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfferRow:
    id: int
    title: str
    name: str
    sub: str
    offers: str
    needs: str
    is_open: bool
    until: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OffersScreen:
    shell: Shell
    rows: Sequence[_OfferRow]
    answer_url: str
    day_url: str


def offers_screen(participant: Participant, *, token: str, now: datetime) -> _OffersScreen:
    """What the desk asks one person for, in the order of time."""
    return _OffersScreen(
        shell=frame_of(participant, token),
        rows=tuple(_row_of(one, now=now) for one in offered_to(participant)),
        answer_url=reverse("day:offers", args=[token]),
        day_url=reverse("day:today", args=[token]),
    )


def _row_of(one: MeetingOffer, *, now: datetime) -> _OfferRow:
    is_open = one.state == StandByState.OFFERED and now <= one.ends_at
    kind = StandByState.LAPSED if one.state == StandByState.OFFERED else one.state
    words, tone = ("", "") if is_open else STATES[kind]
    return _OfferRow(
        id=one.id,
        title=_("%(time)s, meeting point %(place)s")
        % {"time": format_from(one.starts_at, now=now), "place": one.place},
        name=one.partner.name,
        sub=one.partner.sub,
        offers=one.offers,
        needs=one.needs,
        is_open=is_open,
        until=format_time(one.ends_at),
        state=str(words),
        tone=tone,
    )
