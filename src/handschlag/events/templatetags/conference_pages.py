"""`{% load conference_pages %}`: events and their sessions as the public pages say them."""

from __future__ import annotations

from django import template

from handschlag.common.times import weekday_name
from handschlag.events import labels, public_events, published_programme
from handschlag.events.programme import changes, day_grid
from handschlag.events.versions import Item

register = template.Library()
register.filter(public_events.town)
register.filter("spoken_in", published_programme.spoken)
register.filter(public_events.session_path)
register.filter(published_programme.room_of)
register.filter(published_programme.who_and_where)
register.filter(published_programme.until)
register.filter("weekday", weekday_name)
register.filter("weekday_and_day", published_programme.named_day)
register.filter(changes.version_title)
register.simple_tag(day_grid.session_rows)
register.simple_tag(day_grid.session_boxes)


@register.filter
def kind_of_session(item: Item) -> str:
    """Talk, workshop and so on."""
    return str(labels.SESSION_KINDS[item.kind])


@register.filter
def is_pause(item: Item) -> bool:
    """Whether nothing is held, so that it has no page and nobody chooses it."""
    return item.kind in published_programme.PAUSES


@register.filter
def held_in(item: Item) -> str:
    """The language of a session."""
    return str(published_programme.LANGUAGES[item.language])
