"""Whoever runs a network takes its page over, by a link in a letter to the network's own domain."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts import actions as accounts
from handschlag.accounts.actions import limits
from handschlag.accounts.queries.links import sealed_token
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory import emails
from handschlag.directory.actions.team import PURPOSE
from handschlag.directory.models import Invitation, ManagedNetwork, Network, Status
from handschlag.directory.queries.claiming import claim_domain
from handschlag.directory.queries.invitations import waiting_invitations
from handschlag.directory.rules import claiming
from handschlag.directory.rules.claiming import ClaimRefusal


@transaction.atomic
def claim(*, network_id: int, email: str, language: str, origin: str, by: Subject, now: datetime) -> None:
    """A letter is on its way to an address at the network's domain; whoever uses its link manages the page.

    The same address gets no second letter while the first one's link still works.
    """
    require(by, Action.CLAIM_NETWORK)
    network = Network.objects.select_for_update().filter(pk=network_id, status=Status.PUBLISHED).first()
    if network is None or ManagedNetwork.objects.filter(network=network).exists():
        raise Refusal(ClaimRefusal.CLAIMED)
    limits.count(claiming.CLAIMS_FROM_A_PLACE, origin, now=now)
    address = normalised_address(email)
    if not claiming.is_at(address, claim_domain(network)):
        raise Refusal(ClaimRefusal.NOT_ITS_DOMAIN)
    if waiting_invitations(network.pk, now).filter(email=address).exists():
        return
    limits.count(claiming.CLAIMS_OF_A_NETWORK, str(network.pk), now=now)
    ends = now + claiming.LASTS
    row = Invitation.objects.create(network=network, email=address, invited_at=now, expires_at=ends)
    row.link = accounts.issue_link(
        purpose=PURPOSE,
        content={"invitation": row.pk, "is_claim": True},
        lasts=claiming.LASTS,
        by_id=None,
        now=now,
        email=address,
    )
    row.save(update_fields=["link"])
    audit.record(verb="claimed", target=row, by_id=by.user_id, now=now)
    emails.tell_claimed(
        to=address,
        language=language,
        network=network,
        invitation_id=row.pk,
        token=sealed_token(row.link),
        expires_at=ends,
        now=now,
    )
