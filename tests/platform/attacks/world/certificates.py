"""Somebody who was at an event and has a certificate of it."""

from __future__ import annotations

from uuid import uuid4

from tests.platform import builders

from handschlag.events.models import Event
from handschlag.registration.actions.registering import hash_for
from handschlag.registration.models import Certificate, CheckIn, Registration
from handschlag.registration.queries.certificates import code_of
from handschlag.registration.rules.secrets import Purpose


def issued(event: Event) -> str:
    """The code on the certificate of somebody who was there."""
    ada, now = Registration.objects.get(event=event, name="Ada Lindqvist"), builders.NOW
    CheckIn.objects.create(registration=ada, at=now, received_at=now)
    uid = uuid4()
    row = Certificate.objects.create(
        registration=ada, uid=uid, secret_hash=hash_for(Purpose.CERTIFICATE, uid), issued_at=now
    )
    return code_of(row)
