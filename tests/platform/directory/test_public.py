"""What everybody may see, and where an address leads that is none any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.platform import builders

from handschlag.directory import public
from handschlag.directory.models import Membership, Status, StoryKind
from handschlag.directory.models import Story as StoryRow

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def test_only_published_entries_are_public() -> None:
    kept = builders.actor("Kept")
    builders.actor("Merged", merged_into=kept)
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED):
        builders.network(f"N {status}", status=status)
        builders.actor(f"A {status}", status=status)
    network = builders.network()
    assert list(public.public_networks()) == [network]
    assert list(public.public_actors()) == [kept]


def test_an_archived_entry_is_gone_and_a_draft_was_never_there() -> None:
    builders.network("Weg", status=Status.ARCHIVED)
    builders.network("Nie gezeigt", status=Status.ARCHIVED, published_at=None)
    builders.network("Entwurf", status=Status.DRAFT)
    found = {slug: public.network_at(slug) for slug in ("weg", "nie-gezeigt", "entwurf", "unknown")}
    assert {slug: one.is_gone for slug, one in found.items()} == {
        "weg": True,
        "nie-gezeigt": False,
        "entwurf": False,
        "unknown": False,
    }
    assert all(one.entry is None for one in found.values())


def test_a_merged_actor_leads_to_the_one_that_was_kept_over_several_merges() -> None:
    kept = builders.actor("Kept")
    between = builders.actor("Between", merged_into=kept, status=Status.ARCHIVED)
    builders.actor("First", merged_into=between, status=Status.ARCHIVED)
    assert [public.actor_at(slug).moved_to for slug in ("first", "between", "kept")] == ["kept", "kept", ""]


def test_a_merged_actor_never_leads_to_what_is_not_public() -> None:
    kept = builders.actor("Kept", status=Status.DRAFT)
    builders.actor("First", merged_into=kept, status=Status.ARCHIVED)
    found = public.actor_at("first")
    assert (found.entry, found.moved_to, found.is_gone) == (None, "", True)


def test_merges_in_a_circle_lead_nowhere() -> None:
    one = builders.actor("One", status=Status.ARCHIVED)
    two = builders.actor("Two", merged_into=one, status=Status.ARCHIVED)
    one.merged_into = two
    one.save()
    assert public.actor_at("one").moved_to == ""


def test_a_story_goes_with_its_network() -> None:
    texts = {
        "kind": StoryKind.NEWS,
        "day": TODAY,
        "title_de": "T",
        "text_de": "T",
        "status": Status.PUBLISHED,
    }
    open_story = StoryRow.objects.create(network=builders.network(), slug="open", **texts)
    hidden = builders.network("Hidden", status=Status.ARCHIVED)
    StoryRow.objects.create(network=hidden, slug="hidden", **texts)
    assert list(public.public_stories()) == [open_story]
    assert public.story_at("hidden").entry is None
    assert public.story_at("open").entry == open_story


def test_memberships_hold_from_their_first_to_their_last_day() -> None:
    network, day = builders.network(), timedelta(days=1)
    spans = {
        "always": (None, None),
        "began today": (TODAY, None),
        "ends today": (None, TODAY),
        "to come": (TODAY + day, None),
        "over": (None, TODAY - day),
    }
    for name, (since, until) in spans.items():
        actor = builders.actor(name)
        Membership.objects.create(actor=actor, network=network, since=since, until=until)
    holding = Membership.objects.filter(public.current(TODAY)).values_list("actor__name", flat=True)
    assert sorted(holding) == ["always", "began today", "ends today"]
