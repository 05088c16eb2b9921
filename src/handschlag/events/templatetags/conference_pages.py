"""`{% load conference_pages %}`: events and their sessions as the public pages say them."""

from __future__ import annotations

from django import template

from handschlag.common.times import weekday_name
from handschlag.events.rules.programme import Item
from handschlag.events.screens.conferences import (
    changes,
    entries,
    language_labels,
    place_texts,
    session_lines,
    session_rows,
)

register = template.Library()
register.filter(place_texts.town)
register.filter("spoken_in", language_labels.spoken)
register.filter(entries.session_path)
register.filter(session_lines.room_of)
register.filter(session_lines.who_and_where)
register.filter(session_lines.until)
register.filter("weekday", weekday_name)
register.filter("weekday_and_day", session_lines.named_day)
register.filter(changes.version_title)
register.simple_tag(session_rows.session_rows)
register.simple_tag(session_rows.session_boxes)


@register.filter
def kind_of_session(item: Item) -> str:
    """Talk, workshop and so on."""
    return str(language_labels.KINDS[item.kind])


@register.filter
def is_pause(item: Item) -> bool:
    """Whether nothing is held, so that it has no page and nobody chooses it."""
    return item.kind in language_labels.PAUSES


@register.filter
def held_in(item: Item) -> str:
    """The language of a session."""
    return str(language_labels.LANGUAGES[item.language])
