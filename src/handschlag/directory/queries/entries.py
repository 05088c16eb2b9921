"""Entries of the three kinds, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handschlag.accounts.rules.policy import Action
from handschlag.directory.models import LIVE, Actor, Network, Proposal, Revision, Story
from handschlag.directory.rules.contents import (
    ActorContent,
    Content,
    Figure,
    GeoPoint,
    InProgramme,
    Kind,
    LabelHeld,
    NetworkContent,
    Sourced,
    StatementData,
    StoryContent,
    of_json,
)

Entry = Network | Actor | Story


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sort:
    """What a kind of entry is made of, and which of the policy's actions it needs."""

    model: type[Entry]
    shape: type[Content]
    edit: Action
    publish: Action


SORTS: dict[Kind, _Sort] = {
    Kind.NETWORK: _Sort(
        model=Network, shape=NetworkContent, edit=Action.EDIT_NETWORK, publish=Action.PUBLISH_NETWORK
    ),
    Kind.ACTOR: _Sort(model=Actor, shape=ActorContent, edit=Action.EDIT_ACTOR, publish=Action.PUBLISH_ACTOR),
    Kind.STORY: _Sort(model=Story, shape=StoryContent, edit=Action.WRITE_STORY, publish=Action.PUBLISH_STORY),
}


def kind_of(entry: Entry) -> Kind:
    """Whether an entry is a network, an actor or a story."""
    return Kind(str(entry._meta.model_name))  # noqa: SLF001 - Django documents it as public


def content_of(entry: Entry) -> Content:
    """Everything that an entry says, as a value."""
    if isinstance(entry, Network):
        return _network_content(entry)
    return actor_content(entry) if isinstance(entry, Actor) else _story_content(entry)


def _spot_of(entry: Network | Actor) -> GeoPoint:
    return GeoPoint(
        place=entry.place,
        land=entry.land_id or "",
        district=entry.district_id or "",
        latitude=entry.latitude,
        longitude=entry.longitude,
    )


def _network_content(network: Network) -> NetworkContent:
    return NetworkContent(
        kind=network.kind,
        name=network.name,
        short_name=network.short_name,
        umbrella=network.umbrella_id,
        spot=_spot_of(network),
        founded=network.founded,
        management_body=network.management_body,
        website=network.website,
        contact_email=network.contact_email,
        contact_phone=network.contact_phone,
        street=network.street,
        legal_form=network.legal_form,
        standing=network.standing,
        standing_since=network.standing_since,
        successor=network.successor_id,
        wikidata_id=network.wikidata_id,
        euid=network.euid,
        pic=network.pic,
        description_de=network.description_de,
        description_en=network.description_en,
        fields=tuple(sorted(field.pk for field in network.fields.all())),
        programmes=programmes_of(network),
        labels=labels_of(network),
        member_figures=figures_of(network),
        sources=tuple(
            Sourced(
                fact=row.fact,
                source=row.source,
                seen_on=row.seen_on,
                basis=row.basis,
                source_kind=row.source_kind,
                copied_on=row.copied_on,
            )
            for row in sorted(network.sources.all(), key=lambda row: (row.fact, row.source))
        ),
    )


def programmes_of(network: Network) -> tuple[InProgramme, ...]:
    """The programmes that a network is or was in, by id of the programme."""
    rows = sorted(network.in_programmes.all(), key=lambda row: row.programme_id)
    return tuple(
        InProgramme(
            programme=row.programme_id, since=row.since, until=row.until, is_year_only=row.is_year_only
        )
        for row in rows
    )


def labels_of(network: Network) -> tuple[LabelHeld, ...]:
    """The labels that a network holds or held, the latest award first."""
    rows = sorted(network.labels.all(), key=lambda row: (row.awarded_on, row.level), reverse=True)
    return tuple(
        LabelHeld(
            level=row.level,
            awarded_on=row.awarded_on,
            valid_until=row.valid_until,
            is_year_only=row.is_year_only,
        )
        for row in rows
    )


def figures_of(network: Network) -> tuple[Figure, ...]:
    """The numbers of members over the years, the latest first and those without a year last."""
    rows = sorted(network.member_figures.all(), key=lambda row: (row.year or 0, row.members), reverse=True)
    return tuple(
        Figure(
            members=row.members,
            year=row.year,
            share_small=row.share_small,
            share_large=row.share_large,
            share_research=row.share_research,
            note_de=row.note_de,
            note_en=row.note_en,
            source=row.source,
        )
        for row in rows
    )


def actor_content(actor: Actor) -> ActorContent:
    """What an actor says, its statements in their own order; memberships are no part of it."""
    statements = sorted(actor.statements.all(), key=lambda row: (row.position, row.pk))
    return ActorContent(
        kind=actor.kind,
        name=actor.name,
        is_sme=actor.is_sme,
        employees=actor.employees,
        parent=actor.parent_id,
        spot=_spot_of(actor),
        website=actor.website,
        ror_id=actor.ror_id,
        wikidata_id=actor.wikidata_id,
        euid=actor.euid,
        pic=actor.pic,
        description_de=actor.description_de,
        description_en=actor.description_en,
        fields=tuple(sorted(field.pk for field in actor.fields.all())),
        statements=tuple(
            StatementData(
                direction=row.direction,
                text_de=row.text_de,
                text_en=row.text_en,
                concepts=tuple(sorted(concept.pk for concept in row.concepts.all())),
            )
            for row in statements
        ),
    )


def _story_content(story: Story) -> StoryContent:
    return StoryContent(
        kind=story.kind,
        day=story.day,
        title_de=story.title_de,
        text_de=story.text_de,
        title_en=story.title_en,
        text_en=story.text_en,
        actors=tuple(sorted(actor.pk for actor in story.actors.all())),
    )


def read(kind: Kind, data: dict[str, Any]) -> Content:
    """A content as a revision keeps it."""
    return of_json(SORTS[kind].shape, data)


def live_proposal(kind: Kind, object_id: int) -> Proposal | None:
    """The changes of an entry that wait for an editor, or were returned by one."""
    return Proposal.objects.filter(kind=kind.value, object_id=object_id, state__in=LIVE).first()


def revision(kind: Kind, object_id: int, number: int) -> Revision | None:
    """The version of an entry with this number, or None."""
    return Revision.objects.filter(kind=kind.value, object_id=object_id, number=number).first()
