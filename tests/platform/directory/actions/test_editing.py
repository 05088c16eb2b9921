"""A section is saved: at once or as a proposal, by those who may, and never over what others wrote."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.directory.contents import SECTIONS, Kind, Provenance, ReviewMode, etag_of, section
from handschlag.directory.entries import EditRefusal, content_of, live_proposal
from handschlag.directory.models import Actor, Network, Proposal, ProposalState, Revision, Status
from handschlag.directory.versions import Saved, save_section, withdraw_proposal

OLD, NEW = "https://alt.example", "https://neu.example"
pytestmark = pytest.mark.django_db
SOURCE = Provenance(facts=(), source="https://optik.example/about", seen_on=date(2026, 11, 20))


def save(
    entry: Network | Actor,
    name: str,
    changes: dict[str, Any],
    *,
    by: Subject,
    now: datetime,
    seen: str | None = None,
    source: Provenance | None = SOURCE,
) -> Saved:
    kind = Kind(entry._meta.model_name)
    part = section(kind, name)
    assert part is not None
    fresh = type(entry).objects.get(pk=entry.pk)
    mark = etag_of(content_of(fresh), part.facts) if seen is None else seen
    if isinstance(entry, Actor):
        source = None
    return save_section(
        kind=kind, pk=entry.pk, section=part, changes=changes, seen=mark, by=by, now=now, source=source
    )


@pytest.fixture
def network(martha: User) -> Network:
    network = builders.network(website=OLD)
    builders.manages(martha, network)
    return network


def test_what_only_the_network_knows_is_published_at_once(
    network: Network, martha: User, now: datetime
) -> None:
    saved = save(network, "contact", {"website": NEW}, by=martha.subject, now=now)
    network.refresh_from_db()
    assert (saved, network.website, network.version) == (
        Saved(way=ReviewMode.AT_ONCE, is_changed=True),
        NEW,
        2,
    )
    newest = Revision.objects.get(kind="network", object_id=network.pk, number=2)
    assert (newest.content["website"], newest.by, newest.is_unreviewed) == (
        NEW,
        martha,
        True,
    )
    first = Revision.objects.get(kind="network", object_id=network.pk, number=1)
    assert (first.content["website"], first.verb) == (OLD, "loaded")
    entry = AuditEntry.objects.get(verb="edited")
    assert entry.changes["website"] == [OLD, NEW]


def test_the_address_of_a_person_does_not_go_into_the_audit(
    network: Network, martha: User, now: datetime
) -> None:
    save(network, "contact", {"contact_email": "erika@optik.example"}, by=martha.subject, now=now)
    assert AuditEntry.objects.get(verb="edited").changes["contact_email"] == []


def test_who_a_network_is_waits_for_an_editor(network: Network, martha: User, now: datetime) -> None:
    saved = save(network, "identity", {"name": "Optik Sachsen e. V."}, by=martha.subject, now=now)
    network.refresh_from_db()
    proposal = Proposal.objects.get()
    assert (saved.way, network.name, network.version) == (ReviewMode.REVIEWED, "Optik Sachsen", 1)
    assert proposal.changes == {"name": "Optik Sachsen e. V."}
    assert (proposal.state, proposal.by) == (ProposalState.OPEN, martha)


def test_a_second_change_joins_the_first_in_one_proposal(
    network: Network, martha: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Neu"}, by=martha.subject, now=now)
    save(network, "description", {"description_de": "Wir."}, by=martha.subject, now=now)
    assert Proposal.objects.get().changes == {"name": "Neu", "description_de": "Wir."}


def test_a_proposal_that_changes_nothing_any_more_is_withdrawn(
    network: Network, martha: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Neu"}, by=martha.subject, now=now)
    part = section(Kind.NETWORK, "identity")
    assert part is not None
    seen = "neu"
    with pytest.raises(Refusal) as caught:
        save(network, "identity", {"name": "Optik Sachsen"}, by=martha.subject, now=now, seen=seen)
    assert caught.value.reason is EditRefusal.STALE
    proposed = content_of(network).__class__(kind="cluster", name="Neu")
    mark = etag_of(proposed, part.facts)
    save(network, "identity", {"name": "Optik Sachsen"}, by=martha.subject, now=now, seen=mark)
    assert live_proposal(Kind.NETWORK, network.pk) is None
    assert Proposal.objects.get().state == ProposalState.WITHDRAWN


def test_an_editor_publishes_at_once_whatever_the_section(
    network: Network, editha: User, now: datetime
) -> None:
    saved = save(network, "identity", {"name": "Neu"}, by=editha.subject, now=now)
    network.refresh_from_db()
    assert (saved.way, network.name) == (ReviewMode.AT_ONCE, "Neu")
    assert not Revision.objects.filter(is_unreviewed=True).exists()


def test_a_draft_needs_no_review_for_any_section(martha: User, now: datetime) -> None:
    draft = builders.network("Entwurf", status=Status.DRAFT)
    builders.manages(martha, draft)
    saved = save(draft, "identity", {"name": "Neu"}, by=martha.subject, now=now)
    draft.refresh_from_db()
    assert (saved.way, draft.name) == (ReviewMode.AT_ONCE, "Neu")


def test_the_manager_of_another_network_changes_nothing(
    martha: User, network: Network, now: datetime
) -> None:
    other = builders.network("Fremdes Netz")
    for part in SECTIONS[Kind.NETWORK]:
        with pytest.raises(Denied):
            save(
                other,
                part.name,
                {"name": "Gekapert", "website": "https://x.example"},
                by=martha.subject,
                now=now,
            )
    other.refresh_from_db()
    assert (other.name, other.version, Proposal.objects.count(), Revision.objects.count()) == (
        "Fremdes Netz",
        1,
        0,
        0,
    )


def test_somebody_without_the_role_changes_nothing(paul: User, now: datetime) -> None:
    network = builders.network()
    builders.manages(paul, network)
    with pytest.raises(Denied):
        save(network, "contact", {"website": "https://x.example"}, by=paul.subject, now=now)


def test_a_fact_outside_the_section_stays(network: Network, martha: User, now: datetime) -> None:
    save(network, "contact", {"website": NEW, "name": "Gekapert"}, by=martha.subject, now=now)
    network.refresh_from_db()
    assert (network.website, network.name) == (NEW, "Optik Sachsen")


def test_a_stale_form_is_refused_and_changes_nothing(network: Network, martha: User, now: datetime) -> None:
    part = section(Kind.NETWORK, "contact")
    assert part is not None
    seen = etag_of(content_of(network), part.facts)
    save(network, "contact", {"website": "https://erste.example"}, by=martha.subject, now=now)
    with pytest.raises(Refusal) as caught:
        save(network, "contact", {"website": "https://zweite.example"}, by=martha.subject, now=now, seen=seen)
    network.refresh_from_db()
    assert (caught.value.reason, network.website) == (EditRefusal.STALE, "https://erste.example")


def test_two_sections_saved_from_forms_of_the_same_moment_are_both_kept(
    network: Network, martha: User, now: datetime
) -> None:
    before = content_of(network)
    marks = {name: etag_of(before, section(Kind.NETWORK, name).facts) for name in ("contact", "body")}
    save(
        network,
        "contact",
        {"website": NEW},
        by=martha.subject,
        now=now,
        seen=marks["contact"],
    )
    save(network, "body", {"founded": 2001}, by=martha.subject, now=now, seen=marks["body"])
    network.refresh_from_db()
    assert (network.website, network.founded, network.version) == (NEW, 2001, 3)


def test_a_fact_of_a_real_network_needs_its_source(network: Network, martha: User, now: datetime) -> None:
    with pytest.raises(Refusal) as caught:
        save(network, "body", {"founded": 2001}, by=martha.subject, now=now, source=None)
    assert caught.value.reason is EditRefusal.NO_SOURCE
    save(network, "body", {"founded": 2001}, by=martha.subject, now=now)
    rows = {(row.fact, row.source, row.seen_on) for row in network.sources.all()}
    assert rows == {("founded", SOURCE.source, SOURCE.seen_on)}


def test_a_source_alone_can_be_named(network: Network, martha: User, now: datetime) -> None:
    save(network, "body", {}, by=martha.subject, now=now)
    assert set(network.sources.values_list("fact", flat=True)) == {"founded", "legal_form", "management_body"}


def test_an_invented_network_needs_no_source(martha: User, now: datetime) -> None:
    network = builders.network("Erfunden", is_demo=True)
    builders.manages(martha, network)
    assert save(network, "body", {"founded": 2001}, by=martha.subject, now=now, source=None).is_changed


def test_the_source_of_one_fact_replaces_only_its_own(network: Network, editha: User, now: datetime) -> None:
    network.sources.create(fact="founded", source="Alte Quelle", seen_on=date(2020, 1, 1))
    network.sources.create(fact="website", source="Bleibt", seen_on=date(2020, 1, 1))
    save(network, "body", {"founded": 2001}, by=editha.subject, now=now)
    assert set(network.sources.values_list("fact", "source")) == {
        ("founded", SOURCE.source),
        ("website", "Bleibt"),
    }


def test_saving_what_is_there_already_leaves_no_trace(network: Network, martha: User, now: datetime) -> None:
    saved = save(network, "contact", {"website": OLD}, by=martha.subject, now=now, source=None)
    network.refresh_from_db()
    assert (saved.is_changed, network.version, Revision.objects.count()) == (False, 1, 0)


def test_an_actor_of_this_network_alone_is_changed_at_once(
    network: Network, martha: User, now: datetime
) -> None:
    actor = builders.actor(networks=(network,))
    saved = save(actor, "size", {"employees": 42}, by=martha.subject, now=now)
    actor.refresh_from_db()
    assert (saved.way, actor.employees) == (ReviewMode.AT_ONCE, 42)


def test_an_actor_that_others_have_as_a_member_too_waits_for_an_editor(
    network: Network, martha: User, now: datetime
) -> None:
    actor = builders.actor(networks=(network, builders.network("Anderes Netz")))
    saved = save(actor, "size", {"employees": 42}, by=martha.subject, now=now)
    actor.refresh_from_db()
    assert (saved.way, actor.employees) == (ReviewMode.REVIEWED, None)


def test_an_actor_whose_membership_has_ended_is_no_longer_ours(
    network: Network, martha: User, now: datetime
) -> None:
    actor = builders.actor(networks=(network,))
    actor.memberships.update(until=date(2026, 1, 1))
    with pytest.raises(Denied):
        save(actor, "size", {"employees": 42}, by=martha.subject, now=now)


def test_a_ror_id_that_another_actor_has_is_refused_with_its_reason(editha: User, now: datetime) -> None:
    builders.actor("Institut A", ror_id="042nb2s44")
    actor = builders.actor("Institut B")
    with pytest.raises(Refusal) as caught:
        save(actor, "identity", {"ror_id": "042nb2s44"}, by=editha.subject, now=now)
    assert caught.value.reason is EditRefusal.ROR_TAKEN


def test_a_statement_keeps_its_key_when_another_is_added_before_it(editha: User, now: datetime) -> None:
    actor = builders.actor()
    concept = builders.concept()
    offer = {"direction": "offer", "text_de": "Linsen", "text_en": "", "concepts": [concept.pk]}
    save(actor, "statements", {"statements": [offer]}, by=editha.subject, now=now)
    first = actor.statements.get()
    need = {"direction": "need", "text_de": "Glas", "text_en": "Glass", "concepts": []}
    save(actor, "statements", {"statements": [need, offer]}, by=editha.subject, now=now)
    assert [(row.text_de, row.position) for row in actor.statements.all()] == [("Glas", 0), ("Linsen", 1)]
    assert actor.statements.get(text_de="Linsen").pk == first.pk
    assert [one.pk for one in first.concepts.all()] == [concept.pk]


def test_a_proposal_can_be_withdrawn_by_its_network_only(
    network: Network, martha: User, paul: User, now: datetime
) -> None:
    save(network, "identity", {"name": "Neu"}, by=martha.subject, now=now)
    with pytest.raises(Denied):
        withdraw_proposal(kind=Kind.NETWORK, pk=network.pk, by=paul.subject, now=now)
    withdraw_proposal(kind=Kind.NETWORK, pk=network.pk, by=martha.subject, now=now)
    assert live_proposal(Kind.NETWORK, network.pk) is None
    with pytest.raises(Refusal):
        withdraw_proposal(kind=Kind.NETWORK, pk=network.pk, by=martha.subject, now=now)
