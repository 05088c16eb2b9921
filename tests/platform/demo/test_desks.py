"""Whoever signs in to the demo finds work, and stories that fit the members they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.demo import prepare
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.directory.models import (
    Actor,
    DuplicatePair,
    JoinRequest,
    JoinState,
    MemberProposal,
    Membership,
    Network,
    Proposal,
    SearchDocument,
    Status,
    Story,
)
from handschlag.directory.public import public_actors
from handschlag.following import news
from handschlag.matching.models import Interest, InterestState
from handschlag.matching.partner_search.pages import suggested_to

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
NETWORK = "wasserstoff-nordmeer"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Filled once for all tests of this file; none of them changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        prepare.fill(is_full=False, now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def filled(world: None, db: None) -> None:
    """The demo."""


def test_organisations_wait_for_an_answer_of_the_manager(filled: None) -> None:
    waiting = JoinRequest.objects.filter(network__slug=NETWORK, state=JoinState.OPEN)
    assert waiting.count() == 3
    assert all(one.contact_email.endswith(".example.org") for one in waiting)
    assert all(one.confirmed_at and one.confirmed_at < NOW for one in waiting)


def test_the_manager_has_a_draft_to_finish_and_gaps_to_fill(filled: None) -> None:
    draft = Story.objects.get(status=Status.DRAFT)
    assert (draft.network.slug, draft.title_en, draft.is_demo) == (NETWORK, "", True)
    network = Network.objects.get(slug=NETWORK)
    figure = network.member_figures.get()
    assert (network.contact_email, bool(network.logo), figure.year) == ("", False, 2023)


def test_the_editor_has_a_queue(filled: None) -> None:
    kinds = Proposal.objects.filter(state="open").order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["actor", "actor", "network", "story"]
    assert Story.objects.filter(status=Status.IN_REVIEW).count() == 1
    assert Actor.objects.filter(status=Status.IN_REVIEW).count() == 2


def test_a_member_is_proposed_whom_others_keep(filled: None) -> None:
    proposal = MemberProposal.objects.get()
    assert (proposal.network.slug, proposal.state) == (NETWORK, "open")
    assert not proposal.actor.memberships.filter(network=proposal.network).exists()


def test_a_company_that_was_entered_twice_is_found(filled: None) -> None:
    pairs = DuplicatePair.objects.select_related("first", "second")
    assert 1 <= pairs.count() <= 10
    names = [(pair.first.name.replace("GmbH", "G.m.b.H."), pair.second.name) for pair in pairs]
    assert [one for one, other in names if one == other] != [], names


def test_the_lists_count_every_actor_that_is_there(filled: None) -> None:
    listed = SearchDocument.objects.filter(type="actor", is_public=True).values_list("key", flat=True)
    assert set(listed) == {str(pk) for pk in public_actors().values_list("pk", flat=True)}


def test_preparing_sends_no_letter(filled: None) -> None:
    assert Mail.objects.count() == 0


def test_the_manager_has_partners_to_look_at_and_one_to_answer(filled: None) -> None:
    interest = Interest.objects.get()
    assert interest.state == InterestState.OPEN
    assert suggested_to(interest.asked_id)


def test_every_invented_network_written_by_hand_has_news(filled: None) -> None:
    public = Story.objects.filter(status=Status.PUBLISHED)
    assert public.count() == 34
    told = set(public.values_list("network__slug", flat=True))
    assert told == set(Network.objects.filter(is_demo=True).values_list("slug", flat=True))
    assert all(one.is_demo and one.text_en and one.title_en for one in public)
    assert all(NOW - timedelta(days=200) < at(one) < NOW for one in public)


def at(story: Story) -> datetime:
    return datetime.combine(story.day, NOW.time(), tzinfo=UTC)


def test_a_story_names_members_of_its_network_and_links_them(filled: None) -> None:
    stories = Story.objects.filter(status=Status.PUBLISHED).prefetch_related("actors")
    for story in stories:
        assert not re.search(r"[{}]", story.text_de + story.text_en)
        for actor in story.actors.all():
            assert actor.name in story.text_de
            assert actor.name in story.text_en
            assert Membership.objects.filter(actor=actor, network=story.network).exists()
    assert sum(story.actors.count() for story in stories) == 28


def test_who_is_told_to_have_built_a_store_offers_stores(filled: None) -> None:
    story = Story.objects.get(slug="erste-faehre-tankt-wasserstoff-aus-windstrom")
    builder = next(one for one in story.actors.all() if f"{one.name} hat den Speicher" in story.text_de)
    assert builder.statements.filter(direction="offer", concepts="H2-SPEICHER").exists()


def test_a_second_start_keeps_everything(filled: None) -> None:
    Network.objects.filter(slug="texsensor").update(name="Von Hand geändert")
    before = Membership.objects.count()
    assert not prepare.fill(is_full=False, now=NOW)
    assert Network.objects.get(slug="texsensor").name == "Von Hand geändert"
    assert Membership.objects.count() == before


def test_the_participant_has_news_to_read_and_inventions_are_marked(filled: None) -> None:
    participant = User.objects.get(email=BY_PART[PersonaRole.PARTICIPANT].address)
    followed = news.followed_by([participant.pk])[participant.pk]
    things = news.things_of(followed)
    assert len(things) == len(followed) == 3
    since = participant.news_subscription.told_until
    lines = news.lines_for(followed, things, since=since, until=NOW)
    is_invented = {line["title"]: line["is_invented"] for line in lines}
    invented = Network.objects.filter(name__in=is_invented, is_demo=True).values_list("name", flat=True)
    assert is_invented
    assert all(is_invented[name] for name in invented)
