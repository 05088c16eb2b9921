"""The filters of a campaign: what can be chosen, what was chosen, how to take it back; and its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import is_english, pick
from handschlag.common.times import format_date, format_day, format_span
from handschlag.design.components import parts
from handschlag.directory.texts import in_quotes, seat
from handschlag.events.campaigns.search import (
    LISTS,
    RADII,
    ActivityRecord,
    ActivityResult,
    CampaignView,
    Criteria,
    FacetCount,
    Sort,
)
from handschlag.events.models import Activity
from handschlag.events.narrowing import Narrowing

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


type DayOfActivities = tuple[date | None, list[ActivityRecord]]  # without a day, each line has its own


def by_days(rows: Iterable[ActivityRecord]) -> list[DayOfActivities]:
    """Rows in the order of time under the day on which they begin."""
    return [(day, list(among)) for day, among in groupby(rows, lambda row: row.first_day)]


SORTS: Final[dict[Sort, str | Promise]] = {
    Sort.TIME: gettext_lazy("Time"),
    Sort.DISTANCE: gettext_lazy("Distance"),
    Sort.TITLE: gettext_lazy("Title"),
    Sort.NEWEST: gettext_lazy("Newest entry"),
}
OPEN_AT_FIRST, SHOWN = 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewAddress:
    """Where a view lives: its address, and what of the address is its own."""

    url: str
    own: tuple[tuple[str, str], ...] = ()

    def address(self, criteria: Criteria) -> str:
        """This page with other filters."""
        own = "&".join(f"{name}={value}" for name, value in self.own)
        return with_query(self.url, criteria.query_string(), own)


def filtered_page(
    view: CampaignView,
    found: ActivityResult,
    criteria: Criteria,
    place: ViewAddress,
    *,
    current: str = "",
    is_bar: bool = False,
) -> dict[str, Any]:
    """What each page with filters shows of them; `place` is the page to which each link leads back.

    In a bar each filter is closed at first, as it opens over what lies below.
    """
    query = criteria.query_string()
    facets = _facets(found, view)
    return {
        "campaign": view.campaign,
        "criteria": criteria,
        "query": query,
        "found": found,
        "distances": found.distances,
        "radii": RADII,
        "narrowing": Narrowing(
            url=place.url,
            text=criteria.text,
            chosen=criteria.chosen,
            kept=place.own,
            facets=tuple(replace(facet, is_open=False) for facet in facets) if is_bar else facets,
            chips=_chips(criteria, view, place),
            clear_url=place.address(Criteria()),
        ),
        "views": views_of(view.campaign.slug, current, query),
    }


def views_of(slug: str, current: str, query: str = "") -> tuple[parts.Link, ...]:
    """List, week, day and map of the same activities; the filters go along."""
    calendar, chart = reverse("events:calendar", args=[slug]), reverse("events:map", args=[slug])
    addresses = (
        ("list", _("List"), "list", calendar, ""),
        ("week", _("Week"), "calendar", calendar, "view=week"),
        ("day", _("Day"), "clock", calendar, "view=day"),
        ("map", _("Map"), "map", chart, ""),
    )
    return tuple(
        parts.Link(label=label, icon=icon, url=with_query(url, query, own), is_current=name == current)
        for name, label, icon, url, own in addresses
    )


def with_query(url: str, *queries: str) -> str:
    """The address with those queries that are not empty; without any, no question mark."""
    query = "&".join(part for part in queries if part)
    return f"{url}?{query}" if query else url


def _facets(found: ActivityResult, view: CampaignView) -> tuple[parts.Facet, ...]:
    """Filters with something to choose, the first three open."""
    made = [(name, _options(name, found.facets[name], view)) for name in LISTS]
    with_choice = [(name, ways) for name, ways in made if ways]
    return tuple(
        parts.Facet(
            name=name,
            title=str(TITLES[name]),
            options=ways,
            shown=max(SHOWN, sum(way.is_chosen for way in ways)),
            is_open=place < OPEN_AT_FIRST or any(way.is_chosen for way in ways),
        )
        for place, (name, ways) in enumerate(with_choice)
    )


def _options(name: str, counted: Sequence[FacetCount], view: CampaignView) -> tuple[parts.Option, ...]:
    """What is chosen comes first, then the most frequent; lower fields stand under a chosen upper one."""
    chosen = {one.value for one in counted if one.is_chosen}
    unfolded = chosen | {view.parents.get(value, "") for value in chosen}
    shown = [one for one in counted if (upper := _upper_of(name, one.value, view)) == "" or upper in unfolded]
    shown.sort(key=lambda one: _rank(name, one, view, unfolded=unfolded, counted=counted))
    return tuple(
        parts.Option(
            value=one.value,
            label=("– " if _upper_of(name, one.value, view) else "") + _word(name, one.value, view),
            count=one.count,
            is_chosen=one.is_chosen,
        )
        for one in shown
    )


def _upper_of(name: str, value: str, view: CampaignView) -> str:
    return view.parents.get(value, "") if name == "field" else ""


def _rank(
    name: str, one: FacetCount, view: CampaignView, *, unfolded: set[str], counted: Sequence[FacetCount]
) -> tuple[bool, int, str, bool, str]:
    """An upper field stands before those below it, which stand with it."""
    upper = _upper_of(name, one.value, view) or one.value
    size = next((other.count for other in counted if other.value == upper), one.count)
    label = _word(name, one.value, view)
    return upper not in unfolded, -size, upper, upper != one.value, label.casefold()


def _word(name: str, value: str, view: CampaignView) -> str:
    """The word for a choice; a value that nobody knows is shown as it was given."""
    if value in OF_CHOICES.get(name, {}):
        text = str(OF_CHOICES[name][value])
        return text[:1].upper() + text[1:]
    return pick(*view.names.get((name, value), (value, value)))


def _chips(criteria: Criteria, view: CampaignView, place: ViewAddress) -> tuple[parts.Chip, ...]:
    found = [(in_quotes(criteria.text), replace(criteria, text=""))] if criteria.text else []
    found += [
        (_word(name, value, view), criteria.without(name, value))
        for name in LISTS
        for value in criteria.values(name)
    ]
    if criteria.near:
        label = _("%(far)s km around %(place)s") % {"far": criteria.within, "place": criteria.near}
        found.append((label, replace(criteria, near="", sort=Sort.TIME)))
    if criteria.since:
        label = _("from %(day)s") % {"day": format_date(criteria.since)}
        found.append((label, replace(criteria, since=None)))
    if criteria.until:
        label = _("until %(day)s") % {"day": format_date(criteria.until)}
        found.append((label, replace(criteria, until=None)))
    return tuple(parts.Chip(label=label, url=place.address(rest)) for label, rest in found)


def sorts(criteria: Criteria, found: ActivityResult, place: ViewAddress) -> tuple[parts.Link, ...]:
    """In which orders a list can be; by distance only from a place that we know."""
    offered = [one for one in SORTS if one is not Sort.DISTANCE or (criteria.near and found.is_place_known)]
    current = criteria.sort if criteria.sort in offered else Sort.TIME
    return tuple(
        parts.Link(
            label=str(SORTS[one]), url=place.address(replace(criteria, sort=one)), is_current=one is current
        )
        for one in offered
    )
