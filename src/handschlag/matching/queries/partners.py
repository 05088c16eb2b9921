"""What participants see of each other: the name, and what each has opened to participants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handschlag.matching.models import Participant
from handschlag.matching.queries.visible_facts import seen_of, with_what_is_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    id: int
    name: str
    sub: str  # role, organisation, place, as far as they are open


def partner_of(row: Participant) -> Partner:
    """Name and line below, the latter with no more than the person lets others see."""
    seen = seen_of(row)
    sub = ", ".join(filter(None, (seen.role, seen.organisation, seen.place)))
    return Partner(id=row.pk, name=row.registration.name, sub=sub)


def partners_of(ids: Iterable[int]) -> dict[int, Partner]:
    """By key of the participant; keys that nobody has are missing."""
    rows = with_what_is_seen(Participant.objects.filter(pk__in=set(ids)))
    return {row.pk: partner_of(row) for row in rows}
