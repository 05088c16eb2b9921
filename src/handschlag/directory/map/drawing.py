"""What is drawn: how many in which Land and at which place, as dots and names; small maps, too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import hypot
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from handschlag.common.language import InBothLanguages
from handschlag.directory import texts
from handschlag.directory.criteria import Criteria, first
from handschlag.directory.index import snapshots
from handschlag.directory.index.arrays import Version
from handschlag.directory.index.facets import SearchResult
from handschlag.directory.index.finding import find_actors, find_networks
from handschlag.directory.map import dots
from handschlag.directory.map import dots as map_dots
from handschlag.directory.map.dots import Dot, LayerPlan, MapSeat, PlacedName, Size
from handschlag.directory.map.outlines import SHEET
from handschlag.directory.models import Actor, District, Land, Network, Place
from handschlag.directory.public import networks_of_today, public_actors, public_networks
from handschlag.directory.related import kilometres

FITTING = re.compile(r"[\w-]{1,120}")
PAGES = re.compile(r"[1-9][0-9]?")


PARAMETERS = ("show", "as", "at", "around", "place", "region", "order", "more", "places")


CHOICES = frozenset({"at", "around", "place", "region"})


class Subject(StrEnum):
    NETWORKS = "networks"
    ACTORS = "actors"


class Drawing(StrEnum):
    """Dots where entries have their seat, Länder tinted by number, or by number for each million people."""

    PLACES = "places"
    LANDS = "lands"
    DENSITY = "density"


class LandSortKey(StrEnum):
    """What the table of the Länder can be sorted by."""

    NAME = "name"
    COUNT = "count"
    PEOPLE = "people"
    DENSITY = "density"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`at` is a dot of the large drawing, `around` one of the small, each named by a place in it.

    `place` is one place without those around it, `region` the slug of a Land: one of the four is chosen.
    `pages` says how much of the list beside the map is shown, `has_all_places` how long the table of
    places is.
    """

    show: Subject = Subject.NETWORKS
    drawing: Drawing = Drawing.PLACES
    at: str = ""
    around: str = ""
    place: str = ""
    region: str = ""
    column: LandSortKey = LandSortKey.NAME
    is_descending: bool = False
    pages: int = 1
    has_all_places: bool = False

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """What an address asks for; what makes no sense is left out.

        >>> Chart.of({"show": ["actors"], "order": ["-people"], "region": ["<b>"]})
        Chart(show=<Subject.ACTORS: 'actors'>, drawing=<Drawing.PLACES: 'places'>, at='', around='', \
place='', region='', column=<LandSortKey.PEOPLE: 'people'>, is_descending=True, pages=1, \
has_all_places=False)
        """
        order, more = first(query, "order"), first(query, "more")
        return cls(
            show=_one_of(Subject, first(query, "show"), Subject.NETWORKS),
            drawing=_one_of(Drawing, first(query, "as"), Drawing.PLACES),
            at=_fitting(first(query, "at")),
            around=_fitting(first(query, "around")),
            place=_fitting(first(query, "place")),
            region=_fitting(first(query, "region")),
            column=_one_of(LandSortKey, order.removeprefix("-"), LandSortKey.NAME),
            is_descending=order.startswith("-") and order[1:] in set(LandSortKey),
            pages=int(more) if PAGES.fullmatch(more) else 1,
            has_all_places=first(query, "places") == "all",
        )

    @property
    def has_choice(self) -> bool:
        return bool(self.at or self.around or self.place or self.region)

    def query_string(self, **changes: Any) -> str:
        """The part of the address that asks for this, after `changes`."""
        return urlencode(self.pairs(**changes))

    def pairs(self, **changes: Any) -> tuple[tuple[str, str], ...]:
        """The same as names and values; without what is usual. What is chosen takes the place of what was."""
        if changes.keys() & CHOICES:
            changes = dict.fromkeys(CHOICES, "") | {"pages": 1} | changes
        changed = replace(self, **changes)
        order = ("-" if changed.is_descending else "") + changed.column
        pairs = [
            ("show", changed.show if changed.show is not Subject.NETWORKS else ""),
            ("as", changed.drawing if changed.drawing is not Drawing.PLACES else ""),
            ("at", changed.at),
            ("around", changed.around),
            ("place", changed.place),
            ("region", changed.region),
            ("order", order if order != LandSortKey.NAME else ""),
            ("more", str(changed.pages) if changed.pages > 1 else ""),
            ("places", "all" if changed.has_all_places else ""),
        ]
        return tuple((name, value) for name, value in pairs if value)


def _one_of[E: StrEnum](kind: type[E], value: str, default: E) -> E:
    return kind(value) if value in set(kind) else default


def _fitting(value: str) -> str:
    return value if FITTING.fullmatch(value) else ""


REMEMBERED = 48  # answers, for one process
DIGITS = 4  # of a degree: ten metres, finer than any source
LARGE_CITY, NEAR = 100_000, 25.0  # people; kilometres around it
type Point = tuple[float, float, int, str, str, str]
type _City = tuple[str, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LandFigure:
    """A Land with the people who live there, and how many entries have their seat in it."""

    code: str
    slug: str
    name_de: str
    name_en: str
    people: int
    count: int
    name = InBothLanguages()

    @property
    def for_each_million(self) -> float | None:
        """Entries for each million people; None where the population is not known."""
        return self.count * 1_000_000 / self.people if self.people else None


Rows = QuerySet[Network] | QuerySet[Actor]


def _rows_of(subject: Subject, ids: Sequence[int] | None = None, *, is_invented: bool = False) -> Rows:
    """All real networks or actors that totals count, or all invented ones; or those that a search found."""
    if ids is not None:
        return _public(subject).filter(is_demo=is_invented, pk__in=ids)
    rows = networks_of_today() if subject is Subject.NETWORKS else public_actors()
    return rows.filter(is_demo=is_invented)


def _public(subject: Subject) -> Rows:
    return public_networks() if subject is Subject.NETWORKS else public_actors()


def rows_for(criteria: Criteria, subject: Subject, *, today: date) -> Rows:
    """The entries that the map of some criteria shows."""
    found = _search(criteria, subject, today=today)
    is_invented = _shows_inventions(criteria, found)
    return _rows_of(subject, None if criteria.is_empty else found.ids, is_invented=is_invented)


def _search(criteria: Criteria, subject: Subject, *, today: date) -> SearchResult:
    """What is there for these criteria, inventions among them, which the map may leave out."""
    find = find_networks if subject is Subject.NETWORKS else find_actors
    return find(replace(criteria, invented=""), today=today)


def _shows_inventions(criteria: Criteria, found: SearchResult) -> bool:
    """A map states something of Germany: real and invented entries are never on it together.

    It is of inventions if somebody asks for them, or where nothing else is there.
    """
    return found.invented > 0 and (criteria.invented == "yes" or not found.tally.real)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapData:
    """What the map of some criteria shows; `everywhere` is the same without any criteria.

    Compared by identity, so that what follows from it can be kept beside it.
    """

    found: SearchResult
    total: int
    is_invented: bool  # it is a map of inventions
    figures: tuple[LandFigure, ...]
    everywhere: tuple[LandFigure, ...]
    seats: tuple[MapSeat, ...]


def map_data(criteria: Criteria, subject: Subject, *, today: date) -> MapData:
    """Asked once for each state of the search index: whatever is public and changes, changes that too."""
    return _gathered(snapshots.latest(), criteria, subject, today)


@lru_cache(maxsize=REMEMBERED)
def _gathered(version: Version, criteria: Criteria, subject: Subject, today: date) -> MapData:
    del version  # it is part of the key: another state is another answer
    found = _search(criteria, subject, today=today)
    is_invented = _shows_inventions(criteria, found)
    rows = _rows_of(subject, None if criteria.is_empty else found.ids, is_invented=is_invented)
    figures = _land_figures(rows)
    return MapData(
        found=replace(found, ids=()),
        total=found.tally.invented if is_invented else found.tally.real,
        is_invented=is_invented,
        figures=figures,
        everywhere=figures
        if criteria.is_empty
        else _land_figures(_rows_of(subject, is_invented=is_invented)),
        seats=_seats(rows),
    )


def _land_figures(rows: Rows) -> tuple[LandFigure, ...]:
    """All sixteen Länder, with how many of `rows` have their seat there."""
    counts = dict(rows.order_by().values_list("land").annotate(number=Count("pk")))
    people = dict(District.objects.order_by().values_list("land").annotate(number=Sum("population")))
    return tuple(
        LandFigure(
            code=land.code,
            slug=land.slug,
            name_de=land.name_de,
            name_en=land.name_en,
            people=people.get(land.code, 0),
            count=counts.get(land.code, 0),
        )
        for land in Land.objects.all()
    )


def _seats(rows: Rows) -> tuple[MapSeat, ...]:
    """The places where `rows` have their seat, largest first; the same place counts once."""
    groups = (
        rows.filter(latitude__isnull=False, longitude__isnull=False)
        .order_by()
        .values_list("place", "land", "latitude", "longitude")
        .annotate(number=Count("pk"))
        .order_by("-number", "place", "latitude")
    )
    found: dict[str, MapSeat] = {}
    cities = _cities()
    for place, land, latitude, longitude, number in groups:
        key = seat_key(place, land, latitude, longitude)
        known = found.get(key)
        found[key] = MapSeat(
            key=key,
            name=place,
            land=land or "",
            latitude=known.latitude if known else latitude,
            longitude=known.longitude if known else longitude,
            count=number + (known.count if known else 0),
            city=known.city if known else _city_at(latitude, longitude, cities),
        )
    return tuple(found.values())


def _cities() -> list[_City]:
    """Large cities, the largest first."""
    rows = Place.objects.filter(population__gte=LARGE_CITY).order_by("-population", "pk")
    return list(rows.values_list("name", "latitude", "longitude"))


def _city_at(latitude: float, longitude: float, cities: Sequence[_City]) -> str:
    """The large city that is here, else the largest that is near; empty for none."""
    here, near = (latitude, longitude), ""
    for name, north, east in cities:
        if abs(north - latitude) > NEAR / 111:  # kilometres of a degree: spares most of the computing
            continue
        far = kilometres(here, (north, east))
        if far < 1.0:
            return name
        near = near or (name if far <= NEAR else "")
    return near


@lru_cache(maxsize=20_000)
def seat_key(place: str, land: str | None, latitude: float, longitude: float) -> str:
    """How an address names a place: its Land and its name, or where it lies when it has no name."""
    name = slugify(place) or f"{latitude:.2f}_{longitude:.2f}".replace(".", "-")
    return f"{(land or 'de').lower()}-{name}"


def points(criteria: Criteria, subject: Subject, *, today: date) -> dict[str, list[Point]]:
    """For the interactive map: where every place is, its number, key, name and city, the largest first."""
    return {
        "places": [
            (
                *(round(seat.longitude, DIGITS), round(seat.latitude, DIGITS), seat.count),
                *(seat.key, seat.name, seat.city),
            )
            for seat in map_data(criteria, subject, today=today).seats
        ]
    }


def ids_without_coordinates(rows: Rows) -> list[int]:
    """What can have no dot, by name."""
    nowhere = rows.filter(Q(latitude__isnull=True) | Q(longitude__isnull=True))
    return list(nowhere.order_by("name", "pk").values_list("pk", flat=True))


def ids_at(rows: Rows, keys: frozenset[str], *, lands: frozenset[str] | None = None) -> list[int]:
    """Who has a seat at one of the places, by name; `lands` are the codes of those places, if known."""
    if lands is not None:
        abroad = Q(land__isnull=True) if "" in lands else Q()
        rows = rows.filter(Q(land__in=lands - {""}) | abroad)
    found = rows.order_by("name", "pk").values_list("pk", "place", "land", "latitude", "longitude")
    return [
        pk
        for pk, place, land, latitude, longitude in found
        if latitude is not None
        and longitude is not None
        and seat_key(place, land, latitude, longitude) in keys
    ]


def ids_in(rows: Rows, land: str, *, most: int) -> list[int]:
    """The first who have a seat in a Land, by name."""
    return list(rows.filter(land=land).order_by("name", "pk").values_list("pk", flat=True)[:most])


def entries(subject: Subject, ids: Sequence[int]) -> list[Network | Actor]:
    """Networks or actors in the order of `ids`, with their fields."""
    found = {row.pk: row for row in _public(subject).filter(pk__in=ids).prefetch_related("fields")}
    return [found[pk] for pk in ids if pk in found]


Address = Callable[..., str]


def text_of(number: float) -> str:
    """A number of the drawing: at most one decimal, always with a point, also on a German page."""
    return f"{number:.1f}".removesuffix(".0")


def count_with_noun(subject: Subject, count: int) -> str:
    """ "1 network", "7 networks": with the noun that belongs to it."""
    if subject is Subject.NETWORKS:
        said = ngettext("%(shown)s network", "%(shown)s networks", count)
    else:
        said = ngettext("%(shown)s actor", "%(shown)s actors", count)
    return said % {"shown": texts.number(count)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LandShape:
    code: str
    path: str
    title: str
    url: str
    tint: str
    is_chosen: bool
    number: str = ""  # stands in a tinted Land


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The dots of one of the two sizes, each with where it leads and what it is."""

    plan: LayerPlan
    marks: tuple[tuple[dots.MapDot, str, str], ...]
    chosen: str  # the key of the dot that was chosen


def value_of(figure: LandFigure, drawing: Drawing) -> float:
    """For each million people where density is drawn, 0.0 if not known; else the plain count."""
    return (figure.for_each_million or 0.0) if drawing is Drawing.DENSITY else float(figure.count)


def value_text(value: float, drawing: Drawing) -> str:
    """A count as it is; a density with three digits, which is as much as it is worth."""
    digits = 1 if drawing is Drawing.DENSITY and value < 99.95 else 0
    return number_format(round(value, digits), digits, force_grouping=True)


def land_shape(
    figure: LandFigure, steps: Sequence[map_dots.ColourClass], *, chart: Chart, address: Address
) -> LandShape:
    """A Land, white where nothing is."""
    value, is_tinted = value_of(figure, chart.drawing), chart.drawing is not Drawing.PLACES
    is_chosen = chart.region == figure.slug
    return LandShape(
        code=figure.code,
        path=map_dots.outlines()[figure.code].path,
        title=_land_title(figure, chart),
        url=address(region="" if is_chosen else figure.slug),
        tint=str(map_dots.tint_of(value, steps)) if is_tinted else ("land" if figure.count else "0"),
        is_chosen=is_chosen,
        number=value_text(value, chart.drawing) if is_tinted else "",
    )


def _land_title(figure: LandFigure, chart: Chart) -> str:
    """What a Land says of itself: "Hesse: 9 networks, 1.4 for each million people"."""
    said = f"{figure.name}: {count_with_noun(chart.show, figure.count)}"
    if chart.drawing is Drawing.DENSITY and figure.for_each_million is not None:
        said += ", " + _("%(value)s per million inhabitants") % {
            "value": value_text(figure.for_each_million, chart.drawing)
        }
    return said


def land_names(
    figures: Sequence[LandFigure], steps: Sequence[map_dots.ColourClass], *, chart: Chart
) -> list[tuple[PlacedName, str]]:
    """Names of Länder under their numbers, on the large drawing, each with the tint below it."""
    dots, tints = list[Dot](), dict[str, str]()
    for figure in figures:
        outline, value = map_dots.outlines()[figure.code], value_of(figure, chart.drawing)
        disc = map_dots.disc_of(figure.code, value_text(value, chart.drawing), map_dots.LARGE_NUMBER)
        radius = float(text_of(disc)) or map_dots.LARGE_NUMBER * 0.6
        tints[figure.code] = "" if disc else str(map_dots.tint_of(value, steps))
        dots.append(Dot(key=figure.code, name=figure.name, x=outline.x, y=outline.y, radius=radius))
    size = map_dots.LARGE_TYPE * 0.875
    placed = map_dots.place_all(dots, size=size, sheet=map_dots.WHOLE, order=map_dots.Order.UNDER)
    return [(name, tints[name.key]) for name in placed]


def layer(plan: LayerPlan, *, chart: Chart, chosen: str, address: Address) -> Layer:
    """The dots of one size with their names; `chosen` is a place that was chosen, or empty."""

    def url(mark: dots.MapDot) -> str:
        return address(**{"at" if plan.size is Size.LARGE else "around": mark.key})

    def title(mark: dots.MapDot) -> str:
        return f"{name_of(mark)}: {count_with_noun(chart.show, mark.count)}"

    return dots_layer(plan, chosen=chosen, url=url, title=title)


def dots_layer(
    plan: LayerPlan,
    *,
    chosen: str,
    url: Callable[[dots.MapDot], str],
    title: Callable[[dots.MapDot], str],
) -> Layer:
    """The dots of one size, whatever they count: `url` and `title` say where a dot leads and what it is."""
    holding = dots.found(plan.marks, chosen) if chosen else None
    marks = tuple((mark, url(mark), title(mark)) for mark in plan.marks)
    return Layer(plan=plan, marks=marks, chosen=holding.key if holding else "")


def place_name(name: str) -> str:
    """The name of a place, or that it has none."""
    return name or _("a place without a name")


def name_of(mark: dots.MapDot) -> str:
    """ "Stuttgart", or "Stuttgart area" where a dot stands for several places."""
    name = place_name(mark.name)
    return _("%(place)s area") % {"place": name} if mark.is_merged else name


TYPE = 27.0  # units: 13 pixels on a map of 340
HERE, THERE = 15.0, 9.0  # radii
BEND = 0.12  # how far a line bows out, in parts of its length


class Locatable(Protocol):
    """Something with a name and perhaps a place."""

    @property
    def name(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A dot, and all that stand at it."""

    names: tuple[str, ...]
    x: float
    y: float

    @property
    def name(self) -> str:
        """The first name, and how many more stand at the same point."""
        more = len(self.names) - 1
        return self.names[0] + (f" +{more}" if more else "")


def on_sheet(point: Locatable) -> tuple[float, float] | None:
    """Where it is drawn; nowhere without a place, or with one that lies off the sheet."""
    if point.latitude is None or point.longitude is None:
        return None
    x, y = SHEET.place(point.latitude, point.longitude)
    return (x, y) if SHEET.holds(x, y) else None


def merged_spots(points: Iterable[Locatable], without: tuple[float, float] | None = None) -> list[Spot]:
    """One dot for all that stand closer than a dot is wide, from north to south; none on top of `without`."""
    found = list[Spot]()
    placed = [(point.name, at) for point in points if (at := on_sheet(point))]
    for name, (x, y) in sorted(placed, key=lambda one: (one[1][1], one[0])):
        if without and hypot(x - without[0], y - without[1]) < HERE + THERE:
            continue
        near = next((n for n, one in enumerate(found) if hypot(one.x - x, one.y - y) < 2 * THERE), None)
        if near is None:
            found.append(Spot(names=(name,), x=x, y=y))
        else:
            one = found[near]
            found[near] = Spot(names=(*one.names, name), x=one.x, y=one.y)
    return found


def bow(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, ...]:
    """A line from one dot to another that keeps apart from others: its start, control point and end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    x, y = (start[0] + end[0]) / 2 - dy * BEND, (start[1] + end[1]) / 2 + dx * BEND
    return (*start, x, y, *end)


def names_of(here: str, origin: tuple[float, float], placed: Sequence[Spot]) -> tuple[PlacedName, ...]:
    """The names that fit; that of the place in the middle has the key "here"."""
    dots = [Dot(key="here", name=here, x=origin[0], y=origin[1], radius=HERE)]
    dots += [Dot(key=str(n), name=one.name, x=one.x, y=one.y, radius=THERE) for n, one in enumerate(placed)]
    return map_dots.place_all(dots, size=TYPE, sheet=map_dots.WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """Something with a name and perhaps a place; without a place it is counted as missing."""

    name: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LandMap:
    """One Land, by its code, among the others, and the dots in it."""

    title: str
    code: str
    spots: Sequence[Spot]


def network_map(here: Locatable, related: Sequence[Locatable]) -> dict[str, Any] | None:
    """A network joined with its relatives by lines; None where its own place is not known."""
    origin = on_sheet(here)
    if origin is None:
        return None
    spots = merged_spots(related, without=origin)
    bows = [bow(origin, (spot.x, spot.y)) for spot in spots]
    return {
        "name": here.name,
        "origin": origin,
        "spots": spots,
        "lines": ["M{} {}Q{} {} {} {}".format(*map(text_of, bow)) for bow in bows],
        "names": names_of(here.name, origin, spots),
        "description": _described(here.name, spots, len(related)),
        "missing": sum(1 for other in related if on_sheet(other) is None),
    }


def land_map(code: str, *, title: str, spots: Iterable[Locatable] = ()) -> LandMap:
    """One Land stands out among the others; a dot for each place in it."""
    return LandMap(title=title, code=code, spots=merged_spots(spots))


def _described(here: str, spots: Sequence[Spot], related: int) -> str:
    """The picture in one sentence."""
    if not spots:
        return gettext("A dot marks the location of %(name)s.") % {"name": here}
    names = ", ".join(name for spot in spots for name in spot.names)
    text = ngettext(
        "A line leads from %(name)s to one related network: %(names)s.",
        "Lines lead from %(name)s to related networks: %(names)s.",
        related,
    )
    return text % {"name": here, "names": names}
