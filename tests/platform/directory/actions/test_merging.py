"""Two entries of one actor become one and two again, and nothing is lost on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role, Subject
from handschlag.common.refusals import Refusal
from handschlag.directory.contents import Kind, etag_of, section
from handschlag.directory.entries import MergeRefusal, content_of
from handschlag.directory.index import documents
from handschlag.directory.memberships import end_members
from handschlag.directory.merging import merge, undo_merge
from handschlag.directory.models import (
    Actor,
    JoinRequest,
    Membership,
    Merge,
    Proposal,
    Statement,
    Status,
    Story,
)
from handschlag.directory.public import actor_at
from handschlag.directory.versions import save_section

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
EDITOR = Subject(user_id=None, roles=frozenset({Role.EDITOR}))
SKIPPED = {"version", "updated_at"}  # both only ever grow, so that stale forms are noticed


def everything() -> dict[str, Any]:
    """Every row that a merge may touch, without what only ever grows."""
    actors = {
        row["id"]: {name: value for name, value in row.items() if name not in SKIPPED}
        for row in Actor.objects.values()
    }
    return {
        "actors": actors,
        "fields": sorted(Actor.fields.through.objects.values_list("actor_id", "field_id")),
        "statements": list(Statement.objects.order_by("pk").values()),
        "concepts": sorted(Statement.concepts.through.objects.values_list("statement_id", "concept_id")),
        "memberships": list(Membership.objects.order_by("pk").values()),
        "stories": sorted(Story.actors.through.objects.values_list("story_id", "actor_id")),
        "requests": list(JoinRequest.objects.order_by("pk").values("pk", "actor_id")),
        "proposals": list(Proposal.objects.order_by("pk").values("pk", "state", "decided_at", "changes")),
    }


days = st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1))
texts = st.sampled_from(["", "Linsen", "Spiegel"])
words = st.sampled_from(["Linsen", "Glas"])
members = st.lists(
    st.tuples(st.integers(0, 2), days, st.booleans()), max_size=3, unique_by=lambda member: member[0]
)
sides = st.fixed_dictionaries(
    {
        "website": st.sampled_from(["", "https://a.example", "https://b.example"]),
        "is_sme": st.none() | st.booleans(),
        "employees": st.none() | st.integers(0, 900),
        "description_de": texts,
        "place": st.sampled_from(["", "Dresden"]),
        "fields": st.sets(st.sampled_from(["OPT", "BIO", "MST"])),
        "memberships": st.lists(
            st.tuples(st.integers(0, 2), days, st.booleans()), max_size=3, unique_by=lambda m: m[0]
        ),
        "statements": st.lists(
            st.tuples(st.sampled_from(["offer", "need"]), st.sampled_from(["Linsen", "Glas"])), max_size=3
        ),
        "stories": st.sets(st.integers(0, 1)),
        "parts": st.integers(0, 2),
        "requests": st.integers(0, 1),
    }
)


class MergeThenUndo(TestCase):
    """Hypothesis with a database: each example in a transaction of its own."""

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(
        kept=sides,
        merged=sides,
        ror=st.sampled_from(["", "kept", "merged"]),
        nesting=st.sampled_from(["", "kept in merged", "merged in kept", "both in a third"]),
        is_waiting=st.booleans(),
    )
    def test_a_merge_that_is_undone_leaves_everything_as_it_was(
        self, kept: dict[str, Any], merged: dict[str, Any], ror: str, nesting: str, is_waiting: bool
    ) -> None:
        one, other = two_actors(kept, merged, ror=ror, nesting=nesting, is_waiting=is_waiting)
        before = everything()
        row = merge(kept_id=one.pk, merged_id=other.pk, versions=(1, 1), by=EDITOR, now=NOW)
        between = everything()
        assert between != before
        undo_merge(merge_id=row.pk, by=EDITOR, now=NOW)
        assert everything() == before
        # And once more: what was taken apart can be merged again, with the same result.
        one.refresh_from_db()
        other.refresh_from_db()
        versions = (one.version, other.version)
        merge(kept_id=one.pk, merged_id=other.pk, versions=versions, by=EDITOR, now=NOW)
        assert everything() == between

    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(kept=sides, merged=sides)
    def test_nothing_that_the_merged_one_had_is_lost(
        self, kept: dict[str, Any], merged: dict[str, Any]
    ) -> None:
        one, other = two_actors(kept, merged, ror="", nesting="", is_waiting=False)
        networks = set(Membership.objects.values_list("network_id", flat=True))
        said = set(Statement.objects.values_list("direction", "text_de"))
        told = set(Story.objects.filter(actors__in=[one, other]).values_list("pk", flat=True))
        merge(kept_id=one.pk, merged_id=other.pk, versions=(1, 1), by=EDITOR, now=NOW)
        one.refresh_from_db()
        assert set(one.memberships.values_list("network_id", flat=True)) == networks
        assert set(one.statements.values_list("direction", "text_de")) == said
        assert set(one.stories.values_list("pk", flat=True)) == told
        assert {field.pk for field in one.fields.all()} == kept["fields"] | merged["fields"]
        assert one.website == (kept["website"] or merged["website"])


def two_actors(kept: dict[str, Any], merged: dict[str, Any], **more: Any) -> tuple[Actor, Actor]:
    """As somebody finds them; the index is told of all of it once."""
    with patch.object(documents, "refresh"):
        made = make_two(kept, merged, **more)
    documents.refresh_all()
    return made


def make_two(
    kept: dict[str, Any], merged: dict[str, Any], *, ror: str, nesting: str, is_waiting: bool
) -> tuple[Actor, Actor]:
    networks = [builders.network(f"Netz {number}") for number in range(3)]
    stories = [builders.story(f"Meldung {number}", network=networks[0]) for number in range(2)]
    labels = {"OPT": "Optik", "BIO": "Bio", "MST": "Mikro"}
    fields = {code: builders.field(code, label) for code, label in labels.items()}
    made = []
    for name, side in (("kept", kept), ("merged", merged)):
        plain = {key: side[key] for key in ("website", "is_sme", "employees", "description_de", "place")}
        actor = builders.actor(name, ror_id="042nb2s44" if ror == name else "", **plain)
        actor.fields.set(fields[code] for code in side["fields"])
        for number, since, has_ended in side["memberships"]:
            until = date(2021, 1, 1) if has_ended else None
            Membership.objects.create(actor=actor, network=networks[number], since=since, until=until)
        for position, (direction, text) in enumerate(side["statements"]):
            actor.statements.create(direction=direction, text_de=text, position=position)
        actor.stories.set(stories[number] for number in side["stories"])
        for number in range(side["parts"]):
            builders.actor(f"{name} Teil {number}", parent=actor)
        for _ in range(side["requests"]):
            JoinRequest.objects.create(
                network=networks[0], actor=actor, organisation=name, contact_name="x", asked_at=NOW
            )
        made.append(actor)
    one, other = made
    if nesting == "kept in merged":
        Actor.objects.filter(pk=one.pk).update(parent=other)
    elif nesting == "merged in kept":
        Actor.objects.filter(pk=other.pk).update(parent=one)
    elif nesting:
        Actor.objects.filter(pk__in=[one.pk, other.pk]).update(parent=builders.actor("Ganzes"))
    if is_waiting:
        Proposal.objects.create(kind="actor", object_id=other.pk, changes={"name": "Neu"}, at=NOW)
    return Actor.objects.get(pk=one.pk), Actor.objects.get(pk=other.pk)


pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Actor, Actor]:
    network = builders.network()
    return builders.actor("Linsen Meier GmbH", networks=(network,)), builders.actor("Linsen Meier AG")


def test_the_old_address_leads_to_the_kept_actor(
    pair: tuple[Actor, Actor], editha: User, now: datetime
) -> None:
    kept, merged = pair
    row = merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=editha.subject, now=now)
    assert actor_at("linsen-meier-ag").moved_to == "linsen-meier-gmbh"
    undo_merge(merge_id=row.pk, by=editha.subject, now=now)
    assert actor_at("linsen-meier-ag").entry == merged


def test_only_editors_merge_and_take_apart(pair: tuple[Actor, Actor], martha: User, now: datetime) -> None:
    kept, merged = pair
    with pytest.raises(Denied):
        merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=martha.subject, now=now)
    row = merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=EDITOR, now=now)
    with pytest.raises(Denied):
        undo_merge(merge_id=row.pk, by=martha.subject, now=now)


def test_an_undo_is_refused_when_the_kept_actor_was_edited_since(
    pair: tuple[Actor, Actor], editha: User, now: datetime
) -> None:
    kept, merged = pair
    row = merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=editha.subject, now=now)
    part = section(Kind.ACTOR, "size")
    assert part is not None
    kept.refresh_from_db()
    seen = etag_of(content_of(kept), part.facts)
    save_section(
        kind=Kind.ACTOR,
        pk=kept.pk,
        section=part,
        changes={"employees": 7},
        seen=seen,
        by=editha.subject,
        now=now,
    )
    before = everything()
    with pytest.raises(Refusal) as caught:
        undo_merge(merge_id=row.pk, by=editha.subject, now=now)
    assert (caught.value.reason, caught.value.details["changed"]) == (MergeRefusal.CHANGED_SINCE, ["entry"])
    assert (everything(), Merge.objects.get().undone_at) == (before, None)


def test_an_undo_is_refused_when_a_moved_membership_has_ended_since(editha: User, now: datetime) -> None:
    network = builders.network()
    kept, merged = builders.actor("A"), builders.actor("B", networks=(network,))
    row = merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=editha.subject, now=now)
    moved = Membership.objects.get(actor=kept)
    end_members(
        network_id=network.pk, membership_ids=[moved.pk], until=date(2026, 11, 1), by=editha.subject, now=now
    )
    with pytest.raises(Refusal) as caught:
        undo_merge(merge_id=row.pk, by=editha.subject, now=now)
    assert caught.value.details["changed"] == ["memberships"]


def test_merges_upon_merges_are_taken_apart_from_the_last_to_the_first(editha: User, now: datetime) -> None:
    a, b, c = (builders.actor(name) for name in "ABC")
    before = everything()
    first = merge(kept_id=b.pk, merged_id=a.pk, versions=(1, 1), by=editha.subject, now=now)
    b.refresh_from_db()
    second = merge(kept_id=c.pk, merged_id=b.pk, versions=(1, b.version), by=editha.subject, now=now)
    assert actor_at("a").moved_to == "c"
    with pytest.raises(Refusal):
        undo_merge(merge_id=first.pk, by=editha.subject, now=now)
    undo_merge(merge_id=second.pk, by=editha.subject, now=now)
    undo_merge(merge_id=first.pk, by=editha.subject, now=now)
    assert everything() == before
    with pytest.raises(Refusal) as caught:
        undo_merge(merge_id=first.pk, by=editha.subject, now=now)
    assert caught.value.reason is MergeRefusal.UNDONE_ALREADY


@pytest.mark.parametrize(
    ("kept", "merged", "versions", "reason"),
    [
        ({}, {}, (2, 1), MergeRefusal.STALE),
        ({"ror_id": "042nb2s44"}, {"ror_id": "03yrm5c26"}, (1, 1), MergeRefusal.TWO_ROR_IDS),
        ({"status": Status.DRAFT}, {}, (1, 1), MergeRefusal.KEPT_IS_NOT_PUBLIC),
    ],
)
def test_what_must_not_be_merged_says_why(
    kept: dict[str, Any],
    merged: dict[str, Any],
    versions: tuple[int, int],
    reason: MergeRefusal,
    now: datetime,
) -> None:
    one, other = builders.actor("A", **kept), builders.actor("B", **merged)
    before = everything()
    with pytest.raises(Refusal) as caught:
        merge(kept_id=one.pk, merged_id=other.pk, versions=versions, by=EDITOR, now=now)
    assert (caught.value.reason, everything()) == (reason, before)


def test_an_actor_is_not_merged_with_itself_nor_twice(pair: tuple[Actor, Actor], now: datetime) -> None:
    kept, merged = pair
    with pytest.raises(Refusal) as caught:
        merge(kept_id=kept.pk, merged_id=kept.pk, versions=(1, 1), by=EDITOR, now=now)
    assert caught.value.reason is MergeRefusal.SAME
    merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=EDITOR, now=now)
    with pytest.raises(Refusal) as caught:
        merge(kept_id=kept.pk, merged_id=merged.pk, versions=(2, 2), by=EDITOR, now=now)
    assert caught.value.reason is MergeRefusal.MERGED_ALREADY
