"""Emails of an event: in its name, in its organisers' own words."""

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
from handschlag.common.times import format_days
from handschlag.directory.emails import Letter, post
from handschlag.events.email_texts import filled, paragraphs_of, text_parts, wording_of
from handschlag.events.hooks import email_of
from handschlag.events.models import Event


def worded(letter: Letter, *, event: Event, kind: str) -> Letter:
    """In the language that is spoken now: with a sentence more, with a text of their own, or as it is."""
    email, row = email_of(kind), wording_of(event.pk, kind)
    if row is None:
        return letter
    values = {**known_of(event), "reason": str(email.reason) % {"event": _title_of(event)}, **letter.values}
    if row.text:
        return in_own_words(letter, subject=row.subject, text=row.text, values=values)
    return replace(letter, paragraphs=(*letter.paragraphs, *paragraphs_of(row.sentence, values)))


def known_of(event: Event) -> dict[str, object]:
    """What every email of the event knows."""
    days = format_days(event.first_day, event.last_day)
    where = ", ".join(part for part in (event.venue, event.street, event.place) if part)
    return {"event": _title_of(event), "dates": f"{days}, {where}" if where else days}


def in_own_words(letter: Letter, *, subject: str, text: str, values: dict[str, object]) -> Letter:
    """A text of somebody's own around the list and the link; ways to turn emails off stay."""
    parts = text_parts(text, values)
    return replace(
        letter,
        subject=filled(subject, values),
        paragraphs=parts.before,
        quote=letter.quote if parts.has_list else "",
        middle=parts.middle,
        closing=parts.after,
        end="",
    )


def _title_of(event: Event) -> str:
    return pick(event.title_de, event.title_en)


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

    `kind` is one that an app declares (`events.hooks`): its words may be the organisers' own.
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
