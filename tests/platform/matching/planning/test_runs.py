"""Runs: what they plan, how they end, and what becomes of their plans."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.platform import builders, matchmaking
from tests.platform.matching.planning.conftest import NOBODY

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role
from handschlag.common.jobs import work_off
from handschlag.common.models import AuditEntry, Job, JobState
from handschlag.common.refusals import Refusal
from handschlag.matching import adoption, manual_changes, wishes
from handschlag.matching import runs as matching_runs
from handschlag.matching.engine.options import Options
from handschlag.matching.models import (
    Meeting,
    Participant,
    Request,
    RequestState,
    Run,
    RunState,
    Seat,
    Service,
)
from handschlag.matching.refusals import PlanRefusal

pytestmark = pytest.mark.django_db


def test_a_run_keeps_every_promise_and_adds_what_waits(
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    waiting: Callable[..., Request],
    computed: Callable[..., Run],
    otto: User,
    now: datetime,
) -> None:
    promised, asked = accepted(ada, bo), waiting(ada, cy)
    run = computed()
    found = (run.state, run.summary["held"], run.summary["kept"], run.value, run.bound)
    assert found == (RunState.FINISHED, 2, 1, 6, 6)
    adoption.adopt(run_id=run.pk, by=otto.subject, now=now)
    asked.refresh_from_db()
    assert asked.state == RequestState.ACCEPTED
    assert set(Meeting.objects.values_list("request_id", flat=True)) == {promised.pk, asked.pk}
    assert Seat.objects.count() == 4


def test_open_and_barred_requests_are_not_planned(
    ada: Participant,
    bo: Participant,
    cy: Participant,
    waiting: Callable[..., Request],
    computed: Callable[..., Run],
) -> None:
    matchmaking.asked(ada, bo)
    barred = waiting(ada, cy)
    Request.objects.filter(pk=barred.pk).update(is_barred=True)
    assert computed().summary["agreed"] == 0


def test_answers_given_while_a_run_is_going_are_merged(
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    computed: Callable[..., Run],
    otto: User,
    now: datetime,
) -> None:
    gone = accepted(ada, bo)
    run = computed()
    late = accepted(ada, cy)
    wishes.withdraw(request_id=gone.pk, participant_id=ada.pk, has_link=True, by=NOBODY, now=now)
    done = adoption.adopt(run_id=run.pk, by=otto.subject, now=now)
    assert (done.added, done.dropped) == (1, 1)
    assert list(Meeting.objects.values_list("request_id", flat=True)) == [late.pk]


def test_a_plan_beside_which_a_promise_cannot_be_held_is_marked_and_refused(
    service: Service,
    ada: Participant,
    waiting: Callable[..., Request],
    accepted: Callable[..., Request],
    computed: Callable[..., Run],
    otto: User,
    now: datetime,
) -> None:
    narrow = matchmaking.participant(service, "Eng Zeit", most=1)
    planned = waiting(ada, narrow)
    run = computed()
    late = accepted(matchmaking.participant(service, "Dritte Person"), narrow)
    with pytest.raises(Refusal) as refused:
        adoption.adopt(run_id=run.pk, by=otto.subject, now=now)
    assert refused.value.reason is PlanRefusal.OUT_OF_DATE
    assert list(Meeting.objects.values_list("request_id", flat=True)) == [late.pk]
    run.refresh_from_db()
    planned.refresh_from_db()
    assert (run.summary["stale"]["lost"], planned.state) == ([late.pk], RequestState.ROUND)


def test_a_plan_that_breaks_promises_or_needs_another_house_is_not_adopted(
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    computed: Callable[..., Run],
    otto: User,
    now: datetime,
) -> None:
    accepted(ada, bo)
    reasons = []
    for options in (Options(breaks_promises=True), Options(places_more=1)):
        run = computed(options)
        with pytest.raises(Refusal) as refused:
            adoption.adopt(run_id=run.pk, by=otto.subject, now=now)
        reasons.append(refused.value.reason)
    assert reasons == [PlanRefusal.BREAKS_PROMISES, PlanRefusal.SCENARIO]


def test_promises_that_cannot_be_held_together_are_named(
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    computed: Callable[..., Run],
    now: datetime,
) -> None:
    accepted(ada, bo)
    type(bo.registration).objects.filter(pk=bo.registration_id).update(
        arrives_at=builders.clock("13:00", builders.SECOND_DAY), changed_at=now
    )
    run = computed()
    assert (run.summary["status"], run.summary["core"]["people"]) == ("infeasible", [ada.pk, bo.pk])


def test_a_locked_time_stays_and_times_are_kept(
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    computed: Callable[..., Run],
    otto: User,
    now: datetime,
) -> None:
    first, second = accepted(ada, bo), accepted(bo, cy)
    for request in (first, second):
        manual_changes.fix(request_id=request.pk, what="lock", is_on=True, by=otto.subject, now=now)
    before = set(Meeting.objects.values_list("request_id", "starts_at"))
    for options in (Options(), Options(keeps_times=True)):
        run = computed(options)
        adoption.adopt(run_id=run.pk, by=otto.subject, now=now)
        assert set(Meeting.objects.values_list("request_id", "starts_at")) == before


def test_a_run_that_is_stopped_or_discarded(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    otto: User,
    now: datetime,
) -> None:
    accepted(ada, bo)
    runs = [
        matching_runs.start(service_id=service.pk, options=Options(), by=otto.subject, now=now)
        for _ in range(2)
    ]
    matching_runs.stop(run_id=runs[0].pk, by=otto.subject, now=now)
    matching_runs.discard(run_id=runs[1].pk, by=otto.subject, now=now)
    work_off(now=now)
    states = [Run.objects.get(pk=run.pk).state for run in runs]
    assert states == [RunState.STOPPED, RunState.DISCARDED]


def test_a_run_whose_worker_died_for_good_says_so(
    service: Service, otto: User, console: Client, at: Callable[..., str], now: datetime
) -> None:
    run = matching_runs.start(service_id=service.pk, options=Options(), by=otto.subject, now=now)
    Job.objects.filter(pk=run.job_id).update(
        state=JobState.FAILED, end="lost", finished_at=now, lease_until=None
    )
    page = console.get(at("run", run.pk)).content.decode()
    assert "durch einen Serverausfall abgebrochen" in page
    from handschlag.common.jobs.registry import handler_of

    handler_of("matching.dead_runs").function(None)
    assert Run.objects.get(pk=run.pk).fault == "lost"


def test_only_the_team_plans(service: Service, person: Callable[..., User], now: datetime) -> None:
    other = person("orla", Role.ORGANISER)
    with pytest.raises(Denied):
        matching_runs.start(service_id=service.pk, options=Options(), by=other.subject, now=now)


def test_a_form_that_is_sent_twice_asks_for_one_run(
    console: Client, at: Callable[..., str], ada: Participant, bo: Participant
) -> None:
    matchmaking.asked(ada, bo)
    page = console.get(at("optimise"))
    keys = re.findall(r'name="key" value="([0-9a-f-]{36})"', page.content.decode())
    assert len(set(keys)) == len(keys) == 2
    for key in (keys[0], keys[0], keys[1]):
        sent = console.post(at("run_start"), {**page.context["rest"], "key": key})
        assert sent.headers["Location"] == at("run", Run.objects.latest("pk").pk)
    assert Run.objects.count() == 2
    assert AuditEntry.objects.filter(verb="matching.run_asked").count() == 2
