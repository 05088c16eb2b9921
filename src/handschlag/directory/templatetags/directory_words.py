"""`{% load directory_words %}`: the words for what an entry only names by a code, and where its pages are."""

from __future__ import annotations

from datetime import date

from django import template

from handschlag.accounts.models import User
from handschlag.common.times import format_date, format_known_date
from handschlag.design import tallies
from handschlag.directory import labels, rows, texts
from handschlag.directory.contents import Kind
from handschlag.directory.editing import dashboard, history
from handschlag.directory.editing import labels as editing_labels
from handschlag.directory.editing.dashboard import Pending
from handschlag.directory.imports import labels as imports_labels
from handschlag.directory.models import Actor, Network

register = template.Library()
register.filter("copy_age", format_known_date)
register.filter("kind_word", editing_labels.kind_word)
register.filter("status_word", editing_labels.status)
register.filter("section_word", editing_labels.section)
register.filter("verb_word", editing_labels.verb)
register.filter("duplicate_reason", editing_labels.duplicate_reason)
register.filter("target_word", imports_labels.target_word)
register.filter("page_of", dashboard.page_of)
register.filter("home_of", history.home_of)
register.filter("host", texts.host)
register.filter("network_name", rows.network_name)
register.filter("network_kind", labels.network_kind)
register.filter("story_kind", labels.story_kind)
register.filter("span_of", texts.span_of)
register.filter("field_names", rows.field_names)
register.filter("level_and_year", rows.level_and_year)
register.filter("in_quotes", texts.in_quotes)
register.filter("tallied", tallies.number)
register.filter("ratio", texts.ratio)


@register.filter
def beginning(text: str, most: int) -> str:
    """The beginning of a text, cut between words."""
    return texts.excerpt(text, most=most)


@register.filter
def name_in_short(entry: Network | Actor) -> str:
    """A network goes by its short name, if it has one."""
    return rows.network_name(entry) if isinstance(entry, Network) else entry.name


@register.filter
def actor_kind(actor: Actor) -> str:
    """Where there is little room: in the lines of a list."""
    return labels.actor_in_short(actor.kind, actor.is_sme)


@register.filter
def level_word(level: str) -> str:
    """Bronze, silver or gold."""
    return str(labels.LEVELS[level])


@register.filter
def day_or_year(value: date, is_year_only: bool) -> str:
    """A day, or its year where nothing more is known."""
    return str(value.year) if is_year_only else format_date(value)


@register.filter
def entry_word(kind: str) -> str:
    """Network, actor or news item."""
    return str(editing_labels.ENTRY_KINDS[Kind(kind)])


@register.filter
def person(user: User | None) -> str:
    """Who did it: the name, or the address where nobody gave one; nothing for nobody."""
    return (user.name or user.email) if user else ""


@register.filter
def desk_of(one: Pending) -> str:
    """The page from which an entry that waits is edited."""
    return dashboard.url_of(one.kind, one.slug)
