"""Somebody who has not registered stands at the desk: registered and checked in at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.registration import emails
from handschlag.registration.actions.access import require_check_in_team
from handschlag.registration.actions.check_in import record_arrival
from handschlag.registration.actions.registering import create
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.models import Registration, RegistrationSource
from handschlag.registration.queries.occupancy import occupancy_of, room_of
from handschlag.registration.rules.check_in import Arrival
from handschlag.registration.rules.places import PlaceState, place_in_both
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.registration_data import RegistrationData


@transaction.atomic
def walk_in(
    *, event_id: int, facts: RegistrationData, key: str, by: Subject, now: datetime
) -> tuple[Registration, bool]:
    """The person is registered and here; the second is whether that is new.

    Sent twice with the same key it counts once. A house that is full has no place for anybody else; a place
    that is only held goes to whoever has come.
    """
    require_check_in_team(by, event_id, now=now)
    event = lock_event(event_id)
    known = Registration.objects.filter(event=event, check_ins__key=key).first()
    if known is not None:
        return known, False
    house = occupancy_of(event, counts_held=False)
    state = place_in_both(house, room_of(event, facts.category_id, counts_held=False))
    if state is not PlaceState.CONFIRMED:
        raise Refusal(RegistrationRefusal.FULL)
    made = create(event, facts, state=state, way=RegistrationSource.WALK_IN, by=by, now=now)
    record_arrival(Arrival(key=key, code=made.badge_code, is_undone=False, at=now), made, by=by, now=now)
    emails.tell_entered(made, now=now)
    return made, True
