"""Meetings that somebody is asked for by the desk, on behalf of a person who has just come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handschlag.day.models import StandBy, StandByState
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.models import Direction, Participant, Statement
from handschlag.matching.queries.partners import Partner, partners_of
from handschlag.matching.rules.values import LONGEST_PURPOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class _MeetingOffer:
    """One of them: with whom, what that person offers and seeks, when, where, and until when to answer."""

    id: int
    partner: Partner
    offers: str
    needs: str
    starts_at: datetime
    ends_at: datetime
    place: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """The spot of an offer, as the grid has it now."""

    block: int
    starts_at: datetime
    ends_at: datetime
    place: int
    purpose: str

    def at(self, request: int) -> MeetingSpot:
        return MeetingSpot(
            request=request,
            block=self.block,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            interpreter=None,
        )


def spot_of(offer: StandBy) -> _Kept | None:
    """None where the grid has no such slot any more, or the place is gone."""
    grid = meeting_grid_of(offer.service.event_id)
    slots = ((run.id, slot) for run in grid.runs for slot in run.slots if slot.starts_at == offer.starts_at)
    found = next(slots, None)
    if found is None or offer.place_id is None:
        return None
    return _Kept(
        block=found[0],
        starts_at=found[1].starts_at,
        ends_at=found[1].ends_at,
        place=offer.place_id,
        purpose=topic_of(offer.partner_id),
    )


def topic_of(participant: int) -> str:
    """What a meeting may be about: the first need of one of the two, or else an offer, as it was written."""
    rows = Statement.objects.filter(participant=participant).exclude(text="")
    texts = rows.order_by("direction", "position", "pk").values_list("text", flat=True)
    return next((one for one in texts if len(one) <= LONGEST_PURPOSE), "…")


def offered_to(participant: Participant, *, now: datetime) -> Sequence[_MeetingOffer]:
    """What the person is asked for, in the order of time; three queries. What is too late has lapsed."""
    rows = list(
        StandBy.objects.filter(
            participant=participant, instead_of=None, is_refill=False, partner_yes_at__isnull=False
        )
        .select_related("place")
        .order_by("starts_at")
    )
    ids = [one.partner_id for one in rows]
    partners = partners_of(ids)
    said = {
        (one.participant_id, one.direction): one.text
        for one in Statement.objects.filter(participant__in=ids).order_by("-position")
    }
    return tuple(
        _MeetingOffer(
            id=one.pk,
            partner=partners[one.partner_id],
            offers=said.get((one.partner_id, Direction.OFFER), ""),
            needs=said.get((one.partner_id, Direction.NEED), ""),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place.code if one.place else "",
            state=StandByState.LAPSED
            if one.state == StandByState.OFFERED and one.ends_at < now
            else one.state,
        )
        for one in rows
    )
