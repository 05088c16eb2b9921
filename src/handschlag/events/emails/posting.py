"""Emails of an event: in its name, in its organisers' words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from handschlag.common import mail
from handschlag.common.language import pick
from handschlag.common.mail import ConcernedPerson
from handschlag.directory.emails.letters import Letter, post
from handschlag.events.emails.wording import worded
from handschlag.events.models import Event


def post_of(
    event: Event,
    *,
    kind: str,
    to: str,
    language: str,
    write: Callable[[], Letter],
    recipient: ConcernedPerson,
    now: datetime,
    sending_id: int | None = None,
    **more: Any,
) -> None:
    """A letter of the people who run the event: it comes in its name, and answers go to its office.

    `kind` is one that an app declares (`events.hooks.event_emails`): its words may be the organisers' own.
    A try-out writes to nobody; how its emails look can be seen.
    """
    if event.is_tryout and not mail.is_rehearsing():
        return

    def signed() -> Letter:
        return replace(worded(write(), event=event, kind=kind), signature=_signature_of(event))

    with translation.override(language):
        sender = mail.Sender(name=pick(event.title_de, event.title_en), reply_to=event.contact_email)
    post(
        to=to,
        language=language,
        now=now,
        write=signed,
        recipient=recipient,
        zone=event.time_zone,
        sender=sender,
        origin=mail.Origin(kind=kind, event_id=event.pk, sending_id=sending_id),
        **more,
    )


def _signature_of(event: Event) -> str:
    """Who writes, and how to reach them."""
    team = _("The team of “%(event)s”") % {"event": pick(event.title_de, event.title_en)}
    ways = " · ".join(part for part in (event.contact_phone, event.contact_email) if part)
    return f"{team}\n{ways}" if ways else team
