"""The page of one actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor, Direction, Membership, Statement
from handschlag.directory.queries.actor_profiles import ActorProfile
from handschlag.directory.queries.public import is_public
from handschlag.directory.screens import (
    entry_rows,
    kind_labels,
    linked_data,
    provenance,
    related_entries,
    stories,
    texts,
)
from handschlag.directory.screens.entry_rows import EntrySeat
from handschlag.directory.screens.network import NamedLink, fields_of
from handschlag.directory.screens.projects import ProjectsScreen, projects_screen
from handschlag.directory.screens.provenance import SourcedFacts
from handschlag.directory.screens.related_entries import RelatedEntry
from handschlag.directory.screens.stories import StoryRow
from handschlag.directory.screens.texts import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """An offer or a need, with the terms of the vocabulary that it stands for."""

    text: Prose
    concepts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MembershipLine:
    network: str
    url: str
    kind: str
    span: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ActorScreen:
    slug: str
    name: str
    kind: str
    lead: str
    description: str
    crumbs: Sequence[Crumb]
    about: Prose
    employees: str
    seat: EntrySeat
    district: str
    parent: NamedLink | None
    parts: Sequence[NamedLink]
    fields: Sequence[NamedLink]
    offers: Sequence[_Said]
    needs: Sequence[_Said]
    memberships: Sequence[_MembershipLine]
    stories: Sequence[StoryRow]
    similar: Sequence[RelatedEntry]
    website: str
    website_label: str
    ror: str
    projects: ProjectsScreen
    proofs: Sequence[SourcedFacts]
    is_demo: bool
    linked_data: str


def actor_screen(profile: ActorProfile, *, today: date) -> _ActorScreen:
    actor = profile.actor
    lead = _lead_of(actor)
    current = [one for one in profile.memberships if entry_rows.holds(one.since, one.until, today)]
    return _ActorScreen(
        slug=actor.slug,
        name=actor.name,
        kind=kind_labels.actor_kind(actor.kind, actor.is_sme),
        lead=lead,
        description=f"{actor.name}: {lead}.",
        crumbs=_crumbs(actor),
        about=texts.prose(actor.description_de, actor.description_en),
        employees=texts.number(actor.employees) if actor.employees else "",
        seat=entry_rows.seat_of(actor),
        district=actor.district.name if actor.district else "",
        parent=_parent_of(actor),
        parts=tuple(NamedLink(name=part.name, url=entry_rows.actor_url(part)) for part in profile.parts),
        fields=fields_of(actor),
        offers=_statements(actor, Direction.OFFER),
        needs=_statements(actor, Direction.NEED),
        memberships=_memberships(profile.memberships, today),
        stories=stories.story_rows(profile.stories),
        similar=related_entries.similar_to(actor, current, profile.similar),
        website=actor.website,
        website_label=texts.host(actor.website),
        ror=actor.ror_id,
        projects=projects_screen(actor, profile.projects),
        proofs=() if actor.is_demo else provenance.of_actor(profile.sources),
        is_demo=actor.is_demo,
        linked_data=linked_data.of_actor(actor, list(dict.fromkeys(one.network for one in current))),
    )


def _crumbs(actor: Actor) -> Sequence[Crumb]:
    trail = [Crumb(_("Actors"), reverse("directory:actors"))]
    if actor.land:
        land = entry_rows.seat_of(actor).land
        trail.append(Crumb(land, reverse("directory:land", args=[actor.land.slug])))
    return (*trail, Crumb(actor.name))


def _lead_of(actor: Actor) -> str:
    """Small or medium-sized company in Jena, Thüringen."""
    seat = entry_rows.seat_of(actor)
    said = {
        "kind": kind_labels.actor_kind(actor.kind, actor.is_sme),
        "seat": texts.seat(seat.place, seat.land),
    }
    return _("%(kind)s in %(seat)s") % said if said["seat"] else said["kind"]


def _parent_of(actor: Actor) -> NamedLink | None:
    """The organisation that this one is a part of, where that is public."""
    parent = actor.parent
    if parent is None or not is_public(parent):
        return None
    return NamedLink(name=parent.name, url=entry_rows.actor_url(parent))


def _statements(actor: Actor, direction: Direction) -> Sequence[_Said]:
    return tuple(_said(one) for one in actor.statements.all() if one.direction == direction)


def _said(statement: Statement) -> _Said:
    labels = related_entries.labels_of(statement.concepts.all())
    return _Said(text=texts.prose(statement.text_de, statement.text_en), concepts=", ".join(labels.values()))


def _memberships(found: Sequence[Membership], today: date) -> Sequence[_MembershipLine]:
    """Those of today first, then the former ones."""
    lines = [
        _MembershipLine(
            network=entry_rows.network_name(one.network),
            url=entry_rows.network_url(one.network),
            kind=kind_labels.network_kind(one.network.kind),
            span=texts.span(one.since, one.until),
            is_over=one.until is not None and one.until < today,
        )
        for one in found
    ]
    return tuple(sorted(lines, key=lambda line: line.is_over))
