"""Networks as machines read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from handschlag.api.shapes import (
    Listing,
    Named,
    StatementFacts,
    Tag,
    Text,
    checked,
    fields_of,
    page_of_ids,
    pages_of,
    programme_of,
    public_name,
    region_of,
)
from handschlag.directory import counting
from handschlag.directory import rows as directory_rows
from handschlag.directory.criteria import Criteria
from handschlag.directory.index import finding
from handschlag.directory.models import (
    Basis,
    FactSource,
    Label,
    LabelLevel,
    MemberFigure,
    Network,
    NetworkKind,
    NetworkProgramme,
    NetworkStatement,
    SourceKind,
)
from handschlag.directory.public import Whereabouts, network_at, public_networks
from handschlag.directory.public_data.named_members import public_value


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts:
    """A quality label: with days, or with years where nothing more is known (`is_year_only`)."""

    level: LabelLevel
    awarded_on: str
    valid_until: str | None
    is_year_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRow:
    """A network. `members` is what it publishes, `organisations` how many distinct ones are listed here."""

    id: str
    name: str
    short_name: str
    kind: NetworkKind
    place: str
    region: Tag | None
    latitude: float | None
    longitude: float | None
    fields: list[Tag]
    founded: int | None
    members: int | None
    members_year: int | None
    organisations: int
    programmes: list[Tag]
    labels: list[LabelFacts]
    management: str
    legal_form: str
    street: str
    telephone: str
    website: str
    umbrella: Named | None
    standing: str
    successor: Named | None
    wikidata: str
    euid: str
    pic: str
    nuts: str  # of the district of the seat
    is_invented: bool
    changed_at: datetime
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFacts:
    """How many members were published for which year; shares in per cent."""

    members: int
    year: int | None
    share_small: int | None
    share_large: int | None
    share_research: int | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Since when a network is in a programme, and until when it was."""

    programme: Tag
    since: str | None
    until: str | None
    is_year_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """Where a fact (or `all`) was read: on a day, or in a copy whose day, month or year may be known."""

    fact: str
    source: str
    source_kind: str
    seen_on: date | None
    copied_on: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedRow(NetworkRow):
    """A network of the data set: with what it says of itself, and where its facts were read."""

    description: Text
    sources: list[SourceFacts]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFacts(SourcedRow):
    """All that is public of a network, with its sources."""

    figures: list[FigureFacts]
    participations: list[Participation]
    statements: list[StatementFacts]


def networks(criteria: Criteria, *, after: str, limit: int, today: date) -> Listing[NetworkRow]:
    """The networks that fit, in the order of entry."""
    checked(criteria, today=today)
    ids = finding.find_networks(criteria, today=today).ids
    return page_of_ids(
        ids,
        of=Network.objects.all(),
        after=after,
        limit=limit,
        show=lambda some: list(_rows_of(some, today=today)),
    )


def _rows_of(ids: Sequence[int], *, today: date) -> Iterator[NetworkRow]:
    """These networks in this order, as far as they are public."""
    organisations = counting.organisations_per_network(ids, today=today)
    found = directory_rows.with_facts(public_networks()).select_related("land", "umbrella", "successor")
    for network in directory_rows.in_order(found, ids):
        yield NetworkRow(**_facts_of(network, organisations))


def sourced_rows_of(ids: Sequence[int], *, today: date) -> Iterator[SourcedRow]:
    """The same with description and sources, for the data set."""
    organisations = counting.organisations_per_network(ids, today=today)
    found = directory_rows.with_facts(public_networks()).select_related("land", "umbrella", "successor")
    for network in directory_rows.in_order(found.prefetch_related(_in_order_of_facts()), ids):
        yield SourcedRow(
            **_facts_of(network, organisations),
            description=_description_of(network),
            sources=_sources_of(network),
        )


def _in_order_of_facts() -> Prefetch:
    return Prefetch("sources", FactSource.objects.order_by("fact", "pk"))


def _description_of(network: Network) -> Text:
    return Text(de=network.description_de, en=network.description_en)


def _sources_of(network: Network) -> list[SourceFacts]:
    """As they were fetched with the network."""
    return [
        SourceFacts(
            fact=row.fact,
            source=row.source,
            source_kind=row.source_kind,
            seen_on=row.seen_on,
            copied_on=row.copied_on,
            basis=Basis(row.basis),
        )
        for row in network.sources.all()
    ]


def network(slug: str, *, today: date) -> Whereabouts[NetworkFacts]:
    """What is at a stable id."""
    rows = directory_rows.with_facts(Network.objects.all()).select_related("land", "umbrella", "successor")
    rows = rows.prefetch_related(_in_order_of_facts(), "statements", "named_members__actor")
    found = network_at(slug, rows)
    if found.entry is None:
        return Whereabouts(is_gone=found.is_gone)
    one = found.entry
    shown = NetworkFacts(
        **_facts_of(one, counting.organisations_per_network([one.pk], today=today)),
        description=_description_of(one),
        sources=_sources_of(one),
        figures=[_figure_of(figure) for figure in one.member_figures.all()],
        participations=[_participation_of(row) for row in one.in_programmes.all()],
        statements=[said for row in one.statements.all() if (said := _statement_of(row, one)).value],
    )
    return Whereabouts(entry=shown)


def _facts_of(network: Network, organisations: Mapping[int, int]) -> dict[str, Any]:
    figure = max(network.member_figures.all(), key=lambda one: (one.year or 0, one.pk), default=None)
    return {
        "id": network.slug,
        "name": network.name,
        "short_name": network.short_name,
        "kind": NetworkKind(network.kind),
        "place": network.place,
        "region": region_of(network.land),
        "latitude": network.latitude,
        "longitude": network.longitude,
        "fields": fields_of(network.fields.all()),
        "founded": network.founded,
        "members": figure.members if figure else None,
        "members_year": figure.year if figure else None,
        "organisations": organisations.get(network.pk, 0),
        "programmes": [programme_of(row.programme) for row in network.in_programmes.all()],
        "labels": [_label_of(label) for label in network.labels.all()],
        "management": network.management_body,
        "legal_form": network.legal_form,
        "street": network.street,
        "telephone": network.contact_phone,
        "website": network.website,
        "umbrella": public_name(network.umbrella),
        "standing": network.standing,
        "successor": public_name(network.successor),
        "wikidata": network.wikidata_id,
        "euid": network.euid,
        "pic": network.pic,
        "nuts": network.district_id or "",
        "is_invented": network.is_demo,
        "changed_at": network.updated_at,
        "pages": pages_of("directory:network", network.slug),
    }


def _label_of(label: Label) -> LabelFacts:
    return LabelFacts(
        level=LabelLevel(label.level),
        awarded_on=_iso(label.awarded_on, is_year_only=label.is_year_only),
        valid_until=_iso(label.valid_until, is_year_only=label.is_year_only) or None,
        is_year_only=label.is_year_only,
    )


def _statement_of(row: NetworkStatement, network: Network) -> StatementFacts:
    return StatementFacts(
        fact=row.fact,
        value=public_value(row, network.named_members.all()),
        source=row.source,
        source_kind=SourceKind(row.source_kind),
        copied_on=row.copied_on,
        note=row.note,
    )


def _figure_of(figure: MemberFigure) -> FigureFacts:
    return FigureFacts(
        members=figure.members,
        year=figure.year,
        share_small=figure.share_small,
        share_large=figure.share_large,
        share_research=figure.share_research,
        source=figure.source,
    )


def _participation_of(row: NetworkProgramme) -> Participation:
    return Participation(
        programme=programme_of(row.programme),
        since=_iso(row.since, is_year_only=row.is_year_only) or None,
        until=_iso(row.until, is_year_only=row.is_year_only) or None,
        is_year_only=row.is_year_only,
    )


def _iso(value: date | None, *, is_year_only: bool) -> str:
    """A day, or the year alone where nothing more is known; empty where nothing is."""
    if value is None:
        return ""
    return str(value.year) if is_year_only else value.isoformat()
