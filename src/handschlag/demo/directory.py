"""Writes the invented world into the directory, in bulk: networks, actors, joint projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from django.db import transaction

from handschlag.common import audit
from handschlag.common.loading import read_table
from handschlag.common.names import free_slug
from handschlag.demo.bank import DATA
from handschlag.demo.invented_world import InventedActor, InventedDirectory, InventedNetwork, InventedStory
from handschlag.directory.index import documents
from handschlag.directory.models import (
    Actor,
    Direction,
    Field,
    Label,
    MemberFigure,
    Membership,
    Network,
    NetworkProgramme,
    Participation,
    Project,
    ProjectRole,
    ProjectStatus,
    Statement,
    Status,
    Story,
)
from handschlag.directory.places import Gazetteer
from handschlag.directory.public_data.published import dated_names
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
    documents.refresh_all()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedProject:
    """`days` is when it begins, counted from today; `concept` is what its partners are sought for."""

    number: int
    network: str
    catalogue: str
    concept: str
    partners: int
    acronym: str
    title_de: str
    title_en: str
    programme: str
    funder: str
    days: int
    months: int


def invented_projects() -> tuple[InventedProject, ...]:
    """Every project of the table, numbered from 1 in its order."""
    rows = read_table(DATA / "projects.csv")
    numbers = ("partners", "days", "months")
    return tuple(
        InventedProject(
            number=number,
            **{name: text for name, text in row.items() if name not in numbers},
            partners=int(row["partners"]),
            days=int(row["days"]),
            months=int(row["months"]),
        )
        for number, row in enumerate(rows, start=1)
    )


def cast(dice: Random, *, fitting: Sequence[int], others: Sequence[int], partners: int) -> list[int]:
    """Who takes part: half of them because they fit, and who leads is one of these."""
    chosen = dice.sample(list(fitting), min(len(fitting), (partners + 1) // 2))
    rest = [one for one in others if one not in chosen]
    return [*chosen, *dice.sample(rest, min(len(rest), partners - len(chosen)))]


def grant(dice: Random) -> int:
    """In cents, in steps of 500 euros."""
    return dice.randrange(160, 1400) * 50_000


SEED: Final = 2016
SOURCE: Final = "Für die Demo erfunden"


@transaction.atomic
def write_joint_projects(*, now: datetime) -> None:
    """The projects are there, public, with members of invented networks only."""
    dice, taken = Random(SEED), set[str]()
    made = [_write_one(one, dice, taken, now=now) for one in invented_projects()]
    documents.refresh(project_ids=[project.pk for project in made])


def _write_one(one: InventedProject, dice: Random, taken: set[str], *, now: datetime) -> Project:
    slug = free_slug(one.acronym or one.title_de.removeprefix("Verbundprojekt: "), taken)
    taken.add(slug)
    begins = (now + timedelta(days=one.days)).date().replace(day=1)
    read: dict[str, Any] = {"source": SOURCE, "seen_on": now.date()}
    is_of_eu = one.catalogue == "cordis"
    project = Project.objects.create(
        slug=slug,
        catalogue=one.catalogue,
        reference=f"ERFUNDEN-{one.number:02}" if is_of_eu else f"{one.funder}: {one.title_de}",
        acronym=one.acronym,
        title_de=one.title_de,
        title_en=one.title_en,
        programme=one.programme,
        funder=one.funder,
        starts_on=begins,
        ends_on=_last_day(begins, one.months),
        status=ProjectStatus.PUBLISHED,
        published_at=now,
        changed_at=now,
        is_demo=True,
        **read,
    )
    Participation.objects.bulk_create(
        Participation(
            project=project,
            actor_id=pk,
            role=_role_of(place, is_of_eu=is_of_eu),
            organisation=f"ERFUNDEN-{pk}" if is_of_eu else "",
            reference="" if is_of_eu else f"ERFUNDEN-{one.number:02}{chr(65 + place)}",
            cents=grant(dice),
            **read,
        )
        for place, pk in enumerate(_partners_of(one, dice))
    )
    return project


def _last_day(begins: date, months: int) -> date:
    """The day before the first of a month, as funded projects end."""
    past = begins.month - 1 + months
    return date(begins.year + past // 12, past % 12 + 1, 1) - timedelta(days=1)


def _role_of(place: int, *, is_of_eu: bool) -> str:
    """The Förderkatalog does not say who leads."""
    if not is_of_eu:
        return ProjectRole.UNKNOWN
    return ProjectRole.PARTNER if place else ProjectRole.COORDINATOR


def _partners_of(one: InventedProject, dice: Random) -> list[int]:
    members = Actor.objects.filter(is_demo=True, memberships__network__slug=one.network)
    others = list(members.order_by("slug").distinct().values_list("pk", flat=True))
    said = Statement.objects.filter(
        actor_id__in=others, concepts=one.concept, direction=Direction.OFFER
    ).values_list("actor_id", flat=True)
    offering = set(said)
    fitting = [pk for pk in others if pk in offering]
    return cast(dice, fitting=fitting, others=others, partners=one.partners)
