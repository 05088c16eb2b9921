"""New entries of a table, many at a time; each is what `creating.create_actor` would have made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import IntegrityError

from handschlag.accounts.rules.policy import Action, may
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.rules.slugs import free_slug
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory.actions.content_rows import columns
from handschlag.directory.actions.creating import create_network
from handschlag.directory.actions.importing.stages import Work
from handschlag.directory.models import (
    Actor,
    ImportRow,
    Network,
    Proposal,
    Revision,
    Statement,
    Status,
)
from handschlag.directory.rules.contents import ActorContent, Kind, NetworkContent, to_json
from handschlag.directory.rules.imports.contents import new_content
from handschlag.directory.rules.provenance import Provenance, with_source
from handschlag.directory.rules.sections import NETWORK_SECTIONS, source_names

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
