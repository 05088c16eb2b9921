"""Somebody who was at an event and has a certificate of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from tests.platform import builders

from handschlag.events.models import Event
from handschlag.registration.access import Purpose
from handschlag.registration.certificates import certificate_code
from handschlag.registration.models import Certificate, CheckIn, Registration
from handschlag.registration.registering.actions import hash_for


def issued(event: Event) -> str:
    """The code on the certificate of somebody who was there."""
    ada, now = Registration.objects.get(event=event, name="Ada Lindqvist"), builders.NOW
    earlier = now - timedelta(hours=1)
    CheckIn.objects.create(registration=ada, at=earlier, received_at=earlier)
    uid = uuid4()
    row = Certificate.objects.create(
        registration=ada, uid=uid, secret_hash=hash_for(Purpose.CERTIFICATE, uid), issued_at=now
    )
    return certificate_code(row)
