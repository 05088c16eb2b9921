"""Files of public catalogues: organisations and joint projects become drafts, all of them or none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError
from tests.platform import builders
from tests.platform.directory.importing.catalogue_files import (
    NEWER,
    applied,
    checked,
    cordis,
    cordis_row,
    foekat,
    foekat_row,
    uploaded,
)
from tests.platform.directory.importing.conftest import TABLES, proceed, snapshot_of, verdicts
from tests.platform.joint_projects import project

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.models import AuditEntry, Job
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.directory.contents import Kind, with_changes
from handschlag.directory.entries import content_of
from handschlag.directory.imports import applying, uploading
from handschlag.directory.models import (
    Actor,
    ActorSource,
    ImportState,
    Network,
    Participation,
    Project,
)
from handschlag.directory.versions import save_new_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]
EVERYTHING = (*TABLES, Project, Participation, ActorSource)


def told(*fields: str) -> list[tuple[Any, ...]]:
    return list(Participation.objects.order_by("pk").values_list(*fields))


def test_the_federal_catalogue_is_read_as_it_is_exported(editha: User, now: datetime) -> None:
    rows = (
        foekat_row("01IS17046A", 'Müßig & Söhne "Optik" GmbH', Thema='Glas; "rein"\nund klar'),
        foekat_row("01IS17046B", "Linsen Meier GmbH", **{"Laufzeit bis": "31.12.2023"}),
        foekat_row("03ET1234", "Linsen Meier GmbH", Verbundprojekt=""),
        foekat_row("01XY0001C", "Glas Suisse AG", Staat="Schweiz"),
    )
    row = applied(foekat(*rows), by=editha, now=now)
    assert (row.catalogue, row.counts["new"], row.counts["projects"]) == ("foekat", 2, 1)
    assert Job.objects.filter(kind="directory.find_duplicates").count() == 1
    assert (row.counts["abroad"], row.counts["single"]) == (1, 1)
    assert list(Actor.objects.order_by("pk").values_list("name", "kind", "place", "land_id", "status")) == [
        ('Müßig & Söhne "Optik" GmbH', "company", "Dresden", "SN", "in_review"),
        ("Linsen Meier GmbH", "company", "Dresden", "SN", "in_review"),
    ]
    project = Project.objects.get()
    assert (project.title_de, project.funder, project.programme) == ("Lichtleitung", "BMBF", "Photonik")
    assert (project.starts_on, project.ends_on) == (date(2020, 3, 1), date(2023, 12, 31))
    assert told("reference", "cents", "title_de") == [
        ("01IS17046A", 123456, 'Glas; "rein" und klar'),
        ("01IS17046B", 123456, "Verbundprojekt: Lichtleitung - Teilvorhaben 01IS17046B"),
    ]


def test_the_headings_that_the_federal_catalogue_has_since_2025_are_known_too(
    editha: User, now: datetime
) -> None:
    row = checked(foekat(foekat_row("28DE103C22", "Linsen Meier GmbH"), names=NEWER), by=editha, now=now)
    assert (row.catalogue, row.counts["new"], row.counts["participations"]) == ("foekat", 1, 1)


def test_quotation_marks_that_were_not_doubled_are_no_trouble(editha: User, now: datetime) -> None:
    one = foekat_row("01IS17046A", "Linsen Meier GmbH", Thema='Projekt "Glas" für alle')
    applied(foekat(one, doubled=False), by=editha, now=now)
    assert told("title_de") == [('Projekt "Glas" für alle',)]


def test_lines_of_one_organisation_become_one_row_with_all_its_projects(editha: User, now: datetime) -> None:
    rows = (
        cordis_row("870001", "999000001", 'Linsen "Meier" GmbH', role="coordinator", SME="true"),
        cordis_row("870002", "999000001", "LINSEN MEIER GMBH", organizationURL="http://linsen.example"),
        cordis_row("870001", "999000002", "Università Ottica", country="IT", nutsCode="ITC4"),
        cordis_row("870002", "999000003", "Uni Leipzig", activityType="HES", city="Leipzig"),
        cordis_row("870003", "999000003", "Uni Leipzig", activityType="HES", city="Leipzig"),
    )
    row = applied(cordis(*rows), by=editha, now=now)
    assert (row.catalogue, verdicts(row)) == ("cordis", [(2, "new"), (5, "new")])
    assert (row.counts["abroad"], row.counts["single"]) == (1, 1)  # nobody else is in the third project
    linsen = Actor.objects.get(name='Linsen "Meier" GmbH')
    assert (linsen.is_sme, linsen.website, linsen.land_id) == (True, "http://linsen.example", "SN")
    assert told("project__reference", "actor__name", "role", "cents", "organisation") == [
        ("870001", 'Linsen "Meier" GmbH', "coordinator", 100050, "999000001"),
        ("870002", 'Linsen "Meier" GmbH', "partner", 100050, "999000001"),
        ("870002", "Uni Leipzig", "partner", 100050, "999000003"),
    ]
    assert set(linsen.sources.values_list("fact", "source", "seen_on")) == {
        (fact, "https://cordis.europa.eu/", date(2026, 11, 20))
        for fact in ("kind", "name", "is_sme", "website", "spot")
    }


def test_what_is_there_gets_what_it_lacks_and_keeps_what_it_says(editha: User, now: datetime) -> None:
    known = builders.actor("Linsen Meier GmbH", place="Dresden", land_id="SN", website="https://own.example")
    one = cordis_row(
        "870001", "999000001", "LINSEN MEIER GMBH", SME="true", organizationURL="http://other.example"
    )
    row = applied(cordis(one), by=editha, now=now)
    known.refresh_from_db()
    assert verdicts(row) == [(2, "changed")]
    assert (known.name, known.website, known.is_sme) == ("Linsen Meier GmbH", "https://own.example", True)
    assert list(known.sources.values_list("fact")) == [("is_sme",)]
    assert told("actor_id") == [(known.pk,)]


def test_the_same_file_again_changes_nothing_and_more_of_it_adds_what_is_new(
    editha: User, now: datetime
) -> None:
    rows = [cordis_row("870001", "999000001", "Linsen Meier GmbH")]
    applied(cordis(*rows), by=editha, now=now)
    again = checked(cordis(*rows), by=editha, now=now)
    assert (verdicts(again), again.counts["participations"]) == ([(2, "unchanged")], 0)
    Actor.objects.update(name="Linsen Meier Holding GmbH", place="Berlin")  # the number still means it
    more = applied(cordis(*rows, cordis_row("870009", "999000001", "Linsen M. GmbH")), by=editha, now=now)
    assert (verdicts(more), more.counts["participations"]) == ([(2, "projects")], 1)
    assert (Actor.objects.count(), Participation.objects.count()) == (1, 2)


def test_a_ministry_that_has_another_name_by_now_makes_no_project_anew(editha: User, now: datetime) -> None:
    applied(foekat(foekat_row("01IS17046A", "Linsen Meier GmbH")), by=editha, now=now)
    later = (
        foekat_row("01IS17046A", "Linsen Meier GmbH", Ressort="BMFTR"),
        foekat_row("01IS17046B", "Laser Kraft AG", Ressort="BMFTR", **{"Stadt/Gemeinde": "Leipzig"}),
        foekat_row("03ET1234A", "Laser Kraft AG", Ressort="BMWE", **{"Stadt/Gemeinde": "Leipzig"}),
    )
    row = applied(foekat(*later), by=editha, now=now)
    assert verdicts(row) == [(2, "unchanged"), (3, "new")]
    assert told("project__reference", "reference") == [
        ("BMBF: Lichtleitung", "01IS17046A"),
        ("BMBF: Lichtleitung", "01IS17046B"),
        ("BMWE: Lichtleitung", "03ET1234A"),
    ]


@pytest.mark.parametrize(
    "values",
    [{"cents": -1}, {"organisation": ""}, {"starts_on": date(2021, 1, 1), "ends_on": date(2020, 1, 1)}],
)
def test_the_database_keeps_impossible_participations_out(values: dict[str, Any]) -> None:
    part = project(taking_part=(builders.actor(),)).participations.get()
    with pytest.raises(IntegrityError):
        Participation.objects.filter(pk=part.pk).update(**values)


@pytest.mark.parametrize(
    "values", [{"title_en": ""}, {"starts_on": date(2021, 1, 1), "ends_on": date(2020, 1, 1)}]
)
def test_the_database_keeps_impossible_projects_out(values: dict[str, Any]) -> None:
    made = project()
    with pytest.raises(IntegrityError):
        Project.objects.filter(pk=made.pk).update(**values)


def test_an_applied_catalogue_is_undone_as_a_whole(editha: User, now: datetime) -> None:
    known = builders.actor("Laser Kraft AG", place="Leipzig", land_id="SN")
    before = snapshot_of(Actor, Project, Participation, ActorSource)
    rows = (
        cordis_row("870001", "999000001", "Linsen Meier GmbH"),
        cordis_row("870001", "999000002", "Laser Kraft AG", city="Leipzig", SME="true"),
    )
    row = applied(cordis(*rows), by=editha, now=now)
    assert (Project.objects.count(), Actor.objects.count()) == (1, 2)
    proceed(row, ImportState.UNDOING, by=editha, now=now)
    after = snapshot_of(Actor, Project, Participation, ActorSource)
    for one in (*before["Actor"], *after["Actor"]):
        for name in ("version", "updated_at"):  # the history goes on
            one.pop(name)
    assert (after, known.is_sme) == (before, None)


def test_an_import_is_not_undone_once_another_one_adds_to_its_projects(editha: User, now: datetime) -> None:
    first = applied(cordis(cordis_row("870001", "999000001", "Linsen Meier GmbH")), by=editha, now=now)
    applied(cordis(cordis_row("870001", "999000002", "Laser Kraft AG", city="Leipzig")), by=editha, now=now)
    before = snapshot_of(*EVERYTHING)
    with pytest.raises(Refusal) as refusal:
        proceed(first, ImportState.UNDOING, by=editha, now=now)
    assert (refusal.value.reason, refusal.value.details) == (ImportRefusal.CHANGED_SINCE, {"rows": [2]})
    assert snapshot_of(*EVERYTHING) == before


def test_of_two_imports_of_one_file_the_second_is_told_that_all_is_there(editha: User, now: datetime) -> None:
    content = cordis(cordis_row("870001", "999000001", "Linsen Meier GmbH"))
    first, second = (checked(content, by=editha, now=now) for _ in range(2))
    proceed(first, ImportState.APPLYING, by=editha, now=now)
    before = snapshot_of(*EVERYTHING)
    with pytest.raises(Refusal) as refusal:
        proceed(second, ImportState.APPLYING, by=editha, now=now)
    assert refusal.value.reason is ImportRefusal.DIRECTORY_CHANGED
    assert snapshot_of(*EVERYTHING) == before


def test_projects_are_drafts_until_an_editor_publishes_them(
    editha: User, martha: User, now: datetime
) -> None:
    row = applied(cordis(cordis_row("870001", "999000001", "Linsen Meier GmbH")), by=editha, now=now)
    with pytest.raises(Denied):
        applying.publish_projects(import_id=row.pk, seen=row.version, by=martha.subject, now=now)
    assert Project.objects.get().status == "draft"
    assert applying.publish_projects(import_id=row.pk, seen=row.version, by=editha.subject, now=now) == 1
    assert Project.objects.get().status == "published"
    verbs = AuditEntry.objects.filter(kind__in=["directory.project", "directory.participation"])
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == ["created", "took_part", "published"]
    with pytest.raises(Refusal) as refusal:
        applying.publish_projects(import_id=row.pk, seen=row.version, by=editha.subject, now=now)
    assert refusal.value.reason is ImportRefusal.NOTHING_TO_DO


def test_a_manager_brings_members_but_no_catalogue(marthas: Network, martha: User, now: datetime) -> None:
    content = cordis(cordis_row("870001", "999000001", "Linsen Meier GmbH"))
    with pytest.raises(Denied):
        uploaded(content, by=martha, now=now)
    row = uploading.upload(
        content=content,
        file_name="o.csv",
        kind=Kind.ACTOR,
        network_id=marthas.pk,
        by=martha.subject,
        now=now,
    )
    assert (row.catalogue, "project" in row.columns.values()) == ("", False)


def test_what_columns_of_a_catalogue_hold_is_not_remembered_for_other_tables(
    editha: User, now: datetime
) -> None:
    checked(foekat(foekat_row("01IS17046A", "Linsen Meier GmbH")), by=editha, now=now)
    row = uploaded(b"Name;Art;Ort\nLaser Kraft AG;Unternehmen;Leipzig\n", by=editha, now=now)
    assert row.columns == {"0": "name", "1": "kind", "2": "place"}


def test_where_a_fact_was_read_is_forgotten_when_somebody_changes_it(editha: User, now: datetime) -> None:
    applied(cordis(cordis_row("870001", "999000001", "Linsen Meier GmbH", SME="true")), by=editha, now=now)
    actor = Actor.objects.get()
    after = with_changes(content_of(actor), {"is_sme": False})
    save_new_version(actor, after=after, verb="edited", by=editha.subject, now=now)
    assert set(actor.sources.values_list("fact", flat=True)) == {"kind", "name", "spot"}
