"""Whatever points at an actor follows a merge."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.platform import builders
from tests.platform.joint_projects import project as project_of
from tests.platform.joint_projects import read_in_a_catalogue

from handschlag.accounts.policy import Role, Subject
from handschlag.directory.merging import merge, undo_merge
from handschlag.directory.models import Actor, ActorSource, MemberProposal, Participation
from handschlag.events.models import Speaker

EDITOR = Subject(user_id=None, roles=frozenset({Role.EDITOR}))


def test_every_row_that_points_to_an_actor_is_known_to_the_merge() -> None:
    pointing = {
        f"{relation.related_model._meta.model_name}.{relation.field.name}"
        for relation in Actor._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.related_model is not None
        if relation.related_model._meta.app_label == "directory"
    }
    moved = {
        *("statement.actor", "membership.actor", "story.actors", "actor.parent", "joinrequest.actor"),
        *("actor_fields.actor", "story_actors.actor", "participation.actor", "actorsource.actor"),
        *("memberproposal.actor", "namedmember.actor"),
    }
    about_merging = {"actor.merged_into", "merge.kept", "merge.merged"}
    stays = {"duplicatepair.first", "duplicatepair.second"}  # lists of pairs leave merged actors out
    assert pointing == moved | about_merging | stays


@pytest.mark.django_db
def test_joint_projects_and_the_sources_of_facts_that_are_taken_over_follow_and_go_back(
    now: datetime,
) -> None:
    kept = builders.actor("Linsen Meier GmbH", is_sme=True)
    merged = builders.actor("Linsen Meier AG", is_sme=True, website="https://linsen.example")
    project = project_of(taking_part=(kept, merged))
    for fact in ("is_sme", "website"):
        read_in_a_catalogue(merged, fact)

    def told() -> tuple[object, ...]:
        parts = Participation.objects.order_by("pk").values_list("actor_id", flat=True)
        return list(parts), list(ActorSource.objects.order_by("pk").values_list("actor_id", "fact"))

    before = told()
    row = merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=EDITOR, now=now)
    assert told() == ([kept.pk, kept.pk], [(merged.pk, "is_sme"), (kept.pk, "website")])
    assert project.participations.count() == 2
    undo_merge(merge_id=row.pk, by=EDITOR, now=now)
    assert told() == before


@pytest.mark.django_db
def test_what_higher_floors_tell_of_an_actor_follows_and_goes_back(
    now: datetime,
) -> None:
    kept, merged = builders.actor("Linsen Meier GmbH"), builders.actor("Linsen Meier AG")
    speaker = builders.speaker(builders.event(), actor=merged)
    other = builders.speaker(speaker.event, "Dr. Ole Brandt", actor=kept)
    where = Speaker.objects.order_by("pk").values_list("actor_id", flat=True)
    row = merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=EDITOR, now=now)
    assert list(where.all()) == [kept.pk, kept.pk]
    undo_merge(merge_id=row.pk, by=EDITOR, now=now)
    assert list(where.all()) == [merged.pk, other.actor_id]


@pytest.mark.django_db
def test_networks_that_wait_for_an_answer_wait_for_the_kept_one_and_go_back(now: datetime) -> None:
    kept, merged = builders.actor("Linsen Meier GmbH"), builders.actor("Linsen Meier AG")
    both, one = builders.network("Beide"), builders.network("Eines")
    for network, actor in ((both, kept), (both, merged), (one, merged)):
        MemberProposal.objects.create(network=network, actor=actor, at=now)

    def told() -> list[object]:
        return list(MemberProposal.objects.order_by("pk").values_list("actor_id", "state"))

    before = told()
    row = merge(kept_id=kept.pk, merged_id=merged.pk, versions=(1, 1), by=EDITOR, now=now)
    assert told() == [(kept.pk, "open"), (merged.pk, "withdrawn"), (kept.pk, "open")]
    undo_merge(merge_id=row.pk, by=EDITOR, now=now)
    assert told() == before
