"""What participants see of each other: the name, and what each has opened to participants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.matching.models import Participant
from handschlag.matching.queries.visible_facts import seen_of, with_what_is_seen
from handschlag.registration.models import Registration


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
    return {row.pk: partner_of(row) for row in _PEOPLE.rows(ids=set(ids))}


def participant_of(registration: Registration) -> Participant | None:
    """The person in matchmaking, who may have left; the service is read along."""
    return _OF_REGISTRATION.first(registration=registration.pk)


_PEOPLE: Final = PreparedQuery(
    lambda ids: with_what_is_seen(Participant.objects.filter(pk__in=ids).order_by())
)
_OF_REGISTRATION: Final = PreparedQuery(
    lambda registration: (
        Participant.objects.filter(registration_id=registration).select_related("service").order_by()
    )
)
