"""Entries move from draft to public, back, and to what they were, by those who may and as they were seen."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.platform import builders
from tests.platform.directory.actions.test_editing import save

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.directory.contents import Kind
from handschlag.directory.editing import publication
from handschlag.directory.editing.publication import Seen
from handschlag.directory.entries import EditRefusal, live_proposal
from handschlag.directory.models import Network, Proposal, ProposalState, Revision, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(martha: User) -> Network:
    network = builders.network()
    builders.manages(martha, network)
    return network


def seen_of(network: Network) -> Seen:
    network.refresh_from_db()
    proposal = live_proposal(Kind.NETWORK, network.pk)
    return Seen(
        kind=Kind.NETWORK,
        pk=network.pk,
        version=network.version,
        proposal=proposal.version if proposal else None,
    )


def test_a_published_proposal_is_on_the_page_and_its_author_is_told(
    network: Network, martha: User, editha: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Neu"}, by=martha.subject, now=now)
    publication.publish(seen=seen_of(network), by=editha.subject, now=now)
    network.refresh_from_db()
    assert (network.name, network.status, network.version) == ("Neu", Status.PUBLISHED, 2)
    assert Proposal.objects.get().state == ProposalState.PUBLISHED
    letter = Mail.objects.get()
    assert (letter.to, letter.subject) == ("martha@example.org", "Veröffentlicht: Neu")
    assert "/de/networks/optik-sachsen/" in letter.text


def test_what_changed_after_the_editor_looked_is_not_published(
    network: Network, martha: User, editha: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Harmlos"}, by=martha.subject, now=now)
    seen = seen_of(network)
    part = {"description_de": "Nicht gelesen"}
    save(network, "description", part, by=martha.subject, now=now)
    with pytest.raises(Refusal) as caught:
        publication.publish(seen=seen, by=editha.subject, now=now)
    network.refresh_from_db()
    assert (caught.value.reason, network.name) == (EditRefusal.STALE, "Optik Sachsen")


def test_a_returned_proposal_keeps_its_words_and_brings_the_comment(
    network: Network, martha: User, editha: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Neu"}, by=martha.subject, now=now)
    publication.send_back(seen=seen_of(network), comment="Bitte mit e. V.", by=editha.subject, now=now)
    proposal = live_proposal(Kind.NETWORK, network.pk)
    assert proposal is not None
    assert (proposal.state, proposal.comment, proposal.changes) == (
        ProposalState.RETURNED,
        "Bitte mit e. V.",
        {"name": "Neu"},
    )
    letter = Mail.objects.get()
    assert letter.to == "martha@example.org"
    assert "> Bitte mit e. V." in letter.text


def test_a_returned_proposal_waits_again_when_it_was_changed(
    network: Network, martha: User, editha: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Neu"}, by=martha.subject, now=now)
    publication.send_back(seen=seen_of(network), comment="Nein.", by=editha.subject, now=now)
    save(network, "description", {"description_de": "Wir."}, by=martha.subject, now=now)
    proposal = live_proposal(Kind.NETWORK, network.pk)
    assert proposal is not None
    assert (proposal.state, proposal.comment, set(proposal.changes)) == (
        ProposalState.OPEN,
        "",
        {"name", "description_de"},
    )


def test_a_draft_is_submitted_returned_submitted_and_published(
    martha: User, editha: User, now: datetime
) -> None:
    network = builders.network("Entwurf", status=Status.DRAFT, published_at=None)
    builders.manages(martha, network)
    publication.submit(kind=Kind.NETWORK, pk=network.pk, by=martha.subject, now=now)
    network.refresh_from_db()
    assert network.status == Status.IN_REVIEW
    publication.send_back(seen=seen_of(network), comment="Kürzer.", by=editha.subject, now=now)
    network.refresh_from_db()
    assert (network.status, network.published_at) == (Status.DRAFT, None)
    publication.submit(kind=Kind.NETWORK, pk=network.pk, by=martha.subject, now=now)
    publication.publish(seen=seen_of(network), by=editha.subject, now=now)
    network.refresh_from_db()
    assert (network.status, network.published_at) == (Status.PUBLISHED, now)
    verbs = list(Revision.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["loaded", "submitted", "returned", "submitted", "published"]


def test_only_editors_publish_return_and_archive(
    network: Network, martha: User, paul: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Neu"}, by=martha.subject, now=now)
    for person in (martha, paul):
        with pytest.raises(Denied):
            publication.publish(seen=seen_of(network), by=person.subject, now=now)
        with pytest.raises(Denied):
            publication.send_back(seen=seen_of(network), comment="x", by=person.subject, now=now)
        with pytest.raises(Denied):
            publication.archive(kind=Kind.NETWORK, pk=network.pk, version=1, by=person.subject, now=now)
        with pytest.raises(Denied):
            publication.mark_looked_at(revision_ids=[1], by=person.subject, now=now)
    network.refresh_from_db()
    assert (network.status, network.name) == (Status.PUBLISHED, "Optik Sachsen")


def test_several_are_published_at_once_and_the_stale_one_is_named(
    martha: User, editha: User, now: datetime
) -> None:
    networks = [builders.network(name, status=Status.IN_REVIEW) for name in ("A-Netz", "B-Netz", "C-Netz")]
    seen = [seen_of(network) for network in networks]
    Network.objects.filter(pk=networks[1].pk).update(version=7)
    outcome = publication.publish_many(chosen=seen, by=editha.subject, now=now)
    assert outcome.published == (seen[0], seen[2])
    assert outcome.refused == ((seen[1], EditRefusal.STALE),)
    assert set(Network.objects.filter(status=Status.PUBLISHED).values_list("name", flat=True)) == {
        "A-Netz",
        "C-Netz",
    }


def test_an_archived_entry_is_public_no_longer_and_can_come_back(
    network: Network, editha: User, now: datetime
) -> None:
    publication.archive(kind=Kind.NETWORK, pk=network.pk, version=1, by=editha.subject, now=now)
    network.refresh_from_db()
    assert network.status == Status.ARCHIVED
    publication.publish(seen=seen_of(network), by=editha.subject, now=now)
    network.refresh_from_db()
    assert (network.status, network.published_at) == (Status.PUBLISHED, builders.NOW)


def test_a_manager_takes_her_own_story_off_but_not_one_of_others(
    network: Network, martha: User, now: datetime
) -> None:
    own = builders.story(network=network)
    foreign = builders.story("Fremd", network=builders.network("Fremdes Netz"))
    publication.archive(kind=Kind.STORY, pk=own.pk, version=1, by=martha.subject, now=now)
    with pytest.raises(Denied):
        publication.archive(kind=Kind.STORY, pk=foreign.pk, version=1, by=martha.subject, now=now)
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.status, foreign.status) == (Status.ARCHIVED, Status.PUBLISHED)


def test_a_restored_revision_is_a_new_one_with_the_old_words(
    network: Network, editha: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Zwei"}, by=editha.subject, now=now)
    save(network, "identity", {"name": "Drei"}, by=editha.subject, now=now)
    is_waiting = publication.restore(
        kind=Kind.NETWORK, pk=network.pk, number=1, version=3, by=editha.subject, now=now
    )
    network.refresh_from_db()
    assert (is_waiting, network.name, network.version) == (False, "Optik Sachsen", 4)
    assert [row.content["name"] for row in Revision.objects.order_by("number")] == [
        "Optik Sachsen",
        "Zwei",
        "Drei",
        "Optik Sachsen",
    ]
    assert AuditEntry.objects.filter(verb="restored").get().changes["name"] == ["Drei", "Optik Sachsen"]


def test_a_manager_who_restores_a_public_page_asks_an_editor(
    network: Network, martha: User, editha: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Zwei"}, by=editha.subject, now=now)
    assert publication.restore(
        kind=Kind.NETWORK, pk=network.pk, number=1, version=2, by=martha.subject, now=now
    )
    network.refresh_from_db()
    proposal = live_proposal(Kind.NETWORK, network.pk)
    assert proposal is not None
    assert (network.name, proposal.changes) == ("Zwei", {"name": "Optik Sachsen"})


@pytest.mark.parametrize(
    ("number", "version", "reason"),
    [(9, 2, EditRefusal.NO_SUCH_REVISION), (1, 1, EditRefusal.STALE)],
)
def test_what_cannot_be_restored_says_why(
    network: Network, editha: User, now: datetime, number: int, version: int, reason: EditRefusal
) -> None:
    save(network, "identity", {"name": "Zwei"}, by=editha.subject, now=now)
    with pytest.raises(Refusal) as caught:
        publication.restore(
            kind=Kind.NETWORK, pk=network.pk, number=number, version=version, by=editha.subject, now=now
        )
    assert caught.value.reason is reason


def test_changes_that_nobody_reviewed_can_be_marked_as_seen(
    network: Network, martha: User, editha: User, now: datetime
) -> None:
    save(network, "contact", {"website": "https://neu.example"}, by=martha.subject, now=now)
    row = Revision.objects.get(is_unreviewed=True)
    assert publication.mark_looked_at(revision_ids=[row.pk], by=editha.subject, now=now) == 1
    assert publication.mark_looked_at(revision_ids=[row.pk], by=editha.subject, now=now) == 0
    assert not Revision.objects.filter(is_unreviewed=True).exists()
