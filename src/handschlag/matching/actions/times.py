"""Somebody changes when they can meet others; what that endangers is said before, and told after."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.freed_capacity import look_again
from handschlag.matching.actions.outside_changes import apply_outside_changes
from handschlag.matching.actions.versioned_writes import (
    increase_revision,
    lock_service,
    participant_now,
    phase_of,
)
from handschlag.matching.engine.admission_cache import CachedController, controller_for
from handschlag.matching.engine.answers import spot_of
from handschlag.matching.models import Blocked, Meeting, Participant, Service
from handschlag.matching.rules import phases
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.registration.actions import changes
from handschlag.registration.actions.versioned_writes import lock_registration
from handschlag.registration.models import Registration
from handschlag.registration.rules.registration_data import COLUMNS, RegistrationData


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """`talks` maps sessions to must or like; `blocked` are beginnings of slots that stay free."""

    arrives_at: datetime | None
    leaves_at: datetime | None
    has_lunch: bool
    talks: Mapping[int, str]
    blocked: frozenset[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shift:
    """A meeting that would stand elsewhere."""

    request: int
    before: datetime
    after: datetime


@transaction.atomic
def change_times(
    *,
    participant_id: int,
    seen: int,
    times: Times,
    accepts: Collection[int],
    is_confirmed: bool,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> tuple[int, ...]:
    """The times are these; the requests whose meetings are lost by that, no others than were accepted.

    What the change would endanger or move is refused as `ENDANGERS` with all of it, until it is confirmed.
    """
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    lock_registration(participant.registration_id)  # the event first, as everywhere
    service = lock_service(participant.service_id)
    if not phases.may_describe(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    with controller_for(service) as kept:
        apply_outside_changes(service, kept, now=now)
    _write_times(service, participant, times, seen=seen, has_link=has_link, by=by, now=now)
    with controller_for(service) as kept:
        shifts = _shifts_of(kept)
        if (kept.lost or shifts) and not (is_confirmed and set(kept.lost) <= set(accepts)):
            raise Refusal(MatchingRefusal.ENDANGERS, lost=kept.lost, shifts=shifts)
        lost = apply_outside_changes(service, kept, now=now)
    look_again(service, now=now)
    audit.record(verb="matching.times_changed", target=participant, by_id=by.user_id, now=now)
    return lost


def _shifts_of(kept: CachedController) -> tuple[_Shift, ...]:
    spots = [spot_of(kept, one) for one in kept.shifted]
    before = dict(
        Meeting.objects.filter(request_id__in=[one.request for one in spots]).values_list(
            "request_id", "starts_at"
        )
    )
    return tuple(
        _Shift(request=one.request, before=before[one.request], after=one.starts_at)
        for one in spots
        if before[one.request] != one.starts_at
    )


def _write_times(
    service: Service,
    participant: Participant,
    times: Times,
    *,
    seen: int,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> None:
    known = {slot.starts_at for run in meeting_grid_of(service.event_id).runs for slot in run.slots}
    if not times.blocked <= known:
        raise Refusal(MatchingRefusal.NOT_A_SLOT)
    _write_registration(participant.registration, times, seen=seen, has_link=has_link, by=by, now=now)
    before = set(participant.blocked.values_list("starts_at", flat=True))
    participant.blocked.filter(starts_at__in=before - times.blocked).delete()
    new = sorted(times.blocked - before)
    Blocked.objects.bulk_create([Blocked(participant=participant, starts_at=at) for at in new])
    if before != times.blocked:
        increase_revision(service, structure=True)


def _write_registration(
    registration: Registration, times: Times, *, seen: int, has_link: bool, by: Subject, now: datetime
) -> None:
    """Arrival, departure, lunch and talks belong to the registration; where nothing differs it stays."""
    facts = _facts_of(registration, times)
    chosen = dict(registration.choices.values_list("session_id", "wish"))
    same = all(
        getattr(registration, name) == getattr(times, name)
        for name in ("arrives_at", "leaves_at", "has_lunch")
    )
    if same and chosen == dict(times.talks):
        return
    changes.change(registration_id=registration.pk, seen=seen, facts=facts, has_link=has_link, by=by, now=now)


def _facts_of(registration: Registration, times: Times) -> RegistrationData:
    """Everything that the registration says, with other times."""
    plain = {name: getattr(registration, name) for name in COLUMNS}
    plain |= {
        "speaks": tuple(registration.speaks),
        "arrives_at": times.arrives_at,
        "leaves_at": times.leaves_at,
        "has_lunch": times.has_lunch,
    }
    valid = registration.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    return RegistrationData(**plain, wishes=dict(times.talks), consents=frozenset(valid))
