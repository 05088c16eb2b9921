"""`{% load event_pages %}`: lengths, spoken languages and pictures as the pages of events say them."""

from __future__ import annotations

from datetime import date

from django import template
from django.db.models import Model
from django.utils.translation import gettext as _

from handschlag.common.times import format_distance
from handschlag.directory import texts
from handschlag.directory.texts import Prose
from handschlag.events import labels
from handschlag.events.models import Event, OnlineRooms
from handschlag.events.venue import exhibition, exhibits, meeting_times, plan, public_exhibition

register = template.Library()
register.filter(plan.metres)
register.filter(meeting_times.slots_in_words)
register.filter(exhibits.picture_url)
register.filter("languages", public_exhibition.spoken)


@register.filter
def place_kind(kind: str) -> str:
    """What sort of place to meet this is."""
    return str(exhibition.PLACE_KINDS[kind])


@register.filter
def online_room(event: Event, url: str) -> str:
    """Where the room of an online place is, or that nobody can enter it."""
    if url:
        return _("at the address that you entered")
    if event.online_rooms == OnlineRooms.LINKS:
        return _("No room yet: enter its address")
    return str(labels.ONLINE_ROOMS[event.online_rooms])


@register.filter
def kind_word(kind: str) -> str:
    """What sort of session this is."""
    return str(labels.SESSION_KINDS[kind])


@register.filter
def language_word(language: str) -> str:
    """The language of a session."""
    return str(labels.SESSION_LANGUAGES[language])


@register.filter
def contribution_state(state: str) -> str:
    """Where a contribution stands."""
    return str(labels.CONTRIBUTION_STATES[state])


@register.filter
def prose(row: Model, name: str) -> Prose:
    """A longer text of a row in paragraphs, in the language that there is."""
    return texts.prose(getattr(row, f"{name}_de"), getattr(row, f"{name}_en"))


@register.filter
def distance(event: Event, today: date) -> str:
    """How far away an event is."""
    return format_distance(event.first_day, event.last_day, today=today)
