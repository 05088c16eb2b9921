"""How an import ends: applied, refused, undone, discarded, forgotten; at once, or by a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.directory.importing.pages import (
    FAULTY,
    GOOD,
    at,
    checked,
    do,
    into,
    text_of,
)

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.directory.contents import Kind
from handschlag.directory.imports.uploading import delete_expired_imports, upload
from handschlag.directory.models import Actor, Import, Network

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]


def test_if_the_directory_changed_the_page_says_so_and_checks_again(hers: Client, marthas: Network) -> None:
    known = builders.actor("Laser Kraft AG", networks=(marthas,), place="Leipzig", employees=5)
    row = checked(hers, "Name;Mitarbeiter\nLaser Kraft AG;7\n", into=into(marthas))
    Actor.objects.filter(pk=known.pk).update(version=2)
    do(hers, row, "import_apply")
    assert "Das Verzeichnis hat sich seit der Prüfung geändert" in text_of(hers.get(at(row)))
    do(hers, row, "import_check")
    do(hers, row, "import_apply")
    row.refresh_from_db()
    assert row.state == "applied"


def test_an_import_that_somebody_went_on_from_is_not_undone(hers: Client, marthas: Network) -> None:
    row = checked(hers, GOOD, into=into(marthas))
    do(hers, row, "import_apply")
    Actor.objects.filter(name="Laser Kraft AG").update(version=2)
    answer = do(hers, row, "import_undo")
    assert answer.status_code == 409
    assert "Es betrifft Zeile 3." in text_of(answer)
    assert Actor.objects.count() == 2


def test_what_was_not_applied_is_discarded_and_forgotten(
    hers: Client, marthas: Network, now: datetime
) -> None:
    row = checked(hers, GOOD, into=into(marthas))
    assert "Import verwerfen?" in text_of(hers.get(at(row, "import_discard")))
    assert do(hers, row, "import_discard").status_code == 302
    assert hers.get(at(row)).status_code == 404
    row = checked(hers, GOOD, into=into(marthas))
    do(hers, row, "import_apply")
    assert do(hers, row, "import_discard").status_code == 302
    row.refresh_from_db()
    delete_expired_imports(now=row.applied_at + timedelta(days=31))
    words = text_of(hers.get(at(row)))
    assert "ließ sich bis" in words
    assert do(hers, row, "import_undo").status_code == 302
    assert Actor.objects.count() == 2


def test_the_list_shows_where_each_import_stands(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]]
) -> None:
    empty = hers.get(reverse("directory:imports"))
    assert valid(empty.content.decode()) == []
    assert "Es wurde noch keine Tabelle importiert" in text_of(empty)
    checked(hers, FAULTY, into=into(marthas))
    do(hers, checked(hers, GOOD, into=into(marthas)), "import_apply")
    page = hers.get(reverse("directory:imports"), {"network": marthas.slug})
    assert valid(page.content.decode()) == []
    assert "übernommen 2 neu, 2 Mitgliedschaften" in text_of(page)
    assert "geprüft, noch nicht übernommen 2 Zeilen mit Fehlern" in text_of(page)
    assert hers.get(reverse("directory:imports"), {"network": "fremd"}).status_code == 404


@pytest.mark.parametrize("name", ["import", "import_columns", "import_undo", "import_discard"])
def test_imports_of_others_do_not_exist(
    hers: Client, marthas: Network, editha: User, now: datetime, name: str
) -> None:
    foreign = builders.network("Andere")
    other = upload(
        content=GOOD.encode(),
        file_name="x",
        kind=Kind.ACTOR,
        network_id=foreign.pk,
        by=editha.subject,
        now=now,
    )
    assert hers.get(at(other, name)).status_code == 404
    assert hers.get(at(other, "import_faults", "csv")).status_code == 404


def large(number: int) -> str:
    lines = "".join(
        f"Firma Nummer {n} Abc{n * 7919 % 99991} GmbH;Unternehmen;Dresden\n" for n in range(number)
    )
    return f"Name;Art;Ort\n{lines}"


def test_a_large_table_is_done_by_jobs_and_the_page_waits(
    hers: Client, marthas: Network, now: datetime, valid: Callable[[str], list[str]]
) -> None:
    row = checked(hers, large(301), into=into(marthas))
    later = now + timedelta(days=365)  # a job is due once it was asked for
    page = hers.get(at(row))
    assert valid(page.content.decode()) == []
    assert "Die Tabelle wird geprüft" in text_of(page)
    part = hers.get(at(row), headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith("<section")
    assert work_off(now=later) == 1
    over = hers.get(at(row), headers={"HX-Request": "true"})
    assert (over.status_code, over["HX-Refresh"]) == (204, "true")
    assert "Jetzt übernehmen: 301 neu, 301 Mitgliedschaften" in text_of(hers.get(at(row)))
    do(hers, row, "import_apply")
    assert "Die Tabelle wird übernommen" in text_of(hers.get(at(row)))
    assert Actor.objects.count() == 0
    work_off(now=later)
    assert Actor.objects.count() == 301


def test_a_job_is_cancelled_from_the_page_and_what_was_decided_is_kept(
    hers: Client, marthas: Network, now: datetime
) -> None:
    later = now + timedelta(days=365)
    row = checked(hers, large(300) + "Rätsel;;Berlin\n", into=into(marthas))
    work_off(now=later)
    do(hers, row, "import_mend", **{"t-302-kind": "research"})
    do(hers, row, "import_cancel")
    page = hers.get(at(row), follow=True)
    words = text_of(page)
    assert "Der Vorgang wurde abgebrochen. Es wurde nichts geändert." in words
    assert "Mit denselben Spalten noch einmal prüfen" in words
    do(hers, row, "import_check")
    work_off(now=later)
    row.refresh_from_db()
    assert (row.state, row.counts["new"]) == ("checked", 301)
    do(hers, row, "import_apply")
    do(hers, row, "import_cancel")
    assert "Der Vorgang wurde abgebrochen" in text_of(hers.get(at(row)))
    assert Actor.objects.count() == 0


@pytest.mark.parametrize("stage", ["checking", "applying", "undoing"])
def test_a_stage_that_broke_off_without_a_job_is_begun_again(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]], stage: str
) -> None:
    row = checked(hers, GOOD, into=into(marthas))
    if stage == "undoing":
        do(hers, row, "import_apply")
    Import.objects.filter(pk=row.pk).update(state=stage)  # the server was stopped in the midst of it
    page = hers.get(at(row))
    assert valid(page.content.decode()) == []
    assert "Neu beginnen" in text_of(page)
    names = {"checking": "import_check", "applying": "import_apply", "undoing": "import_undo"}
    assert f'action="{at(row, names[stage])}"' in page.content.decode()
    do(hers, row, names[stage])
    row.refresh_from_db()
    after = {"checking": ("checked", 0), "applying": ("applied", 2), "undoing": ("undone", 0)}
    assert (row.state, Actor.objects.count()) == after[stage]
