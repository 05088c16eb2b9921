"""The page of one network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_date
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor, Direction, Label, Network
from handschlag.directory.queries.profiles import NetworkProfile
from handschlag.directory.queries.public import is_public
from handschlag.directory.rules.wording import in_a_sentence
from handschlag.directory.screens import entry_rows, kind_labels, linked_data, related_entries, texts
from handschlag.directory.screens.composition import composition
from handschlag.directory.screens.map.small import MapPoint, network_map
from handschlag.directory.screens.provenance import provenance

SAID = 2  # offers, and as many needs, of one actor


@dataclass(frozen=True, slots=True, kw_only=True)
class _LabelLine:
    level: str
    awarded: str
    validity: str
    is_expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaker:
    """An actor with some of what it offers and seeks; its own page has the rest."""

    actor: Actor
    about: str
    offers: Sequence[str]
    needs: Sequence[str]


def network_screen(profile: NetworkProfile, *, today: date) -> dict[str, Any]:
    """What the page of a network shows, as things are on this day."""
    network = profile.network
    number = sum(profile.composition.values())
    lead = _lead_of(network)
    return {
        "slug": network.slug,
        "network": network,
        "lead": lead,
        "description": f"{network.name}: {lead}.",
        "crumbs": _crumbs(network),
        "about": texts.prose(network.description_de, network.description_en),
        "figures": _figures(network, profile, today=today),
        "seat": entry_rows.seat_of(network),
        "umbrella": _umbrella_of(network),
        "parts": profile.parts,
        "programmes": sorted(network.in_programmes.all(), key=lambda one: (one.programme.position, one.pk)),
        "labels": tuple(_label_line(label, today) for label in network.labels.all()),
        "composition": composition(entry_rows.newest_figure(network), profile.composition),
        "speakers": tuple(_speaker(actor) for actor in profile.speakers),
        "actors": number,
        "projects": _projects_of(profile.projects),
        "related": related_entries.relations_of(network, profile.related),
        "map": network_map(_spot(network), [_spot(other) for other, _relation in profile.related]),
        "logo": (network.logo.name or "").rpartition("/")[2],
        "stories": profile.stories,
        "provenance": provenance(network),
        "is_looked_after": profile.is_looked_after,
        "is_demo": network.is_demo,
        "today": today,
        "linked_data": linked_data.of_network(network),
    }


def _projects_of(number: int) -> str:
    return kind_labels.projects(number) % {"n": texts.number(number)} if number else ""


def _spot(network: Network) -> MapPoint:
    return MapPoint(
        name=entry_rows.network_name(network), latitude=network.latitude, longitude=network.longitude
    )


def _crumbs(network: Network) -> Sequence[Crumb]:
    trail = [Crumb(_("Networks"), reverse("directory:networks"))]
    if network.land:
        land = pick(network.land.name_de, network.land.name_en)
        trail.append(Crumb(land, reverse("directory:land", args=[network.land.slug])))
    return (*trail, Crumb(entry_rows.network_name(network)))


def _lead_of(network: Network) -> str:
    """Cluster for optical technologies with its seat in Wörrstadt, Rheinland-Pfalz."""
    language = get_language() or "de"
    fields = texts.both([in_a_sentence(name, language) for name in entry_rows.field_names(network)[:3]])
    seat = entry_rows.seat_of(network)
    said = {
        "kind": kind_labels.network_kind(network.kind),
        "fields": fields,
        "seat": texts.seat(seat.place, seat.land),
    }
    if fields and said["seat"]:
        return _("%(kind)s for %(fields)s, based in %(seat)s") % said
    if fields:
        return _("%(kind)s for %(fields)s") % said
    return _("%(kind)s based in %(seat)s") % said if said["seat"] else said["kind"]


def _figures(network: Network, profile: NetworkProfile, *, today: date) -> Sequence[tuple[str, str]]:
    """Numbers that carry their year, and what each of them is; empty where it is not documented."""
    members, note = entry_rows.members_of(network, sum(profile.composition.values()))
    current = entry_rows.programmes_now(network, today)
    return (
        (str(network.founded or ""), _("founded")),
        (members, _("members, %(note)s") % {"note": note} if note else _("members")),
        (current[0].programme.short_name if current else "", _("programme")),
    )


def _umbrella_of(network: Network) -> Network | None:
    """The umbrella organisation, where it is public itself."""
    umbrella = network.umbrella
    return umbrella if umbrella is not None and is_public(umbrella) else None


def _label_line(label: Label, today: date) -> _LabelLine:
    def when(value: date) -> str:
        return str(value.year) if label.is_year_only else format_date(value)

    is_expired = label.valid_until is not None and label.valid_until < today
    if label.valid_until is None:
        validity = _("end date not known")
    elif is_expired:
        validity = _("expired %(day)s") % {"day": when(label.valid_until)}
    else:
        validity = _("valid until %(day)s") % {"day": when(label.valid_until)}
    awarded = _("awarded %(day)s") % {"day": when(label.awarded_on)}
    return _LabelLine(
        level=str(kind_labels.LEVELS[label.level]), awarded=awarded, validity=validity, is_expired=is_expired
    )


def _speaker(actor: Actor) -> _Speaker:
    said: Mapping[Direction, list[str]] = {direction: [] for direction in Direction}
    for one in actor.statements.all():
        said[Direction(one.direction)].append(pick(one.text_de, one.text_en))
    return _Speaker(
        actor=actor,
        about=", ".join(part for part in (actor.place, _size_of(actor)) if part),
        offers=_some(said[Direction.OFFER]),
        needs=_some(said[Direction.NEED]),
    )


def _size_of(actor: Actor) -> str:
    """How many people work there, or what kind of organisation it is."""
    if actor.employees is None:
        return kind_labels.actor_in_short(actor.kind, actor.is_sme)
    text = ngettext("%(n)s employee", "%(n)s employees", actor.employees)
    return text % {"n": texts.number(actor.employees)}


def _some(said: Sequence[str]) -> Sequence[str]:
    return tuple(texts.excerpt(text, most=110) for text in said[:SAID])
