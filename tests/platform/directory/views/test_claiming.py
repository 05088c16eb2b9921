"""Whoever reads mail at a network's own domain gets its page; a fact is corrected without an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.directory import versions
from handschlag.directory.contents import Kind
from handschlag.directory.editing import publication
from handschlag.directory.editing.publication import Seen
from handschlag.directory.entries import content_of, live_proposal, shown_to
from handschlag.directory.models import Invitation, ManagedNetwork, Network, NetworkStanding, Proposal

pytestmark = pytest.mark.django_db
CLAIM, CORRECT = "/de/networks/optik-sachsen/claim/", "/de/networks/optik-sachsen/correct/"


@pytest.fixture
def network() -> Network:
    return builders.network(website="https://www.optik-sachsen.example.org/", founded=2000)


def claim(client: Client, email: str, **more: str) -> Any:
    return client.post(CLAIM, {"email": email, **more})


def correct(client: Client, fact: str, value: str, **more: str) -> Any:
    said = {"fact": fact, "value": value, "source": "https://example.org/a", **more}
    return client.post(CORRECT, said)


def test_a_letter_to_the_own_domain_gives_the_page_to_who_opens_it(client: Client, network: Network) -> None:
    address = "office@optik-sachsen.example.org"
    assert claim(client, address).status_code == 302
    assert claim(client, address).status_code == 302  # while the link works, there is no second letter
    letter = Mail.objects.get(to=address)
    link = re.search(r"(/de/invitations/[\w-]+/)", text_of(letter))
    assert link is not None
    owner = User.objects.create_user(email=address, name="Olga")
    client.force_login(owner)
    assert client.post(link[1]).status_code == 302
    assert ManagedNetwork.objects.get(network=network).user == owner
    assert claim(client, "other@optik-sachsen.example.org").status_code == 422
    assert "betreut diese Seite bereits" in client.post(CLAIM, {"email": address}).content.decode()


def test_of_two_letters_only_the_first_that_is_used_gives_the_page(client: Client, network: Network) -> None:
    links = {}
    for name in ("first", "second"):
        address = f"{name}@optik-sachsen.example.org"
        claim(client, address)
        found = re.search(r"(/de/invitations/[\w-]+/)", text_of(Mail.objects.get(to=address)))
        assert found is not None
        links[address] = found[1]
    for address, link in links.items():
        client.force_login(User.objects.create_user(email=address, name="Olga"))
        client.post(link)
    assert [row.user.email for row in ManagedNetwork.objects.all()] == ["first@optik-sachsen.example.org"]


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("a@example.org", "https://www.optik-sachsen.example.org/"),
        ("a@optik-sachsen.example.org.attack.example", "https://www.optik-sachsen.example.org/"),
        ("a@uni.example.org", "https://uni.example.org/optik"),
        ("a@uni.example.org", "https://uni.example.org/#optik"),
        ("a@example.org", ""),
    ],
    ids=["a-domain-above", "a-domain-that-begins-alike", "a-page-within-a-site", "a-fragment", "no-website"],
)
def test_no_other_address_claims_a_page(client: Client, network: Network, email: str, website: str) -> None:
    Network.objects.filter(pk=network.pk).update(website=website)
    assert claim(client, email).status_code == 422
    assert not Invitation.objects.exists()
    assert not Mail.objects.exists()


def test_a_domain_that_others_have_too_or_that_may_have_lapsed_proves_nothing(
    client: Client, network: Network
) -> None:
    other = builders.network("Photonik Sachsen", website="https://optik-sachsen.example.org")
    assert claim(client, "a@optik-sachsen.example.org").status_code == 422
    assert "keine Domain" in client.get(CLAIM).content.decode()
    other.delete()
    Network.objects.filter(pk=network.pk).update(standing=NetworkStanding.DISSOLVED)
    assert claim(client, "a@optik-sachsen.example.org").status_code == 422
    Network.objects.filter(pk=network.pk).update(standing="")
    assert claim(client, "a@optik-sachsen.example.org").status_code == 302


def test_asking_again_for_a_letter_that_is_on_its_way_locks_nobody_out(
    client: Client, network: Network
) -> None:
    answers = {claim(client, "a@optik-sachsen.example.org").status_code for _ in range(6)}
    assert answers == {302}
    assert claim(client, "b@optik-sachsen.example.org").status_code == 302


def test_five_letters_a_day_and_none_for_programs(client: Client, network: Network) -> None:
    assert claim(client, "a@optik-sachsen.example.org", topic="buy").status_code == 302
    answers = [claim(client, f"a{n}@optik-sachsen.example.org").status_code for n in range(6)]
    assert answers == [302] * 5 + [429]
    assert Mail.objects.count() == 5


def test_one_fact_without_an_account_waits_for_an_editor(
    client: Client, network: Network, editha: User, now: Any
) -> None:
    assert correct(client, "founded", "1999").status_code == 302
    network.refresh_from_db()
    assert network.founded == 2000
    assert correct(client, "founded", "1066").status_code == 422  # below any year
    assert correct(client, "founded", "1998").status_code == 422  # what waits is overwritten by nobody
    assert correct(client, "website", "optik.example").status_code == 302
    proposal = live_proposal(Kind.NETWORK, network.pk)
    assert proposal is not None
    assert (proposal.by_id, proposal.changes["founded"], proposal.changes["website"]) == (
        None,
        1999,
        "https://optik.example",
    )
    seen = Seen(kind=Kind.NETWORK, pk=network.pk, version=network.version, proposal=proposal.version)
    publication.publish(seen=seen, by=editha.subject, now=now)
    network.refresh_from_db()
    assert network.founded == 1999
    assert network.sources.get(fact="founded").source == "https://example.org/a"


def test_a_correction_that_was_refused_makes_room_and_does_not_come_back(
    client: Client, network: Network, editha: User, now: Any
) -> None:
    correct(client, "founded", "1999"), correct(client, "legal_form", "GmbH")
    proposal = live_proposal(Kind.NETWORK, network.pk)
    assert proposal is not None
    seen = Seen(kind=Kind.NETWORK, pk=network.pk, version=network.version, proposal=proposal.version)
    publication.send_back(seen=seen, comment="Nein.", by=editha.subject, now=now)
    assert live_proposal(Kind.NETWORK, network.pk) is None
    client.force_login(editha)  # who corrects this way is a stranger too
    assert correct(client, "founded", "1998").status_code == 302
    again = live_proposal(Kind.NETWORK, network.pk)
    assert again is not None
    assert (again.by_id, again.changes["founded"], "legal_form" in again.changes) == (None, 1998, False)


def test_a_correction_is_nobodys_draft(client: Client, network: Network, martha: User, now: Any) -> None:
    builders.manages(martha, network)
    correct(client, "contact_phone", "0190 1")
    content = content_of(network)
    assert shown_to(martha.subject, network, content) == content
    with pytest.raises(Refusal):
        versions.withdraw_proposal(kind=Kind.NETWORK, pk=network.pk, by=martha.subject, now=now)
    client.force_login(martha)
    html = client.get(f"/de/manage/networks/{network.slug}/").content.decode()
    assert "0190 1" not in html
    assert "Meine Änderungen verwerfen" not in html
    Proposal.objects.update(by=martha)
    client.logout()
    assert (
        "Eine Änderung dieser Seite wartet"
        in client.post(CORRECT, {"fact": "founded", "value": "1999", "source": "x"}).content.decode()
    )


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("website", "javascript:alert(1)"),
        ("contact_email", "nobody"),
        ("founded", "zweitausend"),
        ("place", "Nirgendhausen"),
        ("contact_phone", "0" * 41),
        ("website", "example.org/" + "a" * 286),
        ("standing", "dissolved"),
    ],
)
def test_what_cannot_be_is_not_proposed(client: Client, network: Network, fact: str, value: str) -> None:
    assert correct(client, fact, value).status_code == 422
    assert not Proposal.objects.exists()


def test_both_pages_say_in_both_languages_what_happens(client: Client, network: Network) -> None:
    assert "optik-sachsen.example.org" in client.get(CLAIM).content.decode()
    assert "What stays" in client.get(CLAIM.replace("/de/", "/en/")).content.decode()
    assert "wir fragen nicht, wer Sie sind" in client.get(CORRECT).content.decode()
    assert client.get(CLAIM + "sent/").status_code == client.get(CORRECT + "sent/").status_code == 200
