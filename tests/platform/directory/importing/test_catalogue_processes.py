"""Catalogues with real processes: a worker is killed while it applies, and two files come at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.platform import builders
from tests.platform.common.conftest import House, house, wait_until
from tests.platform.common.test_worker import child_of
from tests.platform.directory.importing.catalogue_files import checked, cordis, cordis_row
from tests.platform.directory.importing.test_processes import APPLY, is_alive

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role
from handschlag.common.jobs import registry
from handschlag.common.models import Job, JobState, Rhythm
from handschlag.directory.imports import proceeding
from handschlag.directory.models import Actor, ActorSource, Import, ImportState, Participation, Project

assert house  # the fixture is asked for below
ORGANISATIONS, EACH = 1500, 3


@pytest.fixture
def editor(house: House) -> Iterator[User]:
    registry.load()
    for one in registry.rounds():  # what comes round would come first
        Rhythm.objects.get_or_create(kind=one.kind, defaults={"next_at": datetime(2999, 1, 1, tzinfo=UTC)})
    made = User.objects.create_user(email=f"c{time.monotonic_ns()}@example.org", name="C")
    RoleGrant.objects.create(user=made, role=Role.EDITOR, granted_at=builders.NOW)
    builders.land("SN")
    yield made
    for model in (Participation, Project, Actor):
        model.objects.all().delete()


def ready(editor: User, organisations: int) -> Import:
    rows = [
        cordis_row(str(870000 + (n * 7 + k) % 900), str(900000 + n), f"Firma {n * 7919 % 999983} Abc{n} GmbH")
        for n in range(organisations)
        for k in range(EACH)
    ]
    return checked(cordis(*rows), by=editor, now=datetime.now(UTC))


def counted() -> tuple[int, int, int, int]:
    models = (Actor, Project, Participation, ActorSource)
    actors, projects, parts, sources = (model.objects.count() for model in models)
    return actors, projects, parts, sources


def test_a_worker_that_is_killed_leaves_nothing_of_the_catalogue_and_another_applies_all(
    house: House, editor: User
) -> None:
    row = ready(editor, ORGANISATIONS)
    killed = house.worker("--lease=2")
    now, by = datetime.now(UTC), editor.subject
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
    assert (state(), counted()) == (JobState.RUNNING, (0, 0, 0, 0))
    house.worker("--lease=5")
    wait_until(lambda: state() == JobState.DONE, "another worker has applied it")
    row.refresh_from_db()
    actors, projects, parts, sources = counted()
    assert (row.state, actors, projects, parts) == ("applied", ORGANISATIONS, 900, ORGANISATIONS * EACH)
    assert (sources, job.attempts) == (ORGANISATIONS * 4, 2)


def test_of_two_imports_of_one_file_that_are_applied_at_once_one_is_refused(
    house: House, editor: User
) -> None:
    rows = [ready(editor, 20), ready(editor, 20)]
    folder = house.folder / f"race{time.monotonic_ns()}"
    folder.mkdir()
    for number, row in enumerate(rows, start=1):
        code = APPLY.format(folder=str(folder), number=number, pk=row.pk, seen=row.version, user=editor.pk)
        house.start("django", "shell", "--no-imports", "-c", code)
    wait_until(lambda: len(list(folder.glob("ready*"))) == 2, "both are ready")
    (folder / "go").touch()
    wait_until(lambda: len(list(folder.glob("said*"))) == 2, "both have an answer")
    assert sorted(path.read_text() for path in folder.glob("said*")) == ["applied", "directory_changed"]
    assert (Actor.objects.count(), Participation.objects.count()) == (20, 60)
