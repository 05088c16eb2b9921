"""Two entries of one actor become one, and can be taken apart again exactly as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.contents import ActorContent, GeoPoint, Kind, StatementData, to_json
from handschlag.directory.entries import EditRefusal, MergeRefusal, actor_content, content_of
from handschlag.directory.hooks import after_merges, before_merges
from handschlag.directory.index import documents
from handschlag.directory.models import (
    Actor,
    ActorSource,
    DuplicatePair,
    Field,
    JoinRequest,
    MemberProposal,
    MemberProposalState,
    Membership,
    Merge,
    NamedMember,
    Network,
    Participation,
    Proposal,
    ProposalState,
    Statement,
    Status,
    Story,
)
from handschlag.directory.versions import keep_first_revision, keep_revision, where

# What the kept actor takes over where it has nothing itself.
FILLS = (
    "is_sme",
    "employees",
    "website",
    "ror_id",
    "wikidata_id",
    "euid",
    "pic",
    "description_de",
    "description_en",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A membership of one of the two."""

    id: int
    network: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeSide:
    """One of the two actors, with everything that points to it."""

    id: int
    content: ActorContent
    statements: tuple[tuple[int, StatementData], ...] = ()
    memberships: tuple[Member, ...] = ()
    stories: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    requests: tuple[int, ...] = ()
    participations: tuple[int, ...] = ()
    sources: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """Ids of rows that move, and facts that are filled in; what stays is what the kept actor has itself."""

    fills: dict[str, Any]
    fields: tuple[str, ...]
    statements: tuple[int, ...]
    statements_that_stay: tuple[int, ...]
    memberships: tuple[int, ...]
    memberships_that_stay: tuple[int, ...]
    earlier: tuple[tuple[int, date], ...]
    stories: tuple[int, ...]
    stories_of_both: tuple[int, ...]
    parts: tuple[int, ...]
    requests: tuple[int, ...]
    participations: tuple[int, ...]
    sources: tuple[int, ...]
    parent: int | None


def plan(kept: MergeSide, merged: MergeSide) -> MergePlan:
    """Everything of the merged actor goes to the kept one, except what that one has itself."""
    found = _fills(kept.content, merged.content)
    open_of_kept = {one.network: one for one in kept.memberships if one.until is None}
    staying = [one for one in merged.memberships if one.until is None and one.network in open_of_kept]
    moving = [one for one in merged.memberships if one not in staying]
    said = {statement for _, statement in kept.statements}
    return MergePlan(
        fills=found,
        fields=tuple(code for code in merged.content.fields if code not in kept.content.fields),
        statements=tuple(pk for pk, statement in merged.statements if statement not in said),
        statements_that_stay=tuple(pk for pk, statement in merged.statements if statement in said),
        memberships=tuple(one.id for one in moving),
        memberships_that_stay=tuple(one.id for one in staying),
        earlier=tuple(
            (open_of_kept[one.network].id, one.since)
            for one in staying
            if one.since is not None and _is_earlier(one.since, open_of_kept[one.network].since)
        ),
        stories=tuple(pk for pk in merged.stories if pk not in kept.stories),
        stories_of_both=tuple(pk for pk in merged.stories if pk in kept.stories),
        parts=tuple(pk for pk in merged.parts if pk != kept.id),
        requests=merged.requests,
        participations=merged.participations,
        sources=tuple(pk for pk, fact in merged.sources if fact in found),
        parent=_parent(kept, merged),
    )


def _is_earlier(day: date, than: date | None) -> bool:
    """An unknown beginning is not made later by a known one; a known one is better than none."""
    return than is None or day < than


def _fills(kept: ActorContent, merged: ActorContent) -> dict[str, Any]:
    """The facts that are empty on one side only; a place is taken as a whole or not at all."""
    found = {
        fact: to_json(getattr(merged, fact))
        for fact in FILLS
        if getattr(kept, fact) in ("", None) and getattr(merged, fact) not in ("", None)
    }
    if kept.spot == GeoPoint() and merged.spot != GeoPoint():
        found["spot"] = to_json(merged.spot)
    return found


def _parent(kept: MergeSide, merged: MergeSide) -> int | None:
    """The whole that the kept actor is part of; neither of the two can be it, nor what becomes its part."""
    for candidate in (kept.content.parent, merged.content.parent):
        if candidate is not None and candidate not in {kept.id, merged.id, *merged.parts}:
            return candidate
    return None


def side_of(actor: Actor) -> MergeSide:
    """What the actor says, and the ids of all rows that point to it, from stories to requests."""
    content = actor_content(actor)
    rows = sorted(actor.statements.all(), key=lambda row: (row.position, row.pk))
    memberships = Membership.objects.filter(actor=actor).order_by("pk")
    return MergeSide(
        id=actor.pk,
        content=content,
        statements=tuple(zip((row.pk for row in rows), content.statements, strict=True)),
        memberships=tuple(
            Member(id=row.pk, network=row.network_id, since=row.since, until=row.until) for row in memberships
        ),
        stories=tuple(sorted(actor.stories.values_list("pk", flat=True))),
        parts=tuple(sorted(actor.parts.values_list("pk", flat=True))),
        participations=tuple(actor.participations.order_by("pk").values_list("pk", flat=True)),
        sources=tuple(actor.sources.order_by("pk").values_list("pk", "fact")),
        requests=tuple(JoinRequest.objects.filter(actor=actor).order_by("pk").values_list("pk", flat=True)),
    )


def pairs(*, is_dismissed: bool) -> models.QuerySet[DuplicatePair]:
    """Actors that may be one, to look at or dismissed; those with an actor that was merged are left out."""
    return DuplicatePair.objects.filter(
        dismissed_at__isnull=not is_dismissed, first__merged_into=None, second__merged_into=None
    ).select_related("first", "second")


def merges() -> models.QuerySet[Merge]:
    """All merges that were done, with who did them."""
    return Merge.objects.select_related("kept", "merged", "by")


def names_of_networks(memberships: Iterable[int]) -> list[str]:
    """The networks of these memberships, by name."""
    ids = Membership.objects.filter(pk__in=list(memberships)).values_list("network_id", flat=True)
    return list(Network.objects.filter(pk__in=list(ids)).order_by("name").values_list("name", flat=True))


def followers() -> Iterator[tuple[str, models.QuerySet, str]]:
    """Where rows of higher floors point at an actor: a name to remember it by, all rows, and the field.

    A merge leads all of them to the actor that is kept; only a higher floor where rows might then stand
    twice has something to hang in.
    """
    own = Actor._meta  # noqa: SLF001 - Django's documented way to a model's relations
    for relation in own.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or not isinstance(relation.related_model, type):
            continue
        noun = relation.related_model._meta  # noqa: SLF001 - as above
        if noun.app_label != own.app_label:
            name = relation.field.name
            yield f"{noun.label}.{name}", models.QuerySet(relation.related_model), name


def both(kept_id: int, merged_id: int) -> tuple[Actor, Actor]:
    """The two actors, locked in the order of their keys: two merges at once cannot wait for each other."""
    wanted = Actor.objects.select_for_update().filter(pk__in=[kept_id, merged_id]).order_by("pk")
    rows = {row.pk: row for row in wanted}
    if kept_id == merged_id:
        raise Refusal(MergeRefusal.SAME)
    if len(rows) < 2:
        raise Refusal(EditRefusal.GONE)
    return rows[kept_id], rows[merged_id]


@transaction.atomic
def merge(*, kept_id: int, merged_id: int, versions: tuple[int, int], by: Subject, now: datetime) -> Merge:
    """One actor is kept, with all that the other one had; the other's address leads to it."""
    require(by, Action.MERGE_ACTORS)
    kept, merged = both(kept_id, merged_id)
    if (kept.version, merged.version) != versions:
        raise Refusal(MergeRefusal.STALE)
    if no := _why_not(kept, merged):
        raise Refusal(no)
    for actor in (kept, merged):
        keep_first_revision(actor, content_of(actor))
    for make_room in before_merges:
        make_room(kept.pk, merged.pk)
    found = plan(side_of(kept), side_of(merged))
    before = _remember(kept, merged, found)
    _move(kept, merged, found)
    touch(merged, {"status": Status.ARCHIVED, "merged_into_id": kept.pk, "ror_id": ""}, now=now)
    touch(kept, {**_filled(found), "parent_id": found.parent}, now=now)
    for actor in (kept, merged):
        keep_revision(actor, verb="merged", by=by, now=now)
    row = Merge.objects.create(
        kept=kept,
        merged=merged,
        moved={**before, "after": {"kept": comparable_state(kept), "merged": comparable_state(merged)}},
        by_id=by.user_id,
        at=now,
    )
    audit.record(
        verb="merged",
        target=kept,
        by_id=by.user_id,
        now=now,
        changes={"merged": [None, merged.pk], "memberships": [[], list(found.memberships)]},
    )
    _refresh(kept, merged, found)
    return row


def _why_not(kept: Actor, merged: Actor) -> MergeRefusal | None:
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        return MergeRefusal.MERGED_ALREADY
    if kept.ror_id and merged.ror_id:
        return MergeRefusal.TWO_ROR_IDS
    if merged.status == Status.PUBLISHED != kept.status:
        return MergeRefusal.KEPT_IS_NOT_PUBLIC
    return None


def _filled(found: MergePlan) -> dict[str, Any]:
    values = {name: value for name, value in found.fills.items() if name != "spot"}
    return {**values, **(where(GeoPoint(**found.fills["spot"])) if "spot" in found.fills else {})}


ROW = (
    *("status", "merged_into_id", "parent_id", "ror_id", "is_sme", "employees", "website"),
    *("wikidata_id", "euid", "pic"),
    *("description_de", "description_en", "place", "land_id", "district_id", "latitude", "longitude"),
)


def _remember(kept: Actor, merged: Actor, found: MergePlan) -> dict[str, Any]:
    """Everything that the merge changes, as it was."""
    positions = Statement.objects.filter(pk__in=found.statements).values_list("pk", "position")
    since = Membership.objects.in_bulk([pk for pk, _ in found.earlier])
    live = Proposal.objects.filter(
        kind=Kind.ACTOR.value, object_id=merged.pk, state=ProposalState.OPEN
    ).values_list("pk", flat=True)
    return {
        "kept": {name: getattr(kept, name) for name in ROW},
        "merged": {name: getattr(merged, name) for name in ROW},
        "fields": list(found.fields),
        "statements": [list(pair) for pair in positions],
        "memberships": list(found.memberships),
        "earlier": [[pk, _iso(since[pk].since)] for pk, _ in found.earlier],
        "stories": list(found.stories),
        "stories_of_both": list(found.stories_of_both),
        "parts": list(found.parts),
        "requests": list(found.requests),
        "participations": list(found.participations),
        "sources": list(found.sources),
        "named_by": _named_by(kept, merged),
        "proposals": list(live),
        **member_proposals(kept, merged),
        "followers": {
            name: list(rows.filter(**{field: merged}).values_list("pk", flat=True))
            for name, rows, field in followers()
        },
    }


def _named_by(kept: Actor, merged: Actor) -> list[int]:
    """Where sources name the merged one, unless the same source names the kept one with that network."""
    said = set(kept.named_by.values_list("network", "source"))
    rows = merged.named_by.values_list("pk", "network", "source")
    return [pk for pk, network, source in rows if (network, source) not in said]


def member_proposals(kept: Actor, merged: Actor) -> dict[str, Any]:
    """Networks that wait for an answer: they wait for the kept one's, unless they ask that one already."""
    rows = MemberProposal.objects.filter(actor=merged, state=MemberProposalState.OPEN)
    asked = MemberProposal.objects.filter(actor=kept, state=MemberProposalState.OPEN).values("network")
    return {
        "member_proposals": list(rows.exclude(network__in=asked).values_list("pk", flat=True)),
        "member_proposals_ended": list(rows.filter(network__in=asked).values_list("pk", flat=True)),
    }


def comparable_state(actor: Actor) -> dict[str, Any]:
    """Everything that an undo compares: whoever finds it as it is here may take the two apart."""
    actor = Actor.objects.get(pk=actor.pk)
    side = side_of(actor)
    return {
        "status": str(actor.status),
        "merged_into": actor.merged_into_id,
        "entry": to_json(side.content),
        "memberships": [[one.id, one.network, _iso(one.since), _iso(one.until)] for one in side.memberships],
        "stories": list(side.stories),
        "parts": list(side.parts),
        "participations": list(side.participations),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _move(kept: Actor, merged: Actor, found: MergePlan) -> None:
    last = Statement.objects.filter(actor=kept).count()
    for offset, pk in enumerate(found.statements):
        Statement.objects.filter(pk=pk).update(actor=kept, position=last + offset)
    Membership.objects.filter(pk__in=found.memberships).update(actor=kept)
    for pk, day in found.earlier:
        Membership.objects.filter(pk=pk).update(since=day)
    kept.fields.add(*Field.objects.filter(pk__in=found.fields))
    for story in Story.objects.filter(pk__in=(*found.stories, *found.stories_of_both)):
        story.actors.remove(merged)
        story.actors.add(kept)
    Actor.objects.filter(pk__in=found.parts).update(parent=kept)
    JoinRequest.objects.filter(pk__in=found.requests).update(actor=kept)
    Participation.objects.filter(pk__in=found.participations).update(actor=kept)
    ActorSource.objects.filter(pk__in=found.sources).update(actor=kept)
    NamedMember.objects.filter(pk__in=_named_by(kept, merged)).update(actor=kept)
    for _name, rows, field in followers():
        rows.filter(**{field: merged}).update(**{field: kept})
    for settle in after_merges:
        settle(kept.pk, merged.pk)
    asking = member_proposals(kept, merged)
    MemberProposal.objects.filter(pk__in=asking["member_proposals"]).update(actor=kept)
    MemberProposal.objects.filter(pk__in=asking["member_proposals_ended"]).update(
        state=MemberProposalState.WITHDRAWN, decided_at=F("at")
    )
    waiting = Proposal.objects.filter(kind=Kind.ACTOR.value, object_id=merged.pk, state=ProposalState.OPEN)
    waiting.update(state=ProposalState.WITHDRAWN, decided_at=F("at"), version=F("version") + 1)


def touch(actor: Actor, values: dict[str, Any], *, now: datetime) -> None:
    """New values in the actor's own row, in a new version; both rows are locked already."""
    Actor.objects.filter(pk=actor.pk).update(version=F("version") + 1, updated_at=now, **values)
    actor.refresh_from_db()


def _refresh(kept: Actor, merged: Actor, found: MergePlan) -> None:
    rows = Membership.objects.filter(actor__in=[kept, merged])
    documents.refresh(
        actor_ids=[kept.pk, merged.pk, *found.parts],
        network_ids=set(rows.values_list("network_id", flat=True)),
        story_ids=[*found.stories, *found.stories_of_both],
    )


@transaction.atomic
def undo_merge(*, merge_id: int, by: Subject, now: datetime) -> Merge:
    """The two actors are apart again, each with what it had."""
    require(by, Action.MERGE_ACTORS)
    row = Merge.objects.select_for_update(of=("self",)).filter(pk=merge_id).first()
    if row is None:
        raise Refusal(EditRefusal.GONE)
    if row.undone_at is not None:
        raise Refusal(MergeRefusal.UNDONE_ALREADY)
    kept, merged = both(row.kept_id, row.merged_id)
    if changed := _what_changed(kept, merged, row.moved):
        raise Refusal(MergeRefusal.CHANGED_SINCE, changed=changed)
    _put_back(kept, merged, row.moved)
    touch(kept, row.moved["kept"], now=now)
    touch(merged, row.moved["merged"], now=now)
    for actor in (kept, merged):
        keep_revision(actor, verb="taken_apart", by=by, now=now)
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    audit.record(
        verb="taken_apart", target=kept, by_id=by.user_id, now=now, changes={"merged": [merged.pk, None]}
    )
    networks = Membership.objects.filter(actor__in=[kept, merged]).values_list("network_id", flat=True)
    documents.refresh(
        actor_ids=[kept.pk, merged.pk, *row.moved["parts"]],
        network_ids=set(networks),
        story_ids=[*row.moved["stories"], *row.moved["stories_of_both"]],
    )
    return row


def _what_changed(kept: Actor, merged: Actor, moved: dict[str, Any]) -> list[str]:
    """The names of what is not as the merge left it."""
    found = []
    for name, actor in (("kept", kept), ("merged", merged)):
        now, then = comparable_state(actor), moved["after"][name]
        found += [part for part in then if now[part] != then[part] and part not in found]
    return found


def _put_back(kept: Actor, merged: Actor, moved: dict[str, Any]) -> None:
    for pk, position in moved["statements"]:
        Statement.objects.filter(pk=pk).update(actor=merged, position=position)
    Membership.objects.filter(pk__in=moved["memberships"]).update(actor=merged)
    for pk, day in moved["earlier"]:
        Membership.objects.filter(pk=pk).update(since=date.fromisoformat(day) if day else None)
    kept.fields.remove(*Field.objects.filter(pk__in=moved["fields"]))
    for story in Story.objects.filter(pk__in=moved["stories"]):
        story.actors.remove(kept)
        story.actors.add(merged)
    for story in Story.objects.filter(pk__in=moved["stories_of_both"]):
        story.actors.add(merged)
    Actor.objects.filter(pk__in=moved["parts"]).update(parent=merged)
    JoinRequest.objects.filter(pk__in=moved["requests"]).update(actor=merged)
    Participation.objects.filter(pk__in=moved.get("participations", ())).update(actor=merged)
    ActorSource.objects.filter(pk__in=moved.get("sources", ())).update(actor=merged)
    NamedMember.objects.filter(pk__in=moved.get("named_by", ())).update(actor=merged)
    for name, rows, field in followers():
        then = moved.get("followers", {}).get(name, ())
        rows.filter(pk__in=then, **{field: kept}).update(**{field: merged})
    for settle in after_merges:
        settle(kept.pk, merged.pk)
    MemberProposal.objects.filter(pk__in=moved.get("member_proposals", ())).update(actor=merged)
    MemberProposal.objects.filter(pk__in=moved.get("member_proposals_ended", ())).update(
        state=MemberProposalState.OPEN, decided_at=None
    )
    Proposal.objects.filter(pk__in=moved["proposals"]).update(
        state=ProposalState.OPEN, decided_at=None, decided_by=None
    )
