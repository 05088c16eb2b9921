"""How much of what somebody may wish and send is used."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from handschlag.matching.models import ACTIVE, Participant, WishKind
from handschlag.matching.queries.inbox import waiting_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """`received` are requests that wait for this person's answer."""

    musts: int
    most_musts: int
    sent: int
    most_sent: int
    received: int


def budget_of(participant: Participant) -> Budget:
    """At most five queries, whatever there is."""
    found = participant.sent.aggregate(sent=Count("pk", filter=Q(state__in=ACTIVE)))
    return Budget(
        musts=participant.wishes.filter(kind=WishKind.MUST).count(),
        most_musts=participant.service.musts,
        sent=found["sent"],
        most_sent=participant.service.most_sent,
        received=waiting_for(participant),
    )
