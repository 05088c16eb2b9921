"""Members that networks propose, for those who decide and for those who wait."""

from __future__ import annotations

from django.db.models import QuerySet

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.directory.models import MemberProposal, MemberProposalState, Network
from handschlag.directory.queries.managing import entered_actors

PAGE = 50


def proposals_to_decide(by: Subject) -> QuerySet[MemberProposal]:
    """Those that this person may decide: editors all, others those of actors that they entered."""
    rows = MemberProposal.objects.filter(state=MemberProposalState.OPEN).select_related(
        "network", "actor", "by"
    )
    if may(by, Action.DECIDE_MEMBERSHIP):
        return rows
    return rows.filter(actor_id__in=entered_actors(by).values("actor_id"))


def proposals_of(network: Network) -> tuple[MemberProposal, ...]:
    """What a network has proposed and waits for, by name."""
    rows = MemberProposal.objects.filter(network=network, state=MemberProposalState.OPEN)
    return tuple(rows.select_related("actor").order_by("actor__name", "pk"))
