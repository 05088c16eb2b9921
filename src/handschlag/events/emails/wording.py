"""Puts the organisers' own words into an email of their event."""

from __future__ import annotations

from dataclasses import replace

from handschlag.common.language import pick
from handschlag.common.times import format_days
from handschlag.directory.emails.letters import Letter
from handschlag.events.hooks.event_emails import email_of
from handschlag.events.models import Event
from handschlag.events.queries.email_wordings import wording_of
from handschlag.events.rules.email_texts import filled, paragraphs_of, text_parts


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
