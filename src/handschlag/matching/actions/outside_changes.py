"""Times, talks, places and people change elsewhere: no agreed meeting is lost without a word."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from handschlag.common import audit
from handschlag.matching.actions.versioned_writes import (
    cache_after_commit,
    drop_meeting,
    increase_revision,
    write_spots,
)
from handschlag.matching.emails.lost import Ending, tell_lost
from handschlag.matching.engine import answers
from handschlag.matching.engine.admission_cache import CachedController
from handschlag.matching.models import Participant, Party, Request, RequestState, Service
from handschlag.registration.models import RegistrationState


def apply_outside_changes(service: Service, kept: CachedController, *, now: datetime) -> tuple[int, ...]:
    """What does not fit any more is on the watch list, what moved stands elsewhere, and all are told.

    The service is locked; the requests whose meetings are held no longer.
    """
    lost, moved = kept.lost, kept.shifted
    if not (lost or moved):
        return ()
    increase_revision(service)
    people = _parties_of(lost)
    for request in Request.objects.filter(pk__in=lost):
        _give_up(service, request, people[request.pk], kept, now=now)
    write_spots(service, [answers.spot_of(kept, one) for one in moved])
    kept.lost, kept.shifted = (), ()
    cache_after_commit(service, kept)
    return lost


def _parties_of(requests: tuple[int, ...]) -> dict[int, list[Participant]]:
    rows = Party.objects.filter(request_id__in=requests).select_related("participant__registration__event")
    found: dict[int, list[Participant]] = defaultdict(list)
    for row in rows:
        found[row.request_id].append(row.participant)
    return found


def _give_up(
    service: Service, request: Request, people: list[Participant], kept: CachedController, *, now: datetime
) -> None:
    """The meeting is held no longer; where all still take part, the request waits for the next chance."""
    drop_meeting(service, request)
    if all(is_here(one) for one in people):
        refusal = answers.admit(kept, request.pk).refusal if kept.knows(request.pk) else None
        values = {"state": RequestState.WATCHED, "refusal": refusal, "tried_at": now}
        ending = Ending.WATCHED
    else:
        values, ending = {"state": RequestState.WITHDRAWN, "ended_at": now}, Ending.LEFT
    Request.objects.filter(pk=request.pk).update(**values)
    tell_lost(people, ending=ending, now=now)
    audit.record(verb="matching.lost", target=request, by_id=None, now=now)


def is_here(one: Participant) -> bool:
    """Whether somebody still takes part: has not left, and the registration is confirmed."""
    return one.left_at is None and one.registration.state == RegistrationState.CONFIRMED
