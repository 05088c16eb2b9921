"""Who looks after a network: colleagues are invited by a link in a letter, and taken off again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from handschlag.accounts import actions as accounts
from handschlag.accounts.models import User
from handschlag.accounts.queries.links import sealed_token
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Action, Role, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory import emails
from handschlag.directory.models import Invitation, ManagedNetwork, Network
from handschlag.directory.queries.invitations import waiting_invitations
from handschlag.directory.queries.managing import is_looked_after, manages
from handschlag.directory.rules.claiming import ClaimRefusal
from handschlag.directory.rules.refusals import EditRefusal, TeamRefusal

PURPOSE = "network_invitation"
LASTS = timedelta(days=14)
MOST_WAITING = 20


def _owned(network_id: int, by: Subject) -> Network:
    """The network, locked: of two who change its team at once, the second sees what the first did."""
    network = Network.objects.select_for_update().filter(pk=network_id).first()
    if network is None:
        raise Refusal(EditRefusal.GONE)
    require(by, Action.INVITE_COLLEAGUE, owns=manages(by, network.pk))
    return network


@transaction.atomic
def invite(*, network_id: int, email: str, language: str, by: Subject, now: datetime) -> Invitation:
    """A letter with a link is on its way; whoever uses it looks after the network too."""
    network, address = _owned(network_id, by), normalised_address(email)
    if ManagedNetwork.objects.filter(network=network, user__email=address).exists():
        raise Refusal(TeamRefusal.ALREADY_MANAGES)
    waiting = waiting_invitations(network.pk, now)
    if waiting.filter(email=address).exists():
        raise Refusal(TeamRefusal.ALREADY_INVITED)
    if waiting.count() >= MOST_WAITING:
        raise Refusal(TeamRefusal.TOO_MANY)
    invitation = Invitation.objects.create(
        network=network, email=address, invited_by_id=by.user_id, invited_at=now, expires_at=now + LASTS
    )
    invitation.link = accounts.issue_link(
        purpose=PURPOSE,
        content={"invitation": invitation.pk},
        lasts=LASTS,
        by_id=by.user_id,
        now=now,
        email=address,
    )
    invitation.save(update_fields=["link"])
    audit.record(verb="invited", target=invitation, by_id=by.user_id, now=now)
    inviter = User.objects.filter(pk=by.user_id or 0).first()
    emails.tell_invited(
        to=address,
        language=language,
        network=network,
        invitation_id=invitation.pk,
        inviter=inviter,
        token=sealed_token(invitation.link),
        expires_at=invitation.expires_at,
        now=now,
    )
    return invitation


@transaction.atomic
def revoke(*, invitation_id: int, by: Subject, now: datetime) -> None:
    """The link in that letter opens nothing any more."""
    invitation = Invitation.objects.select_related("link").filter(pk=invitation_id).first()
    if invitation is None:
        raise Refusal(EditRefusal.GONE)
    _owned(invitation.network_id, by)
    rows = Invitation.objects.filter(pk=invitation_id, accepted_at__isnull=True, revoked_at__isnull=True)
    if not rows.update(revoked_at=now):
        raise Refusal(TeamRefusal.NOT_WAITING)
    if invitation.link_id is not None:
        accounts.withdraw_link(link_id=invitation.link_id, by_id=by.user_id, now=now)
    audit.record(verb="revoked", target=invitation, by_id=by.user_id, now=now)


@transaction.atomic
def accept(*, token: str, by: Subject, email: str, now: datetime) -> Network:
    """Whoever the letter was sent to looks after the network from now on; claims only the first."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=True)
    link = accounts.redeem_link(token=token, purpose=PURPOSE, by_id=by.user_id, now=now, email=email)
    invitation = Invitation.objects.select_related("network").get(pk=link.content["invitation"])
    Network.objects.select_for_update().get(pk=invitation.network_id)
    if link.content.get("is_claim") and is_looked_after(invitation.network):
        raise Refusal(ClaimRefusal.CLAIMED)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
    user = User.objects.get(pk=by.user_id or 0)
    ManagedNetwork.objects.get_or_create(user=user, network=invitation.network, defaults={"since": now})
    accounts.grant_role(user_id=user.pk, role=Role.NETWORK_MANAGER, by_id=invitation.invited_by_id, now=now)
    audit.record(verb="joined_team", target=invitation.network, by_id=by.user_id, now=now)
    emails.tell_joined(to_id=invitation.invited_by_id, colleague=user, network=invitation.network, now=now)
    return invitation.network


@transaction.atomic
def remove(*, network_id: int, user_id: int, by: Subject, now: datetime, is_warned: bool = False) -> None:
    """Somebody looks after the network no longer; the last one only after a warning was read."""
    network = _owned(network_id, by)
    rows = ManagedNetwork.objects.filter(network=network)
    row = rows.filter(user_id=user_id).select_related("user").first()
    if row is None:
        raise Refusal(TeamRefusal.NOT_A_MANAGER)
    if rows.count() == 1 and not is_warned:
        raise Refusal(TeamRefusal.LAST_MANAGER)
    row.delete()
    audit.record(
        verb="left_team", target=network, by_id=by.user_id, now=now, changes={"user": [user_id, None]}
    )
    if user_id != by.user_id:
        emails.tell_removed(user=row.user, network=network, now=now)
