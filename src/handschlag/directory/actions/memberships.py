"""Who belongs to a network, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory import emails
from handschlag.directory.actions import index
from handschlag.directory.models import (
    Actor,
    MemberProposal,
    MemberProposalState,
    Membership,
    Network,
    Status,
)
from handschlag.directory.queries.managing import has_entered, manages, owns_actor
from handschlag.directory.rules.refusals import EditRefusal, MemberRefusal

A_NO_HOLDS = timedelta(days=30)


@transaction.atomic
def add_member(
    *,
    network_id: int,
    actor_id: int,
    since: date | None,
    by: Subject,
    now: datetime,
    is_new: bool = False,
) -> Membership | MemberProposal:
    """The actor belongs to the network from that day on; one that others entered is proposed to them."""
    network = _owned_network(network_id, by)
    actor = Actor.objects.filter(pk=actor_id, merged_into__isnull=True).first()
    if actor is None or not (is_new or _is_visible(actor, by)):
        raise Refusal(MemberRefusal.NO_SUCH_ACTOR)
    if not is_new and _is_of_others(actor, by):
        proposal = propose(network, actor, since=since, by=by, now=now)
        emails.tell_proposed(network, actor_ids=[actor.pk], now=now)
        return proposal
    open_ones = MemberProposal.objects.filter(network=network, actor=actor, state=MemberProposalState.OPEN)
    open_ones.update(state=MemberProposalState.ACCEPTED, decided_at=now, decided_by_id=by.user_id)
    return begin(network.pk, actor.pk, since=since, is_origin=is_new, by=by, now=now)


def begin(
    network_id: int, actor_id: int, *, since: date | None, is_origin: bool, by: Subject, now: datetime
) -> Membership:
    """The actor is a member; whoever calls this has made sure that it may be."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                network_id=network_id, actor_id=actor_id, since=since, is_origin=is_origin
            )
    except IntegrityError as error:
        raise Refusal(MemberRefusal.ALREADY_MEMBER) from error
    _note(membership, "added", by=by, now=now)
    index.refresh(network_ids=[network_id], actor_ids=[actor_id])
    return membership


def propose(
    network: Network, actor: Actor, *, since: date | None, by: Subject, now: datetime
) -> MemberProposal:
    """Nothing changes until the actor's own people or an editor agree; a no holds for a while."""
    if Membership.objects.filter(network=network, actor=actor, until__isnull=True).exists():
        raise Refusal(MemberRefusal.ALREADY_MEMBER)
    before = MemberProposal.objects.filter(network=network, actor=actor)
    if before.filter(state=MemberProposalState.DECLINED, decided_at__gt=now - A_NO_HOLDS).exists():
        raise Refusal(MemberRefusal.DECLINED_LATELY)
    try:
        with transaction.atomic():
            proposal = MemberProposal.objects.create(
                network=network, actor=actor, since=since, by_id=by.user_id, at=now
            )
    except IntegrityError as error:
        raise Refusal(MemberRefusal.ALREADY_PROPOSED) from error
    changes = {"network": [None, network.pk], "actor": [None, actor.pk]}
    audit.record(verb="member.proposed", target=proposal, by_id=by.user_id, now=now, changes=changes)
    return proposal


def _is_of_others(actor: Actor, by: Subject) -> bool:
    """Whether others have to agree before this person's network names the actor as its member."""
    return not may(by, Action.PUBLISH_ACTOR) and not has_entered(by, actor.pk)


def _is_visible(actor: Actor, by: Subject) -> bool:
    """Nobody learns of a draft of others by making it a member."""
    return actor.status == Status.PUBLISHED or may(by, Action.PUBLISH_ACTOR) or owns_actor(by, actor.pk)


def _owned_network(network_id: int, by: Subject) -> Network:
    network = Network.objects.filter(pk=network_id).first()
    if network is None:
        raise Refusal(EditRefusal.GONE)
    require(by, Action.EDIT_MEMBERSHIP, owns=manages(by, network.pk))
    return network


@transaction.atomic
def end_members(
    *, network_id: int, membership_ids: Iterable[int], until: date, by: Subject, now: datetime
) -> int:
    """These memberships end on that day: all of them, or none and the reason why."""
    network = _owned_network(network_id, by)
    rows = list(Membership.objects.select_for_update().filter(network=network, pk__in=list(membership_ids)))
    if not rows or any(row.until is not None for row in rows):
        raise Refusal(MemberRefusal.NOT_OPEN)
    early = [row for row in rows if row.since is not None and row.since > until]
    if early:
        raise Refusal(MemberRefusal.ENDS_BEFORE_IT_BEGINS, membership_ids=[row.pk for row in early])
    for row in rows:
        row.until = until
        row.save(update_fields=["until"])
        _note(row, "ended", by=by, now=now)
    index.refresh(network_ids=[network.pk], actor_ids=[row.actor_id for row in rows])
    return len(rows)


@transaction.atomic
def reopen_member(*, network_id: int, membership_id: int, by: Subject, now: datetime) -> Membership:
    """A membership that had ended goes on as if it had not."""
    network = _owned_network(network_id, by)
    row = Membership.objects.select_for_update().filter(network=network, pk=membership_id).first()
    if row is None or row.until is None:
        raise Refusal(MemberRefusal.NOT_OPEN)
    row.until = None
    try:
        with transaction.atomic():
            row.save(update_fields=["until"])
    except IntegrityError as error:
        raise Refusal(MemberRefusal.ALREADY_MEMBER) from error
    _note(row, "reopened", by=by, now=now)
    index.refresh(network_ids=[network.pk], actor_ids=[row.actor_id])
    return row


def mark_of(membership: Membership) -> str:
    """A form sends back the dates that it showed."""
    return f"{membership.since or ''}/{membership.until or ''}"


@transaction.atomic
def set_dates(
    *,
    network_id: int,
    membership_id: int,
    since: date | None,
    until: date | None,
    seen: str,
    by: Subject,
    now: datetime,
) -> Membership:
    """A membership began and ended on these days; without an end it goes on."""
    network = _owned_network(network_id, by)
    row = Membership.objects.select_for_update().filter(network=network, pk=membership_id).first()
    if row is None:
        raise Refusal(MemberRefusal.NOT_OPEN)
    if mark_of(row) != seen:
        raise Refusal(EditRefusal.STALE)
    if since is not None and until is not None and since > until:
        raise Refusal(MemberRefusal.ENDS_BEFORE_IT_BEGINS, membership_ids=[row.pk])
    changes = {"since": [_iso(row.since), _iso(since)], "until": [_iso(row.until), _iso(until)]}
    row.since, row.until = since, until
    try:
        with transaction.atomic():
            row.save(update_fields=["since", "until"])
    except IntegrityError as error:
        raise Refusal(MemberRefusal.ALREADY_MEMBER) from error
    audit.record(verb="dated", target=row, by_id=by.user_id, now=now, changes=changes)
    index.refresh(network_ids=[network.pk], actor_ids=[row.actor_id])
    return row


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _note(membership: Membership, verb: str, *, by: Subject, now: datetime) -> None:
    audit.record(verb=verb, target=membership, by_id=by.user_id, now=now, changes=describe(membership))


def describe(membership: Membership) -> dict[str, Any]:
    """What the audit trail says of a membership."""
    return {
        "network": [None, membership.network_id],
        "actor": [None, membership.actor_id],
        "until": [None, _iso(membership.until)],
    }
