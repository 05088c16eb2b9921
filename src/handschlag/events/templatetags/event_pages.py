"""`{% load event_pages %}`: lengths, spoken languages and pictures as the pages of events say them."""

from __future__ import annotations

from datetime import date

from django import template
from django.db.models import Model

from handschlag.common.language import pick
from handschlag.common.times import format_distance
from handschlag.directory.screens import texts
from handschlag.directory.screens.texts import Prose
from handschlag.events.models import Activity, Event
from handschlag.events.rules.campaigns.states import ActivityStage
from handschlag.events.screens.campaigns import activity_labels, own_activities
from handschlag.events.screens.venue import picture, plan, public_exhibition, tables

register = template.Library()
register.filter(plan.metres)
register.filter(picture.picture_url)
register.filter("languages", public_exhibition.spoken)


@register.filter
def place_kind(kind: str) -> str:
    """What sort of place to meet this is."""
    return str(tables.KINDS[kind])


@register.filter
def prose(row: Model, name: str) -> Prose:
    """A longer text of a row in paragraphs, in the language that there is."""
    return texts.prose(getattr(row, f"{name}_de"), getattr(row, f"{name}_en"))


@register.filter
def distance(event: Event, today: date) -> str:
    """How far away an event is."""
    return format_distance(event.first_day, event.last_day, today=today)


@register.filter
def activity_state(state: str) -> str:
    """How far an activity is, in a word."""
    return str(activity_labels.STATES[state])


@register.filter
def activity_tone(state: str) -> str:
    """The tone of that word."""
    return own_activities.TONES.get(ActivityStage(state), "plain")


@register.filter
def activity_time(activity: Activity) -> str:
    """Day and hours of an activity in one line."""
    return activity_labels.whole(activity.starts_at, activity.ends_at)


@register.filter
def in_language(row: object, name: str) -> str:
    """A text that a row has in both languages."""
    return pick(getattr(row, f"{name}_de"), getattr(row, f"{name}_en"))
