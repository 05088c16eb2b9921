"""Wishes that can be sent, and what became of those that were just sent."""

from __future__ import annotations

from datetime import datetime

from handschlag.matching.models import Participant, Party, WishKind

SENT = (WishKind.MUST, WishKind.WANT)


def wished(me: Participant) -> dict[int, str]:
    """Musts and wants by person, the musts first."""
    rows = me.wishes.filter(kind__in=SENT).order_by("kind", "changed_at", "pk")
    return dict(rows.values_list("towards_id", "kind"))


def answered_since(me: Participant, since: datetime) -> dict[int, str]:
    """By the other one: the state of each request to which one has said yes since then."""
    own = Party.objects.filter(participant=me, said_yes_at__gte=since).values("request_id")
    rows = Party.objects.filter(request__in=own).exclude(participant=me)
    return dict(rows.order_by("pk").values_list("participant_id", "request__state"))
