"""Writes the invented world into the directory, in bulk: thousands of rows in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from handschlag.common import audit
from handschlag.demo.rules.invented_directory import (
    InventedActor,
    InventedDirectory,
    InventedNetwork,
    InventedStory,
)
from handschlag.directory.actions import index
from handschlag.directory.models import (
    Actor,
    Field,
    Label,
    MemberFigure,
    Membership,
    Network,
    NetworkProgramme,
    Statement,
    Status,
    Story,
)
from handschlag.directory.queries.places import Gazetteer
from handschlag.directory.rules.published import dated_names
from handschlag.programmes.models import Programme

BATCH = 2_000


@transaction.atomic
def write_directory(world: InventedDirectory, *, now: datetime) -> None:
    """The world is in the directory, every entry marked as invented."""
    gazetteer = Gazetteer()
    networks = _write_networks(world.networks, gazetteer=gazetteer, now=now)
    actors = _write_actors(world.actors, gazetteer=gazetteer, now=now)
    _write_fields(world.actors, actors)
    _write_memberships(world.actors, actors=actors, networks=networks)
    _write_statements(world.actors, actors)
    _write_stories(world.stories, actors=actors, networks=networks, now=now)
    index.refresh_all()


def _published(now: datetime) -> dict[str, Any]:
    return {"status": Status.PUBLISHED, "published_at": now, "is_demo": True}


def _located(entry: InventedActor | InventedNetwork, gazetteer: Gazetteer) -> dict[str, Any]:
    spot = gazetteer.find(entry.place, entry.land)
    where: dict[str, Any] = {"place": entry.place, "land_id": entry.land}
    if spot is not None:
        where |= {"latitude": spot.latitude, "longitude": spot.longitude, "district_id": spot.district}
    return where


def _write_networks(
    invented: Iterable[InventedNetwork], *, gazetteer: Gazetteer, now: datetime
) -> Mapping[str, int]:
    """The networks with their fields, programmes, labels and figures; ids by slug."""
    rows = [
        Network(
            kind=one.kind,
            name=one.name,
            short_name=one.short_name,
            slug=one.slug,
            founded=one.founded,
            management_body=one.management_body,
            website=f"https://{one.slug}.example.org/",
            contact_email=f"kontakt@{one.slug}.example.org",
            description_de=one.description_de,
            description_en=one.description_en,
            **_located(one, gazetteer),
            **_published(now),
        )
        for one in invented
    ]
    Network.objects.bulk_create(rows, batch_size=BATCH)
    ids = {row.slug: row.pk for row in rows}
    _write_facts(invented, ids, now=now)
    for row in rows:
        audit.record(verb="invented", target=row, by_id=None, now=now)
    return ids


def _write_facts(invented: Iterable[InventedNetwork], ids: Mapping[str, int], *, now: datetime) -> None:
    """What stands beside a network."""
    programmes = {programme.slug: programme.pk for programme in Programme.objects.all()}
    Network.fields.through.objects.bulk_create(
        Network.fields.through(network_id=ids[one.slug], field_id=code)
        for one in invented
        for code in one.fields
    )
    NetworkProgramme.objects.bulk_create(
        NetworkProgramme(
            network_id=ids[one.slug],
            programme_id=programmes[joined.what],
            since=joined.on,
            is_year_only=joined.is_year_only,
        )
        for one in invented
        for joined in map(dated_names, one.programmes)
    )
    Label.objects.bulk_create(
        Label(
            network_id=ids[one.slug], level=given.what, awarded_on=given.on, is_year_only=given.is_year_only
        )
        for one in invented
        for given in map(dated_names, one.labels)
        if given.on is not None
    )
    MemberFigure.objects.bulk_create(
        MemberFigure(network_id=ids[one.slug], members=one.members, year=now.year) for one in invented
    )


def _write_actors(
    invented: Iterable[InventedActor], *, gazetteer: Gazetteer, now: datetime
) -> Mapping[str, int]:
    """The actors, parents before their parts; ids by slug."""
    ids: dict[str, int] = {}
    for has_parent in (False, True):
        rows = [
            Actor(
                kind=one.kind,
                name=one.name,
                slug=one.slug,
                is_sme=one.is_sme,
                employees=one.employees,
                parent_id=ids.get(one.parent),
                website=f"https://{one.slug}.example.org/",
                description_de=one.description_de,
                description_en=one.description_en,
                **_located(one, gazetteer),
                **_published(now),
            )
            for one in invented
            if bool(one.parent) is has_parent
        ]
        Actor.objects.bulk_create(rows, batch_size=BATCH)
        ids |= {row.slug: row.pk for row in rows}
    return ids


def _write_fields(invented: Iterable[InventedActor], ids: Mapping[str, int]) -> None:
    known = set(Field.objects.values_list("code", flat=True))
    Actor.fields.through.objects.bulk_create(
        (
            Actor.fields.through(actor_id=ids[one.slug], field_id=code)
            for one in invented
            for code in one.fields
            if code in known
        ),
        batch_size=BATCH,
    )


def _write_memberships(
    invented: Iterable[InventedActor], *, actors: Mapping[str, int], networks: Mapping[str, int]
) -> None:
    Membership.objects.bulk_create(
        (
            Membership(
                actor_id=actors[one.slug],
                network_id=networks[joined.network],
                since=joined.since,
                until=joined.until,
                is_origin=True,
            )
            for one in invented
            for joined in one.memberships
        ),
        batch_size=BATCH,
    )


def _write_statements(invented: Iterable[InventedActor], ids: Mapping[str, int]) -> None:
    """Offers and needs with their concepts."""
    concepts: list[tuple[str, ...]] = []
    rows = []
    for one in invented:
        for position, said in enumerate(one.statements):
            concepts.append(said.concepts)
            rows.append(
                Statement(
                    actor_id=ids[one.slug],
                    direction=said.direction,
                    text_de=said.de,
                    text_en=said.en,
                    position=position,
                )
            )
    Statement.objects.bulk_create(rows, batch_size=BATCH)
    Statement.concepts.through.objects.bulk_create(_links(rows, concepts), batch_size=BATCH)


def _links(rows: Iterable[Statement], concepts: Iterable[tuple[str, ...]]) -> Iterator[Any]:
    for row, codes in zip(rows, concepts, strict=True):
        for code in codes:
            yield Statement.concepts.through(statement_id=row.pk, concept_id=code)


def _write_stories(
    invented: Iterable[InventedStory],
    *,
    actors: Mapping[str, int],
    networks: Mapping[str, int],
    now: datetime,
) -> None:
    """News, and who they are about; dated back from today, so that they never look forgotten."""
    rows = {
        one.slug: Story(
            network_id=networks[one.network],
            kind=one.kind,
            slug=one.slug,
            day=(now - timedelta(days=one.days)).date(),
            title_de=one.title_de,
            title_en=one.title_en,
            text_de=one.text_de,
            text_en=one.text_en,
            **_published(now),
        )
        for one in invented
    }
    Story.objects.bulk_create(rows.values())
    Story.actors.through.objects.bulk_create(
        Story.actors.through(story_id=rows[one.slug].pk, actor_id=actors[slug])
        for one in invented
        for slug in one.actors
    )
