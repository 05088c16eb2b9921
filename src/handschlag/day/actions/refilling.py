"""A time that became free is offered to two people who could use it; both say yes, and it is held."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.common.times import at_place, local_date
from handschlag.day.actions.push_outbox import queue_pushes
from handschlag.day.emails.offers import tell_refill
from handschlag.day.models import StandBy, StandByState
from handschlag.day.queries.offers import spot_of
from handschlag.day.queries.refill_pairs import wanted_meetings
from handschlag.day.queries.refilling import coming, freed_times, open_times
from handschlag.day.queries.settings import settings_of
from handschlag.day.queries.stepping_in import yes_beforehand
from handschlag.day.queries.walking_in import reserved_times_of
from handschlag.day.rules.refilling import WantedMeeting, in_turn, offer_until
from handschlag.matching import emails
from handschlag.matching.actions import stepping_in as matching
from handschlag.matching.actions.advance_yes import use_standing_yes
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.stepping_in import FreeSpots
from handschlag.matching.hooks.told_people import ToldPeople
from handschlag.matching.models import Service
from handschlag.matching.queries.engine_input import EngineInput, load_engine_input
from handschlag.matching.rules.refusals import MatchingRefusal

REFILL: Final = "day.refill"


@transaction.atomic
def offer_freed(*, service_id: int, now: datetime) -> list[StandBy]:
    """Each freed time is offered to the two who want it most; each person to one other at a time.

    The day before, times are offered that nobody has lost: to those who come, and have few meetings.
    """
    service = lock_service(service_id)
    close_old_offers(service, now=now)
    if not settings_of(service).offers_freed_times:
        return []
    with at_place(service.event.time_zone):
        found = wanted_meetings(service, freed_times(service, now=now), now=now) or wanted_meetings(
            service, open_times(service, now=now), among=coming(service), now=now
        )
    wanted = in_turn(found, now=now)
    if not wanted:
        return []
    facts = load_engine_input(service)
    free = FreeSpots(facts, sorted({(one.freed.person, one.partner) for one in wanted}))
    kept = {(one.place, one.starts_at) for one in reserved_times_of(service, now)}
    asked: set[int] = set()
    made = []
    for one in wanted:
        if asked.isdisjoint((one.freed.person, one.partner)) and (spot := _spot_for(one, facts, free, kept)):
            asked |= {one.freed.person, one.partner}
            kept.add((spot.place, spot.starts_at))
            made.append(_written(service, one, spot, now=now))
    return made


def _spot_for(
    meeting: WantedMeeting, facts: EngineInput, free: FreeSpots, reserved: set[tuple[int | None, datetime]]
) -> MeetingSpot | None:
    """The table of the meeting that is called off, or one that nobody holds and nothing is kept at."""
    freed = meeting.freed
    places = [freed.place] if freed.place else next(r.spots for r in facts.grid.runs if r.id == freed.block)
    return free.spot(
        (freed.person, meeting.partner),
        block=freed.block,
        starts_at=freed.starts_at,
        places=[place for place in places if (place, freed.starts_at) not in reserved],
        gone=freed.instead_of,
    )


def _written(service: Service, meeting: WantedMeeting, spot: MeetingSpot, *, now: datetime) -> StandBy:
    """Whoever has sent a request has said yes with it, or beforehand; until it is held they can say no."""
    one, other, sender = meeting.freed.person, meeting.partner, meeting.fit.sender
    beforehand = yes_beforehand(one, other) - {sender}
    with at_place(service.event.time_zone):
        is_eve = local_date(spot.starts_at) > local_date(now)
    row = StandBy.objects.create(
        service=service,
        participant_id=one,
        partner_id=other,
        starts_at=spot.starts_at,
        place_id=spot.place,
        instead_of_id=meeting.freed.instead_of,
        is_refill=True,
        offered_at=now,
        ends_at=offer_until(spot.starts_at, is_eve=is_eve, now=now),
        participant_yes_at=now if one in {sender, *beforehand} else None,
        partner_yes_at=now if other in {sender, *beforehand} else None,
    )
    audit.record(verb="day.stand_by_offered", target=row, by_id=None, now=now)
    if row.participant_yes_at and row.partner_yes_at:
        hold_refill(row, by=Subject(), now=now)
        row.save()
    else:
        tell_refill(row, beforehand=beforehand, now=now)
    people = (row.participant.registration_id, row.partner.registration_id)
    queue_pushes(ToldPeople(service_id=service.pk, registrations=people, at=now))
    return row


def close_old_offers(service: Service, *, now: datetime) -> None:
    """What was not answered in time is over."""
    old = StandBy.objects.filter(service=service, state=StandByState.OFFERED, ends_at__lte=now)
    old.update(state=StandByState.LAPSED)


def refill_soon(service_id: int, *, now: datetime) -> None:
    """The next two are asked as soon as a worker is free."""
    enqueue(kind=REFILL, payload={"service_id": service_id}, owner_id=None, now=now)


def hold_refill(row: StandBy, *, by: Subject, now: datetime) -> None:
    """Both have said yes: held there and then, or the offer lapses because the time is gone again."""
    spot = spot_of(row)
    try:
        if spot is None or row.starts_at <= now:
            raise Refusal(MatchingRefusal.NOT_POSSIBLE)
        if row.instead_of_id is None:
            row.request = matching.meet_at(
                service_id=row.service_id,
                people=(row.participant_id, row.partner_id),
                purpose=spot.purpose,
                block_id=spot.block,
                starts_at=spot.starts_at,
                place_id=spot.place,
                by_id=by.user_id,
                now=now,
            )
        else:
            row.request = matching.step_in(
                gone_id=row.instead_of_id,
                participant_id=row.participant_id,
                partner_id=row.partner_id,
                purpose=spot.purpose,
                by_id=by.user_id,
                now=now,
            )
    except Refusal:
        row.state = StandByState.LAPSED
        return
    row.state = StandByState.ACCEPTED
    yeses = ((row.participant_id, row.participant_yes_at), (row.partner_id, row.partner_yes_at))
    use_standing_yes(row.request, [pk for pk, at in yeses if at == row.offered_at], now=now)
    emails.tell_held(row.request, now=now)
