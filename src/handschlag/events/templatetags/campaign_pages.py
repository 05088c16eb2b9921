"""`{% load campaign_pages %}`: activities as the pages of campaigns say them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from handschlag.directory.texts import in_quotes
from handschlag.events.campaigns import filters, own_activities
from handschlag.events.campaigns.activities import ActivityStage
from handschlag.events.campaigns.filters import with_query
from handschlag.events.campaigns.search import ActivityRecord
from handschlag.events.models import Activity

register = template.Library()
register.filter("number_of_activities", filters.counted)
register.filter("fee", filters.fee)
register.filter("audiences", filters.audiences)
register.filter("place", filters.place_line)
register.filter("place_and_online", filters.where_of)
register.filter(in_quotes)


@register.simple_tag(takes_context=True)
def filtered_url(context: template.Context, name: str, *args: str, own: str = "") -> str:
    """The address of another view of what the filters leave; `own` is what only that view knows."""
    return with_query(reverse(name, args=args), context["query"], own)


@register.filter
def activity_state(state: str) -> str:
    """How far an activity is, in a word."""
    return str(filters.STATES[state])


@register.filter
def activity_tone(state: str) -> str:
    """The tone of that word."""
    return own_activities.TONES.get(ActivityStage(state), "plain")


@register.filter
def activity_time(activity: Activity) -> str:
    """Day and hours of an activity in one line."""
    return filters.whole(activity.starts_at, activity.ends_at)


@register.filter
def spoken(language: str) -> str:
    """The language in which an activity is held."""
    return str(filters.SPOKEN.get(language, language))


@register.filter
def detail(row: ActivityRecord) -> str:
    """For whom it is, what it costs, and the first two fields, in one line."""
    fields = filters.field_names(row)[:2]
    parts = (
        filters.audiences(row.values["audience"]),
        filters.fee(row.fee_cents),
        ", ".join(fields),
    )
    return " · ".join(part for part in parts if part)


@register.filter
def how_far(row: ActivityRecord, distances: Mapping[int, float]) -> str:
    """In whole kilometres and never less than one; empty where nothing is known of it."""
    far = distances.get(row.pk)
    return _("%(far)s km away") % {"far": number_format(max(1, round(far)))} if far is not None else ""
