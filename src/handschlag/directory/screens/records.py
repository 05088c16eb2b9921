"""What an exported file says about a network or an actor: the same facts in every format.

The names are those of the JSON files: others rely on them (docs/reference/exports.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from handschlag.directory.models import Actor, Direction, Field, Label, Land, Network, Statement
from handschlag.directory.queries import entry_facts, listing
from handschlag.directory.queries.public import is_public
from handschlag.directory.screens import entry_rows, texts
from handschlag.directory.screens.kind_labels import Word
from handschlag.programmes.models import Programme

type Record = dict[str, Any]

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
    "wikidata": _("Wikidata id"),
    "euid": _("EUID"),
    "pic": _("PIC"),
    "nuts": _("NUTS 3 region of the seat"),
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
    "wikidata": _("Wikidata id"),
    "euid": _("EUID"),
    "pic": _("PIC"),
    "nuts": _("NUTS 3 region of the seat"),
    "address": _("Page"),
    "is_invented": _("Invented"),
}


def network_record(network: Network, organisations: int) -> Record:
    """A network as an exported file has it; `organisations` is how many distinct ones are listed here."""
    figure = entry_facts.newest_figure(network)
    return {
        "name": network.name,
        "short_name": network.short_name,
        "kind": network.kind,
        "place": network.place,
        "land": _both(network.land, "name"),
        "latitude": network.latitude,
        "longitude": network.longitude,
        "fields": tuple(_both(field, "label") for field in entry_facts.fields_of(network)),
        "founded": network.founded,
        "members": figure.members if figure else None,
        "members_year": figure.year if figure else None,
        "organisations": organisations,
        "programmes": tuple(
            _both(one.programme, "name") for one in entry_facts.programmes_as_stored(network)
        ),
        "labels": tuple(map(_label_of, entry_facts.labels_of(network))),
        "management": network.management_body,
        "email": network.contact_email,
        "website": network.website,
        "umbrella": _public_name(network.umbrella),
        "wikidata": network.wikidata_id,
        "euid": network.euid,
        "pic": network.pic,
        "nuts": network.district_id or "",
        "address": settings.BASE_URL + entry_rows.network_url(network),
        "is_invented": network.is_demo,
    }


def actor_record(actor: Actor) -> Record:
    """An actor as an exported file has it, with the networks that it is a member of today."""
    return {
        "name": actor.name,
        "kind": actor.kind,
        "is_sme": actor.is_sme,
        "employees": actor.employees,
        "parent": _public_name(actor.parent),
        "place": actor.place,
        "land": _both(actor.land, "name"),
        "latitude": actor.latitude,
        "longitude": actor.longitude,
        "fields": tuple(_both(field, "label") for field in entry_facts.fields_of(actor)),
        "networks": tuple(network.name for network in listing.networks_of_today(actor)),
        "offers": _statements(actor, Direction.OFFER),
        "needs": _statements(actor, Direction.NEED),
        "website": actor.website,
        "ror": actor.ror_id,
        "wikidata": actor.wikidata_id,
        "euid": actor.euid,
        "pic": actor.pic,
        "nuts": actor.district_id or "",
        "address": settings.BASE_URL + entry_rows.actor_url(actor),
        "is_invented": actor.is_demo,
    }


def _both(row: Land | Field | Programme | Statement | None, name: str) -> dict[str, str] | None:
    """A text in both languages; the slug leads to its page."""
    if row is None:
        return None
    de, en = getattr(row, f"{name}_de"), getattr(row, f"{name}_en")
    return {"de": de, "en": en, "slug": getattr(row, "slug", "")}


def _label_of(label: Label) -> dict[str, str | bool]:
    return {
        "level": label.level,
        "awarded_on": texts.iso(label.awarded_on, is_year_only=label.is_year_only),
        "valid_until": texts.iso(label.valid_until, is_year_only=label.is_year_only),
        "is_year_only": label.is_year_only,
    }


def _statements(actor: Actor, direction: Direction) -> tuple[dict[str, str] | None, ...]:
    return tuple(_both(one, "text") for one in entry_facts.statements_of(actor, direction))


def _public_name(entry: Network | Actor | None) -> str:
    """The name of what an entry belongs to; nothing where that is not public itself."""
    return entry.name if entry is not None and is_public(entry) else ""
