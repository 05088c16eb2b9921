"""A checked table becomes entries, memberships and joint projects: all of it, or nothing and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from handschlag.accounts.policy import Action, Subject, may, require
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.names import free_slug
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import AT_A_TIME, move
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.directory import memberships
from handschlag.directory.contents import (
    NETWORK_SECTIONS,
    PROVENANCE,
    SECTIONS,
    ActorContent,
    Kind,
    NetworkContent,
    Provenance,
    ReviewMode,
    field_names,
    source_names,
    to_json,
    with_source,
)
from handschlag.directory.creating import create_network
from handschlag.directory.entries import SORTS, content_of, live_proposal, way_for
from handschlag.directory.imports import differences
from handschlag.directory.imports.columns import Catalogue, ImportedParticipation
from handschlag.directory.imports.planning import taken_parts
from handschlag.directory.imports.rows import new_content
from handschlag.directory.imports.stages import Finish, Progress, Work, finished, hold_import, quiet, ready
from handschlag.directory.index import documents
from handschlag.directory.memberships import describe
from handschlag.directory.memberships import propose as memberships_propose
from handschlag.directory.models import (
    DOING,
    Actor,
    ActorSource,
    Import,
    ImportAction,
    ImportRow,
    ImportState,
    Membership,
    Network,
    Participation,
    Project,
    ProjectSource,
    ProjectStatus,
    Proposal,
    Revision,
    Statement,
    Status,
)
from handschlag.directory.versions import columns, locked_entry, one_index_change, propose, publish_now


def change(row: ImportRow, work: Work) -> None:
    """The entry says what the row says: at once, or for an editor to publish."""
    kind = Kind(work.of.kind)
    assert row.entry_id is not None
    entry = locked_entry(kind, row.entry_id)
    before, proposal = content_of(entry), live_proposal(kind, row.entry_id)
    row.before = {"content": to_json(before), "proposal": proposal.changes if proposal else None}
    ways: dict[ReviewMode, dict[str, Any]] = {ReviewMode.AT_ONCE: {}, ReviewMode.REVIEWED: {}}
    for section in SECTIONS[kind]:
        new = {fact: row.changes[fact][1] for fact in section.facts if fact in row.changes}
        if new and section.needs_source and isinstance(entry, Network) and work.of.source:
            assert work.of.seen_on is not None
            named = Provenance(facts=source_names(new), source=work.of.source, seen_on=work.of.seen_on)
            new[PROVENANCE] = [named.to_json()]
        way = ways[way_for(work.by, entry, section)]
        sources = way.pop(PROVENANCE, []) + new.pop(PROVENANCE, [])
        way |= new | ({PROVENANCE: sources} if sources else {})
    if ways[ReviewMode.AT_ONCE]:
        publish_now(entry, before=before, changes=ways[ReviewMode.AT_ONCE], by=work.by, now=work.now)
    if ways[ReviewMode.REVIEWED]:
        propose(entry, before=content_of(entry), changes=ways[ReviewMode.REVIEWED], by=work.by, now=work.now)
    after = live_proposal(kind, row.entry_id)
    row.after = {"version": entry.version, "proposal": [after.pk, after.version] if after else None}
    if isinstance(entry, Network):
        work.network_ids.add(entry.pk)
    else:
        work.actor_ids.add(entry.pk)
    work.count()


LONGEST_SLUG = 100


def create(rows: Sequence[ImportRow], work: Work) -> None:
    """These rows are entries now; parts of wholes that are rows themselves are put under them later."""
    if work.of.kind == Kind.NETWORK:
        for row in rows:
            _create_one_network(row, work)
        return
    contents = [new_content(Kind.ACTOR, row.values) for row in rows]
    actors = _make_actors([one for one in contents if isinstance(one, ActorContent)], work)
    for row, actor in zip(rows, actors, strict=True):
        row.entry_id, row.after = actor.pk, {"created": True, "version": actor.version}
        work.actor_ids.add(actor.pk)
        work.count()


def _make_actors(contents: Sequence[ActorContent], work: Work) -> list[Actor]:
    """Public at once if an editor brings a table of hers, otherwise after one has seen them."""
    is_public, now = may(work.by, Action.PUBLISH_ACTOR) and not work.of.catalogue, work.now
    network = Network.objects.filter(pk=work.of.network_id or 0).first()
    taken = set(Actor.objects.values_list("slug", flat=True))
    wanted = [one.ror_id for one in contents if one.ror_id]
    if Actor.objects.filter(ror_id__in=wanted).exists():
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=[])
    actors = []
    for content in contents:
        slug = free_slug(content.name, taken, longest=LONGEST_SLUG)
        taken.add(slug)
        actors.append(
            Actor(
                slug=slug,
                is_demo=network is not None and network.is_demo,
                status=Status.PUBLISHED if is_public else Status.IN_REVIEW,
                published_at=now if is_public else None,
                **columns(content),
            )
        )
    try:
        made = Actor.objects.bulk_create(actors)
    except IntegrityError as error:  # somebody has made one of them this very moment
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=[]) from error
    _add_related(made, contents)
    record(made, contents, work, is_public=is_public)
    return made


def record(actors: Sequence[Actor], contents: Sequence[ActorContent], work: Work, *, is_public: bool) -> None:
    """Their first revisions and audit entries, and the proposals to publish them."""
    kind, by_id, now = Kind.ACTOR.value, work.by.user_id, work.now
    if not is_public:
        Proposal.objects.bulk_create(
            Proposal(kind=kind, object_id=actor.pk, by_id=by_id, at=now) for actor in actors
        )
    Revision.objects.bulk_create(
        Revision(
            kind=kind,
            object_id=actor.pk,
            number=actor.version,
            content=to_json(content),
            verb="created",
            by_id=by_id,
            at=now,
        )
        for actor, content in zip(actors, contents, strict=True)
    )
    audit.record_all(verb="created", targets=[(actor, {}) for actor in actors], by_id=by_id, now=now)


def _add_related(actors: Sequence[Actor], contents: Sequence[ActorContent]) -> None:
    """Fields, offers and needs."""
    pairs = list(zip(actors, contents, strict=True))
    through = Actor.fields.through
    through.objects.bulk_create(
        through(actor_id=actor.pk, field_id=code) for actor, content in pairs for code in content.fields
    )
    Statement.objects.bulk_create(
        Statement(
            actor=actor,
            direction=said.direction,
            text_de=said.text_de,
            text_en=said.text_en,
            position=position,
        )
        for actor, content in pairs
        for position, said in enumerate(content.statements)
    )


def put_under_wholes(rows: Sequence[ImportRow], work: Work) -> None:
    """Actors that are part of another new row."""
    by_number = {row.number: row.entry_id or 0 for row in rows}
    parts = {
        by_number[row.number]: by_number[row.values["parent_row"]]
        for row in rows
        if "parent_row" in row.values
    }
    for actor in Actor.objects.filter(pk__in=parts):
        Actor.objects.filter(pk=actor.pk).update(parent_id=parts[actor.pk])
        first = Revision.objects.get(kind=Kind.ACTOR.value, object_id=actor.pk, number=actor.version)
        first.content["parent"] = parts[actor.pk]
        first.save(update_fields=["content"])
    work.actor_ids |= set(parts.values())


def _create_one_network(row: ImportRow, work: Work) -> None:
    """A draft, with the one source of the whole table for what needs one."""
    content = new_content(Kind.NETWORK, row.values)
    assert isinstance(content, NetworkContent)
    said = [name for name in row.values if name in SOURCED]
    if work.of.source and work.of.seen_on and said:
        named = Provenance(facts=source_names(said), source=work.of.source, seen_on=work.of.seen_on)
        content = with_source(replace(content), named)
    network = create_network(content=content, by=work.by, now=work.now)
    row.entry_id, row.after = network.pk, {"created": True, "version": network.version}
    work.network_ids.add(network.pk)
    work.count()


SOURCED = frozenset(fact for section in NETWORK_SECTIONS if section.needs_source for fact in section.facts)


APPLIED = frozenset({ImportState.APPLIED})


def bring(rows: Sequence[ImportRow], work: Work) -> None:
    """The projects of these rows are drafts, with everybody who took part; those that were there stay."""
    parts = [(row, ImportedParticipation(**one)) for row in rows for one in row.values.get("parts", ())]
    if not parts:
        return
    taken = taken_parts(Catalogue(work.of.catalogue), [part for _row, part in parts])
    if again := sorted({row.number for row, part in parts if taken.has(part)}):
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=again[:20])
    try:
        with transaction.atomic():
            projects = listed([part for _row, part in parts], work)
            made = Participation.objects.bulk_create(
                [participation(row, part, projects[part.project], work) for row, part in parts],
                batch_size=AT_A_TIME,
            )
    except IntegrityError as error:  # another import brought one of them in the meantime
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=[]) from error
    audit.record_all(
        verb="took_part",
        targets=[(one, {"actor": [None, one.actor_id], "project": [None, one.project_id]}) for one in made],
        by_id=work.by.user_id,
        now=work.now,
    )
    work.project_ids |= {one.project_id for one in made}
    for row in rows:
        if row.verdict == ImportAction.PROJECTS:
            row.after = {"version": row.seen_version}
            work.count()


def listed(parts: Sequence[ImportedParticipation], work: Work) -> dict[str, Project]:
    """The projects by their reference; new ones are made from what all their parts say."""
    by_project: defaultdict[str, list[ImportedParticipation]] = defaultdict(list)
    for part in parts:
        by_project[part.project].append(part)
    wanted, found = sorted(by_project), dict[str, Project]()
    for some in batched(wanted, AT_A_TIME):
        there = Project.objects.select_for_update().filter(catalogue=work.of.catalogue, reference__in=some)
        found |= {project.reference: project for project in there}
    taken = set(Project.objects.values_list("slug", flat=True))
    new = [_project_of(by_project[reference], taken, work) for reference in wanted if reference not in found]
    made = Project.objects.bulk_create(new, batch_size=AT_A_TIME)
    audit.record_all(
        verb="created", targets=[(project, {}) for project in made], by_id=work.by.user_id, now=work.now
    )
    return found | {project.reference: project for project in made}


def _project_of(parts: Sequence[ImportedParticipation], taken: set[str], work: Work) -> Project:
    def first(name: str) -> str:
        return next((getattr(part, name) for part in parts if getattr(part, name)), "")

    starts = [part.starts_on for part in parts if part.starts_on]
    ends = [part.ends_on for part in parts if part.ends_on]
    slug = free_slug(_name_in_address(parts[0], acronym=first("acronym")), taken, longest=LONGEST_SLUG)
    taken.add(slug)
    return Project(
        slug=slug,
        catalogue=work.of.catalogue,
        reference=parts[0].project,
        acronym=first("acronym"),
        title_de=first("title_de"),
        title_en=first("title_en"),
        programme=first("programme"),
        funder=first("funder"),
        starts_on=day(min(starts, default="")),
        ends_on=day(max(ends, default="")),
        changed_at=work.now,
        **_read(work),
    )


def _name_in_address(part: ImportedParticipation, *, acronym: str) -> str:
    """Short names of CORDIS are borne by several projects, so that the number stands with them."""
    title = part.title_de or part.title_en
    return title if part.grant else f"{acronym or title[:60]} {part.project}"


def participation(row: ImportRow, part: ImportedParticipation, project: Project, work: Work) -> Participation:
    """What the actor of this row did in the project, not saved yet, with where and when it was read."""
    assert row.entry_id is not None
    return Participation(
        project=project,
        actor_id=row.entry_id,
        role=part.role,
        organisation=part.organisation,
        reference=part.grant,
        title_de=part.subject,
        cents=part.cents,
        starts_on=day(part.starts_on),
        ends_on=day(part.ends_on),
        **_read(work),
    )


def _read(work: Work) -> dict[str, Any]:
    """Where it was read and when, and what brought it."""
    return {"source": work.of.source, "seen_on": work.of.seen_on, "brought_by": work.of}


def day(text: str) -> date | None:
    """The day of an ISO date; none for an empty text, and a ValueError for what is no date."""
    return date.fromisoformat(text) if text else None


def name_sources(rows: Sequence[ImportRow], work: Work) -> None:
    """Each fact that the catalogue gave an actor says where it was read."""
    ActorSource.objects.bulk_create(
        [
            ActorSource(actor_id=row.entry_id or 0, fact=fact, **_read(work))
            for row in rows
            for fact in _facts_given(row)
        ],
        batch_size=AT_A_TIME,
    )


def _facts_given(row: ImportRow) -> list[str]:
    names = field_names(ActorContent)
    if row.verdict == ImportAction.NEW:
        return [name for name in names if row.values.get(name) not in (None, "", [])]
    return [name for name in names if name in row.changes]


@transaction.atomic
def publish_projects(*, import_id: int, seen: int, by: Subject, now: datetime) -> int:
    """The draft projects of an applied import are public, wherever their actors are; how many they were."""
    require(by, Action.PUBLISH_ACTOR)
    of = hold_import(import_id, by=by, states=APPLIED, seen=seen)
    drafts = list(
        Project.objects.select_for_update().filter(brought_by=of, status=ProjectStatus.DRAFT).order_by("pk")
    )
    if not drafts:
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
    for some in batched(drafts, AT_A_TIME):
        Project.objects.filter(pk__in=[project.pk for project in some]).update(
            status=ProjectStatus.PUBLISHED, published_at=now, changed_at=now
        )
    audit.record_all(
        verb="published", targets=[(project, {}) for project in drafts], by_id=by.user_id, now=now
    )
    documents.refresh(project_ids=[project.pk for project in drafts])
    return len(drafts)


def take_back(import_id: int) -> set[int]:
    """The projects and participations that the import brought are gone; which projects that concerns."""
    parts = Participation.objects.filter(brought_by=import_id)
    concerned = set(parts.values_list("project_id", flat=True))
    parts.delete()
    Project.objects.filter(brought_by=import_id).delete()
    return concerned


def rows_in_use(import_id: int, rows: Sequence[ImportRow]) -> set[int]:
    """The rows whose new projects and parts others take part in, or have changed, by now."""
    others = Participation.objects.filter(project__brought_by=import_id).exclude(brought_by=import_id)
    held_by = set(others.values_list("project__reference", flat=True))
    mine = Q(project__brought_by=import_id) | Q(participation__brought_by=import_id)
    changed = ProjectSource.objects.filter(mine).exclude(brought_by=import_id)
    held_by |= set(changed.values_list("project__reference", flat=True))
    return {row.number for row in rows for part in row.values.get("parts", ()) if part["project"] in held_by}


APPLYING = frozenset({ImportState.APPLYING})


@transaction.atomic
def apply(
    *, import_id: int, by: Subject, now: datetime, progress: Progress = quiet, finish: Finish = finished
) -> Import:
    """Everything that the dry run showed is so."""
    of = hold_import(import_id, by=by, states=APPLYING)
    ready(of)
    rows = list(of.rows.filter(verdict__in=DOING).order_by("number"))
    work = Work(of=of, by=by, now=now, progress=progress, total=len(rows))
    _make_sure_that_nothing_moved(rows, Kind(of.kind))
    new = [row for row in rows if row.verdict == ImportAction.NEW]
    with one_index_change() as index:
        for some in batched(new, AT_A_TIME):
            create(some, work)
        put_under_wholes(new, work)
        for row in rows:
            if row.verdict == ImportAction.CHANGED:
                change(row, work)
        join([row for row in rows if row.joins], work)
        _propose_members([row for row in rows if row.verdict == ImportAction.PROPOSES], work)
        if of.catalogue:
            bring(rows, work)
            differences.take_over(work)
            name_sources(rows, work)
            enqueue(kind="directory.find_duplicates", owner_id=by.user_id, now=now)
        index.actor_ids |= work.actor_ids
        index.network_ids |= work.network_ids
        index.project_ids |= work.project_ids
    ImportRow.objects.bulk_update(rows, ["entry_id", "before", "after"], batch_size=AT_A_TIME)
    of.sheets.all().delete()
    move(of, state=ImportState.APPLIED, applied_at=now)
    counted = (*sorted(verdict for verdict in DOING if verdict in of.counts), "memberships", "taken")
    summary = {name: [None, of.counts[name]] for name in counted if name in of.counts}
    audit.record(verb="import.applied", target=of, by_id=by.user_id, now=now, changes=summary)
    finish({"import_id": of.pk, **of.counts})
    return of


def _make_sure_that_nothing_moved(rows: Sequence[ImportRow], kind: Kind) -> None:
    """The entries are those that the dry run saw: otherwise its consequences would be others."""
    model = SORTS[kind].model
    ids = [row.entry_id for row in rows if row.entry_id is not None]
    versions: dict[int, int] = {}
    for some in batched(ids, AT_A_TIME):
        entries = model._default_manager.select_for_update().filter(pk__in=some)  # noqa: SLF001
        versions |= dict(entries.values_list("pk", "version"))
    moved = [
        row.number
        for row in rows
        if row.entry_id is not None and versions.get(row.entry_id) != row.seen_version
    ]
    if moved:
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=moved[:20])


def join(rows: Sequence[ImportRow], work: Work) -> None:
    """Memberships begin."""
    network = work.of.network_id
    if network is None or not rows:
        return
    Network.objects.select_for_update().get(pk=network)
    ids = [row.entry_id for row in rows]
    members = Membership.objects.filter(network_id=network, until__isnull=True).values_list(
        "actor_id", flat=True
    )
    if already := set(members) & set(ids):
        numbers = [row.number for row in rows if row.entry_id in already]
        raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=numbers[:20])
    new = [
        Membership(network_id=network, since=_day_of(row), is_origin=row.verdict == ImportAction.NEW)
        for row in rows
    ]
    for row, membership in zip(rows, new, strict=True):
        assert row.entry_id is not None
        membership.actor_id = row.entry_id
    made = Membership.objects.bulk_create(new, batch_size=AT_A_TIME)
    for row, membership in zip(rows, made, strict=True):
        row.after = {**row.after, "membership": membership.pk}
        if row.verdict == ImportAction.JOINS:
            row.after["version"] = row.seen_version
            work.count()
    audit.record_all(
        verb="added",
        targets=[(membership, describe(membership)) for membership in made],
        by_id=work.by.user_id,
        now=work.now,
    )
    work.network_ids.add(network)
    work.actor_ids |= {row.entry_id for row in rows if row.entry_id is not None}


def _propose_members(rows: Sequence[ImportRow], work: Work) -> None:
    """Actors that others entered: they are asked, in one letter for the whole table."""
    if not rows:
        return
    network = Network.objects.get(pk=work.of.network_id or 0)
    actors = Actor.objects.in_bulk([row.entry_id for row in rows if row.entry_id is not None])
    for row in rows:
        actor = actors[row.entry_id or 0]
        try:
            proposal = memberships_propose(network, actor, since=_day_of(row), by=work.by, now=work.now)
        except Refusal as asked_meanwhile:
            raise Refusal(ImportRefusal.DIRECTORY_CHANGED, rows=[row.number]) from asked_meanwhile
        row.after = {"proposed_member": proposal.pk, "version": row.seen_version}
        work.count()
    memberships.tell_proposed(network, actor_ids=list(actors), now=work.now)


def _day_of(row: ImportRow) -> date | None:
    since: Any = row.values.get("since")
    return date.fromisoformat(since) if since else None
