"""The map of a campaign: where something takes place, and the list of what was chosen beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.design.components.parts import Link
from handschlag.directory.map import dots
from handschlag.directory.map.dots import LayerPlan, MapDot, MapSeat, Size, layer_plan
from handschlag.directory.map.drawing import Chart, LandShape, Layer, dots_layer, name_of, seat_key
from handschlag.directory.map.outlines import SHEET
from handschlag.events.campaigns import filters
from handschlag.events.campaigns.calendar import campaign_at, criteria_of, headline, lead
from handschlag.events.campaigns.filters import ViewAddress, filtered_page, with_query
from handschlag.events.campaigns.search import (
    ActivityRecord,
    ActivityResult,
    CampaignView,
    Criteria,
    find_activities,
)

AT_ONCE, MOST_PLACES = 20, 10
NOWHERE = "none"  # the address of what has no dot
REMEMBERED = 48

Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Addresses of this map with another choice; the filters stay."""

    here: str
    chart: Chart

    def __call__(self, **changes: object) -> str:
        anchor = "#choice" if any(changes.get(name) for name in ("at", "around", "region")) else ""
        return _joined_to(self.here, self.chart.query_string(**changes)) + anchor


def _joined_to(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def map_screen(view: CampaignView, found: ActivityResult, criteria: Criteria, chart: Chart) -> dict[str, Any]:
    """The drawing with what was chosen on it, and the same by Land in a table."""
    chart = Chart(at=chart.at, around=chart.around, region=chart.region, pages=chart.pages)
    url = reverse("events:map", args=[view.campaign.slug])
    address = _Addresses(with_query(url, criteria.query_string()), chart)
    placed = _placed_for(_seats_of(found.rows, view), get_language())
    counts = _counts_of(found.rows)
    place = ViewAddress(url=url, own=chart.pairs(at=""))
    return {
        **filtered_page(view, found, criteria, place, current="map", is_bar=True),
        "headline": headline(found),
        "lead": lead(found, view),
        "description": _description(counts, found, view),
        "shapes": _shapes(view, counts, chart, address),
        "layers": [_layer(plan, chart, address) for plan in placed],
        "has_white": not all(counts.get(land.slug) for land in view.lands),
        "choice": _choice(view, found, chart, placed=placed, address=address),
        "places": _places(placed, address),
        "lands": _land_links(view, counts, address),
        "unplaced": sum(not row.is_placed for row in found.rows),
        "unplaced_url": address(at=NOWHERE),
        "blank": ", ".join(
            pick(land.name_de, land.name_en) for land in view.lands if not _view_has(view, land.slug)
        ),
    }


def _view_has(view: CampaignView, land: str) -> bool:
    return bool(view.snapshot.masks["land"].get(land, 0) & view.snapshot.happens)


def _counts_of(rows: Iterable[ActivityRecord]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        if row.land:
            counts[row.land] = counts.get(row.land, 0) + 1
    return counts


def _seats_of(rows: Iterable[ActivityRecord], view: CampaignView) -> tuple[MapSeat, ...]:
    """The places where something takes place; the same place counts once."""
    codes = {land.slug: land.pk for land in view.lands}
    found: dict[str, MapSeat] = {}
    for row in rows:
        if row.latitude is None or row.longitude is None:
            continue
        land = codes.get(row.land, "")
        key = seat_key(row.place, land, row.latitude, row.longitude)
        known = found.get(key)
        found[key] = (
            replace(known, count=known.count + 1)
            if known
            else MapSeat(
                key=key,
                name=row.place,
                land=land,
                latitude=row.latitude,
                longitude=row.longitude,
                count=1,
            )
        )
    return tuple(found.values())


@lru_cache(maxsize=REMEMBERED)
def _placed_for(seats: tuple[MapSeat, ...], language: str | None) -> tuple[LayerPlan, ...]:
    """Where dots and names go follows from the places, and from the words of the language."""
    del language  # it is part of the key
    sites = dots.on_sheet(seats)
    return tuple(layer_plan(sites, size, named=name_of) for size in Size)


def _shapes(
    view: CampaignView, counts: dict[str, int], chart: Chart, address: Address
) -> tuple[LandShape, ...]:
    found = []
    for land in view.lands:
        outline = dots.outlines().get(land.pk)
        if outline is None:
            continue
        count, is_chosen = counts.get(land.slug, 0), chart.region == land.slug
        found.append(
            LandShape(
                code=land.pk,
                path=outline.path,
                title=f"{pick(land.name_de, land.name_en)}: {filters.counted(count)}",
                url=address(region="" if is_chosen else land.slug),
                tint="land" if count else "0",
                is_chosen=is_chosen,
            )
        )
    return tuple(found)


def _layer(plan: LayerPlan, chart: Chart, address: Address) -> Layer:
    def url(mark: MapDot) -> str:
        at, around = (mark.key, "") if plan.size is Size.LARGE else ("", mark.key)
        return address(at=at, around=around, region="", pages=1)

    def title(mark: MapDot) -> str:
        return f"{name_of(mark)}: {filters.counted(mark.count)}"

    return dots_layer(plan, chosen=chart.at or chart.around, url=url, title=title)


def _description(counts: dict[str, int], found: ActivityResult, view: CampaignView) -> str:
    """What somebody would say who looks at the drawing."""
    names = {land.slug: pick(land.name_de, land.name_en) for land in view.lands}
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:3]
    said = _("Map of Germany with its 16 federal states. It shows %(who)s.") % {
        "who": filters.counted(len(found.rows))
    }
    listed = ", ".join(f"{names.get(slug, slug)} {count}" for slug, count in most)
    return said + (" " + _("Most of them: %(names)s.") % {"names": listed} if listed else "")


def _places(placed: Sequence[LayerPlan], address: Address) -> list[Link]:
    """The largest dots, in words."""
    ordered = sorted(placed[0].marks, key=lambda mark: (-mark.count, mark.name))
    return [
        Link(label=name_of(mark), url=address(at=mark.key), count=mark.count)
        for mark in ordered[:MOST_PLACES]
    ]


def _land_links(view: CampaignView, counts: dict[str, int], address: Address) -> list[Link]:
    links = [
        Link(
            label=pick(land.name_de, land.name_en),
            url=address(region=land.slug),
            count=counts.get(land.slug, 0),
        )
        for land in view.lands
    ]
    return sorted(links, key=lambda link: link.label.casefold())


def _choice(
    view: CampaignView,
    found: ActivityResult,
    chart: Chart,
    *,
    placed: Sequence[LayerPlan],
    address: Address,
) -> dict[str, Any] | None:
    """The activities at a dot, in a Land, or without a place; nothing where nothing was chosen."""
    picked = _picked_by(view, found, chart, placed)
    if picked is None:
        return None
    title, rows, own = picked
    shown = rows[: AT_ONCE * chart.pages]
    return {
        "title": title,
        "number": len(rows),
        "rows": shown,
        "close_url": address(at=""),
        "more_url": address(pages=chart.pages + 1) + "#choice" if len(rows) > len(shown) else "",
        "own": own,
    }


def _picked_by(
    view: CampaignView, found: ActivityResult, chart: Chart, placed: Sequence[LayerPlan]
) -> tuple[str, list[ActivityRecord], str] | None:
    if NOWHERE in (chart.at, chart.around):
        return _("Without a place"), [row for row in found.rows if not row.is_placed], "where=online"
    if chart.region:
        names = {land.slug: pick(land.name_de, land.name_en) for land in view.lands}
        if chart.region not in names:
            return None
        rows = [row for row in found.rows if row.land == chart.region]
        return names[chart.region], rows, f"land={chart.region}"
    plan = placed[0 if chart.at else 1]
    mark = dots.found(plan.marks, chart.at or chart.around) if chart.has_choice else None
    if mark is None:
        return None
    keys, codes = {site.key for site in mark.sites}, {land.slug: land.pk for land in view.lands}
    rows = [
        row
        for row in found.rows
        if row.latitude is not None
        and row.longitude is not None
        and seat_key(row.place, codes.get(row.land, ""), row.latitude, row.longitude) in keys
    ]
    return name_of(mark), rows, ""


VIEW_BOX = f"0 0 {SHEET.width:g} {SHEET.height:g}"


@require_safe
def map_page(request: HttpRequest, campaign: str) -> HttpResponse:
    """The chosen activities of a campaign on the map."""
    view, criteria = campaign_at(campaign), criteria_of(request)
    context = map_screen(view, find_activities(view, criteria), criteria, Chart.of(request.GET))
    return render(request, "events/campaigns/map.html", {**context, "view_box": VIEW_BOX})
