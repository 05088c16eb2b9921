"""A later file tells a known joint project otherwise: shown in the check, taken over on request, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform.directory.importing.catalogue_files import (
    PROJECT_HEADS,
    applied,
    archive,
    checked,
    cordis,
    cordis_row,
    foekat,
    foekat_row,
    quoted,
)
from tests.platform.directory.importing.conftest import TABLES, proceed, snapshot_of
from tests.platform.directory.importing.pages import text_of

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.directory.imports import applying, differences, proceeding, uploading
from handschlag.directory.models import (
    Actor,
    Import,
    ImportState,
    Participation,
    Project,
    ProjectDifference,
    ProjectSource,
    Status,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]
Sign = Callable[[User], Client]
FIRST = foekat(foekat_row("01IS17046A", "Linsen Meier GmbH"), foekat_row("01IS17046B", "Laser Kraft AG"))
LATER = foekat(
    foekat_row("01IS17046A", "Linsen Meier GmbH", **{"Laufzeit bis": "31.12.2023"}),
    foekat_row("01IS17046B", "Laser Kraft AG", **{"Fördersumme in EUR": "2.000,00"}),
)


def told(of: Import) -> list[tuple[Any, ...]]:
    return list(of.differences.values_list("participation__reference", "fact", "before", "after"))


def titled(title: str) -> bytes:
    return quoted(PROJECT_HEADS, [{"id": "870292", "acronym": "ACRO870292", "title": title}])


def take(row: Import, by: User, *, is_taken: bool = True) -> Import:
    return differences.take_all_differences(
        import_id=row.pk, seen=row.version, is_taken=is_taken, by=by.subject
    )


def test_the_check_shows_what_differs_and_changes_nothing(editha: User, now: datetime) -> None:
    applied(FIRST, by=editha, now=now)
    before = snapshot_of(*TABLES, Project, Participation)
    row = checked(LATER, by=editha, now=now)
    assert told(row) == [
        (None, "ends_on", "2023-02-28", "2023-12-31"),
        ("01IS17046A", "ends_on", "2023-02-28", "2023-12-31"),
        ("01IS17046B", "cents", "123456", "200000"),
    ]
    assert (row.counts["differing"], row.counts["taken"]) == (1, 0)
    after = snapshot_of(*TABLES, Project, Participation)
    assert {name: after[name] for name in ("Actor", "Project", "Participation")} == {
        name: before[name] for name in ("Actor", "Project", "Participation")
    }


def test_a_file_that_says_less_is_no_difference(editha: User, now: datetime) -> None:
    applied(FIRST, by=editha, now=now)
    only = {"Laufzeit bis": "", "Fördersumme in EUR": "", "Klartext Leistungsplansystematik": ""}
    row = checked(foekat(foekat_row("01IS17046A", "Linsen Meier GmbH", **only)), by=editha, now=now)
    assert told(row) == []


def test_a_short_name_is_no_new_title(editha: User, now: datetime) -> None:
    lines = cordis(
        cordis_row("870292", "9001", "Linsen Meier GmbH"), cordis_row("870292", "9002", "Laser AG")
    )
    applied(archive(lines, titled("Guiding light")), by=editha, now=now)
    assert told(checked(lines, by=editha, now=now)) == []
    other = archive(lines, titled("Guiding more light"))
    row = checked(other, by=editha, now=now)
    assert told(row) == [(None, "title_en", "Guiding light", "Guiding more light")]


def test_nothing_is_taken_over_unless_somebody_wants_it(editha: User, now: datetime) -> None:
    applied(FIRST, by=editha, now=now)
    row = checked(LATER, by=editha, now=now)
    with pytest.raises(Refusal) as no:
        proceed(row, ImportState.APPLYING, by=editha, now=now)
    assert no.value.reason is ImportRefusal.NOTHING_TO_DO
    row.refresh_from_db()
    row = take(take(row, editha), editha, is_taken=False)
    assert row.counts["taken"] == 0


def test_what_is_taken_over_names_the_file_and_is_undone_with_its_earlier_source(
    editha: User, now: datetime
) -> None:
    applied(FIRST, by=editha, now=now)
    before = snapshot_of(Project, Participation, ProjectSource)
    row = proceed(take(checked(LATER, by=editha, now=now), editha), ImportState.APPLYING, by=editha, now=now)
    assert Project.objects.get().ends_on == date(2023, 12, 31)
    assert Participation.objects.get(reference="01IS17046B").cents == 200000
    assert set(ProjectSource.objects.values_list("fact", "seen_on", "brought_by")) == {
        ("ends_on", date(2026, 11, 20), row.pk),
        ("cents", date(2026, 11, 20), row.pk),
    }
    assert AuditEntry.objects.filter(verb="edited").count() == 3
    proceed(row, ImportState.UNDOING, by=editha, now=now)
    after = snapshot_of(Project, Participation, ProjectSource)
    assert after["Participation"] == before["Participation"]
    assert (after["ProjectSource"], Project.objects.get().ends_on) == ([], date(2023, 2, 28))


def test_the_second_of_two_that_changed_one_fact_gives_the_first_its_source_back(
    editha: User, now: datetime
) -> None:
    applied(FIRST, by=editha, now=now)
    second = proceed(
        take(checked(LATER, by=editha, now=now), editha), ImportState.APPLYING, by=editha, now=now
    )
    more = foekat(foekat_row("01IS17046B", "Laser Kraft AG", **{"Fördersumme in EUR": "3.000,00"}))
    third = proceed(take(checked(more, by=editha, now=now), editha), ImportState.APPLYING, by=editha, now=now)
    with pytest.raises(Refusal) as no:
        proceed(second, ImportState.UNDOING, by=editha, now=now)
    assert no.value.reason is ImportRefusal.CHANGED_SINCE
    proceed(third, ImportState.UNDOING, by=editha, now=now)
    assert Participation.objects.get(reference="01IS17046B").cents == 200000
    assert ProjectSource.objects.get(fact="cents").brought_by_id == second.pk
    second.refresh_from_db()
    proceed(second, ImportState.UNDOING, by=editha, now=now)
    assert Participation.objects.get(reference="01IS17046B").cents == 123456


def test_an_import_whose_project_a_later_one_changed_is_not_undone(editha: User, now: datetime) -> None:
    first = applied(FIRST, by=editha, now=now)
    proceed(take(checked(LATER, by=editha, now=now), editha), ImportState.APPLYING, by=editha, now=now)
    with pytest.raises(Refusal) as no:
        proceed(first, ImportState.UNDOING, by=editha, now=now)
    assert no.value.reason is ImportRefusal.CHANGED_SINCE
    assert Project.objects.count() == 1


def test_a_fact_that_changed_after_the_check_is_not_overwritten(editha: User, now: datetime) -> None:
    applied(FIRST, by=editha, now=now)
    row = take(checked(LATER, by=editha, now=now), editha)
    Participation.objects.filter(reference="01IS17046B").update(cents=5)
    with pytest.raises(Refusal) as no:
        proceed(row, ImportState.APPLYING, by=editha, now=now)
    assert no.value.reason is ImportRefusal.DIRECTORY_CHANGED
    assert Project.objects.get().ends_on == date(2023, 2, 28)


def test_on_the_page_differences_are_read_chosen_and_kept_when_the_table_is_checked_again(
    signed_in: Sign, editha: User, now: datetime, valid: Callable[[str], list[str]]
) -> None:
    applied(FIRST, by=editha, now=now)
    row, client = checked(LATER, by=editha, now=now), signed_in(editha)
    at, one = reverse("directory:import", args=[row.pk]), Project.objects.get()
    assert "1 bekanntes Verbundprojekt weicht in der Datei ab. Übernommen: 0." in text_of(client.get(at))
    page = client.get(f"{at}differences/")
    assert valid(page.content.decode()) == []
    words = text_of(page)
    assert "Fördersumme Laser Kraft AG 1.235 Euro 2.000 Euro" in words
    assert "Ende 28. Februar 2023 31. Dezember 2023" in words
    data = {"seen": row.version, "shown": one.pk, "take": one.pk}
    assert client.post(f"{at}differences/", data)["Location"].endswith("differences/?page=1")
    row.refresh_from_db()
    proceeding.check_again(import_id=row.pk, seen=row.version, by=editha.subject, now=now)
    assert "Jetzt übernehmen: 1 bekanntes Projekt geändert" in text_of(client.get(at))
    row.refresh_from_db()
    client.post(reverse("directory:import_apply", args=[row.pk]), {"seen": row.version})
    words = text_of(client.get(at))
    assert "bekanntes Projekt geändert 1" in words
    assert "Import rückgängig machen" in words
    words = text_of(client.get(f"{at}undo/"))
    assert "werden wiederhergestellt" in words


def test_the_page_of_the_project_names_the_source_of_each_fact(
    client: Client, editha: User, now: datetime
) -> None:
    first = applied(FIRST, by=editha, now=now)
    applying.publish_projects(import_id=first.pk, seen=first.version, by=editha.subject, now=now)
    Actor.objects.update(status=Status.PUBLISHED)
    Project.objects.update(seen_on=date(2025, 1, 2))
    proceed(take(checked(LATER, by=editha, now=now), editha), ImportState.APPLYING, by=editha, now=now)
    words = text_of(client.get(f"/de/projects/{Project.objects.get().slug}/"))
    assert (
        "Titel auf Deutsch, Programm, Ministerium, Beginn cordis.europa.eu , gelesen am 2. Januar 2025"
        in words
    )
    assert "Ende cordis.europa.eu , gelesen am 20. November 2026" in words
    assert "Fördersumme: gelesen am 20. November 2026" in words
    found = client.get(f"/api/v1/projects/{Project.objects.get().slug}").json()["later_sources"]
    assert [(one["fact"], one["actor"]) for one in found][:1] == [("ends_on", None)]


def test_differences_go_with_their_import(editha: User, now: datetime) -> None:
    applied(FIRST, by=editha, now=now)
    row = checked(LATER, by=editha, now=now)
    uploading.discard(import_id=row.pk, seen=row.version, by=editha.subject, now=now)
    assert ProjectDifference.objects.count() == 0
