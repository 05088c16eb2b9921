"""A merge is undone: everything is as it was before, or nothing changes and the reason is named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import index
from handschlag.directory.actions.entry_versions import keep_revision
from handschlag.directory.actions.merging import both, comparable_state, touch
from handschlag.directory.hooks.merges import after_merges
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
    Story,
)
from handschlag.directory.queries.merging import followers
from handschlag.directory.rules.refusals import EditRefusal, MergeRefusal


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
    index.refresh(
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
