"""Imports with real processes: a worker is killed while it applies, and two people apply at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.platform import builders
from tests.platform.common.conftest import House, house, wait_until
from tests.platform.common.test_worker import child_of

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role
from handschlag.common.jobs import registry
from handschlag.common.models import AuditEntry, Job, JobState, Rhythm
from handschlag.directory.contents import Kind
from handschlag.directory.imports import checking, proceeding, uploading
from handschlag.directory.imports.columns import EntryField
from handschlag.directory.models import Actor, Import, ImportState, Membership, Revision

assert house  # the fixture is asked for below
ROWS = 2000  # takes seconds even on a fast machine


@pytest.fixture
def manager(house: House) -> Iterator[User]:
    registry.load()
    for one in registry.rounds():  # what comes round would come first
        Rhythm.objects.get_or_create(kind=one.kind, defaults={"next_at": datetime(2999, 1, 1, tzinfo=UTC)})
    made = User.objects.create_user(email=f"m{time.monotonic_ns()}@example.org", name="M")
    RoleGrant.objects.create(user=made, role=Role.NETWORK_MANAGER, granted_at=builders.NOW)
    yield made
    Actor.objects.all().delete()


def ready(manager: User, rows: int) -> Import:
    """A checked table of so many new members."""
    network = builders.network(f"Netz {time.monotonic_ns()}")
    builders.manages(manager, network)
    lines = "".join(f"Firma {n * 7919 % 999983} Abc{n} GmbH;Unternehmen\n" for n in range(rows))
    now, by = datetime.now(UTC), manager.subject
    row = uploading.upload(
        content=f"Name;Art\n{lines}".encode(),
        file_name="m.csv",
        kind=Kind.ACTOR,
        network_id=network.pk,
        by=by,
        now=now,
    )
    columns = {0: EntryField.NAME, 1: EntryField.KIND}
    row = uploading.choose_columns(import_id=row.pk, seen=row.version, columns=columns, by=by)
    return checking.check(import_id=row.pk, by=by, now=now)


def test_a_worker_that_is_killed_while_it_applies_leaves_nothing_and_another_applies_all(
    house: House, manager: User
) -> None:
    row = ready(manager, ROWS)
    killed = house.worker("--lease=2")
    now, by = datetime.now(UTC), manager.subject
    row = proceeding.proceed(import_id=row.pk, seen=row.version, stage=ImportState.APPLYING, by=by, now=now)
    job = Job.objects.get(pk=row.job_id)

    def state() -> str:
        job.refresh_from_db()
        return str(job.state)

    wait_until(lambda: state() == JobState.RUNNING, "the job begins")
    child = child_of(killed)
    time.sleep(0.2)  # in the midst of it: all of it takes longer
    killed.kill()
    killed.wait()
    wait_until(lambda: not is_alive(child), "the child has ended with its worker")
    assert (state(), Actor.objects.count(), Membership.objects.count()) == (JobState.RUNNING, 0, 0)
    house.worker("--lease=5")
    wait_until(lambda: state() == JobState.DONE, "another worker has applied it")
    row.refresh_from_db()
    assert (row.state, Actor.objects.count(), row.network.memberships.count()) == ("applied", ROWS, ROWS)
    assert Revision.objects.filter(kind="actor").count() == ROWS
    assert AuditEntry.objects.filter(verb="import.applied", object_id=row.pk).count() == 1
    assert job.attempts == 2


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


APPLY = """
import time, pathlib, sys
from datetime import datetime, UTC
from handschlag.accounts.models import User
from handschlag.common.refusals import Refusal
from handschlag.directory.imports import proceeding
from handschlag.directory.models import ImportState
folder = pathlib.Path({folder!r})
(folder / "ready{number}").touch()
while not (folder / "go").exists():
    time.sleep(0.002)
try:
    proceeding.proceed(import_id={pk}, seen={seen}, stage=ImportState.APPLYING,
                      by=User.objects.get(pk={user}).subject, now=datetime.now(UTC))
    said = "applied"
except Refusal as no:
    said = no.reason.value
(folder / "said{number}").write_text(said)
"""


def test_of_two_who_apply_at_once_one_applies_and_the_other_hears_that_it_is_done(
    house: House, manager: User
) -> None:
    row = ready(manager, 40)
    folder = house.folder / f"race{time.monotonic_ns()}"
    folder.mkdir()
    for number in (1, 2):
        code = APPLY.format(folder=str(folder), number=number, pk=row.pk, seen=row.version, user=manager.pk)
        house.start("django", "shell", "--no-imports", "-c", code)
    wait_until(lambda: len(list(folder.glob("ready*"))) == 2, "both are ready")
    (folder / "go").touch()

    def answers() -> list[str]:
        """Those that are written: a file is there before its text is."""
        return sorted(filter(None, (path.read_text() for path in folder.glob("said*"))))

    wait_until(lambda: len(answers()) == 2, "both have an answer")
    assert answers() == ["applied", "stale"]
    assert (Actor.objects.count(), Membership.objects.filter(network=row.network).count()) == (40, 40)
    row.refresh_from_db()
    assert row.state == "applied"
