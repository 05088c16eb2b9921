"""What somebody is asked about after 30 and after 90 days, and what they have answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handschlag.day.models import Asked, Mark, Outcome
from handschlag.day.queries.afterwards import Over, over_of
from handschlag.day.rules.marks import MeetingVerdict
from handschlag.matching.models import Participant, RequestState, Service
from handschlag.matching.rules.phase_emails import EmailKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One meeting, and the answer that was given."""

    over: Over
    result: str


def questions_of(participant: Participant, *, after_days: int, now: datetime) -> tuple[_Question, ...]:
    """Meetings of which nobody says that they did not take place."""
    rows = Outcome.objects.filter(participant=participant, after_days=after_days)
    given = dict(rows.values_list("request_id", "result"))
    return tuple(
        _Question(over=one, result=given.get(one.request, ""))
        for one in over_of(participant, now=now)
        if one.took_place is not False and one.verdict is not MeetingVerdict.NOT_HELD
    )


def to_ask(service: Service, *, after_days: int) -> Iterable[Participant]:
    """Who had a meeting, can be written to, and was not asked yet."""
    asked = Asked.objects.filter(participant__service=service, after_days=after_days)
    denied = Mark.objects.filter(request__service=service, took_place=False)
    silent = denied.values_list("participant_id", "request_id")
    without = set(silent)
    rows = Participant.objects.filter(service=service, left_at=None, registration__erased_at=None)
    rows = rows.exclude(muted_emails__kind=EmailKind.RESULTS)
    rows = rows.exclude(pk__in=asked.values("participant_id")).exclude(registration__email="")
    met = rows.filter(
        parties__request__state=RequestState.ACCEPTED, parties__request__meeting__isnull=False
    ).values_list("pk", "parties__request_id")
    with_meeting = {pk for pk, request in met if (pk, request) not in without}
    return rows.filter(pk__in=with_meeting).select_related("registration__event").order_by("pk")
