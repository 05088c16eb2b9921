"""The filters of a campaign: what can be chosen, what was chosen, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.times import format_date
from handschlag.design.components import parts
from handschlag.directory.screens.texts import in_quotes
from handschlag.events.queries.campaigns.snapshots import CampaignView
from handschlag.events.rules.campaigns.criteria import LISTS, RADII, Criteria, Sort
from handschlag.events.rules.campaigns.listing import ActivityResult, FacetCount
from handschlag.events.screens.campaigns import activity_labels

SORTS: Final[dict[Sort, str | Promise]] = {
    Sort.TIME: gettext_lazy("Time"),
    Sort.DISTANCE: gettext_lazy("Distance"),
    Sort.TITLE: gettext_lazy("Title"),
    Sort.NEWEST: gettext_lazy("Newest entry"),
}
OPEN_AT_FIRST, SHOWN = 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Radius:
    value: int
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """`kept` are pairs of the address that stay when one searches; `own` those of the view."""

    url: str
    text: str
    near: str
    since: str
    until: str
    radii: tuple[_Radius, ...]
    kept: tuple[tuple[str, str], ...]
    own: tuple[tuple[str, str], ...]
    facets: tuple[parts.Facet, ...]
    chips: tuple[parts.Chip, ...]
    clear_url: str
    sorts: tuple[parts.Link, ...]
    note: str

    @property
    def number_chosen(self) -> int:
        return len(self.chips)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewAddress:
    """Where a view lives: its address, and what of the address is its own."""

    url: str
    own: tuple[tuple[str, str], ...] = ()

    def address(self, criteria: Criteria, **changes: Any) -> str:
        query = criteria.query_string(**changes)
        own = "&".join(f"{name}={value}" for name, value in self.own)
        joined = "&".join(part for part in (query, own) if part)
        return f"{self.url}?{joined}" if joined else self.url


def filters(criteria: Criteria, found: ActivityResult, view: CampaignView, place: ViewAddress) -> Filters:
    """What a page shows of its filters; `place` is the page to which each link leads back."""
    return Filters(
        url=place.url,
        text=criteria.text,
        near=criteria.near,
        since=criteria.since.isoformat() if criteria.since else "",
        until=criteria.until.isoformat() if criteria.until else "",
        radii=tuple(
            _Radius(value=one, label=_("%(far)s km") % {"far": one}, is_chosen=one == criteria.within)
            for one in RADII
        ),
        kept=(*criteria.chosen, *place.own),
        own=place.own,
        facets=_facets(found, view),
        chips=_chips(criteria, view, place),
        clear_url=place.address(Criteria()),
        sorts=_sorts(criteria, found, place),
        note=_("We do not know a place called %(place)s.") % {"place": in_quotes(criteria.near)}
        if not found.is_place_known
        else "",
    )


def closed(made: Filters) -> Filters:
    """The same in a bar, where each filter opens over what lies below."""
    return replace(made, facets=tuple(replace(facet, is_open=False) for facet in made.facets))


def _facets(found: ActivityResult, view: CampaignView) -> tuple[parts.Facet, ...]:
    """Filters with something to choose, the first three open."""
    made = [(name, _options(name, found.facets[name], view)) for name in LISTS]
    with_choice = [(name, ways) for name, ways in made if ways]
    return tuple(
        parts.Facet(
            name=name,
            title=str(activity_labels.TITLES[name]),
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
    if value in activity_labels.OF_CHOICES.get(name, {}):
        text = str(activity_labels.OF_CHOICES[name][value])
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


def _sorts(criteria: Criteria, found: ActivityResult, place: ViewAddress) -> tuple[parts.Link, ...]:
    """A distance needs a place that we know."""
    offered = [one for one in SORTS if one is not Sort.DISTANCE or (criteria.near and found.is_place_known)]
    current = criteria.sort if criteria.sort in offered else Sort.TIME
    return tuple(
        parts.Link(
            label=str(SORTS[one]), url=place.address(replace(criteria, sort=one)), is_current=one is current
        )
        for one in offered
    )
