"""The meetings still to come of everybody at an event, as people were told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from handschlag.events.models import Event
from handschlag.matching.models import Participant, Service
from handschlag.matching.queries.moves import as_published
from handschlag.matching.queries.versions import latest
from handschlag.registration.hooks.reception_pages import DeskMeeting


def desk_meetings_of(event: Event, now: datetime) -> Mapping[int, Sequence[DeskMeeting]]:
    """By registration, in the order of time; as many queries, whatever their number."""
    service = Service.objects.filter(event=event).first()
    version = latest(service) if service else None
    if service is None or version is None:
        return {}
    rows = Participant.objects.filter(service=service)
    names = rows.values_list("pk", "registration_id", "registration__name")
    known = {pk: (registration, name) for pk, registration, name in names}
    found: dict[int, list[DeskMeeting]] = defaultdict(list)
    for one in as_published(version):
        if one.ends_at <= now:
            continue
        for pk in one.people:
            if pk not in known:
                continue
            others = tuple(known[other][1] for other in one.people if other != pk and other in known)
            found[known[pk][0]].append(
                DeskMeeting(starts_at=one.starts_at, place=one.place_code, others=others)
            )
    return found
