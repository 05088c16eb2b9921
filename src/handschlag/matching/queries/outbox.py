"""Wishes that can be sent, and what became of those that were just sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from handschlag.matching.models import ACTIVE, Participant, Party, WishKind

SENT = (WishKind.MUST, WishKind.WANT)


def wished(me: Participant) -> dict[int, str]:
    """Musts and wants by person, the musts first."""
    rows = me.wishes.filter(kind__in=SENT).order_by("kind", "changed_at", "pk")
    return dict(rows.values_list("towards_id", "kind"))


def ready_of(me: Participant) -> dict[int, str]:
    """Those of them that can be sent: neither asked yet nor agreed with, and still taking part."""
    return _unasked(me, SENT)


def noted_of(me: Participant) -> dict[int, str]:
    """Whom somebody may want to meet: noted, and not sent."""
    return _unasked(me, (WishKind.MAYBE,))


def _unasked(me: Participant, kinds: Collection[str]) -> dict[int, str]:
    own = Party.objects.filter(participant=me, said_yes_at__isnull=False, request__state__in=ACTIVE)
    own = own.exclude(request__pair="")
    asked = Party.objects.filter(request__in=own.values("request_id")).values("participant_id")
    rows = me.wishes.filter(kind__in=kinds, towards__left_at=None).exclude(towards__in=asked)
    return dict(rows.order_by("kind", "changed_at", "pk").values_list("towards_id", "kind"))


def answered_since(me: Participant, since: datetime) -> dict[int, str]:
    """By the other one: the state of each request to which one has said yes since then."""
    own = Party.objects.filter(participant=me, said_yes_at__gte=since).values("request_id")
    rows = Party.objects.filter(request__in=own).exclude(participant=me)
    return dict(rows.order_by("pk").values_list("participant_id", "request__state"))
