"""Categories that are not to meet: not recommended, not found, not asked, and no yes is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.platform import matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.matching import answering, recommendation_lists, requests
from handschlag.matching.engine import problem
from handschlag.matching.engine.problem import problem_of
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.everybody import PeopleQuery, search
from handschlag.matching.models import CategoriesApart, Listed, Participant, RequestState, Service
from handschlag.matching.refusals import MatchingRefusal, PreparingRefusal
from handschlag.matching.who_may_meet import keep_apart
from handschlag.matching.wishes import try_watched
from handschlag.registration.models import Category, Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(event: Event, ada: Participant, bo: Participant) -> tuple[Category, Category]:
    """Ada exhibits and Bo speaks."""
    made = [Category.objects.create(event=event, name_de=name) for name in ("Aussteller", "Vortragende")]
    for one, category in zip((ada, bo), made, strict=True):
        Registration.objects.filter(pk=one.registration_id).update(category=category)
    return made[0], made[1]


def ask(sender: Participant, other: Participant, now: datetime) -> Any:
    return requests.send_request(
        participant_id=sender.pk,
        towards_id=other.pk,
        kind="want",
        purpose="Linsen",
        has_link=True,
        by=Subject(),
        now=now,
    )


def test_those_who_stay_apart_are_neither_recommended_nor_found_nor_asked(
    service: Service,
    two: tuple[Category, Category],
    otto: User,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    now: datetime,
) -> None:
    recommendation_lists.write_lists(service_id=service.pk)
    assert Listed.objects.filter(participant=ada, partner=bo).exists()
    keep_apart(service_id=service.pk, pairs=[(two[1].pk, two[0].pk)], by=otto.subject, now=now)
    recommendation_lists.write_lists(service_id=service.pk)
    assert not Listed.objects.filter(participant__in=(ada, bo), partner__in=(ada, bo)).exists()
    service.refresh_from_db()
    assert search(service, ada, PeopleQuery()).ids == (cy.pk,)
    with pytest.raises(Refusal) as no:
        ask(ada, bo, now)
    assert no.value.reason is MatchingRefusal.CATEGORIES_APART
    assert ask(ada, cy, now).state == RequestState.OPEN


def test_no_yes_is_given_where_the_rule_came_after_the_request(
    service: Service,
    two: tuple[Category, Category],
    otto: User,
    ada: Participant,
    bo: Participant,
    now: datetime,
) -> None:
    waiting = matchmaking.asked(ada, bo)
    keep_apart(service_id=service.pk, pairs=[(two[0].pk, two[1].pk)], by=otto.subject, now=now)
    with pytest.raises(Refusal) as no:
        answering.accept(
            request_id=waiting.pk, participant_id=bo.pk, kind="want", has_link=True, by=Subject(), now=now
        )
    assert no.value.reason is MatchingRefusal.NOT_POSSIBLE


def test_what_is_promised_is_not_broken_by_a_rule(
    service: Service,
    two: tuple[Category, Category],
    otto: User,
    paul: User,
    ada: Participant,
    bo: Participant,
    now: datetime,
) -> None:
    waiting = matchmaking.asked(ada, bo)
    answering.accept(
        request_id=waiting.pk, participant_id=bo.pk, kind="want", has_link=True, by=Subject(), now=now
    )
    pairs = [(two[0].pk, two[1].pk)]
    with pytest.raises(Refusal) as no:
        keep_apart(service_id=service.pk, pairs=pairs, by=otto.subject, now=now)
    assert no.value.reason is PreparingRefusal.BREAKS_PROMISES
    with pytest.raises(Denied):
        keep_apart(service_id=service.pk, pairs=pairs, by=paul.subject, now=now)


def test_the_table_of_pairs_is_ticked_and_cleared(
    desk: Client, service: Service, two: tuple[Category, Category], at: Callable[..., str]
) -> None:
    page = at("rules/categories/")
    first, second = (one.pk for one in two)
    shown = desk.get(page).content.decode()
    assert "Aussteller und Vortragende treffen sich nicht" in shown
    desk.post(page, {"pair": [f"{first}-{second}", f"{first}-{first}", "unsinn", "1-2-3"]})
    assert set(CategoriesApart.objects.values_list("first_id", "second_id")) == {
        (first, second),
        (first, first),
    }
    desk.post(page, {})
    assert not CategoriesApart.objects.exists()


def test_whoever_gets_another_category_keeps_what_was_promised(
    service: Service,
    two: tuple[Category, Category],
    otto: User,
    ada: Participant,
    bo: Participant,
    now: datetime,
) -> None:
    Registration.objects.filter(pk=bo.registration_id).update(category=None)
    keep_apart(service_id=service.pk, pairs=[(two[0].pk, two[1].pk)], by=otto.subject, now=now)
    waiting = matchmaking.asked(ada, bo)
    answering.accept(
        request_id=waiting.pk, participant_id=bo.pk, kind="want", has_link=True, by=Subject(), now=now
    )
    Registration.objects.filter(pk=bo.registration_id).update(category=two[1])
    kept = problem_of(load_engine_input(service)).requests
    assert [one.id for one in kept] == [problem.request_id(waiting.pk)]


def test_a_request_that_a_rule_bars_by_now_is_in_nobodys_way(
    service: Service,
    two: tuple[Category, Category],
    otto: User,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    now: datetime,
) -> None:
    barred = matchmaking.asked(ada, bo, state=RequestState.WATCHED)
    other = matchmaking.asked(bo, cy, state=RequestState.WATCHED)
    keep_apart(service_id=service.pk, pairs=[(two[0].pk, two[1].pk)], by=otto.subject, now=now)
    assert [one.pk for one in try_watched(service_id=service.pk, now=now)] == [other.pk]
    barred.refresh_from_db()
    assert barred.state == RequestState.WATCHED
