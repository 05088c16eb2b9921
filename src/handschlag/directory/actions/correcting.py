"""Somebody without an account knows a fact of a network better: it waits for an editor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.actions import limits
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.directory.actions.editing import propose
from handschlag.directory.actions.entry_versions import locked_entry
from handschlag.directory.models import Proposal, ProposalState, Status
from handschlag.directory.queries.entries import content_of, live_proposal
from handschlag.directory.rules import claiming
from handschlag.directory.rules.claiming import ClaimRefusal
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.provenance import PROVENANCE, Provenance
from handschlag.directory.rules.refusals import EditRefusal
from handschlag.directory.rules.sections import source_names


@transaction.atomic
def correct(
    *, network_id: int, fact: str, value: Any, source: str, origin: str, by: Subject, now: datetime
) -> None:
    """One fact says this, as soon as an editor agrees; what waits already is overwritten by nobody.

    It counts as a stranger's, whoever is signed in: it is no draft of whoever manages the page.
    """
    require(by, Action.CORRECT_FACT)
    network = locked_entry(Kind.NETWORK, network_id)
    if network.status != Status.PUBLISHED:
        raise Refusal(EditRefusal.GONE)
    limits.count(claiming.CORRECTIONS_FROM_A_PLACE, origin, now=now)
    limits.count(claiming.CORRECTIONS_OF_A_NETWORK, str(network.pk), now=now)
    _require_room(live_proposal(Kind.NETWORK, network.pk), fact)
    waiting = Proposal.objects.filter(kind=Kind.NETWORK.value, state=ProposalState.OPEN, by=None)
    if waiting.count() >= claiming.MOST_WAITING:
        raise Refusal(ClaimRefusal.FULL)
    changes: dict[str, Any] = {fact: value}
    if source:
        facts = source_names([fact.removesuffix("_de").removesuffix("_en")])
        named = Provenance(facts=facts, source=source, seen_on=now.date())
        changes[PROVENANCE] = [named.to_json()]
    propose(network, before=content_of(network), changes=changes, by=Subject(), now=now)


def _require_room(proposal: Proposal | None, fact: str) -> None:
    """What waits is left alone; a stranger's that an editor refused waits no longer."""
    if proposal is None:
        return
    if proposal.by_id is not None:
        raise Refusal(ClaimRefusal.PAGE_WAITS)
    if proposal.state == ProposalState.OPEN and fact in proposal.changes:
        raise Refusal(ClaimRefusal.WAITS)
