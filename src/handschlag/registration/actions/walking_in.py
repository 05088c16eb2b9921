"""Somebody who has not registered stands at the desk: registered and checked in at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.registration import emails
from handschlag.registration.actions.access import require_desk
from handschlag.registration.actions.arriving import note
from handschlag.registration.actions.registering import create
from handschlag.registration.actions.rows import lock_event
from handschlag.registration.models import Registration, Way
from handschlag.registration.queries.houses import house_of
from handschlag.registration.rules.desk import Arrival
from handschlag.registration.rules.facts import Facts
from handschlag.registration.rules.places import State, place_in
from handschlag.registration.rules.refusals import RegistrationRefusal


@transaction.atomic
def walk_in(
    *, event_id: int, facts: Facts, key: str, by: Subject, now: datetime
) -> tuple[Registration, bool]:
    """The person is registered and here; the second is whether that is new.

    Sent twice with the same key it counts once. A house that is full has no place for anybody else; a place
    that is only held goes to whoever has come.
    """
    require_desk(by, event_id, now=now)
    event = lock_event(event_id)
    known = Registration.objects.filter(event=event, check_ins__key=key).first()
    if known is not None:
        return known, False
    state = place_in(house_of(event, counts_held=False))
    if state is not State.CONFIRMED:
        raise Refusal(RegistrationRefusal.FULL)
    made = create(event, facts, state=state, way=Way.WALK_IN, by=by, now=now)
    note(Arrival(key=key, code=made.badge_code, is_undone=False, at=now), made, by=by, now=now)
    emails.tell_entered(made, now=now)
    return made, True
