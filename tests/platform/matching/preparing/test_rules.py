"""Rules bind: at the yes, in what is planned, and never backwards; and their price is the true one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import combinations

import pytest
from django.test import Client
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.matching import answering, event_rules, who_may_meet
from handschlag.matching.engine.problem import problem_of, ruling_of
from handschlag.matching.engine.rule_prices import bound_of, prices_of, with_book
from handschlag.matching.engine_input import EngineInput, load_engine_input
from handschlag.matching.models import ForbiddenPair, Participant, Request, RequestState, Rule, Service
from handschlag.matching.refusals import MatchingRefusal, PreparingRefusal
from handschlag.matching.rulebook import RuleKind, RuleSetting, book_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(otto: User) -> Subject:
    from handschlag.accounts.models import subject_of

    return subject_of(otto)


def yes(request: Request, person: Participant, now: datetime) -> Request:
    return answering.accept(
        request_id=request.pk, participant_id=person.pk, kind="want", has_link=True, by=Subject(), now=now
    )


def test_a_pair_that_is_kept_apart_gets_no_yes(
    service: Service, ada: Participant, bo: Participant, by: Subject, now: datetime
) -> None:
    asked = matchmaking.asked(ada, bo)
    who_may_meet.forbid_pair(service_id=service.pk, one_id=bo.pk, other_id=ada.pk, reason="", by=by, now=now)
    with pytest.raises(Refusal) as refused:
        yes(asked, bo, now)
    assert refused.value.reason is MatchingRefusal.NOT_POSSIBLE


def test_who_has_the_most_gets_no_more(
    service: Service, ada: Participant, bo: Participant, cy: Participant, by: Subject, now: datetime
) -> None:
    term = RuleSetting(kind=RuleKind.MOST, is_on=True, number=1)
    event_rules.set_rule(service_id=service.pk, term=term, seen=0, by=by, now=now)
    assert yes(matchmaking.asked(ada, bo), bo, now).state == RequestState.ACCEPTED
    second = yes(matchmaking.asked(ada, cy), cy, now)
    assert (second.state, second.refusal["reason"]) == (RequestState.WATCHED, "person_full")


def test_a_rule_that_would_break_a_promise_is_refused(
    service: Service, ada: Participant, bo: Participant, cy: Participant, by: Subject, now: datetime
) -> None:
    yes(matchmaking.asked(ada, bo), bo, now)
    yes(matchmaking.asked(ada, cy), cy, now)
    term = RuleSetting(kind=RuleKind.MOST, is_on=True, number=1)
    with pytest.raises(Refusal) as refused:
        event_rules.set_rule(service_id=service.pk, term=term, seen=0, by=by, now=now)
    assert refused.value.reason is PreparingRefusal.BREAKS_PROMISES
    assert not Rule.objects.exists()
    with pytest.raises(Refusal):
        who_may_meet.forbid_pair(
            service_id=service.pk, one_id=ada.pk, other_id=bo.pk, reason="", by=by, now=now
        )
    assert not ForbiddenPair.objects.exists()


def test_of_two_who_set_a_rule_the_second_is_told(service: Service, by: Subject, now: datetime) -> None:
    for number, seen in ((3, 0), (4, 1)):
        term = RuleSetting(kind=RuleKind.MOST, is_on=True, number=number)
        event_rules.set_rule(service_id=service.pk, term=term, seen=seen, by=by, now=now)
    late = RuleSetting(kind=RuleKind.MOST, is_on=True, number=9)
    with pytest.raises(Refusal) as refused:
        event_rules.set_rule(service_id=service.pk, term=late, seen=1, by=by, now=now)
    assert refused.value.reason is PreparingRefusal.STALE
    assert Rule.objects.get().number == 4


@pytest.fixture
def crowd(service: Service) -> list[Participant]:
    """Six people of two organisations and two networks, all of whom have asked each other."""
    nets = [builders.network(f"Netz {letter}") for letter in "AB"]
    firms = [builders.actor(f"Firma {at}", networks=(nets[at],)) for at in range(2)]
    people = [
        matchmaking.participant(service, f"Gast {at}", registered={"actor": firms[at % 2]}, most=3)
        for at in range(6)
    ]
    for one, other in combinations(people, 2):
        matchmaking.asked(one, other)
    return people


def best(facts: EngineInput, *, share: int = 0) -> int:
    """By trying every set of requests: the most meetings that people, seats and a share allow."""
    problem, ruling = problem_of(facts), ruling_of(facts)
    parties = {f"r{one.id}": one.parties for one in facts.asked}
    pairs = [parties[one.id] for one in problem.requests]
    most = {one.id: min(one.maximum or 99, len(one.free or ())) for one in problem.participants}
    seats = sum(len(one.open or ()) for one in problem.places)
    found = 0
    for chosen in range(1 << len(pairs)):
        held = [pair for at, pair in enumerate(pairs) if chosen >> at & 1]
        if not found < len(held) <= seats:
            continue
        crossing = sum(ruling.crosses(tuple(sorted(pair))) for pair in held)
        load = {pk: sum(int(pk[1:]) in pair for pair in held) for pk in most}
        if all(load[pk] <= most[pk] for pk in most) and 100 * crossing >= share * len(held):
            found = len(held)
    return found


@pytest.mark.parametrize("kind", [RuleKind.SAME_ORGANISATION, RuleKind.SAME_NETWORK, RuleKind.MOST])
def test_a_price_is_what_trying_everything_finds(
    service: Service, crowd: list[Participant], kind: RuleKind
) -> None:
    number = 2 if kind is RuleKind.MOST else None
    Rule.objects.create(service=service, kind=kind, number=number)
    facts = load_engine_input(service)
    without = with_book(facts, book_of(facts.rules).without(kind))
    found = prices_of(facts)
    assert (found.bound, found.prices[kind]) == (best(facts), best(without) - best(facts))


def test_the_price_of_places_is_what_more_of_them_would_bring(
    service: Service, crowd: list[Participant]
) -> None:
    facts = load_engine_input(service)
    few = replace(
        facts,
        grid=replace(facts.grid, runs=tuple(replace(run, spots=run.spots[:1]) for run in facts.grid.runs)),
    )
    assert (best(few), prices_of(few).prices["places"]) == (6, best(facts) - 6)


def test_the_price_of_a_share_is_that_of_keeping_it_exactly(
    service: Service, crowd: list[Participant]
) -> None:
    Rule.objects.create(service=service, kind=RuleKind.MOST, number=4)
    for share in (50, 100):
        Rule.objects.update_or_create(
            service=service, kind=RuleKind.CROSS_NETWORK, defaults={"number": share, "is_hard": False}
        )
        facts = load_engine_input(service)
        assert bound_of(facts) == best(facts, share=share)


def test_a_goal_changes_what_meetings_are_worth_and_refuses_none(
    service: Service, crowd: list[Participant]
) -> None:
    before = problem_of(load_engine_input(service))
    Rule.objects.create(service=service, kind=RuleKind.CROSS_NETWORK, number=50, is_hard=False)
    after = problem_of(load_engine_input(service))
    assert [one.id for one in after.requests] == [one.id for one in before.requests]
    ratio = {b.value / a.value for a, b in zip(before.requests, after.requests, strict=True)}
    assert ratio == {2.0, 4.0}


def test_the_page_shows_what_a_change_costs_before_it_is_saved(
    desk: Client, service: Service, crowd: list[Participant], at: Callable[..., str]
) -> None:
    plain = desk.get(at("rules/"))
    assert "Änderung übernehmen" not in plain.content.decode()
    tried = desk.get(at("rules/"), {"rule": "same_organisation", "degree": "hard"}).content.decode()
    assert "Die Änderung kostet" in tried or "Die Änderung kostet keine Gespräche." in tried
    assert "Änderung übernehmen" in tried
    assert not Rule.objects.exists()
    desk.post(at("rules/save/"), {"rule": "same_organisation", "degree": "hard", "seen": 0})
    assert Rule.objects.get().is_on


def test_names_of_pairs_come_after_a_second_click_that_is_written_down(
    desk: Client, service: Service, ada: Participant, bo: Participant, at: Callable[..., str], now: datetime
) -> None:
    ForbiddenPair.objects.create(service=service, first=ada, second=bo, at=now)
    for path in ("rules/", "rules/pairs/"):
        assert "Ada Lindqvist" not in desk.get(at(path)).content.decode()
    assert not AuditEntry.objects.filter(verb="matching.looked_at_forbidden").exists()
    assert "Ada Lindqvist" in desk.post(at("rules/pairs/names/")).content.decode()
    assert AuditEntry.objects.filter(verb="matching.looked_at_forbidden").count() == 1
