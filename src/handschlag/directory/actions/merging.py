"""Two entries of one actor become one, and can be taken apart again exactly as they were."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import index
from handschlag.directory.actions.content_rows import where
from handschlag.directory.actions.entry_versions import keep_first_revision, keep_revision
from handschlag.directory.hooks.merges import after_merges, before_merges
from handschlag.directory.models import (
    Actor,
    ActorSource,
    Field,
    JoinRequest,
    MemberProposal,
    MemberProposalState,
    Membership,
    Merge,
    NamedMember,
    Participation,
    Proposal,
    ProposalState,
    Statement,
    Status,
    Story,
)
from handschlag.directory.queries.entries import content_of
from handschlag.directory.queries.merging import followers, side_of
from handschlag.directory.rules.contents import GeoPoint, Kind, to_json
from handschlag.directory.rules.merging import MergePlan, plan
from handschlag.directory.rules.refusals import EditRefusal, MergeRefusal


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
    index.refresh(
        actor_ids=[kept.pk, merged.pk, *found.parts],
        network_ids=set(rows.values_list("network_id", flat=True)),
        story_ids=[*found.stories, *found.stories_of_both],
    )
