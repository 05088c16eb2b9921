"""Lets actors of the demo look for partners all year: some of one network, some of others, and one asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.rules.policy import Role
from handschlag.common import audit
from handschlag.common.mail import rehearsed
from handschlag.demo.rules.personas import BY_PART, DOMAIN, PersonaRole
from handschlag.demo.rules.texts import ALL_YEAR_PURPOSE
from handschlag.directory.models import Actor, ManagedNetwork, Membership, Network
from handschlag.directory.queries.public import public_actors
from handschlag.matching.actions.partner_interests import express_interest
from handschlag.matching.actions.partner_lists import write_partner_lists
from handschlag.matching.models import PartnerSearch, SuggestedPartner

OWN: Final = 8
OTHERS: Final = 60


@transaction.atomic
def write_all_year(*, now: datetime) -> None:
    """The manager has lists to look at, and an interest to answer."""
    own = Network.objects.get(slug=BY_PART[PersonaRole.NETWORK_MANAGER].network)
    since = now - timedelta(days=20)
    mine = list(_actors().filter(memberships__network=own, memberships__is_origin=True)[:OWN])
    others = list(_actors().exclude(memberships__network=own)[:OTHERS])
    PartnerSearch.objects.bulk_create(PartnerSearch(actor=one, since=since) for one in (*mine, *others))
    for one in (*mine, *others):
        audit.record(verb="invented", target=one, by_id=None, now=now)
    by = _speaker_of(others, now=now)
    write_partner_lists(now=now)
    with rehearsed():  # nobody is written to: these people are invented
        _ask(mine, others, by=by, now=now)


def _actors() -> QuerySet[Actor]:
    rows = public_actors().filter(is_demo=True, statements__isnull=False, memberships__is_origin=True)
    return rows.distinct().order_by("pk")


def _speaker_of(others: list[Actor], *, now: datetime) -> User:
    """Only whoever has people of their own is suggested."""
    user = User.objects.create_user(email=f"partner@{DOMAIN}", name="Paula Demo", is_demo=True)
    audit.record(verb="invented", target=user, by_id=None, now=now)
    RoleGrant.objects.create(user=user, role=Role.NETWORK_MANAGER, granted_at=now)
    entered = Membership.objects.filter(actor__in=others, is_origin=True, until__isnull=True)
    networks = Network.objects.filter(pk__in=entered.values("network_id")).order_by("pk")
    ManagedNetwork.objects.bulk_create(ManagedNetwork(user=user, network=one, since=now) for one in networks)
    return User.objects.get(pk=user.pk)


def _ask(mine: list[Actor], others: list[Actor], *, by: User, now: datetime) -> None:
    """Whoever stands best on a list of another network is asked by it."""
    rows = SuggestedPartner.objects.filter(search__actor__in=others, partner__actor__in=mine)
    line = rows.select_related("search", "partner").order_by("-score", "pk").first()
    if line is None:
        return
    express_interest(
        actor_id=line.search.actor_id,
        other_id=line.partner.actor_id,
        purpose=ALL_YEAR_PURPOSE,
        by=by.subject,
        now=now - timedelta(days=2),
    )
