"""Proposed members are accepted or declined by the actor's own people or an editor, or withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory import emails
from handschlag.directory.actions.memberships import begin
from handschlag.directory.models import Actor, MemberProposal, MemberProposalState, Membership
from handschlag.directory.queries.managing import has_entered, manages
from handschlag.directory.rules.refusals import MemberRefusal


@transaction.atomic
def accept_member(*, proposal_id: int, by: Subject, now: datetime) -> MemberProposal:
    """The actor is a member; those who look after the network may now propose changes to its entry."""
    proposal = _decided(proposal_id, MemberProposalState.ACCEPTED, by=by, now=now)
    actor = _kept(proposal.actor)
    pair = Membership.objects.filter(network_id=proposal.network_id, actor=actor, until__isnull=True)
    if not pair.exists():
        begin(proposal.network_id, actor.pk, since=proposal.since, is_origin=False, by=by, now=now)
    emails.tell_member_decided(proposal, by=by, now=now)
    return proposal


@transaction.atomic
def decline_member(*, proposal_id: int, by: Subject, now: datetime) -> MemberProposal:
    """The actor does not become a member, and is not proposed again for a while."""
    proposal = _decided(proposal_id, MemberProposalState.DECLINED, by=by, now=now)
    emails.tell_member_decided(proposal, by=by, now=now)
    return proposal


@transaction.atomic
def withdraw_member(*, proposal_id: int, by: Subject, now: datetime) -> MemberProposal:
    """Those who look after the network have thought better of it."""
    proposal = _open(proposal_id)
    require(by, Action.EDIT_MEMBERSHIP, owns=manages(by, proposal.network_id))
    return _closed(proposal, MemberProposalState.WITHDRAWN, by=by, now=now)


def _open(proposal_id: int) -> MemberProposal:
    rows = MemberProposal.objects.select_related("network", "actor")
    proposal = rows.filter(pk=proposal_id, state=MemberProposalState.OPEN).first()
    if proposal is None:
        raise Refusal(MemberRefusal.DECIDED)
    return proposal


def _decided(proposal_id: int, state: MemberProposalState, *, by: Subject, now: datetime) -> MemberProposal:
    proposal = _open(proposal_id)
    require(by, Action.DECIDE_MEMBERSHIP, owns=has_entered(by, _kept(proposal.actor).pk))
    return _closed(proposal, state, by=by, now=now)


def _closed(
    proposal: MemberProposal, state: MemberProposalState, *, by: Subject, now: datetime
) -> MemberProposal:
    """Of two who decide at once, the second is told that it is decided."""
    still_open = MemberProposal.objects.filter(pk=proposal.pk, state=MemberProposalState.OPEN)
    if still_open.update(state=state, decided_at=now, decided_by_id=by.user_id) != 1:
        raise Refusal(MemberRefusal.DECIDED)
    proposal.state, proposal.decided_at, proposal.decided_by_id = state, now, by.user_id
    changes = {"network": [None, proposal.network_id], "actor": [None, proposal.actor_id]}
    audit.record(verb=f"member.{state}", target=proposal, by_id=by.user_id, now=now, changes=changes)
    return proposal


def _kept(actor: Actor) -> Actor:
    """The actor that this one was merged into meanwhile, or itself."""
    while actor.merged_into is not None:
        actor = actor.merged_into
    return actor
