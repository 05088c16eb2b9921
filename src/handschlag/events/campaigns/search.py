"""The public activities of a campaign that this process keeps, and what words and filters find in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Final, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet

from handschlag.common.memo import Memo
from handschlag.common.names import slug_of
from handschlag.directory.criteria import clean, first, values_listed, values_of
from handschlag.directory.index.arrays import Version
from handschlag.directory.index.place_names import origin
from handschlag.directory.index.snapshots import latest
from handschlag.directory.models import Field, Land, Network
from handschlag.directory.public import public_networks
from handschlag.directory.related import kilometres
from handschlag.events.campaigns.activities import day_of, days_of, last_day
from handschlag.events.models import Activity, ActivityState, Campaign
from handschlag.programmes.models import Programme
from treffen.language import fold, stem

# The attribute behind each parameter of an address, in the order in which an address names them.
LISTS = {
    "land": "lands",
    "field": "fields",
    "audience": "audiences",
    "fee": "fees",
    "where": "wheres",
    "language": "languages",
    "programme": "programmes",
    "host": "hosts",
}
RADII = (10, 25, 50, 100, 200)
USUAL_RADIUS = 50


class Sort(StrEnum):
    TIME = "time"
    DISTANCE = "distance"
    TITLE = "title"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Several values of one list mean any of them; different lists mean all of them.

    `near` with `within` kilometres leaves out what is online only; `since` and `until` are days.
    """

    text: str = ""
    lands: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()
    wheres: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    near: str = ""
    within: int = USUAL_RADIUS
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.TIME

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """What an address asks for; what makes no sense is left out.

        >>> Criteria.of({"q": [" Optik "], "within": ["7"], "from": ["2027-02-30"]}).query_string()
        'q=Optik'
        """
        lists: dict[str, Any] = {name: values_of(values_listed(query, key)) for key, name in LISTS.items()}
        within, sort = first(query, "within"), first(query, "sort")
        return cls(
            text=clean(first(query, "q")),
            near=clean(first(query, "near"))[:100],
            within=int(within) if within in {str(one) for one in RADII} else USUAL_RADIUS,
            since=day_in(first(query, "from")),
            until=day_in(first(query, "to")),
            sort=Sort(sort) if sort in set(Sort) else Sort.TIME,
            **lists,
        )

    @property
    def is_empty(self) -> bool:
        return replace(self, sort=Sort.TIME) == Criteria()

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Everything that narrows, as pairs of an address, without the text."""
        pairs = [(key, value) for key, name in LISTS.items() for value in getattr(self, name)]
        if self.near:
            pairs.append(("near", self.near))
            if self.within != USUAL_RADIUS:
                pairs.append(("within", str(self.within)))
        pairs += [("from", self.since.isoformat())] if self.since else []
        pairs += [("to", self.until.isoformat())] if self.until else []
        return tuple(pairs)

    def values(self, key: str) -> tuple[str, ...]:
        """The values of one filter, by the name of its parameter."""
        found: tuple[str, ...] = getattr(self, LISTS[key])
        return found

    def query_string(self, **changes: Any) -> str:
        """The address that asks for this, after `changes`; without what is empty or usual."""
        it = replace(self, **changes)
        sort = it.sort if it.sort is not Sort.TIME and (it.near or it.sort is not Sort.DISTANCE) else ""
        pairs = [("q", it.text), *it.chosen, ("sort", sort)]
        return urlencode([(name, value) for name, value in pairs if value])

    def without(self, key: str, value: str) -> Criteria:
        """The same without one value of one filter."""
        changes: dict[str, Any] = {LISTS[key]: tuple(one for one in self.values(key) if one != value)}
        return replace(self, **changes)


def day_in(text: str) -> date | None:
    """A day as an address writes it, or nothing."""
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[7] == "-" else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActivityRecord:
    """One public activity, as lists, calendars, maps and feeds need it; `values` are those of the filters.

    Compared by identity, so that what follows from it can be kept beside it.
    """

    pk: int
    slug: str
    uid: str
    sequence: int
    is_cancelled: bool
    title_de: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    street: str
    postcode: str
    place: str
    land: str
    land_name_de: str
    land_name_en: str
    latitude: float | None
    longitude: float | None
    is_online: bool
    online_url: str
    language: str
    fee_cents: int
    host: str
    host_slug: str
    summary_de: str
    summary_en: str
    field_names_de: tuple[str, ...]
    field_names_en: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    searched: str  # everything that words are looked for in, folded
    published_at: datetime
    changed_at: datetime
    is_demo: bool

    @property
    def first_day(self) -> date:
        return day_of(self.starts_at)

    @property
    def last_day(self) -> date:
        return last_day(self.starts_at, self.ends_at)

    @property
    def spot(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, where they are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def is_placed(self) -> bool:
        return self.spot is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """A choice of a filter with how many activities it would leave."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityResult:
    """What criteria find, in their order; `distances` in kilometres where a place was named and is known."""

    rows: tuple[ActivityRecord, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    distances: Mapping[int, float]
    is_place_known: bool = True

    @property
    def taking_place(self) -> int:
        return sum(not row.is_cancelled for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """The public activities by time, with the bits of each choice; `happens` has those that take place."""

    rows: tuple[ActivityRecord, ...]
    masks: Mapping[str, Mapping[str, int]]
    days: Mapping[date, int]
    happens: int

    @classmethod
    def of(cls, rows: Iterable[ActivityRecord]) -> Snapshot:
        ordered = tuple(sorted(rows, key=lambda row: (row.starts_at, row.pk)))
        masks: dict[str, dict[str, int]] = {name: {} for name in LISTS}
        days: dict[date, int] = {}
        happens = 0
        for number, row in enumerate(ordered):
            bit = 1 << number
            happens |= 0 if row.is_cancelled else bit
            for name, values in row.values.items():
                for value in values:
                    masks[name][value] = masks[name].get(value, 0) | bit
            for day in days_of(row.first_day, row.last_day):
                days[day] = days.get(day, 0) | bit
        return cls(rows=ordered, masks=masks, days=days, happens=happens)

    @property
    def everything(self) -> int:
        return (1 << len(self.rows)) - 1

    def found(self, criteria: Criteria, origin: tuple[float, float] | None = None) -> ActivityResult:
        """What the criteria leave; `origin` is the place that they name, where it is known."""
        chosen = {name: self._either(name, criteria) for name in LISTS}
        distances = self._distances(origin)
        base = self._by_text(criteria.text) & self._by_days(criteria)
        if criteria.near:
            base &= bits(number for number, far in distances.items() if far <= criteria.within)
        everything = reduce(lambda left, right: left & right, chosen.values(), base)
        rows = [self.rows[number] for number in numbers(everything)]
        by_pk = {self.rows[number].pk: far for number, far in distances.items()}
        return ActivityResult(
            rows=tuple(_ordered(rows, criteria.sort, by_pk)),
            facets={name: self._facet(name, criteria, chosen, base) for name in LISTS},
            distances=by_pk,
            is_place_known=not criteria.near or origin is not None,
        )

    def on(self, day: date, among: Iterable[ActivityRecord] | None = None) -> int:
        """How many take place on a day."""
        if among is None:
            return (self.days.get(day, 0) & self.happens).bit_count()
        return sum(row.first_day <= day <= row.last_day and not row.is_cancelled for row in among)

    def counts(self, name: str) -> dict[str, int]:
        """For each value of a filter, how many take place."""
        return {value: (mask & self.happens).bit_count() for value, mask in self.masks[name].items()}

    def _either(self, name: str, criteria: Criteria) -> int:
        values = criteria.values(name)
        if not values:
            return self.everything
        return reduce(or_, (self.masks[name].get(value, 0) for value in values), 0)

    def _facet(
        self, name: str, criteria: Criteria, chosen: Mapping[str, int], base: int
    ) -> tuple[FacetCount, ...]:
        """Counts as if nothing else of this filter were chosen: several of one filter mean any of them."""
        others = reduce(
            lambda left, right: left & right, (mask for key, mask in chosen.items() if key != name), base
        )
        wanted = set(criteria.values(name))
        return tuple(
            FacetCount(value=value, count=count, is_chosen=value in wanted)
            for value, mask in self.masks[name].items()
            if (count := (mask & others).bit_count()) or value in wanted
        )

    def _by_text(self, text: str) -> int:
        words = [(fold(word), stem(word)) for word in text.split() if any(sign.isalnum() for sign in word)]
        if not words:
            return self.everything
        return bits(
            number
            for number, row in enumerate(self.rows)
            if all(word in row.searched or stem in row.searched for word, stem in words)
        )

    def _by_days(self, criteria: Criteria) -> int:
        since, until = criteria.since, criteria.until
        if since is None and until is None:
            return self.everything
        days = [
            mask
            for day, mask in self.days.items()
            if (since is None or since <= day) and (until is None or day <= until)
        ]
        return reduce(or_, days, 0)

    def _distances(self, origin: tuple[float, float] | None) -> dict[int, float]:
        if origin is None:
            return {}
        known: dict[tuple[float, float], float] = {}
        found = {}
        for number, row in enumerate(self.rows):
            there = row.spot
            if there is None:
                continue
            if there not in known:
                known[there] = kilometres(origin, there)
            found[number] = known[there]
        return found


def _ordered(
    rows: list[ActivityRecord], sort: Sort, distances: Mapping[int, float]
) -> Sequence[ActivityRecord]:
    """By time, unless something else is asked for; equal ones stay by time."""
    if sort is Sort.DISTANCE and distances:
        return sorted(rows, key=lambda row: distances.get(row.pk, 1e9))
    if sort is Sort.TITLE:
        return sorted(rows, key=lambda row: fold(row.title_de))
    if sort is Sort.NEWEST:
        return sorted(rows, key=lambda row: row.published_at, reverse=True)
    return rows


def bits(places: Iterable[int]) -> int:
    """One number with these bits, made by bytes: 2,000 shifts of a long number would cost more."""
    marks = bytearray()
    for place in places:
        byte = place >> 3
        if byte >= len(marks):
            marks.extend(bytes(byte + 1 - len(marks)))
        marks[byte] |= 1 << (place & 7)
    return int.from_bytes(marks, "little")


def numbers(mask: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest.

    >>> list(numbers(0b1010))
    [1, 3]
    """
    for byte, value in enumerate(mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        for offset in range(8):
            if value >> offset & 1:
                yield (byte << 3) + offset


type Names = Mapping[tuple[str, str], tuple[str, str]]
MOST_HELD: Final = 6
SUMMARY: Final = 280


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CampaignView:
    """A public campaign with its activities; `names` are what choices of filters are called."""

    campaign: Campaign
    snapshot: Snapshot
    names: Names
    parents: Mapping[str, str]  # the upper field of a field, by their slugs
    lands: tuple[Land, ...]
    version: Version


_views = Memo[tuple[int, UUID, Version], CampaignView](MOST_HELD)


def campaign_view(slug: str) -> CampaignView | None:
    """The campaign at an address as the database has it now, if it is public."""
    campaign = Campaign.objects.filter(slug=slug, is_published=True).first()
    if campaign is None:
        return None
    version = latest()
    return _views.get((campaign.pk, campaign.stamp, version), lambda: _read(campaign, version))


def _read(campaign: Campaign, version: Version) -> CampaignView:
    fields = {one.pk: one for one in Field.objects.all()}
    lands = {one.pk: one for one in Land.objects.all()}
    programmes = {one.pk: one for one in Programme.objects.all()}
    rows = _public_activities(campaign)
    networks = {
        one.pk: one
        for one in public_networks()
        .filter(pk__in=rows.order_by().values("network"))
        .only("slug", "name", "short_name")
    }
    reader = _Reader(fields=fields, lands=lands, programmes=programmes, networks=networks)
    listed = list(reader.listed(rows))
    return CampaignView(
        campaign=campaign,
        snapshot=Snapshot.of(listed),
        names=reader.names(listed),
        parents={one.slug: fields[one.parent_id].slug for one in fields.values() if one.parent_id},
        lands=tuple(lands.values()),
        version=version,
    )


def _public_activities(campaign: Campaign) -> QuerySet[Activity]:
    """What takes place, and what was cancelled after it had been public."""
    return Activity.objects.filter(
        campaign=campaign, state__in=[ActivityState.PUBLISHED, ActivityState.CANCELLED]
    )


COLUMNS: Final = (
    *("pk", "slug", "uid", "sequence", "state", "title_de", "title_en", "starts_at", "ends_at"),
    *("venue", "street", "postcode", "place", "land_id", "latitude", "longitude", "is_online"),
    *("online_url", "language", "fee_cents", "host", "network_id", "programme_id", "audiences"),
    *("text_de", "text_en", "published_at", "changed_at", "is_demo"),
)
PLAIN: Final = (
    *("pk", "slug", "sequence", "title_de", "title_en", "starts_at", "ends_at", "venue", "street"),
    *("postcode", "place", "latitude", "longitude", "is_online", "online_url", "language", "fee_cents"),
    *("changed_at", "is_demo"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Makes rows of the list from rows of the database, with everything around them read once."""

    fields: Mapping[str, Field]
    lands: Mapping[str, Land]
    programmes: Mapping[int, Programme]
    networks: Mapping[int, Network]

    def listed(self, rows: QuerySet[Activity]) -> Iterator[ActivityRecord]:
        tagged: dict[int, list[Field]] = {}
        through = Activity.fields.through.objects.filter(activity__in=rows.order_by().values("pk"))
        for pk, code in through.order_by("pk").values_list("activity_id", "field_id"):
            tagged.setdefault(pk, []).append(self.fields[code])
        for row in rows.values(*COLUMNS):
            yield self.one(row, tagged.get(row["pk"], []))

    def one(self, row: dict[str, Any], fields: list[Field]) -> ActivityRecord:
        network = self.networks.get(row["network_id"])
        host = (network.short_name or network.name) if network else row["host"]
        land = self.lands.get(row["land_id"] or "")
        names_de = tuple(one.label_de for one in fields)
        names_en = tuple(one.label_en for one in fields)
        said = (row["title_de"], row["title_en"], host, row["venue"], row["place"], row["text_de"])
        places = (land.name_de, land.name_en) if land else ()
        return ActivityRecord(
            **{name: row[name] for name in PLAIN},
            uid=str(row["uid"]),
            is_cancelled=row["state"] == ActivityState.CANCELLED,
            land=land.slug if land else "",
            land_name_de=land.name_de if land else "",
            land_name_en=land.name_en if land else "",
            host=host,
            host_slug=network.slug if network else "",
            summary_de=_shortened(row["text_de"]),
            summary_en=_shortened(row["text_en"]),
            field_names_de=names_de,
            field_names_en=names_en,
            values=self.values(row, fields=fields, land=land, host=host),
            searched=fold(" ".join((*said, row["text_en"], *names_de, *names_en, *places))),
            published_at=row["published_at"] or row["changed_at"],
        )

    def values(
        self, row: dict[str, Any], *, fields: list[Field], land: Land | None, host: str
    ) -> dict[str, tuple[str, ...]]:
        """The choices of each filter that find this activity; a lower field is found by its upper one."""
        slugs = [self.fields[one.parent_id].slug for one in fields if one.parent_id]
        programme = self.programmes.get(row["programme_id"])
        network = self.networks.get(row["network_id"])
        has_place = bool(row["place"])
        return {
            "land": (land.slug,) if land else (),
            "field": tuple(dict.fromkeys([*slugs, *(one.slug for one in fields)])),
            "audience": tuple(row["audiences"]),
            "fee": ("paid" if row["fee_cents"] else "free",),
            "where": (*(("onsite",) if has_place else ()), *(("online",) if row["is_online"] else ())),
            "language": ("de", "en") if row["language"] == "both" else (row["language"],),
            "programme": (programme.slug,) if programme else (),
            "host": (network.slug if network else slug_of(host),),
        }

    def names(self, rows: list[ActivityRecord]) -> Names:
        """What choices are called in German and English."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for field in self.fields.values():
            found["field", field.slug] = (field.label_de, field.label_en)
        for land in self.lands.values():
            found["land", land.slug] = (land.name_de, land.name_en)
        for programme in self.programmes.values():
            found["programme", programme.slug] = (programme.short_name, programme.short_name_en)
        for row in rows:
            found["host", row.values["host"][0]] = (row.host, row.host)
        return found


def _shortened(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY else line[:SUMMARY].rsplit(" ", 1)[0] + " …"


STAYS_CANCELLED: Final = timedelta(days=30)


def in_feeds(row: ActivityRecord, now: datetime) -> bool:
    """A cancelled activity stays in calendars until a month after its time, so that each has learned it."""
    return not row.is_cancelled or now < row.ends_at + STAYS_CANCELLED


def find_activities(view: CampaignView, criteria: Criteria) -> ActivityResult:
    """What the criteria leave of the campaign, in their order."""
    place = origin(criteria.near) if criteria.near else None
    return view.snapshot.found(criteria, (place.latitude, place.longitude) if place else None)
