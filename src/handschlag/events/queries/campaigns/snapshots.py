"""The public activities of a campaign that this process keeps, as long as nothing has changed.

Two queries tell whether it has: the stamp of the campaign, and the version of the directory, from which the
names of hosts come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from handschlag.common.rules.slugs import slug_of
from handschlag.common.threads.memo import Memo
from handschlag.directory.models import Field, Land, Network
from handschlag.directory.queries.public import public_networks
from handschlag.directory.queries.snapshots import latest
from handschlag.directory.rules.analysis import fold
from handschlag.directory.rules.snapshot import Version
from handschlag.events.models import Activity, ActivityState, Campaign
from handschlag.events.rules.campaigns.listing import ActivityRecord, Snapshot
from handschlag.programmes.models import Programme

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
