"""What the organisers fix by hand: a time, a place, a request taken out; and meetings moved by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.access import require_team
from handschlag.matching.agreed_meetings import (
    drop_meeting,
    increase_revision,
    lock_service,
    look_again,
    write_spots,
)
from handschlag.matching.engine.admission import MeetingSpot, clear_controller
from handschlag.matching.engine.moving import is_possible
from handschlag.matching.engine_input import fixed_of, load_engine_input
from handschlag.matching.models import AGREED, Meeting, Party, Request, RequestState, Service, WishKind
from handschlag.matching.refusals import PlanRefusal


def musts_of(service: Service) -> frozenset[int]:
    """Keys of the requests that at least one side marked as a must."""
    rows = Party.objects.filter(request__service=service, kind=WishKind.MUST)
    return frozenset(rows.values_list("request_id", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualFix:
    """`kind` is lock, pin or bar."""

    kind: str
    request: int
    starts_at: datetime | None = None
    place_code: str = ""
    reason: str = ""


def fixed_by_hand(service: Service) -> list[ManualFix]:
    """Locked times and pinned places first, then barred requests that are open or agreed."""
    rows = Meeting.objects.filter(Q(is_time_locked=True) | Q(is_place_pinned=True), service=service)
    found = []
    for row in rows.select_related("place"):
        spot = {"request": row.request_id, "starts_at": row.starts_at, "place_code": row.place.code}
        if row.is_time_locked:
            found.append(ManualFix(kind="lock", **spot))  # type: ignore[arg-type]
        if row.is_place_pinned:
            found.append(ManualFix(kind="pin", **spot))  # type: ignore[arg-type]
    barred = Request.objects.filter(service=service, is_barred=True, state__in=(RequestState.OPEN, *AGREED))
    return found + [
        ManualFix(kind="bar", request=pk, reason=reason)
        for pk, reason in barred.order_by("pk").values_list("pk", "bar_reason")
    ]


FLAGS: Final = {"lock": "is_time_locked", "pin": "is_place_pinned"}


def request_of(request_id: int, by: Subject) -> tuple[Service, Request]:
    """The request with its locked event, for the team."""
    found = Request.objects.filter(pk=request_id).first()
    if found is None:
        raise Refusal(PlanRefusal.NO_MEETING)
    service = lock_service(found.service_id)
    require_team(by, service.event_id)
    found.refresh_from_db()
    return service, found


@transaction.atomic
def fix(*, request_id: int, what: str, is_on: bool, by: Subject, now: datetime) -> Meeting:
    """The time (`lock`) or the place (`pin`) of a meeting stays, whatever is computed; or no longer."""
    service, request = request_of(request_id, by)
    meeting = Meeting.objects.filter(request=request).first()
    if meeting is None:
        raise Refusal(PlanRefusal.NO_MEETING)
    Meeting.objects.filter(pk=meeting.pk).update(**{FLAGS[what]: is_on})
    increase_revision(service, structure=True)
    changes = {what: [not is_on, is_on]}
    audit.record(verb="matching.fixed", target=request, by_id=by.user_id, now=now, changes=changes)
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def bar(*, request_id: int, reason: str, by: Subject, now: datetime) -> Request:
    """The request is taken out of planning, with a reason; a meeting that was held is held no longer."""
    service, request = request_of(request_id, by)
    if not reason.strip():
        raise Refusal(PlanRefusal.NO_REASON)
    if request.state not in {RequestState.OPEN, *AGREED}:
        raise Refusal(PlanRefusal.NO_MEETING)
    was_held = request.state == RequestState.ACCEPTED
    values = {"is_barred": True, "bar_reason": reason.strip()[:200]}
    if was_held:
        values |= {"state": RequestState.WATCHED, "refusal": {"reason": "barred"}, "tried_at": now}
    Request.objects.filter(pk=request.pk).update(**values)
    increase_revision(service, structure=True)
    if was_held:
        drop_meeting(service, request)
        look_again(service, now=now)
    transaction.on_commit(lambda: clear_controller(service.pk))
    audit.record(verb="matching.barred", target=request, by_id=by.user_id, now=now)
    request.refresh_from_db()
    return request


@transaction.atomic
def unbar(*, request_id: int, by: Subject, now: datetime) -> Request:
    """The request is planned again; if both had said yes, it is tried in the background."""
    service, request = request_of(request_id, by)
    if not request.is_barred:
        raise Refusal(PlanRefusal.NO_MEETING)
    Request.objects.filter(pk=request.pk).update(is_barred=False, bar_reason="", refusal=None)
    increase_revision(service, structure=True)
    transaction.on_commit(lambda: clear_controller(service.pk))
    look_again(service, now=now)
    audit.record(verb="matching.unbarred", target=request, by_id=by.user_id, now=now)
    request.refresh_from_db()
    return request


@transaction.atomic
def move(
    *, request_id: int, block_id: int, starts_at: datetime, place_id: int, by: Subject, now: datetime
) -> MeetingSpot:
    """The meeting is held there and then, if everybody is free and nothing else has to move."""
    service, request = request_of(request_id, by)
    facts = load_engine_input(service)
    was = next((one for one in facts.held if one.request == request.pk), None)
    if was is None:
        raise Refusal(PlanRefusal.NO_MEETING)
    if request.pk in fixed_of(service, facts.held, now=now) and was.starts_at != starts_at:
        raise Refusal(PlanRefusal.NEEDS_CONSENT)
    spot = is_possible(facts, request.pk, block=block_id, starts_at=starts_at, place=place_id)
    if spot is None:
        raise Refusal(PlanRefusal.NOT_FREE)
    increase_revision(service, structure=True)
    write_spots(service, [spot])
    transaction.on_commit(lambda: clear_controller(service.pk))
    audit.record(
        verb="matching.moved_by_hand",
        target=request,
        by_id=by.user_id,
        now=now,
        changes={
            "starts_at": [was.starts_at.isoformat(), starts_at.isoformat()],
            "place": [was.place, place_id],
        },
    )
    return spot
