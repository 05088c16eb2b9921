"""Who has said shortly before the event that they come, who has not answered, and who has left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Max, Q, QuerySet

from handschlag.matching.models import Participant, RequestState, Service
from handschlag.matching.queries.display_names import Called, everybody
from handschlag.matching.rules.phase_emails import EmailKind

_ASKING = (EmailKind.COMING.value, EmailKind.TOMORROW.value)


class Answer(StrEnum):
    SILENT = "silent"
    COMES = "comes"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPerson:
    """Somebody of the matching. `asked_at` is None for whoever has had no email that asks."""

    who: Called
    registration: int
    meetings: int
    asked_at: datetime | None
    comes_at: datetime | None
    left_at: datetime | None

    @property
    def answer(self) -> Answer:
        if self.left_at is not None:
            return Answer.LEFT
        return Answer.SILENT if self.comes_at is None else Answer.COMES

    @property
    def answered_at(self) -> datetime | None:
        return self.left_at or self.comes_at


def expected_people(service: Service) -> tuple[ExpectedPerson, ...]:
    """Everybody of the matching, those first on whom most others rely; four queries."""
    names = everybody(service)
    found = [
        ExpectedPerson(
            who=names[row.pk],
            registration=row.registration_id,
            meetings=row.meetings,
            asked_at=row.asked_at,
            comes_at=row.comes_at,
            left_at=row.left_at,
        )
        for row in _people(service)
    ]
    return tuple(sorted(found, key=lambda one: (-one.meetings, one.who.name, one.who.id)))


def _people(service: Service) -> QuerySet[Participant]:
    held = Q(parties__request__state=RequestState.ACCEPTED, parties__request__meeting__isnull=False)
    return Participant.objects.filter(service=service, registration__erased_at=None).annotate(
        meetings=Count("parties", filter=held, distinct=True),
        asked_at=Max("phase_emails__sent_at", filter=Q(phase_emails__kind__in=_ASKING)),
    )
