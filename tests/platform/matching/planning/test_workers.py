"""Real workers: killed in the middle of a run and of publishing, and two organisers at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen

import pytest
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.db.utils import load_backend
from tests.platform import builders
from tests.platform.common.conftest import House, house, wait_until
from tests.platform.common.test_worker import child_of
from tests.platform.matching.planning.crowd import crowd

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role
from handschlag.common.jobs import registry
from handschlag.common.models import Job, JobState, Mail, Rhythm
from handschlag.common.refusals import Refusal
from handschlag.matching import adoption, runs
from handschlag.matching.engine.options import Options
from handschlag.matching.models import Meeting, Notice, Run, RunState, Service, TimetableVersion
from handschlag.matching.publishing import actions
from handschlag.matching.refusals import PlanRefusal

assert house  # the fixture is asked for below
PEOPLE, LONG = 240, 240  # people; seconds that a busy machine may take


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def organiser(house: House) -> User:
    registry.load()
    for one in registry.rounds():  # what comes round would come first
        Rhythm.objects.get_or_create(kind=one.kind, defaults={"next_at": datetime(2999, 1, 1, tzinfo=UTC)})
    made = User.objects.create_user(email=f"o{time.monotonic_ns()}@example.org", name="O")
    RoleGrant.objects.create(user=made, role=Role.ORGANISER, granted_at=builders.NOW)
    return made


@pytest.fixture(scope="module")
def service(organiser: User) -> Service:
    return crowd(organiser, people=PEOPLE, each=8, tables=60)


def again(run: Run) -> Run:
    run.refresh_from_db()
    return run


def job_of(kind: str) -> Job:
    return Job.objects.filter(kind=kind).latest("pk")


def test_a_run_whose_worker_is_killed_begins_anew_and_ends(
    house: House, organiser: User, service: Service
) -> None:
    run = runs.start(service_id=service.pk, options=Options(), seconds=20, by=organiser.subject, now=now())
    killed = house.worker("--lease=2")
    wait_until(lambda: again(run).state == RunState.RUNNING, "the run begins", LONG)
    assert child_of(killed)
    killed.kill()
    killed.wait()
    assert again(run).state == RunState.RUNNING
    house.worker("--lease=2")
    wait_until(lambda: again(run).state == RunState.FINISHED, "another worker ends it", LONG)
    assert (job_of(runs.OPTIMISE).attempts, again(run).summary["kept"]) == (2, 0)
    adoption.adopt(run_id=run.pk, by=organiser.subject, now=now())
    assert Meeting.objects.filter(service=service).count() == run.summary["held"]


def test_two_who_publish_at_once_make_one_version_and_a_kill_sends_each_notice_once(
    house: House, organiser: User, service: Service
) -> None:
    house.end()  # nobody works yet
    service.refresh_from_db()
    found = at_once(service, organiser)
    assert found == Counter({"published": 1, PlanRefusal.NOTHING_NEW: 1})
    version = TimetableVersion.objects.get(service=service)
    notices = Notice.objects.filter(version=version)
    kill_a_worker_that_tells(house, notices)
    assert 0 < notices.exclude(sent_at=None).count() < notices.count()
    house.worker("--lease=2")
    wait_until(lambda: job_of(actions.PUBLISH).state == JobState.DONE, "all are told", LONG)
    told = Counter(Mail.objects.filter(subject__startswith="Ihre Gespräche").values_list("to", flat=True))
    assert (sum(told.values()), set(told.values())) == (notices.count(), {1})
    version.refresh_from_db()
    assert version.receipt["meetings"] == Meeting.objects.filter(service=service).count()


def kill_a_worker_that_tells(house: House, notices: QuerySet[Notice]) -> None:
    """In the midst of it: the last row, or the turn to write, is ours, and it waits until it is killed."""

    def end(worker: Popen) -> None:
        child = child_of(worker)
        worker.kill()
        worker.wait()
        wait_until(lambda: not Path(f"/proc/{child}").exists(), "the child has ended with its worker", LONG)

    if connection.vendor == "sqlite":
        worker, is_over, until = house.worker("--lease=2"), False, time.monotonic() + LONG
        while not is_over and time.monotonic() < until:
            with transaction.atomic():
                if is_over := notices.exclude(sent_at=None).exists():
                    end(worker)
        return
    with transaction.atomic():
        notices.select_for_update().get(pk=notices.latest("pk").pk)
        worker = house.worker("--lease=2")
        wait_until(lambda: notices.exclude(sent_at=None).exists(), "the first notices go out", LONG)
        end(worker)


def at_once(service: Service, organiser: User) -> Counter[object]:
    """Two organisers press the button in the same moment."""
    found: Counter[object] = Counter()
    start = threading.Barrier(2)
    known = connections["default"].settings_dict

    def press() -> None:
        connections["default"] = load_backend(known["ENGINE"]).DatabaseWrapper(known, "default")
        start.wait(LONG)
        try:
            actions.publish(service_id=service.pk, revision=service.revision, by=organiser.subject, now=now())
            found["published"] += 1
        except Refusal as no:
            found[no.reason] += 1
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(LONG)
    return found
