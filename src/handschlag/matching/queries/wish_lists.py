"""Whom the words of a list mean, and the wishes that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from handschlag.matching.models import Party, Service
from handschlag.matching.queries.engine_input import living
from handschlag.registration.models import Registration
from handschlag.registration.queries.lists import confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class SentWish:
    """A request towards one person. What people only noted for themselves is not among these."""

    sender: Registration
    receiver: Registration
    kind: str
    purpose: str
    state: str
    sent_at: datetime


def people_by_word(service: Service) -> dict[str, int]:
    """Everybody who takes part now, by e-mail address and by the number of the registration."""
    rows = living(service)
    found: dict[str, int] = {}
    for pk, registration, email in rows.order_by("pk").values_list(
        "pk", "registration_id", "registration__email"
    ):
        found[str(registration)] = pk
        if email:
            found.setdefault(email.lower(), pk)
    return found


def words_for_outsiders(service: Service) -> frozenset[str]:
    """Addresses and numbers of everybody who is registered and takes no part."""
    rows = confirmed(service.event_id).exclude(pk__in=living(service).values("registration_id"))
    pairs = rows.values_list("pk", "email")
    return frozenset(word for pk, email in pairs for word in (str(pk), email.lower()) if word)


def sent_wishes(service: Service) -> Iterator[SentWish]:
    """Two queries, in the order in which they were sent."""
    rows = Party.objects.filter(request__service=service).select_related("participant__registration")
    by_request: dict[int, list[Party]] = {}
    for row in rows.select_related("request").order_by("request__sent_at", "request_id", "pk"):
        by_request.setdefault(row.request_id, []).append(row)
    for parties in by_request.values():
        sender = next((one for one in parties if one.is_sender), None)
        for other in parties if sender else ():
            if sender and other is not sender:
                yield SentWish(
                    sender=sender.participant.registration,
                    receiver=other.participant.registration,
                    kind=sender.kind,
                    purpose=sender.request.purpose,
                    state=sender.request.state,
                    sent_at=sender.request.sent_at,
                )
