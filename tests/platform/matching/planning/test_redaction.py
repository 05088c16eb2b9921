"""Files of a published timetable lose what erased people needed, and can still be checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.platform import builders
from tests.platform.matching.planning.conftest import NOBODY
from tests.platform.matching.planning.test_publishing import published, verified

from handschlag.accounts.models import User
from handschlag.matching import adoption, runs
from handschlag.matching.engine import receipts
from handschlag.matching.models import Participant, Request, Run, Service, TimetableVersion
from handschlag.matching.publishing import actions
from handschlag.matching.publishing.pages import receipt_of
from handschlag.registration import personal_data
from handschlag.registration.models import Registration

__all__ = ["published"]
pytestmark = pytest.mark.django_db


def needs_of(version: TimetableVersion | Run) -> dict[str, list[str]]:
    people = json.loads(version.problem_json)["participants"]
    return {one["id"]: one["needs"] for one in people if one.get("needs")}


def test_who_is_erased_leaves_no_requirement_in_published_files_and_they_are_still_accepted(
    ada: Participant,
    bo: Participant,
    cy: Participant,
    waiting: Callable[..., Request],
    computed: Callable[..., Run],
    published: Callable[..., TimetableVersion],
    otto: User,
    now: datetime,
    tmp_path: Path,
) -> None:
    Registration.objects.filter(pk__in=(ada.registration_id, cy.registration_id)).update(needs_step_free=True)
    builders.place(ada.service.event, "T9", is_step_free=True)
    waiting(ada, bo)
    run = computed()
    adoption.adopt(run_id=run.pk, by=otto.subject, now=now)
    version = published()
    both = {f"p{ada.pk}": ["step_free"], f"p{cy.pk}": ["step_free"]}
    assert (needs_of(version), needs_of(run)) == (both, both)
    old = {version.receipt["input"], version.receipt["plan"]}

    personal_data.erase(registration_id=ada.registration_id, has_link=True, by=NOBODY, now=now)

    version.refresh_from_db()
    run.refresh_from_db()
    left = {f"p{cy.pk}": ["step_free"]}
    assert (needs_of(version), needs_of(run)) == (left, left)
    assert verified(version, tmp_path) == 0
    assert (version.receipt["redacted"], version.receipt["violations"]) == (1, 0)
    # With the old hash, whoever tries the few requirements there are would find out which it was.
    text = version.problem_json + version.plan_json + json.dumps(version.receipt) + run.plan_json
    assert [one for one in old if one in text] == []


def test_a_receipt_that_is_made_while_somebody_is_erased_does_not_bring_the_requirement_back(
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    service: Service,
    otto: User,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Registration.objects.filter(pk=ada.registration_id).update(needs_quiet=True)
    builders.place(service.event, "T9", is_quiet=True)
    accepted(ada, bo)
    service.refresh_from_db()
    actions.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=now)
    make = receipts.receipt_anew

    def meanwhile(*args: object, **values: object) -> object:
        made = make(*args, **values)
        personal_data.erase(registration_id=ada.registration_id, has_link=True, by=NOBODY, now=now)
        return made

    monkeypatch.setattr(receipts, "receipt_anew", meanwhile)
    version = TimetableVersion.objects.get()
    assert list(needs_of(version)) == [f"p{ada.pk}"]
    assert actions.write_receipt(version_id=version.pk)
    version.refresh_from_db()
    assert (needs_of(version), version.receipt["redacted"], verified(version, tmp_path)) == ({}, 1, 0)


def test_a_run_that_ends_after_an_erasure_does_not_bring_the_requirement_back(
    ada: Participant,
    bo: Participant,
    waiting: Callable[..., Request],
    computed: Callable[..., Run],
    service: Service,
    now: datetime,
) -> None:
    Registration.objects.filter(pk=ada.registration_id).update(needs_quiet=True)
    waiting(ada, bo)
    done = computed()
    assert list(needs_of(done)) == [f"p{ada.pk}"]
    problem, plan, summary = done.problem_json, done.plan_json, done.summary
    personal_data.erase(registration_id=ada.registration_id, has_link=True, by=NOBODY, now=now)
    Run.objects.filter(pk=done.pk).update(state="running", problem_json="", plan_json="", finished_at=None)
    assert runs.end(run_id=done.pk, problem=problem, plan=plan, summary=summary, now=now)
    done.refresh_from_db()
    assert needs_of(done) == {}
    assert done.plan_json


def test_the_files_of_an_event_go_with_the_last_of_its_people_and_the_receipt_says_so(
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    signed_in: Callable[..., Client],
    otto: User,
    now: datetime,
) -> None:
    accepted(ada, bo)
    version = published()
    value = version.receipt["goals"][0]["value"]
    personal_data.forget(now=now + timedelta(days=400), keep=timedelta(days=180))
    version.refresh_from_db()
    assert (version.problem_json, version.plan_json) == ("", "")
    assert (version.receipt["goals"][0]["value"], version.receipt["plan"]) == (value, "")
    with override("en"):
        url = reverse("matching:version", args=[ada.service.event.slug, 1])
    page = signed_in(otto).get(url)
    assert "deleted, because people in them were deleted" in page.content.decode()


def test_meetings_that_no_run_has_planned_say_nothing_of_others_and_the_command_knows(
    ada: Participant,
    bo: Participant,
    cy: Participant,
    waiting: Callable[..., Request],
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    tmp_path: Path,
) -> None:
    accepted(ada, bo)
    waiting(ada, cy)
    version = published()
    assert receipt_of(version.service.event, version).command.endswith(" --no-reasons")
    assert verified(version, tmp_path) == 0
