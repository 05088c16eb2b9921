"""Programmes, fields of technology and regions as machines read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handschlag.api.shapes import APACHE, Listing, Text, page_of_rows, pages_of
from handschlag.directory.counting import Counts, counts_per_field, counts_per_land
from handschlag.directory.index.snapshots import view_on
from handschlag.directory.models import Field, Land
from handschlag.programmes.funding_calls import CallStatus, public_call, public_calls, status_now
from handschlag.programmes.models import FundingCall, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """A programme that funds networks, or a seal or alliance without money; with the source of its facts."""

    id: str
    short_name: str
    name: Text
    purpose: Text
    body: Text
    website: str
    is_funding: bool
    valid_from: date | None
    valid_until: date | None
    source: str
    source_seen_on: date | None
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingCallRow:
    """A funding call. `status` is what the clock says at the moment of the answer; the dates stay true."""

    id: str
    title: Text
    text: Text
    programme: str | None
    funder: Text
    applicants: Text
    conditions: dict[str, list[str]]
    fields: list[str]
    status: CallStatus
    opens_at: datetime | None
    closes_at: datetime
    second_closes_at: datetime | None
    amount: Text
    source_title: str
    source_url: str
    read_on: date | None
    is_invented: bool
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field of technology with how many networks and distinct actors it has; `parent` is the id above.

    Networks that are no more are not counted.
    """

    id: str
    code: str
    parent: str | None
    name: Text
    networks: int
    actors: int
    invented_networks: int
    invented_actors: int
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """One of the sixteen federal states; networks that are no more are not counted."""

    id: str
    code: str
    nuts1: str
    name: Text
    networks: int
    actors: int
    invented_networks: int
    invented_actors: int
    pages: Text


def programmes(*, after: str, limit: int) -> Listing[ProgrammeRow]:
    """A page of at most `limit` rows that begins after the id `after`."""
    return page_of_rows(all_programmes(), key=lambda row: row.id, after=after, limit=limit, under=APACHE)


def all_programmes() -> list[ProgrammeRow]:
    """Every programme, the oldest row first."""
    return [_programme_of(one) for one in Programme.objects.order_by("pk")]


def programme(slug: str) -> ProgrammeRow | None:
    """The programme at an address; None where there is none."""
    found = Programme.objects.filter(slug=slug).first()
    return _programme_of(found) if found else None


def funding_calls(*, after: str, limit: int, now: datetime) -> Listing[FundingCallRow]:
    """A page of at most `limit` rows that begins after the id `after`."""
    rows = [_call_of(one, now) for one in public_calls().order_by("pk")]
    return page_of_rows(rows, key=lambda row: row.id, after=after, limit=limit, under=APACHE)


def funding_call(slug: str, *, now: datetime) -> FundingCallRow | None:
    """The public funding call at an address; None where there is none."""
    found = public_call(slug)
    return _call_of(found, now) if found else None


def _call_of(row: FundingCall, now: datetime) -> FundingCallRow:
    assert row.closes_at is not None
    return FundingCallRow(
        id=row.slug,
        title=Text(de=row.title_de, en=row.title_en),
        text=Text(de=row.text_de, en=row.text_en),
        programme=row.programme.slug if row.programme else None,
        funder=Text(de=row.funder_de, en=row.funder_en),
        applicants=Text(de=row.applicants_de, en=row.applicants_en),
        conditions=row.conditions,
        fields=row.fields,
        status=status_now(row, now=now),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        second_closes_at=row.second_closes_at,
        amount=Text(de=row.amount_de, en=row.amount_en),
        source_title=row.source_title,
        source_url=row.source_url,
        read_on=row.read_on,
        is_invented=row.is_demo,
        pages=pages_of("programmes:funding_call", row.slug),
    )


def _programme_of(row: Programme) -> ProgrammeRow:
    return ProgrammeRow(
        id=row.slug,
        short_name=row.short_name,
        name=Text(de=row.name_de, en=row.name_en),
        purpose=Text(de=row.purpose_de, en=row.purpose_en),
        body=Text(de=row.body_de, en=row.body_en),
        website=row.website,
        is_funding=row.is_funding,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        source_seen_on=row.source_seen_on,
        pages=pages_of("programmes:programme", row.slug),
    )


def fields(*, after: str, limit: int, today: date) -> Listing[FieldRow]:
    """A page of at most `limit` rows that begins after the id `after`."""
    return page_of_rows(
        all_fields(today=today), key=lambda row: row.id, after=after, limit=limit, under=APACHE
    )


def all_fields(*, today: date) -> list[FieldRow]:
    """Every field, with what is public in it today."""
    counts = counts_per_field(view_on(today))
    return [_field_of(one, counts) for one in Field.objects.select_related("parent").order_by("pk")]


def field(slug: str, *, today: date) -> FieldRow | None:
    """The field at an address, with what is public in it today; None where there is none."""
    found = Field.objects.select_related("parent").filter(slug=slug).first()
    return _field_of(found, counts_per_field(view_on(today))) if found else None


def _field_of(row: Field, counts: Counts) -> FieldRow:
    return FieldRow(
        id=row.slug,
        code=row.code,
        parent=row.parent.slug if row.parent else None,
        name=Text(de=row.label_de, en=row.label_en),
        networks=counts.networks_of(row.code).real,
        actors=counts.actors_of(row.code).real,
        invented_networks=counts.networks_of(row.code).invented,
        invented_actors=counts.actors_of(row.code).invented,
        pages=pages_of("directory:field", row.slug),
    )


def regions(*, after: str, limit: int, today: date) -> Listing[RegionRow]:
    """A page of at most `limit` rows that begins after the id `after`."""
    return page_of_rows(
        _all_regions(today=today), key=lambda row: row.id, after=after, limit=limit, under=APACHE
    )


def _all_regions(*, today: date) -> list[RegionRow]:
    counts = counts_per_land(view_on(today))
    return [_region_of(one, counts) for one in Land.objects.order_by("pk")]


def region(slug: str, *, today: date) -> RegionRow | None:
    """The Land at an address, with what is public in it today; None where there is none."""
    found = Land.objects.filter(slug=slug).first()
    return _region_of(found, counts_per_land(view_on(today))) if found else None


def _region_of(row: Land, counts: Counts) -> RegionRow:
    return RegionRow(
        id=row.slug,
        code=row.code,
        nuts1=row.nuts1,
        name=Text(de=row.name_de, en=row.name_en),
        networks=counts.networks_of(row.code).real,
        actors=counts.actors_of(row.code).real,
        invented_networks=counts.networks_of(row.code).invented,
        invented_actors=counts.actors_of(row.code).invented,
        pages=pages_of("directory:land", row.slug),
    )
