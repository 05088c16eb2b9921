"""An organisation asks to join a network: asked, confirmed, answered, and forgotten in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from handschlag.accounts import actions as accounts
from handschlag.accounts.actions import limits
from handschlag.accounts.models import User
from handschlag.accounts.queries.links import sealed_token
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.mail import forget_person
from handschlag.common.refusals import Refusal
from handschlag.directory import emails
from handschlag.directory.actions.creating import create_actor
from handschlag.directory.actions.memberships import add_member
from handschlag.directory.emails.joining import asker_of
from handschlag.directory.models import (
    JoinRequest,
    JoinState,
    ManagedNetwork,
    MemberProposal,
    Membership,
    Network,
    Status,
)
from handschlag.directory.queries.managing import manages
from handschlag.directory.rules import joining
from handschlag.directory.rules.contents import ActorContent
from handschlag.directory.rules.joining import JoinRefusal

PURPOSE = "join_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRequest:
    """What an organisation says about itself, and how it is reached."""

    organisation: str
    place: str
    website: str
    contact_name: str
    contact_email: str
    message: str
    language: str


@transaction.atomic
def request_membership(
    *, network_id: int, asking: MembershipRequest, origin: str, by: Subject, now: datetime
) -> None:
    """A letter to confirm the address is on its way; nobody sees the request before.

    Whether the same request waits already is told to nobody: there is no second letter then.
    """
    require(by, Action.REQUEST_TO_JOIN)
    network = Network.objects.filter(pk=network_id, status=Status.PUBLISHED).first()
    if network is None or not ManagedNetwork.objects.filter(network=network).exists():
        raise Refusal(JoinRefusal.NOT_TAKEN)
    address = normalised_address(asking.contact_email)
    limits.count(joining.FROM_A_PLACE, origin, now=now)
    limits.count(joining.TO_A_NETWORK, str(network.pk), now=now)
    limits.count(joining.OF_AN_ADDRESS, address, now=now)
    same = JoinRequest.objects.filter(network=network, contact_email=address)
    just_now = Q(state=JoinState.UNCONFIRMED, asked_at__gt=now - joining.PRESSED_TWICE)
    if same.filter(just_now | Q(state=JoinState.OPEN)).exists():
        return
    request = JoinRequest.objects.create(
        network=network,
        organisation=asking.organisation,
        place=asking.place,
        website=asking.website,
        contact_name=asking.contact_name,
        contact_email=address,
        message=asking.message,
        language=asking.language,
        asked_at=now,
    )
    request.link = accounts.issue_link(
        purpose=PURPOSE,
        content={"request": request.pk},
        lasts=joining.CONFIRM_WITHIN,
        by_id=None,
        now=now,
        email=address,
    )
    request.save(update_fields=["link"])
    audit.record(verb="asked", target=request, by_id=by.user_id, now=now)
    emails.ask_to_confirm(
        request, token=sealed_token(request.link), expires_at=now + joining.CONFIRM_WITHIN, now=now
    )


@transaction.atomic
def confirm(*, token: str, now: datetime) -> JoinRequest:
    """The address is that of who asked: now those who look after the network see the request."""
    link = accounts.redeem_link(token=token, purpose=PURPOSE, by_id=None, now=now)
    request = JoinRequest.objects.select_related("network").filter(pk=link.content["request"]).first()
    if request is None:
        raise Refusal(JoinRefusal.GONE)
    request.state, request.confirmed_at = JoinState.OPEN, now
    request.save(update_fields=["state", "confirmed_at"])
    audit.record(verb="confirmed", target=request, by_id=None, now=now)
    managers = User.objects.filter(managed_networks__network=request.network, is_active=True)
    emails.tell_managers(request, managers=list(managers), now=now)
    emails.tell_asked(request, now=now)
    return request


def _decide(request_id: int, *, state: JoinState, answer: str, by: Subject, now: datetime) -> JoinRequest:
    """Of two who decide at once, the second is told that it is decided."""
    request = JoinRequest.objects.select_related("network").filter(pk=request_id).first()
    if request is None:
        raise Refusal(JoinRefusal.GONE)
    require(by, Action.DECIDE_JOIN_REQUEST, owns=manages(by, request.network_id))
    values = {"state": state, "decided_at": now, "decided_by_id": by.user_id, "answer": answer}
    if not JoinRequest.objects.filter(pk=request_id, state=JoinState.OPEN).update(**values):
        raise Refusal(JoinRefusal.DECIDED)
    audit.record(verb=state.value, target=request, by_id=by.user_id, now=now)
    request.refresh_from_db()
    return request


@transaction.atomic
def accept(
    *,
    request_id: int,
    actor: int | ActorContent,
    since: date | None,
    answer: str,
    by: Subject,
    now: datetime,
) -> JoinRequest:
    """The organisation is a member: as an actor that was there already, or as a new one."""
    request = _decide(request_id, state=JoinState.ACCEPTED, answer=answer, by=by, now=now)
    network_id, is_proposed = request.network_id, False
    if isinstance(actor, ActorContent):
        made = create_actor(network_id=network_id, content=actor, since=since, by=by, now=now)
        request.actor_id = made.pk
    else:
        if not Membership.objects.filter(network_id=network_id, actor_id=actor, until=None).exists():
            joined = add_member(network_id=network_id, actor_id=actor, since=since, by=by, now=now)
            is_proposed = isinstance(joined, MemberProposal)
        request.actor_id = actor
    request.save(update_fields=["actor"])
    emails.tell_accepted(request, is_proposed=is_proposed, now=now)
    return request


@transaction.atomic
def decline(*, request_id: int, answer: str, by: Subject, now: datetime) -> JoinRequest:
    """The organisation does not become a member, and is told why in kind words."""
    request = _decide(request_id, state=JoinState.DECLINED, answer=answer, by=by, now=now)
    emails.tell_declined(request, now=now)
    return request


@transaction.atomic
def delete_expired_requests(*, now: datetime) -> int:
    """What people wrote is deleted when its time has come; how many requests that were."""
    old = (
        Q(state=JoinState.UNCONFIRMED, asked_at__lt=now - joining.CONFIRM_WITHIN)
        | Q(state=JoinState.OPEN, confirmed_at__lt=now - joining.KEEP_UNDECIDED)
        | Q(decided_at__lt=now - joining.KEEP_DECIDED)
    )
    return delete_requests(JoinRequest.objects.filter(old), now=now)


@transaction.atomic
def delete_requests(requests: QuerySet[JoinRequest], *, now: datetime) -> int:
    """With the letters about them; how many. Needs no right of its own: it is a part of erasing."""
    rows = list(requests)
    for row in rows:
        forget_person(asker_of(row), now=now)
        audit.record(verb="forgotten", target=row, by_id=None, now=now)
    JoinRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
