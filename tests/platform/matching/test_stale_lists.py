"""Lists of several events are made as one batch, wherever the operator computes: the same everywhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.platform import builders, matchmaking
from tests.platform.builders import NOW

from handschlag.accounts.policy import Subject
from handschlag.common.compute import compute_place, computed
from handschlag.common.jobs.registry import Cancelled
from handschlag.matching import leaving, recommendation_lists
from handschlag.matching.engine.list_tasks import made_lists, pool_of
from handschlag.matching.engine.lists import list_task
from handschlag.matching.models import Listed, Participant, Service, Statement
from handschlag.matching.people import described_of

pytestmark = pytest.mark.django_db


def nothing() -> None:
    """Nobody cancels."""


def rows() -> list[tuple[Any, ...]]:
    return list(
        Listed.objects.order_by("participant", "position").values_list("participant", "partner", "reasons")
    )


def test_only_events_to_come_whose_profiles_have_changed_are_made_anew(
    service: Service, ada: Participant, bo: Participant
) -> None:
    assert recommendation_lists.write_stale_lists(now=NOW, check=nothing) == 1
    service.refresh_from_db()
    assert service.listed_revision == service.profiles_revision
    assert rows()
    assert recommendation_lists.write_stale_lists(now=NOW, check=nothing) == 0
    Service.objects.update(profiles_revision=service.profiles_revision + 1)
    assert recommendation_lists.write_stale_lists(now=NOW + timedelta(days=9999), check=nothing) == 0
    assert recommendation_lists.write_stale_lists(now=NOW, check=nothing) == 1


def test_whoever_cancels_keeps_the_lists_of_before(
    service: Service, ada: Participant, bo: Participant
) -> None:
    recommendation_lists.write_lists(service_id=service.pk)
    before = rows()

    def check() -> None:
        raise Cancelled

    Service.objects.update(profiles_revision=99)
    with pytest.raises(Cancelled):
        recommendation_lists.write_stale_lists(now=NOW, check=check)
    assert rows() == before


def test_whoever_leaves_while_lists_are_made_stands_in_none(
    service: Service, ada: Participant, bo: Participant, cy: Participant
) -> None:
    def check() -> None:
        if Participant.objects.get(pk=cy.pk).left_at is None:
            leaving.leave(participant_id=cy.pk, has_link=True, by=Subject(), now=NOW)

    assert recommendation_lists.write_stale_lists(now=NOW, check=check) == 1
    assert {row[:2] for row in rows()} == {(ada.pk, bo.pk), (bo.pk, ada.pk)}
    service.refresh_from_db()
    assert service.listed_revision < service.profiles_revision, "the next ones are wanted"


def test_lists_of_before_do_not_take_the_place_of_newer_ones(
    service: Service, ada: Participant, bo: Participant
) -> None:
    def check() -> None:
        Service.objects.update(profiles_revision=99)
        recommendation_lists.write_lists(service_id=service.pk)
        Listed.objects.update(reasons=["newer"])

    recommendation_lists.write_stale_lists(now=NOW, check=check)
    service.refresh_from_db()
    assert service.listed_revision == 99
    assert {str(row[2]) for row in rows()} == {"['newer']"}


def test_an_event_whose_lists_fail_keeps_back_no_other(
    service: Service, ada: Participant, bo: Participant, caplog: pytest.LogCaptureFixture
) -> None:
    other = matchmaking.matching(builders.event("Other"))
    for name in ("Di", "Ed"):
        matchmaking.participant(other, name, needs=("Sensoren",), offers=("Sensoren",))
    Statement.objects.filter(participant=ada).update(concepts=7)  # nothing that our code can read
    assert recommendation_lists.write_stale_lists(now=NOW, check=nothing) == 1
    other.refresh_from_db()
    assert other.listed_revision == other.profiles_revision
    logged = [vars(one)["service_ids"] for one in caplog.records if one.name == recommendation_lists.__name__]
    assert logged[-1] == [service.pk]


def test_what_travels_names_nobody(service: Service, ada: Participant, bo: Participant) -> None:
    task = list_task(described_of(service))
    assert {one.organisation for one in task.pool.profiles} <= {f"o{n}" for n in range(1, 9)}
    text = repr(task)
    for one in (ada, bo):
        person = one.registration
        for word in (person.name, person.email, person.organisation_name):
            assert not word or word not in text, word
    assert pool_of(()).profiles == ()


def test_other_processes_make_the_same_lists(
    settings: Any, service: Service, ada: Participant, bo: Participant
) -> None:
    task = list_task(described_of(service))
    here = computed(made_lists, [task])
    settings.COMPUTE = compute_place("processes:2")
    assert computed(made_lists, [task, task]) == [*here, *here]
