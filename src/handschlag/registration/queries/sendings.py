"""Organisers' messages to many: who gets one, and which are due."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from handschlag.registration.hooks.audiences import audience_of
from handschlag.registration.models import EmailSending, Registration, SendingState


def sendings_of(event_id: int) -> QuerySet[EmailSending]:
    """All of an event, the latest first."""
    return EmailSending.objects.filter(event_id=event_id)


def recipients_of(sending: EmailSending) -> QuerySet[Registration]:
    """Everybody of its audience who has an address, as it stands now."""
    audience = audience_of(sending.audience)
    if audience is None:
        return Registration.objects.none()
    return audience.people(sending.event_id).filter(erased_at=None).exclude(email="")


def waiting_recipients_of(sending: EmailSending) -> QuerySet[Registration]:
    """Those of them who have not got it yet."""
    return recipients_of(sending).filter(pk__gt=sending.done_up_to)


def due_sendings(now: datetime) -> list[int]:
    """Those whose time has come."""
    rows = EmailSending.objects.filter(state=SendingState.PLANNED, send_at__lte=now)
    return list(rows.order_by("send_at", "pk").values_list("pk", flat=True))
