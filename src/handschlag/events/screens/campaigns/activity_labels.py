"""The words for choices, states and counts of campaigns."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import is_english, pick
from handschlag.common.times import format_day, format_span
from handschlag.directory.screens.texts import seat
from handschlag.events.models import Activity
from handschlag.events.rules.campaigns.listing import ActivityRecord

type Word = str | Promise

AUDIENCES: Final[dict[str, Word]] = {
    "everybody": gettext_lazy("Everyone"),
    "companies": gettext_lazy("Companies"),
    "research": gettext_lazy("Research"),
    "students": gettext_lazy("Students"),
    "schools": gettext_lazy("Schools"),
    "public_bodies": gettext_lazy("Public bodies"),
    "press": gettext_lazy("Press"),
}
FEES: Final[dict[str, Word]] = {"free": gettext_lazy("free of charge"), "paid": gettext_lazy("with a fee")}
WHERES: Final[dict[str, Word]] = {"onsite": gettext_lazy("on site"), "online": gettext_lazy("online")}
LANGUAGES: Final[dict[str, Word]] = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}
SPOKEN: Final[dict[str, Word]] = {**LANGUAGES, "both": gettext_lazy("German and English")}
STATES: Final[dict[str, Word]] = {
    "draft": gettext_lazy("Draft"),
    "in_review": gettext_lazy("in review"),
    "published": gettext_lazy("published"),
    "declined": gettext_lazy("returned by the editors"),
    "cancelled": gettext_lazy("cancelled"),
    "archived": gettext_lazy("discarded"),
}
TITLES: Final[dict[str, Word]] = {
    "land": gettext_lazy("Federal state"),
    "field": gettext_lazy("Field of technology"),
    "audience": gettext_lazy("For whom"),
    "fee": gettext_lazy("Fee"),
    "where": gettext_lazy("Where"),
    "language": gettext_lazy("Language"),
    "programme": gettext_lazy("Programme"),
    "host": gettext_lazy("Host"),
}
OF_CHOICES: Final[dict[str, dict[str, Word]]] = {
    "audience": AUDIENCES,
    "fee": FEES,
    "where": WHERES,
    "language": LANGUAGES,
}


def counted(number: int) -> str:
    """ "1 activity", "200 activities"."""
    shown = number_format(number, force_grouping=True)
    return ngettext("%(shown)s activity", "%(shown)s activities", number) % {"shown": shown}


def fee(cents: int) -> str:
    """ "free of charge", "25 €", "12.50 €"."""
    if not cents:
        return str(FEES["free"])
    amount = number_format(Decimal(cents) / 100, 2 if cents % 100 else 0, force_grouping=True)
    return _("%(amount)s €") % {"amount": amount}


def audiences(values: tuple[str, ...] | list[str]) -> str:
    """The names in our order, with commas between; unknown values are left out."""
    return ", ".join(str(AUDIENCES[value]) for value in AUDIENCES if value in values)


def whole(starts_at: datetime, ends_at: datetime) -> str:
    """Day and hours in one line."""
    said = {"day": format_day(starts_at), "hours": format_span(starts_at, ends_at)}
    return _("%(day)s, %(hours)s (time in Germany)") % said


def field_names(row: ActivityRecord) -> tuple[str, ...]:
    """Its fields of technology in the language of the page."""
    return row.field_names_en if is_english() else row.field_names_de


def where_of(row: ActivityRecord) -> str:
    """Dresden, Sachsen; or online; or both."""
    place = seat(row.place, pick(row.land_name_de, row.land_name_en))
    if row.is_online:
        return _("%(place)s and online") % {"place": place} if row.place else _("online")
    return place


def place_line(activity: Activity) -> str:
    """Town and federal state, or online, or both; a city state is named once."""
    land = activity.land
    names = [activity.place, pick(land.name_de, land.name_en) if land else ""]
    place = ", ".join(dict.fromkeys(name for name in names if name))
    if activity.is_online:
        return _("%(place)s and online") % {"place": place} if activity.place else _("online")
    return place
