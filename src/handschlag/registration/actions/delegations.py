"""Somebody who is registered names the others of a delegation; each of them confirms and consents alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.registration.actions.access import require_hand
from handschlag.registration.actions.invitations import Invitee
from handschlag.registration.actions.registering import count_tries
from handschlag.registration.actions.unconfirmed import keep_form
from handschlag.registration.actions.versioned_writes import lock_registration
from handschlag.registration.models import UnconfirmedRegistration
from handschlag.registration.queries.occupancy import closed_because
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.registration_data import RegistrationData

MOST_COLLEAGUES: Final = 20


def register_colleagues(
    *,
    registration_id: int,
    colleagues: Sequence[Invitee],
    has_link: bool,
    origin: str,
    by: Subject,
    now: datetime,
) -> int:
    """Each has a place held and a link of their own by email; how many.

    They come from the organisation of who names them. Nothing tells who is registered already.
    """
    with transaction.atomic():
        me = lock_registration(registration_id)
        require_hand(by, me, has_link=has_link)
        if me.state not in ACTIVE:
            raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
        if closed := closed_because(me.event, now=now):
            raise Refusal(closed)
        named = UnconfirmedRegistration.objects.filter(named_by=me).count()
        if named + len(colleagues) > MOST_COLLEAGUES:
            raise Refusal(RegistrationRefusal.TOO_MANY_COLLEAGUES)
        for one in colleagues:
            count_tries(me.event_id, one.email, origin=origin, now=now)
            facts = RegistrationData(
                name=one.name,
                email=one.email,
                actor_id=me.actor_id,
                organisation=me.organisation_name,
                category_id=me.category_id,
                language=one.language,
            )
            keep_form(me.event, facts, named_by=me, origin=origin, by=by, now=now)
        changes = {"colleagues": [None, len(colleagues)]}
        audit.record(
            verb="registration.colleagues_registered", target=me, by_id=by.user_id, now=now, changes=changes
        )
    return len(colleagues)
