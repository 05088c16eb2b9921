"""What became of the freed times of a day: offered, filled, or not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handschlag.common.times import local_date
from handschlag.day.models import StandBy, StandByState
from handschlag.matching.models import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class _RefillLine:
    """A freed time that is offered now, until when; or that is filled, and by whom."""

    starts_at: datetime
    place: str
    until: datetime | None
    names: tuple[str, ...] = ()  # of a meeting that stands: who was only asked is named to nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillLog:
    lines: tuple[_RefillLine, ...]
    offered: int  # now
    filled: int
    not_taken: int  # pairs who did not both say yes


def refills_of(service: Service, *, now: datetime) -> RefillLog:
    """Of today, in one query; what is filled after what is offered, and in both the next times first."""
    rows = StandBy.objects.filter(service=service, is_refill=True).order_by("starts_at", "pk")
    related = ("place", "participant__registration", "partner__registration")
    today = [one for one in rows.select_related(*related) if local_date(one.offered_at) == local_date(now)]
    offered = [one for one in today if one.state == StandByState.OFFERED and one.ends_at > now]
    filled = [one for one in today if one.state == StandByState.ACCEPTED]
    return RefillLog(
        lines=(*map(_line, offered), *map(_line, sorted(filled, key=lambda one: one.starts_at < now))),
        offered=len(offered),
        filled=len(filled),
        not_taken=len(today) - len(offered) - len(filled),
    )


def _line(offer: StandBy) -> _RefillLine:
    is_filled = offer.state == StandByState.ACCEPTED
    people = (offer.participant.registration.name, offer.partner.registration.name)
    return _RefillLine(
        starts_at=offer.starts_at,
        place=offer.place.code if offer.place else "",
        until=None if is_filled else offer.ends_at,
        names=people if is_filled else (),
    )
