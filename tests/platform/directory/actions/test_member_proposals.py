"""A network names an actor that others entered as its member only after they, or an editor, agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Denied, Role
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.directory import joining, memberships
from handschlag.directory.contents import ACTOR_SECTIONS, ReviewMode
from handschlag.directory.entries import MemberRefusal, owns_actor, ways_for
from handschlag.directory.members import accept_member, decline_member, withdraw_member
from handschlag.directory.memberships import proposals_to_decide
from handschlag.directory.models import (
    Actor,
    JoinRequest,
    JoinState,
    MemberProposal,
    MemberProposalState,
    Membership,
    Network,
    Status,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def optik(martha: User) -> Network:
    """The network that would like to have more members."""
    network = builders.network("Optik Sachsen")
    builders.manages(martha, network)
    return network


@pytest.fixture
def fred(person: Callable[..., User]) -> User:
    return person("fred", Role.NETWORK_MANAGER)


@pytest.fixture
def laser(fred: User) -> Actor:
    """An actor of somebody else's network."""
    home = builders.network("Laser Hessen")
    builders.manages(fred, home)
    return builders.actor("Laser Kraft AG", networks=(home,))


def ask(optik: Network, actor: Actor, by: User, now: datetime) -> MemberProposal:
    made = memberships.add_member(network_id=optik.pk, actor_id=actor.pk, since=None, by=by.subject, now=now)
    assert isinstance(made, MemberProposal)
    return made


def test_a_published_actor_of_others_is_proposed_and_gives_no_rights(
    optik: Network, laser: Actor, martha: User, client: Client, now: datetime
) -> None:
    asked = ask(optik, laser, martha, now)
    assert not Membership.objects.filter(network=optik).exists()
    assert not owns_actor(martha.subject, laser.pk)
    assert AuditEntry.objects.get(verb="member.proposed").by_id == martha.pk
    client.force_login(martha)
    assert client.get(f"/de/manage/actors/{laser.slug}/").status_code == 403
    assert client.get(f"/de/manage/actors/{laser.slug}/edit/description/").status_code == 403
    assert laser.name not in client.get(f"/de/networks/{optik.slug}/").content.decode()
    page = client.get(f"/de/manage/networks/{optik.slug}/members/").content.decode()
    assert "Vorgeschlagen, Antwort steht aus" in page
    assert laser.name in page
    assert client.post(f"/de/manage/member-proposals/{asked.pk}/", {"do": "accept"}).status_code == 404
    assert MemberProposal.objects.get().state == MemberProposalState.OPEN


def test_an_actor_that_nobody_looks_after_is_decided_by_an_editor(
    optik: Network, martha: User, editha: User, client: Client, now: datetime
) -> None:
    alone = builders.actor("Einzeln GmbH")
    asked = ask(optik, alone, martha, now)
    client.force_login(editha)
    assert "Einzeln GmbH" in client.get("/de/manage/member-proposals/").content.decode()
    assert "Vorgeschlagene Mitglieder" in client.get("/de/moderation/").content.decode()
    client.post(f"/de/manage/member-proposals/{asked.pk}/", {"do": "accept"})
    made = Membership.objects.get(network=optik)
    assert (made.actor, made.is_origin) == (alone, False)
    assert owns_actor(martha.subject, alone.pk)
    ways = ways_for(martha.subject, alone, ACTOR_SECTIONS)
    assert set(ways.values()) == {ReviewMode.REVIEWED}, (
        "nobody rewrites an entry of others by making it a member"
    )
    told = Mail.objects.get(to=martha.email)
    assert "ist jetzt Mitglied" in told.subject


def test_the_actors_own_people_are_asked_by_letter_and_decide(
    optik: Network, laser: Actor, martha: User, fred: User, client: Client, now: datetime
) -> None:
    asked = ask(optik, laser, martha, now)
    letter = Mail.objects.get(to=fred.email)
    assert "„Optik Sachsen“" in letter.subject
    assert "/de/manage/member-proposals/" in letter.text
    client.force_login(fred)
    assert "1 Netzwerk möchte" in client.get("/de/manage/").content.decode()
    page = client.get(f"/de/manage/member-proposals/{asked.pk}/").content.decode()
    assert "Ist „Laser Kraft AG“ Mitglied von „Optik Sachsen“?" in page
    client.post(f"/de/manage/member-proposals/{asked.pk}/", {"do": "decline"})
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (MemberProposalState.DECLINED, fred)
    assert not Membership.objects.filter(network=optik).exists()
    assert "wird nicht Mitglied" in Mail.objects.get(to=martha.email).subject


def test_a_no_holds_for_thirty_days(
    optik: Network, laser: Actor, martha: User, fred: User, now: datetime
) -> None:
    asked = ask(optik, laser, martha, now)
    with pytest.raises(Refusal) as refusal:
        ask(optik, laser, martha, now)
    assert refusal.value.reason is MemberRefusal.ALREADY_PROPOSED
    decline_member(proposal_id=asked.pk, by=fred.subject, now=now)
    with pytest.raises(Refusal) as refusal:
        ask(optik, laser, martha, now + timedelta(days=29))
    assert refusal.value.reason is MemberRefusal.DECLINED_LATELY
    assert ask(optik, laser, martha, now + timedelta(days=31)).state == MemberProposalState.OPEN


@pytest.mark.parametrize("role", Role)
def test_only_editors_and_the_actors_own_people_decide(
    optik: Network, laser: Actor, martha: User, person: Callable[..., User], now: datetime, role: Role
) -> None:
    asked = ask(optik, laser, martha, now)
    roles = () if role in {Role.VISITOR, Role.PARTICIPANT} else (role,)
    somebody = person("somebody", *roles)
    may_decide = role in {Role.EDITOR, Role.ADMINISTRATOR}
    for act in (accept_member, decline_member):
        if may_decide:
            act(proposal_id=asked.pk, by=somebody.subject, now=now)
            MemberProposal.objects.update(state="open", decided_at=None, decided_by=None)
            Membership.objects.filter(network=optik).delete()
        else:
            with pytest.raises(Denied):
                act(proposal_id=asked.pk, by=somebody.subject, now=now)


def test_whoever_proposed_cannot_accept_and_only_their_network_withdraws(
    optik: Network, laser: Actor, martha: User, fred: User, now: datetime
) -> None:
    asked = ask(optik, laser, martha, now)
    with pytest.raises(Denied):
        accept_member(proposal_id=asked.pk, by=martha.subject, now=now)
    with pytest.raises(Denied):
        withdraw_member(proposal_id=asked.pk, by=fred.subject, now=now)
    withdraw_member(proposal_id=asked.pk, by=martha.subject, now=now)
    with pytest.raises(Refusal) as refusal:
        accept_member(proposal_id=asked.pk, by=fred.subject, now=now)
    assert refusal.value.reason is MemberRefusal.DECIDED


def test_of_two_who_decide_at_once_one_is_told_so(
    optik: Network, laser: Actor, martha: User, fred: User, editha: User, now: datetime
) -> None:
    asked = ask(optik, laser, martha, now)
    accept_member(proposal_id=asked.pk, by=editha.subject, now=now)
    with pytest.raises(Refusal) as refusal:
        decline_member(proposal_id=asked.pk, by=fred.subject, now=now)
    assert refusal.value.reason is MemberRefusal.DECIDED
    assert Membership.objects.filter(network=optik, actor=laser).count() == 1


def test_own_actors_and_those_of_editors_are_members_at_once(
    optik: Network, laser: Actor, fred: User, editha: User, now: datetime
) -> None:
    second = builders.network("Zweites Netz von Fred")
    builders.manages(fred, second)
    for network, by in ((second, fred), (optik, editha)):
        made = memberships.add_member(
            network_id=network.pk, actor_id=laser.pk, since=None, by=by.subject, now=now
        )
        assert isinstance(made, Membership)


def test_a_network_that_was_accepted_decides_for_nobody_else(
    optik: Network, laser: Actor, martha: User, fred: User, now: datetime
) -> None:
    accept_member(proposal_id=ask(optik, laser, martha, now).pk, by=fred.subject, now=now)
    third, gus = builders.network("Photonik Berlin"), User.objects.create_user(email="gus@example.org")
    builders.manages(gus, third)
    RoleGrant.objects.create(user=gus, role=Role.NETWORK_MANAGER, granted_at=now)
    Mail.objects.all().delete()
    asked = ask(third, laser, gus, now)
    assert list(Mail.objects.values_list("to", flat=True)) == [fred.email]
    assert list(proposals_to_decide(fred.subject)) == [asked]
    assert not proposals_to_decide(martha.subject).exists()
    with pytest.raises(Denied):
        accept_member(proposal_id=asked.pk, by=martha.subject, now=now)
    assert accept_member(proposal_id=asked.pk, by=fred.subject, now=now).state == MemberProposalState.ACCEPTED


def test_a_second_network_of_whoever_was_accepted_asks_again(
    optik: Network, laser: Actor, martha: User, fred: User, now: datetime
) -> None:
    accept_member(proposal_id=ask(optik, laser, martha, now).pk, by=fred.subject, now=now)
    second = builders.network("Zweites Netz von Martha")
    builders.manages(martha, second)
    assert ask(second, laser, martha, now).state == MemberProposalState.OPEN
    assert not Membership.objects.filter(network=second).exists()


def test_what_an_editor_adds_herself_answers_the_proposal(
    optik: Network, laser: Actor, martha: User, editha: User, now: datetime
) -> None:
    asked = ask(optik, laser, martha, now)
    memberships.add_member(network_id=optik.pk, actor_id=laser.pk, since=None, by=editha.subject, now=now)
    asked.refresh_from_db()
    assert asked.state == MemberProposalState.ACCEPTED


def test_a_request_to_join_is_no_way_around_it(
    optik: Network, laser: Actor, martha: User, now: datetime
) -> None:
    request = JoinRequest.objects.create(
        network=optik,
        organisation="Laser Kraft AG",
        contact_name="Martha",
        contact_email="martha@private.example",
        asked_at=now,
        confirmed_at=now,
        state=JoinState.OPEN,
    )
    joining.accept(request_id=request.pk, actor=laser.pk, since=None, answer="", by=martha.subject, now=now)
    assert not Membership.objects.filter(network=optik).exists()
    assert MemberProposal.objects.get().actor == laser
    assert "bestätigen die Mitgliedschaft" in Mail.objects.get(to="martha@private.example").text


def test_a_draft_of_others_does_not_exist(optik: Network, martha: User, now: datetime) -> None:
    draft = builders.actor("Geheim GmbH", status=Status.IN_REVIEW)
    with pytest.raises(Refusal) as refusal:
        memberships.add_member(network_id=optik.pk, actor_id=draft.pk, since=None, by=martha.subject, now=now)
    assert refusal.value.reason is MemberRefusal.NO_SUCH_ACTOR


def test_a_proposal_for_an_actor_that_was_merged_counts_for_the_one_that_is_left(
    optik: Network, laser: Actor, martha: User, editha: User, now: datetime
) -> None:
    twin = builders.actor("Laser Kraft")
    asked = ask(optik, twin, martha, now)
    Actor.objects.filter(pk=twin.pk).update(merged_into=laser, status=Status.ARCHIVED)
    accept_member(proposal_id=asked.pk, by=editha.subject, now=now)
    assert Membership.objects.get(network=optik).actor == laser


def test_the_list_costs_the_same_for_one_and_for_three(
    optik: Network, martha: User, editha: User, client: Client, now: datetime
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(editha)
    client.get("/de/manage/member-proposals/")
    costs = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            ask(optik, builders.actor(f"{name} GmbH"), martha, now)
        with CaptureQueriesContext(connection) as seen:
            client.get("/de/manage/member-proposals/")
        costs.append(len(seen))
    assert costs[0] == costs[1]
