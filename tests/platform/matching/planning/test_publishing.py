"""Publishing: versions, notices, receipts, the fix date, the way back."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.platform import builders, matchmaking
from tests.platform.matching.planning.conftest import NOBODY

import treffen
from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.matching import adoption, answering, manual_changes, names, versions, wishes
from handschlag.matching.engine.receipts import broken_now
from handschlag.matching.models import Meeting, Notice, Participant, Request, Run, Service, TimetableVersion
from handschlag.matching.publishing import actions
from handschlag.matching.publishing.pages import receipt_of
from handschlag.matching.refusals import PlanRefusal
from handschlag.registration.models import SessionChoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(service: Service, otto: User, now: datetime) -> Callable[..., TimetableVersion]:
    """The timetable as it stands becomes a version, and everybody concerned is told."""

    def publish(at: datetime = now) -> TimetableVersion:
        service.refresh_from_db()
        done = actions.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=at)
        work_off(now=now)
        done.version.refresh_from_db()
        return done.version

    return publish


def told() -> list[str]:
    return sorted(Mail.objects.filter(subject__startswith="Ihre Gespräche").values_list("to", flat=True))


def move_on(request: Request, otto: User, now: datetime) -> None:
    spot = Meeting.objects.get(request=request)
    later = spot.starts_at + timedelta(minutes=20)
    manual_changes.move(
        request_id=request.pk,
        block_id=spot.block_id,
        starts_at=later,
        place_id=spot.place_id,
        by=otto.subject,
        now=now,
    )


def test_only_those_who_notice_something_are_told_and_once(
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    now: datetime,
) -> None:
    accepted(ada, bo)
    first = published()
    assert told() == sorted(one.registration.email for one in (ada, bo))
    words = Mail.objects.filter(subject__startswith="Ihre Gespräche")[0].text
    assert ["(neu)" in words, "Alle anderen Zeiten" in words] == [False, False], "it is the first one"
    Mail.objects.all().delete()
    actions.send_notices(version_id=first.pk, now=now, tell=lambda done, total: None)
    assert told() == []
    accepted(matchmaking.participant(service, "Dora"), cy)
    second = published()
    assert (second.number, len(told()), Notice.objects.filter(version=second).count()) == (2, 2, 2)
    assert cy.registration.email in told()
    assert ada.registration.email not in told()
    words = Mail.objects.filter(subject__startswith="Ihre Gespräche")[0].text
    assert ["(neu)" in words, "Alle anderen Zeiten" in words] == [True, True]


def test_who_reads_no_mail_stands_on_the_call_list(
    service: Service,
    ada: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    otto: User,
    now: datetime,
) -> None:
    by_phone = matchmaking.participant(service, "Ohne Mail", is_by_phone=True)
    accepted(ada, by_phone)
    published()
    notice = Notice.objects.get(participant=by_phone)
    assert (notice.is_on_paper, notice.sent_at, told()) == (True, None, [ada.registration.email])
    assert actions.note_told(notice_id=notice.pk, by=otto.subject, now=now).sent_at == now


def verified(version: TimetableVersion, folder: Path) -> int:
    """What the command on the page says about the files that can be downloaded."""
    paths = (folder / "problem.json", folder / "plan.json")
    paths[0].write_text(version.problem_json, "utf-8")
    paths[1].write_text(version.plan_json, "utf-8")
    command = [sys.executable, "-m", *shlex.split(receipt_of(version.service.event, version).command)]
    env = {**os.environ, "PYTHONPATH": str(Path(treffen.__file__).parents[1])}
    return subprocess.run(command, check=False, capture_output=True, env=env, cwd=folder).returncode


def test_the_command_accepts_the_receipt_of_a_run_and_one_made_anew(
    ada: Participant,
    bo: Participant,
    cy: Participant,
    waiting: Callable[..., Request],
    accepted: Callable[..., Request],
    computed: Callable[..., Run],
    published: Callable[..., TimetableVersion],
    otto: User,
    now: datetime,
    tmp_path: Path,
) -> None:
    waiting(ada, bo)
    run = computed()
    adoption.adopt(run_id=run.pk, by=otto.subject, now=now)
    first = published()
    assert (first.run, first.plan_json == run.plan_json, verified(first, tmp_path)) == (run, True, 0)
    assert first.receipt["has_reasons"]
    accepted(bo, cy)
    second = published()
    value = second.receipt["goals"][0]
    assert (second.run, value["value"], value["bound"], verified(second, tmp_path)) == (None, 6, 6, 0)
    text = second.problem_json + second.plan_json + json.dumps(second.receipt)
    assert [name for name in ("Lindqvist", "Werkstatt", "Nilsson", "werkstatt") if name in text] == []


def test_somebody_who_was_faster_wins(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    otto: User,
    now: datetime,
) -> None:
    service.refresh_from_db()
    seen = service.revision
    accepted(ada, bo)
    with pytest.raises(Refusal) as refused:
        actions.publish(service_id=service.pk, revision=seen, by=otto.subject, now=now)
    assert refused.value.reason is PlanRefusal.CHANGED_MEANWHILE
    assert not TimetableVersion.objects.exists()


def test_before_the_fix_date_times_move_and_from_it_on_they_stay(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    otto: User,
    now: datetime,
) -> None:
    request = accepted(ada, bo)
    published()
    last = service.fixed_at - timedelta(seconds=1)
    move_on(request, otto, last)
    published(last)
    with pytest.raises(Refusal) as refused:
        move_on(request, otto, service.fixed_at)
    assert refused.value.reason is PlanRefusal.NEEDS_CONSENT


def test_a_move_that_was_not_published_in_time_is_not_published_after_the_fix_date(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    otto: User,
    now: datetime,
) -> None:
    request = accepted(ada, bo)
    first = published()
    before = Meeting.objects.get(request=request).starts_at
    move_on(request, otto, now)
    with pytest.raises(Refusal) as refused:
        published(service.fixed_at)
    assert refused.value.reason is PlanRefusal.NEEDS_CONSENT
    adoption.roll_back(service_id=service.pk, number=first.number, by=otto.subject, now=service.fixed_at)
    assert Meeting.objects.get(request=request).starts_at == before


def test_the_way_back_brings_times_back_and_nobody_who_withdrew(
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    otto: User,
    now: datetime,
) -> None:
    stays, goes = accepted(ada, bo), accepted(ada, cy)
    first = published()
    told_at = Meeting.objects.get(request=stays).starts_at
    wishes.withdraw(request_id=goes.pk, participant_id=ada.pk, has_link=True, by=NOBODY, now=now)
    move_on(stays, otto, now)
    new = accepted(bo, cy)
    published()
    done = adoption.roll_back(service_id=service.pk, number=first.number, by=otto.subject, now=now)
    held = dict(Meeting.objects.values_list("request_id", "starts_at"))
    assert (set(held), held[stays.pk], done.dropped) == ({stays.pk, new.pk}, told_at, 1)


def test_a_meeting_that_is_withdrawn_is_told_as_dropped(
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    now: datetime,
) -> None:
    gone = accepted(ada, bo)
    published()
    Mail.objects.all().delete()
    wishes.withdraw(request_id=gone.pk, participant_id=ada.pk, has_link=True, by=NOBODY, now=now)
    Mail.objects.all().delete()
    second = published()
    kinds = [one["kind"] for row in Notice.objects.filter(version=second) for one in row.changes]
    assert (kinds, len(told())) == (["dropped", "dropped"], 2)


def test_published_meetings_stay_while_others_are_answered(
    service: Service,
    ada: Participant,
    bo: Participant,
    accepted: Callable[..., Request],
    published: Callable[..., TimetableVersion],
    now: datetime,
) -> None:
    first = accepted(ada, bo)
    published()
    before = Meeting.objects.get(request=first).starts_at
    for number in range(5):
        guest = matchmaking.participant(service, f"Gast {number}")
        asked = matchmaking.asked(guest, ada)
        answering.accept(
            request_id=asked.pk, participant_id=ada.pk, kind="want", has_link=True, by=NOBODY, now=now
        )
    assert Meeting.objects.get(request=first).starts_at == before


def test_a_seat_in_a_talk_at_the_time_of_a_meeting_breaks_a_rule_at_once(
    service: Service, ada: Participant, bo: Participant, accepted: Callable[..., Request]
) -> None:
    spot = Meeting.objects.get(request=accepted(ada, bo))
    talk = builders.session(service.event, starts_at=spot.starts_at, ends_at=spot.ends_at)
    chosen = SessionChoice.objects.create(
        registration=ada.registration, session=talk, wish="must", seat="waiting", chosen_at=builders.NOW
    )
    service.refresh_from_db()
    assert broken_now(service) == 0
    SessionChoice.objects.filter(pk=chosen.pk).update(seat="seated")
    assert broken_now(service) == 1


def test_a_meeting_that_comes_while_the_timetable_is_read_waits_for_the_next_look(
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    accepted: Callable[..., Request],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = accepted(ada, bo)
    read = names.parties_of

    def read_before_another(*args: object) -> object:
        people = read(*args)  # type: ignore[arg-type]
        accepted(cy, bo)
        return people

    monkeypatch.setattr(versions, "parties_of", read_before_another)
    assert [one.request for one in versions.current_meetings(service)] == [first.pk]
    monkeypatch.undo()
    assert len(versions.current_meetings(service)) == 2
