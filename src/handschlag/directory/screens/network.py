"""The page of one network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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
from handschlag.directory.screens import entry_rows, kind_labels, linked_data, related_entries, stories, texts
from handschlag.directory.screens.composition import Composition, composition
from handschlag.directory.screens.entry_rows import EntrySeat
from handschlag.directory.screens.map.small import MapPoint, NetworkMap, network_map
from handschlag.directory.screens.provenance import ProvenancePanel, provenance
from handschlag.directory.screens.related_entries import RelatedEntry
from handschlag.directory.screens.stories import StoryRow
from handschlag.directory.screens.texts import Prose

SAID = 2  # offers, and as many needs, of one actor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A number that carries its year; empty where it is not documented."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _LabelLine:
    level: str
    awarded: str
    validity: str
    is_expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProgrammeLine:
    name: str
    url: str
    span: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaker:
    """An actor with some of what it offers and seeks; its own page has the rest."""

    name: str
    url: str
    about: str
    offers: Sequence[str]
    needs: Sequence[str]
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLink:
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _NetworkScreen:
    slug: str
    name: str
    kind: str
    lead: str
    description: str
    crumbs: Sequence[Crumb]
    about: Prose
    figures: Sequence[_Figure]
    website: str
    website_label: str
    email: str
    management: str
    seat: EntrySeat
    district: str
    umbrella: NamedLink | None
    parts: Sequence[NamedLink]
    fields: Sequence[NamedLink]
    programmes: Sequence[_ProgrammeLine]
    labels: Sequence[_LabelLine]
    composition: Composition | None
    speakers: Sequence[_Speaker]
    actors: str  # how many distinct organisations are listed here; empty for none
    actors_url: str
    projects: str  # how many joint projects its members of today are in; empty for none
    projects_url: str
    related: Sequence[RelatedEntry]
    map: NetworkMap | None  # where it and its relatives are; None where its place is not known
    logo: str  # a file name; empty for none
    stories: Sequence[StoryRow]
    provenance: ProvenancePanel
    is_looked_after: bool
    is_demo: bool
    linked_data: str


def network_screen(profile: NetworkProfile, *, today: date) -> _NetworkScreen:
    network = profile.network
    number = sum(profile.composition.values())
    lead = _lead_of(network)
    return _NetworkScreen(
        slug=network.slug,
        name=network.name,
        kind=kind_labels.network_kind(network.kind),
        lead=lead,
        description=f"{network.name}: {lead}.",
        crumbs=_crumbs(network),
        about=texts.prose(network.description_de, network.description_en),
        figures=_figures(network, profile, today=today),
        website=network.website,
        website_label=texts.host(network.website),
        email=network.contact_email,
        management=network.management_body,
        seat=entry_rows.seat_of(network),
        district=network.district.name if network.district else "",
        umbrella=_umbrella_of(network),
        parts=tuple(NamedLink(name=part.name, url=entry_rows.network_url(part)) for part in profile.parts),
        fields=fields_of(network),
        programmes=_programmes(network, today),
        labels=tuple(_label_line(label, today) for label in network.labels.all()),
        composition=composition(entry_rows.newest_figure(network), profile.composition),
        speakers=tuple(_speaker(actor) for actor in profile.speakers),
        actors=texts.number(number) if number else "",
        actors_url=f"{reverse('directory:actors')}?network={network.slug}",
        projects=_projects_of(profile.projects),
        projects_url=f"{reverse('directory:projects')}?network={network.slug}",
        related=related_entries.relations_of(network, profile.related),
        map=network_map(_spot(network), [_spot(other) for other, _relation in profile.related]),
        logo=(network.logo.name or "").rpartition("/")[2],
        stories=stories.story_rows(profile.stories),
        provenance=provenance(network),
        is_looked_after=profile.is_looked_after,
        is_demo=network.is_demo,
        linked_data=linked_data.of_network(network),
    )


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


def _figures(network: Network, profile: NetworkProfile, *, today: date) -> Sequence[_Figure]:
    members, note = entry_rows.members_of(network, sum(profile.composition.values()))
    current = entry_rows.programmes_now(network, today)
    return (
        _Figure(value=str(network.founded or ""), label=_("founded")),
        _Figure(value=members, label=_("members, %(note)s") % {"note": note} if note else _("members")),
        _Figure(value=current[0].programme.short_name if current else "", label=_("programme")),
    )


def _umbrella_of(network: Network) -> NamedLink | None:
    """The umbrella organisation, where it is public itself."""
    umbrella = network.umbrella
    if umbrella is None or not is_public(umbrella):
        return None
    return NamedLink(name=umbrella.name, url=entry_rows.network_url(umbrella))


def fields_of(entry: Network | Actor) -> Sequence[NamedLink]:
    return tuple(
        NamedLink(
            name=pick(field.label_de, field.label_en), url=reverse("directory:field", args=[field.slug])
        )
        for field in entry.fields.all()
    )


def _programmes(network: Network, today: date) -> Sequence[_ProgrammeLine]:
    members = sorted(network.in_programmes.all(), key=lambda one: (one.programme.position, one.pk))
    return tuple(
        _ProgrammeLine(
            name=pick(one.programme.name_de, one.programme.name_en),
            url=reverse("programmes:programme", args=[one.programme.slug]),
            span=texts.span(one.since, one.until, is_year_only=one.is_year_only),
            is_over=one.until is not None and one.until < today,
        )
        for one in members
    )


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
        name=actor.name,
        url=entry_rows.actor_url(actor),
        about=", ".join(part for part in (actor.place, _size_of(actor)) if part),
        offers=_some(said[Direction.OFFER]),
        needs=_some(said[Direction.NEED]),
        is_demo=actor.is_demo,
    )


def _size_of(actor: Actor) -> str:
    """How many people work there, or what kind of organisation it is."""
    if actor.employees is None:
        return kind_labels.actor_in_short(actor.kind, actor.is_sme)
    text = ngettext("%(n)s employee", "%(n)s employees", actor.employees)
    return text % {"n": texts.number(actor.employees)}


def _some(said: Sequence[str]) -> Sequence[str]:
    return tuple(texts.excerpt(text, most=110) for text in said[:SAID])
