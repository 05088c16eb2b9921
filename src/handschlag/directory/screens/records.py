"""What an exported file says about a network or an actor: the same facts in every format.

The names of the attributes are those of the JSON files: others rely on them (docs/reference/exports.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from handschlag.directory.models import Actor, Direction, Field, Label, Land, Network
from handschlag.directory.queries import listing
from handschlag.directory.queries.public import is_public
from handschlag.directory.screens import entry_rows, texts
from handschlag.directory.screens.kind_labels import Word
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    de: str
    en: str
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRecord:
    level: str
    awarded_on: str
    valid_until: str
    is_year_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRecord:
    name: str
    short_name: str
    kind: str
    place: str
    land: Bilingual | None
    latitude: float | None
    longitude: float | None
    fields: tuple[Bilingual, ...]
    founded: int | None
    members: int | None  # as published
    members_year: int | None
    organisations: int  # distinct ones that are listed here
    programmes: tuple[Bilingual, ...]
    labels: tuple[LabelRecord, ...]
    management: str
    email: str
    website: str
    umbrella: str
    address: str
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRecord:
    name: str
    kind: str
    is_sme: bool | None
    employees: int | None
    parent: str
    place: str
    land: Bilingual | None
    latitude: float | None
    longitude: float | None
    fields: tuple[Bilingual, ...]
    networks: tuple[str, ...]
    offers: tuple[Bilingual, ...]
    needs: tuple[Bilingual, ...]
    website: str
    ror: str
    address: str
    is_invented: bool


type Record = NetworkRecord | ActorRecord

NETWORK_HEADS: Final[Mapping[str, Word]] = {
    "name": _("Name"),
    "short_name": _("Short name"),
    "kind": _("Kind"),
    "place": _("Location"),
    "land": _("Federal state"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "fields": _("Fields"),
    "founded": _("Founded"),
    "members": _("Members, published"),
    "members_year": _("Members as of"),
    "organisations": _("Organisations listed here"),
    "programmes": _("Programmes"),
    "labels": _("Quality labels"),
    "management": _("Management"),
    "email": _("Email"),
    "website": _("Website"),
    "umbrella": _("Umbrella organisation"),
    "address": _("Page"),
    "is_invented": _("Invented"),
}
ACTOR_HEADS: Final[Mapping[str, Word]] = {
    "name": _("Name"),
    "kind": _("Kind"),
    "is_sme": _("Small or medium-sized"),
    "employees": _("Employees"),
    "parent": _("Part of"),
    "place": _("Location"),
    "land": _("Federal state"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "fields": _("Fields"),
    "networks": _("Networks"),
    "offers": _("Offers"),
    "needs": _("Looking for"),
    "website": _("Website"),
    "ror": _("ROR id"),
    "address": _("Page"),
    "is_invented": _("Invented"),
}


def network_record(network: Network, organisations: int) -> NetworkRecord:
    """A network as an exported file has it; `organisations` is how many listed ones are in it."""
    figure = entry_rows.newest_figure(network)
    return NetworkRecord(
        name=network.name,
        short_name=network.short_name,
        kind=network.kind,
        place=network.place,
        land=_land_of(network.land),
        latitude=network.latitude,
        longitude=network.longitude,
        fields=_fields_of(network.fields.all()),
        founded=network.founded,
        members=figure.members if figure else None,
        members_year=figure.year if figure else None,
        organisations=organisations,
        programmes=tuple(_programme_of(one.programme) for one in network.in_programmes.all()),
        labels=tuple(_label_of(label) for label in network.labels.all()),
        management=network.management_body,
        email=network.contact_email,
        website=network.website,
        umbrella=_public_name(network.umbrella),
        address=settings.BASE_URL + entry_rows.network_url(network),
        is_invented=network.is_demo,
    )


def actor_record(actor: Actor) -> ActorRecord:
    """An actor as an exported file has it, with the networks that it is a member of today."""
    return ActorRecord(
        name=actor.name,
        kind=actor.kind,
        is_sme=actor.is_sme,
        employees=actor.employees,
        parent=_public_name(actor.parent),
        place=actor.place,
        land=_land_of(actor.land),
        latitude=actor.latitude,
        longitude=actor.longitude,
        fields=_fields_of(actor.fields.all()),
        networks=tuple(network.name for network in listing.networks_of_today(actor)),
        offers=_statements(actor, Direction.OFFER),
        needs=_statements(actor, Direction.NEED),
        website=actor.website,
        ror=actor.ror_id,
        address=settings.BASE_URL + entry_rows.actor_url(actor),
        is_invented=actor.is_demo,
    )


def _land_of(land: Land | None) -> Bilingual | None:
    return Bilingual(de=land.name_de, en=land.name_en, slug=land.slug) if land else None


def _fields_of(fields: Iterable[Field]) -> tuple[Bilingual, ...]:
    return tuple(Bilingual(de=one.label_de, en=one.label_en, slug=one.slug) for one in fields)


def _programme_of(programme: Programme) -> Bilingual:
    return Bilingual(de=programme.name_de, en=programme.name_en, slug=programme.slug)


def _label_of(label: Label) -> LabelRecord:
    return LabelRecord(
        level=label.level,
        awarded_on=texts.iso(label.awarded_on, is_year_only=label.is_year_only),
        valid_until=texts.iso(label.valid_until, is_year_only=label.is_year_only),
        is_year_only=label.is_year_only,
    )


def _statements(actor: Actor, direction: Direction) -> tuple[Bilingual, ...]:
    return tuple(
        Bilingual(de=one.text_de, en=one.text_en)
        for one in actor.statements.all()
        if one.direction == direction
    )


def _public_name(entry: Network | Actor | None) -> str:
    """The name of what an entry belongs to; nothing where that is not public itself."""
    return entry.name if entry is not None and is_public(entry) else ""
