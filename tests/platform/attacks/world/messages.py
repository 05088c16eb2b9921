"""A message that the organisers have written, and an email that did not arrive."""

from __future__ import annotations

from typing import Any

from tests.platform import builders

from handschlag.common import mail
from handschlag.common.models import Mail, MailState
from handschlag.events.models import Event
from handschlag.registration.models import EmailSending


def written(event: Event) -> dict[str, Any]:
    now, text = builders.NOW, "Hallo {name}\n\n{link}\n\n{reason}"
    sending = EmailSending.objects.create(
        event=event,
        audience="confirmed",
        subject_de="Parken",
        subject_en="Parking",
        text_de=text,
        text_en=text,
        created_at=now,
    )
    origin = mail.Origin(kind="registration.changed", event_id=event.pk)
    lost = mail.queue_mail(
        to="weg@example.org", subject="Hallo", text="Hallo", language="de", origin=origin, now=now
    )
    Mail.objects.filter(pk=lost.pk).update(state=MailState.BOUNCED, error="5.1.1")
    return {"sending": sending.pk, "lost_email": lost.pk}
