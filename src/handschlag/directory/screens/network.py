"""The page of one network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor, Direction, Network
from handschlag.directory.queries import entry_facts
from handschlag.directory.queries.profiles import NetworkProfile
from handschlag.directory.queries.public import is_public
from handschlag.directory.rules.wording import in_a_sentence
from handschlag.directory.screens import entry_rows, kind_labels, linked_data, related_entries, texts
from handschlag.directory.screens.composition import composition
from handschlag.directory.screens.map.small import MapPoint, network_map
from handschlag.directory.screens.provenance import provenance
from handschlag.directory.screens.source_statements import statements

_CONTACT = (
    *("management_body", "legal_form", "street", "seat", "contact_phone", "contact_email", "website"),
)
SAID = 2  # offers, and as many needs, of one actor; its own page has the rest


def network_screen(profile: NetworkProfile, *, today: date) -> dict[str, Any]:
    """What the page of a network shows, as things are on this day."""
    network = profile.network
    number = sum(profile.composition.values())
    return {
        "slug": network.slug,
        "network": network,
        "lead": _lead_of(network),
        "crumbs": _crumbs(network),
        "about": texts.prose(network.description_de, network.description_en),
        "members": entry_rows.members_of(network, number),
        "is_one_member": entry_rows.is_one_member(network, number),
        "programme": next((one.programme.short for one in entry_facts.programmes_on(network, today)), ""),
        "umbrella": network.umbrella if network.umbrella and is_public(network.umbrella) else None,
        "successor": network.successor if network.successor and is_public(network.successor) else None,
        "has_contact": profile.is_looked_after or any(getattr(network, fact) for fact in _CONTACT),
        "parts": profile.parts,
        "programmes": entry_facts.programmes_of(network),
        "labels": entry_facts.labels_of(network),
        "composition": composition(entry_facts.newest_figure(network), profile.composition),
        "speakers": [
            (actor, _some(actor, Direction.OFFER), _some(actor, Direction.NEED)) for actor in profile.speakers
        ],
        "actors": number,
        "projects": profile.projects,
        "related": related_entries.relations_of(network, profile.related),
        "map": network_map(_spot(network), [_spot(other) for other, _relation in profile.related]),
        "stories": profile.stories,
        "provenance": provenance(network),
        "statements": statements(network, profile.laender, named=profile.named),
        "is_looked_after": profile.is_looked_after,
        "is_demo": network.is_demo,
        "today": today,
        "linked_data": linked_data.of_network(network),
    }


def _spot(network: Network) -> MapPoint:
    name = entry_rows.network_name(network)
    return MapPoint(name=name, latitude=network.latitude, longitude=network.longitude)


def _crumbs(network: Network) -> Sequence[Crumb]:
    trail = [Crumb(_("Networks"), reverse("directory:networks"))]
    if network.land:
        trail.append(Crumb(network.land.name, reverse("directory:land", args=[network.land.slug])))
    return (*trail, Crumb(entry_rows.network_name(network)))


def _lead_of(network: Network) -> str:
    """Cluster for optical technologies with its seat in Wörrstadt, Rheinland-Pfalz."""
    language = get_language() or "de"
    names = [in_a_sentence(name, language) for name in entry_facts.field_names(network)[:3]]
    kind, fields, seat = kind_labels.network_kind(network.kind), texts.both(names), network.seat
    said = {"kind": kind, "fields": fields, "seat": seat}
    if fields and seat:
        return _("%(kind)s for %(fields)s, based in %(seat)s") % said
    if fields:
        return _("%(kind)s for %(fields)s") % said
    return _("%(kind)s based in %(seat)s") % said if seat else kind


def _some(actor: Actor, direction: Direction) -> list[str]:
    return [one.text for one in entry_facts.statements_of(actor, direction)[:SAID]]
