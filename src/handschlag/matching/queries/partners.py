"""What participants see of each other: the name, and what each has opened to participants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handschlag.matching.models import Participant
from handschlag.registration.rules.visibility import Audience, audience_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    id: int
    name: str
    sub: str  # role, organisation, place, as far as they are open


def partner_of(row: Participant) -> Partner:
    registration = row.registration
    seen = [
        getattr(registration, field)
        for field in ("role", "organisation", "place")
        if audience_of(field, registration.visibility) is not Audience.NOBODY
    ]
    return Partner(id=row.pk, name=registration.name, sub=", ".join(filter(None, seen)))


def partners_of(ids: Iterable[int]) -> dict[int, Partner]:
    rows = Participant.objects.filter(pk__in=set(ids)).select_related("registration")
    return {row.pk: partner_of(row) for row in rows}
