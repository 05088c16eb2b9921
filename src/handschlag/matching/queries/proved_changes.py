"""Who could make a little room, as a plan has computed it, for meetings that all have said yes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handschlag.common.models import AuditEntry
from handschlag.matching.models import Participant, Request, RequestState, Run, Service

KINDS: Final = frozenset({"free_participant", "raise_maximum"})
AGREED_OPEN: Final = (RequestState.WATCHED, RequestState.ROUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What would let a request be held: the person is free at a time, or takes one meeting more (None)."""

    request: int
    person: int
    starts_at: datetime | None


def changes_in(service: Service, run: Run) -> tuple[_Change, ...]:
    """Of requests that all have said yes to and that are not held; whoever was asked for one is left out."""
    remedies = {one["request"]: one["remedy"] for one in run.summary.get("unscheduled", ()) if one["remedy"]}
    still = set(
        Request.objects.filter(service=service, pk__in=remedies, state__in=AGREED_OPEN).values_list(
            "pk", flat=True
        )
    )
    here = set(Participant.objects.filter(service=service, left_at=None).values_list("pk", flat=True))
    asked = AuditEntry.objects.filter(
        verb="matching.room_asked", kind="matching.request", object_id__in=map(str, still)
    )
    known = {(int(key), said["person"][1]) for key, said in asked.values_list("object_id", "changes")}
    found = []
    for request in sorted(still):
        remedy = remedies[request]
        people = [person for person in remedy["people"] if person in here]
        if remedy["kind"] in KINDS and len(people) == 1 and (request, people[0]) not in known:
            at = datetime.fromisoformat(remedy["slot"]) if remedy["kind"] == "free_participant" else None
            found.append(_Change(request=request, person=people[0], starts_at=at))
    return tuple(found)
