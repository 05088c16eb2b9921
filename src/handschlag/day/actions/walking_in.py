"""Somebody who has not registered is taken in: registered, here, described, and up to three people asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.emails.offers import tell_asked
from handschlag.day.models import StandBy
from handschlag.day.queries.walking_in import described, reserved_times_of
from handschlag.day.rules.walking_in import WalkIn, WalkInRefusal, earliest_at, offer_ends_at
from handschlag.matching.actions import joining
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.newcomers import ProposedMeeting, still_possible
from handschlag.matching.models import Participant, Service
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.rules.profile import Profile, StatementData
from handschlag.registration.actions.access import pass_of
from handschlag.registration.actions.walk_in import walk_in as register
from handschlag.registration.models import ConsentPurpose
from handschlag.registration.rules.registration_data import RegistrationData


@transaction.atomic
def take_in(
    *,
    event_id: int,
    walk_in: WalkIn,
    wanted: Sequence[ProposedMeeting],
    has_agreed: bool,
    key: str,
    by: Subject,
    now: datetime,
) -> Participant:
    """The person takes part, and the wanted partners are asked; their times are kept until they answer.

    Refused with `TAKEN` where one of these times is gone meanwhile: then nothing was done. Sent twice with
    the same key it counts once.
    """
    if not has_agreed:
        raise Refusal(WalkInRefusal.NO_CONSENT)
    registration, is_new = register(event_id=event_id, facts=_facts(walk_in), key=key, by=by, now=now)
    if not is_new:
        return Participant.objects.get(registration=registration)
    # The person stands at the desk and has agreed: what follows is as if they had opened their own link.
    participant = joining.join(registration_id=registration.pk, has_link=True, by=by, now=now)
    service = lock_service(participant.service_id)
    participant = joining.describe(
        participant_id=participant.pk,
        seen=participant.version,
        profile=_profile(walk_in),
        has_link=True,
        by=by,
        now=now,
    )
    _ask(service, participant, walk_in, wanted, now=now)
    changes = {"asked": [None, len(wanted)], **pass_of(by)}
    audit.record(verb="day.walked_in", target=participant, by_id=by.user_id, now=now, changes=changes)
    return participant


def _facts(walk_in: WalkIn) -> RegistrationData:
    return RegistrationData(
        name=walk_in.name,
        organisation=walk_in.organisation,
        email=walk_in.email,
        language=walk_in.language,
        speaks=walk_in.speaks,
        category_id=walk_in.category_id,
        consents=frozenset({ConsentPurpose.MATCHING.value}),
        has_accepted_terms=True,
    )


def _profile(walk_in: WalkIn) -> Profile:
    said = (("offer", walk_in.offers), ("need", walk_in.needs))
    return Profile(
        statements=tuple(
            StatementData(direction=way, text=text, language=walk_in.language) for way, text in said if text
        )
    )


def _ask(
    service: Service,
    participant: Participant,
    walk_in: WalkIn,
    wanted: Sequence[ProposedMeeting],
    *,
    now: datetime,
) -> None:
    """Each partner has an offer that the newcomer has already said yes to. The service is locked."""
    if not wanted:
        return
    spots = still_possible(
        load_engine_input(service),
        wanted,
        newcomer=described(walk_in, pk=participant.pk),
        earliest=earliest_at(now),
        kept=reserved_times_of(service, now),
    )
    if spots is None:
        raise Refusal(WalkInRefusal.TAKEN)
    made = StandBy.objects.bulk_create([_offer(service, participant, one, now=now) for one in spots])
    rows = StandBy.objects.filter(pk__in=[one.pk for one in made])
    for one in rows.select_related("participant__registration", "place"):
        tell_asked(one, participant, now=now)


def _offer(service: Service, newcomer: Participant, spot: MeetingSpot, *, now: datetime) -> StandBy:
    return StandBy(
        service=service,
        participant_id=spot.request,
        partner=newcomer,
        starts_at=spot.starts_at,
        place_id=spot.place,
        offered_at=now,
        ends_at=offer_ends_at(spot.starts_at, now),
        partner_yes_at=now,
    )
