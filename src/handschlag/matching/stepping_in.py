"""Two people agree on the day, often because somebody did not come: held by the engine there and then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching import meeting_emails
from handschlag.matching.agreed_meetings import increase_revision, lock_service, release, write_spots
from handschlag.matching.engine.admission import all_or_nothing, clear_controller
from handschlag.matching.engine.moving import spot_at
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import ACTIVE, Meeting, Party, Request, RequestState, Service
from handschlag.matching.models.wishes import pair_of, value_of
from handschlag.matching.refusals import MatchingRefusal


@transaction.atomic
def step_in(
    *, gone_id: int, participant_id: int, partner_id: int, purpose: str, by_id: int | None, now: datetime
) -> Request:
    """The two meet now, and the meeting to which nobody came is given up; or nothing changes at all.

    Needs no right of its own: both have said yes to whoever calls this.
    """
    gone = Request.objects.get(pk=gone_id)
    service = lock_service(gone.service_id)
    meeting = Meeting.objects.filter(request=gone).first()
    if meeting is None or meeting.ends_at <= now:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE)
    spot = spot_at(
        load_engine_input(service),
        pair=(participant_id, partner_id),
        gone=gone.pk,
        block=meeting.block_id,
        starts_at=meeting.starts_at,
        place=meeting.place_id,
    )
    if spot is None:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    with all_or_nothing(service):
        gone.refresh_from_db()
        release(service, gone, now=now)
        request = agreed_request(service, participant_id, partner_id, purpose=purpose, now=now)
        increase_revision(service)
        write_spots(service, [replace(spot, request=request.pk)])
    transaction.on_commit(lambda: clear_controller(service.pk))
    audit.record(verb="matching.withdrawn", target=gone, by_id=by_id, now=now)
    audit.record(verb="matching.stepped_in", target=request, by_id=by_id, now=now)
    meeting_emails.tell_withdrawn(gone, but=participant_id, now=now)
    return request


@transaction.atomic
def meet_at(
    *,
    service_id: int,
    people: tuple[int, int],
    purpose: str,
    block_id: int,
    starts_at: datetime,
    place_id: int,
    by_id: int | None,
    now: datetime,
) -> Request:
    """The two meet there and then, beside everything that is held.

    Needs no right of its own: both have said yes to whoever calls this.
    """
    service = lock_service(service_id)
    spot = spot_at(
        load_engine_input(service),
        pair=people,
        gone=None,
        block=block_id,
        starts_at=starts_at,
        place=place_id,
    )
    if spot is None or starts_at <= now:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    with all_or_nothing(service):
        request = agreed_request(service, *people, purpose=purpose, now=now)
        increase_revision(service)
        write_spots(service, [replace(spot, request=request.pk)])
    transaction.on_commit(lambda: clear_controller(service.pk))
    audit.record(verb="matching.stepped_in", target=request, by_id=by_id, now=now)
    return request


def agreed_request(
    service: Service, participant_id: int, partner_id: int, *, purpose: str, now: datetime
) -> Request:
    """The request of the two, to which both have said yes: the one that waited, or a new one."""
    pair = pair_of(participant_id, partner_id)
    request = Request.objects.filter(pair=pair, state__in=ACTIVE).first()
    if request is not None and request.state == RequestState.ACCEPTED:
        raise Refusal(MatchingRefusal.ALREADY)
    if request is None:
        request = Request.objects.create(
            service=service,
            sender_id=participant_id,
            pair=pair,
            purpose=purpose,
            value=value_of(["want"]),
            revision=service.revision,
            sent_at=now,
        )
        Party.objects.bulk_create(
            [
                Party(request=request, participant_id=participant_id, is_sender=True, kind="want"),
                Party(request=request, participant_id=partner_id, kind="want"),
            ]
        )
    Party.objects.filter(request=request, said_yes_at=None).update(said_yes_at=now, later_at=None)
    accepted = {"state": RequestState.ACCEPTED, "answered_at": now, "tried_at": now, "refusal": None}
    Request.objects.filter(pk=request.pk).update(**accepted)
    request.refresh_from_db()
    return request
