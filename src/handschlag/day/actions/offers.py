"""Somebody says yes or no to a meeting that the desk asked for; a yes is held at once, at its spot."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.models import StandBy, StandByState
from handschlag.day.queries.offers import spot_of
from handschlag.day.rules.walking_in import WalkInRefusal
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.stepping_in import agreed
from handschlag.matching.actions.versioned_writes import (
    increase_revision,
    lock_service,
    participant_now,
    write_spots,
)
from handschlag.matching.engine import receipts
from handschlag.matching.engine.admission_cache import clear_controller
from handschlag.matching.models import Meeting, Request, Seat, Service
from handschlag.matching.queries.engine_input import load_engine_input


@transaction.atomic
def answer(
    *, offer_id: int, participant_id: int, is_yes: bool, has_link: bool, by: Subject, now: datetime
) -> StandBy:
    """The offer is accepted and the meeting stands, or it is declined and its time is free again."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    rows = StandBy.objects.filter(
        pk=offer_id,
        participant=participant,
        partner_yes_at__isnull=False,
        instead_of=None,
        is_refill=False,
    )
    offer = rows.first()
    if offer is None:
        raise Refusal(WalkInRefusal.NO_OFFER)
    if offer.state != StandByState.OFFERED or now > offer.ends_at:
        raise Refusal(WalkInRefusal.TOO_LATE)
    if is_yes:
        request = hold(service, offer, now=now)
        rows.update(state=StandByState.ACCEPTED, participant_yes_at=now, request=request)
        audit.record(verb="day.offer_accepted", target=offer, by_id=by.user_id, now=now)
    else:
        rows.update(state=StandByState.DECLINED)
        audit.record(verb="day.offer_declined", target=offer, by_id=by.user_id, now=now)
    offer.refresh_from_db()
    return offer


def hold(service: Service, offer: StandBy, *, now: datetime) -> Request:
    """A request to which both have said yes, held where it was kept; the verifier reads everything."""
    spot = spot_of(offer)
    people = (offer.partner_id, offer.participant_id)
    is_taken = Meeting.objects.filter(place=offer.place, starts_at=offer.starts_at).exists()
    is_busy = Seat.objects.filter(participant__in=people, starts_at=offer.starts_at).exists()
    if spot is None or is_taken or is_busy:
        raise Refusal(WalkInRefusal.TAKEN)
    increase_revision(service)
    request = agreed(service, offer.partner_id, offer.participant_id, purpose=spot.purpose, now=now)
    write_spots(service, [spot.at(request.pk)])
    if receipts.broken(load_engine_input(service)):
        raise Refusal(WalkInRefusal.TAKEN)
    transaction.on_commit(lambda: clear_controller(service.pk))
    return request
