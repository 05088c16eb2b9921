"""When people could meet others: the slots of the event without what they keep for themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q

from handschlag.events.queries.venue.meeting_grid import MeetingGrid, meeting_grid_of
from handschlag.matching.models import Blocked, Participant, RequestState, Service
from handschlag.matching.rules.chances import Hours
from handschlag.registration.models import SeatState, SessionChoice, SessionWish


def hours_of(service: Service, ids: Collection[int]) -> dict[int, Hours]:
    """Eight queries, however many people."""
    grid = meeting_grid_of(service.event_id)
    blocked: dict[int, set[datetime]] = defaultdict(set)
    for owner, at in Blocked.objects.filter(participant_id__in=ids).values_list(
        "participant_id", "starts_at"
    ):
        blocked[owner].add(at)
    musts = _musts_of(ids)
    rows = Participant.objects.filter(pk__in=ids).select_related("registration")
    agreed = Count("parties", filter=Q(parties__request__state=RequestState.ACCEPTED), distinct=True)
    return {
        row.pk: Hours(
            free=_free_slots(grid, row, blocked=blocked[row.pk], musts=musts[row.registration_id]),
            agreed=row.agreed,
            most=min((one for one in (row.most, service.most) if one is not None), default=None),
        )
        for row in rows.annotate(agreed=agreed)
    }


def has_stated_times(me: Participant) -> bool:
    """Whether somebody has said when they come and go, what they hear, or what they keep free."""
    registration = me.registration
    return bool(
        registration.arrives_at
        or registration.leaves_at
        or registration.choices.exists()
        or me.blocked.exists()
    )


def _musts_of(ids: Collection[int]) -> dict[int, set[int]]:
    """By registration: the sessions that somebody must hear."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = SessionChoice.objects.filter(registration__matching__in=ids, wish=SessionWish.MUST).exclude(
        seat=SeatState.WAITING
    )
    for owner, session in rows.values_list("registration_id", "session_id"):
        found[owner].add(session)
    return found


def _free_slots(
    grid: MeetingGrid, row: Participant, *, blocked: Collection[datetime], musts: Collection[int]
) -> frozenset[datetime]:
    arrives, leaves = row.registration.arrives_at, row.registration.leaves_at
    talks = [one for one in grid.talks if one.id in musts]
    return frozenset(
        slot.starts_at
        for run in grid.runs
        for slot in run.slots
        if (arrives is None or slot.starts_at >= arrives)
        and (leaves is None or slot.ends_at <= leaves)
        and slot.starts_at not in blocked
        and not any(slot.overlaps(talk.starts_at, talk.ends_at) for talk in talks)
    )
